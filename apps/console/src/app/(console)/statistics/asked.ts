import { notFound } from 'next/navigation';

import { mayAnywhere } from '@switchboard/domain/access';
import type { FigureFilter } from '@switchboard/domain/statistics';

import { askedIn } from '../../../features/statistics/figure-filter.ts';
import { whoAsks } from '../../../rpc/server.tsx';

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** What a page of figures is asked for; to whom none are shown it is not there. */
export async function figuresAsked(searchParams: SearchParams): Promise<FigureFilter> {
  const me = await whoAsks();
  if (me === null || !mayAnywhere(me, 'statistics')) notFound();
  const said = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  return askedIn(new URLSearchParams(said)).filter;
}
