'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowDown, LoaderCircle } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useFormatter, useTimeZone, useTranslations } from 'next-intl';
import { useEffect, useMemo, useRef, useState } from 'react';

import { mayAnywhere } from '@switchboard/domain/access';

import type { Acting } from '../../rpc/acting.ts';
import { useTRPC } from '../../rpc/client.tsx';
import { firstPendingNumber, type ShownMessage } from '../../rpc/dialog-cache.ts';
import { useMe } from '../../rpc/me.ts';
import type { DialogView } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { useClientName } from '../../ui/client-name.ts';
import { cn } from '../../ui/cn.ts';
import { Failed } from '../../ui/failed.tsx';
import { useNow } from '../../ui/now.tsx';
import { fullName } from '../../ui/person.ts';
import { Clock } from '../../ui/time.tsx';
import { ThreadSkeleton } from './dialog-skeleton.tsx';
import { useEventWords, worthALine } from './event-line.tsx';
import { MessageBubble } from './message-bubble.tsx';
import { threadItems } from './thread-items.ts';
import { useThread } from './use-thread.ts';

/** Read when it is asked for: nobody waits for it at the first look. */
const SaveQuickReply = dynamic(() => import('./save-quick-reply.tsx').then((file) => file.SaveQuickReply));

const nobody = { people: {}, lines: {}, departments: {}, records: {} };

