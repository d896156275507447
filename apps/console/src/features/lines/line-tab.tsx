'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Skeleton } from '../../ui/skeleton.tsx';
import { EditedLine, useLine } from './use-line.tsx';

/** A tab of a line's settings: its cards, and beside them what they mean. */
export function LineTab({ lineId, cards, aside }: { lineId: string; cards: ReactNode; aside: ReactNode }) {
  return (
    <EditedLine lineId={lineId} waiting={<LineTabSkeleton />}>
      <Shown cards={cards} aside={aside} />
    </EditedLine>
  );
}

function Shown({ cards, aside }: { cards: ReactNode; aside: ReactNode }) {
  const t = useTranslations('lineTabs');
  const { line, readOnly } = useLine();
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {!line.active && <p className="rounded-lg bg-waiting-soft px-4 py-2.5 text-waiting">{t('inactive')}</p>}
      {readOnly && <p className="rounded-lg bg-muted-soft px-4 py-2.5 text-ink-soft">{t('readOnly')}</p>}
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-5">{cards}</div>
        {aside}
      </div>
    </div>
  );
}

export function LineTabSkeleton() {
  return (
    <div aria-busy className="grid gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex flex-col gap-5">
        <Skeleton className="h-64 rounded-xl" />
        <Skeleton className="h-48 rounded-xl" />
        <Skeleton className="h-36 rounded-xl" />
      </div>
      <Skeleton className="hidden h-72 rounded-xl xl:block" />
    </div>
  );
}
