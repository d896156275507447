'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { usePathname, useSearchParams } from 'next/navigation';

import { useTRPC } from '../../rpc/client.tsx';
import type { DialogListView } from '../../rpc/shapes.ts';
import { openHere } from '../../ui/open-dialog.ts';
import { searchOfShown, shownIn, type Shown } from './shown.ts';

export type Showing = {
  shown: Shown;
  views: DialogListView[];
  mayShare: boolean;
  /** Shows something else; what is open stays open. */
  show: (change: Partial<Shown>) => void;
};

/** What the list shows, as the address says it, and how to show something else. */
export function useShown(): Showing {
  const path = usePathname();
  const search = useSearchParams();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { data } = useQuery(trpc.dialogList.views.queryOptions({}));
  const views = data?.views ?? [];
  const shown = shownIn(search, views);
  return {
    shown,
    views,
    mayShare: data?.mayShare ?? false,
    show: (change) => {
      // A view that was saved a moment ago is in the cache before it is on the screen.
      const known = cache.getQueryData(trpc.dialogList.views.queryKey({}))?.views ?? views;
      const next = searchOfShown({ ...shown, ...change }, known);
      openHere(next.size === 0 ? path : `${path}?${next}`, 'replace');
    },
  };
}