/** The messages of the chat, from the bottom up: the newest is in sight, earlier ones are read when they are looked for. */
export function ThreadView({ view, acting }: { view: DialogView; acting: Acting }) {
  const t = useTranslations('dialog');
  const { row } = view;
  const me = useMe();
  const [keeping, setKeeping] = useState<string | null>(null);
  const client = useClientName()(row.client);
  const trpc = useTRPC();
  const timeZone = useTimeZone() ?? 'UTC';
  const { thread, failed, retry, earlier, readEarlier } = useThread(row.chatId);
  const { data: history } = useQuery(
    trpc.dialogs.history.queryOptions({ dialogId: row.dialogId }, { enabled: view.allowed.history }),
  );
  const words = useEventWords(history ?? nobody);
  const scroller = useRef<HTMLDivElement>(null);
  const [away, setAway] = useState(false);
  const last = thread?.messages.at(-1);
  const [seen, setSeen] = useState(0);

  const items = useMemo(
    () =>
      thread === undefined
        ? []
        : threadItems({
            ...thread,
            steps: (history?.steps ?? []).filter(worthALine),
            dialogId: row.dialogId,
            timeZone,
          }),
    [history, row.dialogId, thread, timeZone],
  );

  // What we write ourselves is always brought into sight.
  const lastOwn = last?.pending === undefined ? undefined : last.messageId;
  useEffect(() => {
    if (lastOwn !== undefined) scroller.current?.scrollTo({ top: 0 });
  }, [lastOwn]);
  const lastNumber = thread?.messages.findLast((message) => message.number < firstPendingNumber)?.number ?? 0;
  useEffect(() => {
    if (!away) setSeen(lastNumber);
  }, [away, lastNumber]);

  if (thread === undefined) return failed ? <Failed onRetry={retry} className="flex-1" /> : <ThreadSkeleton />;

  const again = (message: ShownMessage) => {
    if (message.pending === 'unsent') return () => void acting.sendAgain(row, message);
    if (message.pending === undefined && message.dialogId === row.dialogId && view.allowed.reply)
      return () => void acting.retry(row, message);
    return undefined;
  };

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        tabIndex={0}
        role="log"
        aria-label={t('messages')}
        className="flex h-full flex-col-reverse overflow-y-auto overscroll-contain px-4 -outline-offset-2 sm:px-6"
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          setAway(scrollTop < -120);
          if (thread.hasEarlier && earlier === 'idle' && scrollHeight - clientHeight + scrollTop < 300) readEarlier();
        }}
      >
        <div className="mx-auto flex w-full max-w-3xl flex-col gap-1 py-4">
          {thread.hasEarlier && (
            <div className="flex h-9 items-center justify-center">
              {earlier === 'reading' ? (
                <LoaderCircle className="size-4 animate-spin text-ink-faint" aria-label={t('readingEarlier')} />
              ) : (
                <Button look="quiet" size="sm" onClick={readEarlier}>
                  {t('earlier')}
                </Button>
              )}
            </div>
          )}
          {items.map((item) => {
            switch (item.item) {
              case 'day':
                return <Day key={item.key} at={item.at} />;
              case 'dialog':
                return (
                  <Line key={item.key}>
                    {item.dialogId === row.dialogId
                      ? t('thisDialog', { number: item.dialogId })
                      : t('otherDialog', { number: item.dialogId })}
                  </Line>
                );
              case 'event':
                return (
                  <p key={item.key} className="py-1.5 text-center text-xs text-ink-faint">
                    {words(item.step)} · <Clock at={item.step.fact.at} />
                  </p>
                );
              case 'burst': {
                const [head] = item.messages;
                const ours = head.from !== 'client';
                return (
                  <section key={item.key} className={cn('flex flex-col gap-1 pt-2.5', ours && 'items-stretch')}>
                    <h3
                      className={cn(
                        'flex items-center gap-2 px-1 pb-0.5 text-sm font-medium',
                        ours && 'flex-row-reverse',
                      )}
                    >
                      {head.from === 'operator' && head.operator !== null ? (
                        <>
                          <Avatar {...head.operator} size="xs" />
                          {fullName(head.operator)}
                        </>
                      ) : head.from === 'client' ? (
                        <>
                          <Avatar name={client} size="xs" />
                          {client}
                        </>
                      ) : (
                        t('system')
                      )}
                    </h3>
                    {item.messages.map((message, index) => (
                      <MessageBubble
                        key={message.messageId}
                        message={message}
                        onAgain={again(message)}
                        onKeep={
                          message.from === 'operator' && message.text !== '' && mayAnywhere(me, 'quickReplies')
                            ? () => setKeeping(message.text)
                            : undefined
                        }
                        quiet={saysTheSame(message, item.messages[index + 1])}
                      />
                    ))}
                  </section>
                );
              }
            }
          })}
        </div>
      </div>
      {keeping !== null && <SaveQuickReply lineId={row.line.lineId} text={keeping} onClose={() => setKeeping(null)} />}
      {away && (
        <Button
          className="absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full bg-raised shadow-high"
          size="sm"
          onClick={() => scroller.current?.scrollTo({ top: 0, behavior: 'smooth' })}
        >
          <ArrowDown /> {lastNumber > seen ? t('newMessages', { count: lastNumber - seen }) : t('toEnd')}
        </Button>
      )}
    </div>
  );
}

function saysTheSame(message: ShownMessage, next: ShownMessage | undefined): boolean {
  return (
    next !== undefined &&
    next.delivery === message.delivery &&
    next.pending === message.pending &&
    next.at - message.at < 60_000
  );
}

function Day({ at }: { at: number }) {
  const t = useTranslations('times');
  const format = useFormatter();
  const timeZone = useTimeZone() ?? 'UTC';
  const now = useNow(60_000);
  const day = (moment: number) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(moment);
  const name =
    day(at) === day(now)
      ? t('today')
      : day(at) === day(now - 24 * 3_600_000)
        ? t('yesterday')
        : format.dateTime(at, {
            weekday: 'long',
            day: 'numeric',
            month: 'long',
            ...(now - at > 300 * 24 * 3_600_000 ? { year: 'numeric' } : {}),
          });
  return <Line>{name}</Line>;
}

function Line({ children }: { children: string }) {
  return (
    <div className="flex items-center gap-3 pt-3 pb-1 text-xs font-medium text-ink-faint">
      <span className="h-px flex-1 bg-edge" />
      {children}
      <span className="h-px flex-1 bg-edge" />
    </div>
  );
}
