'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Lock, MessagesSquare } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

import { useTRPC } from '../../rpc/client.tsx';
import { Button } from '../../ui/button.tsx';
import { ChannelGlyph } from '../../ui/channel-glyph.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Moment } from '../../ui/time.tsx';

/** All his dialogs, in whichever channel. */
export function ClientDialogs({ clientId }: { clientId: string }) {
  const t = useTranslations('clients.dialogs');
  const page = useTranslations('clients');
  const card = useTranslations('dialog.card');
  const query = useInfiniteQuery(
    useTRPC().clients.dialogs.infiniteQueryOptions(
      { clientId, limit: 50 },
      { getNextPageParam: (found) => found.next ?? undefined },
    ),
  );
  const rows = query.data?.pages.flatMap((found) => found.rows) ?? [];
  if (query.data === undefined)
    return query.isError ? (
      <Failed onRetry={() => void query.refetch()} className="flex-1" />
    ) : (
      <div aria-busy className="flex flex-col gap-3 px-5 py-4">
        {[1, 2, 3].map((row) => (
          <Skeleton key={row} className="h-10" />
        ))}
      </div>
    );
  if (rows.length === 0)
    return (
      <Empty icon={MessagesSquare} title={t('empty')} className="flex-1">
        {t('emptyText')}
      </Empty>
    );
  return (
    <div className="min-h-0 flex-1 overflow-y-auto bg-panel">
      <ul className="divide-y divide-edge">
        {rows.map((row) => (
          <li
            key={row.dialogId}
            className="relative flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 hover:bg-hover sm:px-6"
          >
            <ChannelGlyph kind={row.channel.kind} label={card(`kind.${row.channel.kind}`)} />
            <div className="min-w-0 flex-1 basis-48">
              <p className="flex min-w-0 items-center gap-2">
                {row.opens ? (
                  <Link
                    href={`/dialogs/${row.dialogId}`}
                    className="font-medium -outline-offset-2 after:absolute after:inset-0"
                  >
                    #{row.dialogId}
                  </Link>
                ) : (
                  <span className="inline-flex items-center gap-1 font-medium" title={t('locked')}>
                    #{row.dialogId} <Lock className="size-3.5 text-ink-faint" aria-label={t('locked')} role="img" />
                  </span>
                )}
                <StateBadge state={row.state} />
              </p>
              <p className="truncate text-sm text-ink-faint">
                {row.line}
                {row.channel.name !== row.line && ` · ${row.channel.name}`}
                {row.operator !== null && ` · ${fullName(row.operator)}`}
              </p>
            </div>
            <p className="text-right text-sm text-ink-faint">
              <span className="block">
                <Moment at={row.openedAt} />
              </span>
              <span className="block tabular-nums">{t('messages', { count: row.messages })}</span>
            </p>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <div className="flex justify-center p-4">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {page('showMore')}
          </Button>
        </div>
      )}
    </div>
  );
}
