'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { MessagesSquare } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { Fragment, type ReactNode } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { MessageRow } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { ChannelGlyph } from '../../ui/channel-glyph.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

/** What was said in all channels, from the bottom up; whenever the channel or the dialog changes, that is said. */
export function ClientThread({ clientId, message }: { clientId: string; message: (message: MessageRow) => ReactNode }) {
  const t = useTranslations('clients.thread');
  const card = useTranslations('dialog.card');
  const format = useFormatter();
  const query = useInfiniteQuery(
    useTRPC().clients.thread.infiniteQueryOptions(
      { clientId, limit: 50 },
      { getNextPageParam: (page) => page.next ?? undefined },
    ),
  );
  if (query.data === undefined)
    return query.isError ? (
      <Failed onRetry={() => void query.refetch()} className="flex-1" />
    ) : (
      <div aria-busy className="flex flex-1 flex-col justify-end gap-3 px-5 py-5">
        <Skeleton className="h-10 w-2/3" />
        <Skeleton className="h-10 w-1/2 self-end" />
        <Skeleton className="h-10 w-3/5" />
      </div>
    );
  // Earlier pages come behind the later ones, and a page that was read anew may repeat what moved over from another.
  const byId = new Map(
    query.data.pages
      .toReversed()
      .flatMap(({ messages }) => messages)
      .map((one) => [one.messageId, one]),
  );
  const messages = [...byId.values()];
  const channels = new Map(
    query.data.pages.flatMap(({ chats }) => chats).map(({ chatId, channel }) => [chatId, channel]),
  );
  if (messages.length === 0)
    return (
      <Empty icon={MessagesSquare} title={t('empty')} className="flex-1">
        {t('emptyText')}
      </Empty>
    );
  const day = (at: number) => format.dateTime(at, { day: 'numeric', month: 'long', year: 'numeric' });
  return (
    <div
      tabIndex={0}
      role="log"
      aria-label={t('label')}
      className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto overscroll-contain bg-panel px-4 -outline-offset-2 sm:px-6"
    >
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-1.5 py-4">
        {query.hasNextPage && (
          <div className="flex h-9 items-center justify-center">
            <Button look="quiet" size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t('earlier')}
            </Button>
          </div>
        )}
        {messages.map((one, index) => {
          const before = messages[index - 1];
          const channel = channels.get(one.chatId);
          const newDay = before === undefined || day(before.at) !== day(one.at);
          const newPlace = before?.dialogId !== one.dialogId || before.chatId !== one.chatId;
          return (
            <Fragment key={one.messageId}>
              {newDay && (
                <p className="pt-3 text-center text-xs font-medium text-ink-soft">
                  <time dateTime={new Date(one.at).toISOString()}>{day(one.at)}</time>
                </p>
              )}
              {newPlace && (
                <p className="flex flex-wrap items-center justify-center gap-x-1.5 py-1.5 text-xs text-ink-faint">
                  {channel !== undefined && (
                    <>
                      <ChannelGlyph kind={channel.kind} label={card(`kind.${channel.kind}`)} className="size-3.5" />
                      <span className="break-words">{channel.name}</span>
                      <span aria-hidden>·</span>
                    </>
                  )}
                  {one.dialogId === null ? (
                    <span>{t('outside')}</span>
                  ) : (
                    <Link
                      href={`/dialogs/${one.dialogId}`}
                      className="rounded-sm text-accent underline-offset-2 hover:underline"
                    >
                      {t('dialog', { number: one.dialogId })}
                    </Link>
                  )}
                </p>
              )}
              {message(one)}
            </Fragment>
          );
        })}
      </div>
    </div>
  );
}
