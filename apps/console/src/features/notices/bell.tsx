'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { AlarmClock, Bell as BellIcon, BellRing, Star, UsersRound, Webhook, type LucideIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { useEffect, useEffectEvent, useRef, useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import type { Notice } from '../../rpc/shapes.ts';
import { Count } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Ago } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { news, placeOf, useNoticeWords } from './notice-words.ts';

const icons: Record<Notice['what'], LucideIcon> = {
  'first-answer-overdue': AlarmClock,
  'answer-overdue': AlarmClock,
  'nobody-left': UsersRound,
  'webhook-off': Webhook,
  marked: Star,
};

/** What this person is told, with how much of it he has not read; what arrives is said quietly at the screen's edge. */
export function Bell() {
  const t = useTranslations('notices');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const router = useRouter();
  const words = useNoticeWords();
  const [open, setOpen] = useState(false);
  // On a phone the rail lies below, and there is no room beside the bell.
  const [side, setSide] = useState<'right' | 'top'>('right');
  const key = trpc.notices.list.queryKey({});
  const { data, isError, refetch } = useQuery(trpc.notices.list.queryOptions({}));
  const read = useMutation(
    trpc.notices.read.mutationOptions({
      onMutate: ({ noticeId }) => {
        const before = cache.getQueryData(key);
        cache.setQueryData(key, (now) => {
          if (now === undefined) return now;
          const is = (one: Notice) => one.readAt === null && (noticeId === null || one.noticeId === noticeId);
          return {
            notices: now.notices.map((one) => (is(one) ? { ...one, readAt: Date.now() } : one)),
            unread: noticeId === null ? 0 : Math.max(0, now.unread - now.notices.filter(is).length),
          };
        });
        return { before };
      },
      onError: (_error, _input, context) => cache.setQueryData(key, context?.before),
      onSettled: () => void cache.invalidateQueries({ queryKey: key }),
    }),
  );

  const go = (notice: Notice) => {
    setOpen(false);
    if (notice.readAt === null) read.mutate({ noticeId: notice.noticeId });
    router.push(placeOf(notice));
  };
  const known = useRef<Set<string> | null>(null);
  const arrived = useEffectEvent((notices: Notice[]) => {
    const fresh = news(known.current, notices);
    known.current = new Set(notices.map((one) => one.noticeId));
    if (open) return;
    for (const notice of fresh.slice(0, 2).toReversed())
      say('told', words(notice), { label: t('open'), onClick: () => go(notice) });
  });
  useEffect(() => {
    if (data !== undefined) arrived(data.notices);
  }, [data]);

  const unread = data?.unread ?? 0;
  return (
    <Popover.Root
      open={open}
      onOpenChange={(now) => {
        setSide(window.matchMedia('(min-width: 40rem)').matches ? 'right' : 'top');
        setOpen(now);
      }}
    >
      <Tooltip content={t('title')} side="right">
        <Popover.Trigger asChild>
          <button
            type="button"
            aria-label={unread === 0 ? t('title') : `${t('title')}: ${t('unread', { count: unread })}`}
            className="relative flex size-11 items-center justify-center rounded-lg text-ink-soft hover:bg-hover hover:text-ink sm:size-10"
          >
            <BellIcon className="size-5" strokeWidth={1.75} aria-hidden />
            <Count
              value={unread}
              tone="overdue"
              className="absolute top-0.5 right-0.5 h-4 min-w-4 text-[0.6875rem] ring-2 ring-ground sm:top-0 sm:right-0"
            />
          </button>
        </Popover.Trigger>
      </Tooltip>
      <Popover.Portal>
        <Popover.Content
          side={side}
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('title')}
          className="z-50 flex max-h-[70vh] w-88 max-w-[calc(100vw-1rem)] animate-rise flex-col overflow-hidden rounded-lg border border-edge bg-raised shadow-high outline-none"
        >
          <header className="flex items-center justify-between gap-3 border-b border-edge py-2 pr-2 pl-4">
            <h2 className="font-semibold">{t('title')}</h2>
            <Button look="quiet" size="sm" disabled={unread === 0} onClick={() => read.mutate({ noticeId: null })}>
              {t('all')}
            </Button>
          </header>
          {data === undefined ? (
            isError ? (
              <Failed onRetry={() => void refetch()} />
            ) : (
              <div aria-busy className="flex flex-col gap-3 p-4">
                <Skeleton className="h-9" />
                <Skeleton className="h-9" />
              </div>
            )
          ) : data.notices.length === 0 ? (
            <Empty icon={BellRing} title={t('empty.title')} className="py-8">
              {t('empty.text')}
            </Empty>
          ) : (
            <ul className="min-h-0 divide-y divide-edge overflow-y-auto">
              {data.notices.map((notice) => {
                const Icon = icons[notice.what];
                return (
                  <li key={notice.noticeId}>
                    <button
                      type="button"
                      onClick={() => go(notice)}
                      className="flex w-full items-start gap-3 px-4 py-2.5 text-left -outline-offset-2 hover:bg-hover"
                    >
                      <Icon
                        aria-hidden
                        className={cn(
                          'mt-0.5 size-4 shrink-0',
                          notice.what === 'marked' ? 'text-ink-faint' : 'text-overdue',
                        )}
                      />
                      <span className="min-w-0 flex-1">
                        <span className={cn('block text-pretty', notice.readAt === null && 'font-medium')}>
                          {words(notice)}
                        </span>
                        <Ago at={notice.at} className="text-xs text-ink-faint" />
                      </span>
                      {notice.readAt === null && (
                        <span className="mt-1.5 size-2 shrink-0 rounded-full bg-accent-fill">
                          <span className="sr-only">{t('unreadOne')}</span>
                        </span>
                      )}
                    </button>
                  </li>
                );
              })}
            </ul>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
