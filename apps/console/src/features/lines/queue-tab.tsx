'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';

import { may } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { QueueForm } from './queue-form.tsx';

/** The Queue tab of a line, once its settings and the company's people are there. */
export function QueueTab({ lineId }: { lineId: string }) {
  const t = useTranslations('queue');
  const trpc = useTRPC();
  const me = useMe();
  const line = useQuery(trpc.lines.get.queryOptions({ lineId }, { placeholderData: keepPreviousData }));
  const people = useQuery(trpc.people.list.queryOptions({}));
  const departments = useQuery(trpc.people.departments.queryOptions({}));
  if (line.data === undefined || people.data === undefined || departments.data === undefined) {
    if (line.isError || people.isError || departments.isError) {
      return (
        <Failed
          onRetry={() => {
            void line.refetch();
            void people.refetch();
            void departments.refetch();
          }}
        />
      );
    }
    return <QueueSkeleton />;
  }
  return (
    <>
      {!line.data.active && <p className="mb-4 rounded-lg bg-waiting-soft px-4 py-2.5 text-waiting">{t('inactive')}</p>}
      <QueueForm
        key={lineId}
        line={line.data}
        people={people.data}
        departments={departments.data}
        readOnly={!may(me, 'linesEdit', {})}
      />
    </>
  );
}

export function QueueSkeleton() {
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
