'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';

import type { FigureFilter } from '@switchboard/domain/statistics';

import { openHere } from '../../ui/open-dialog.ts';
import { askedIn, withFigures, type AskedFigures } from './figure-filter.ts';

export type Asked = AskedFigures & {
  /** The same page with something of its filter changed; the address follows. */
  change: (changes: Partial<FigureFilter>) => void;
};

/** What the address asks figures for. */
export function useAsked(): Asked {
  const search = useSearchParams();
  const path = usePathname();
  const asked = useMemo(() => askedIn(search), [search]);
  const change = useCallback(
    (changes: Partial<FigureFilter>) => openHere(withFigures(path, asked.filter, changes), 'replace'),
    [path, asked],
  );
  return { ...asked, change };
}
