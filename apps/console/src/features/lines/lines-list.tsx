'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, Split } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { may } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { LineRow } from '../../rpc/shapes.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ChannelGlyph } from '../../ui/channel-glyph.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SurplusNotice } from '../../ui/surplus-notice.tsx';
import { NewLine } from './new-line.tsx';

/** Every line with who answers and who waits. */
export function LinesList() {
  const t = useTranslations('lines');
  const trpc = useTRPC();
  const me = useMe();
  const { data: lines, isError, refetch } = useQuery(trpc.lines.list.queryOptions({}));
  const [adding, setAdding] = useState(false);
  const mayAdd = may(me, 'linesEdit', {});
  const add = mayAdd && (
    <Button look="primary" onClick={() => setAdding(true)}>
      <Plus /> {t('add')}
    </Button>
  );
  return (
    <Page wide>
      <PageHeader title={t('title')} description={t('text')} action={lines !== undefined && lines.length > 0 && add} />
      <div className="mb-4 empty:hidden">
        <SurplusNotice link />
      </div>
      {lines === undefined ? (
        isError ? (
          <Failed onRetry={() => void refetch()} />
        ) : (
          <LinesSkeleton />
        )
      ) : lines.length === 0 ? (
        <Empty icon={Split} title={t('empty.title')} action={add}>
          {t('empty.text')}
        </Empty>
      ) : (
        <ul className="divide-y divide-edge rounded-xl border border-edge bg-panel">
          {lines.map((line) => (
            <Line key={line.lineId} line={line} />
          ))}
        </ul>
      )}
      <NewLine open={adding} onOpenChange={setAdding} />
    </Page>
  );
}

function Line({ line }: { line: LineRow }) {
  const t = useTranslations('lines');
  return (
    <li className="relative grid gap-x-6 gap-y-2 px-4 py-3.5 hover:bg-hover sm:px-5 md:grid-cols-[minmax(0,1fr)_minmax(0,14rem)_auto]">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2">
          <Link
            href={`/lines/${line.lineId}/queue`}
            className="min-w-0 truncate font-medium -outline-offset-2 after:absolute after:inset-0 after:rounded-xl"
          >
            {line.name}
          </Link>
          {!line.active && <Badge tone="muted">{t('inactive')}</Badge>}
        </div>
        <p className="mt-0.5 text-sm text-ink-faint">{t(`summary.${line.distribution}`, { count: line.members })}</p>
      </div>
      <div className="flex min-w-0 flex-wrap content-start items-center gap-x-3 gap-y-1 text-sm text-ink-soft">
        {line.channels.length === 0 ? (
          <Link href={`/lines/${line.lineId}/channels`} className="relative z-10 text-accent hover:underline">
            {t('noChannels')}
          </Link>
        ) : (
          line.channels.slice(0, 3).map((channel) => (
            <span key={channel.channelId} className="flex min-w-0 items-center gap-1.5">
              <ChannelGlyph kind={channel.kind} label={t(`channel.${channel.kind}`)} className="size-3.5" />
              <span className="truncate">{channel.name}</span>
            </span>
          ))
        )}
        {line.channels.length > 3 && (
          <span className="text-ink-faint">{t('moreChannels', { count: line.channels.length - 3 })}</span>
        )}
      </div>
      <dl className="grid grid-cols-3 gap-x-5 text-sm md:w-72">
        <Figure
          label={t('available')}
          value={t('ofMembers', { available: line.available, members: line.members })}
          alarming={line.available === 0 && line.waiting > 0}
        />
        <Figure
          label={t('waiting')}
          value={String(line.waiting)}
          tone={line.waiting > 0 ? 'waiting' : undefined}
          href={`/dialogs?state=client-waits&line=${line.lineId}`}
        />
        <Figure label={t('open')} value={String(line.open)} href={`/dialogs?line=${line.lineId}`} />
      </dl>
    </li>
  );
}

function Figure({
  label,
  value,
  href,
  tone,
  alarming = false,
}: {
  label: string;
  value: string;
  href?: string;
  tone?: 'waiting' | undefined;
  alarming?: boolean;
}) {
  const look =
    tone === 'waiting' ? 'font-semibold text-waiting' : alarming ? 'font-semibold text-overdue' : 'font-medium';
  return (
    <div>
      <dt className="truncate text-xs text-ink-faint">{label}</dt>
      <dd className={cn('tabular-nums', look)}>
        {href === undefined ? (
          value
        ) : (
          <Link href={href} className="relative z-10 hover:underline">
            {value}
          </Link>
        )}
      </dd>
    </div>
  );
}

export function LinesSkeleton() {
  return (
    <div aria-busy className="divide-y divide-edge rounded-xl border border-edge bg-panel">
      {Array.from({ length: 3 }, (_, index) => (
        <div key={index} className="flex h-[4.25rem] items-center justify-between gap-6 px-5">
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-3.5 w-44 max-w-full" />
            <Skeleton className="h-3 w-64 max-w-full" />
          </div>
          <Skeleton className="hidden h-8 w-56 md:block" />
        </div>
      ))}
    </div>
  );
}
