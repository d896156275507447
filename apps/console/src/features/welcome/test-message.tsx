'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CircleCheck, Radio } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import { inboxInput } from '../../rpc/dialog-cache.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { buttonLook } from '../../ui/button.tsx';
import { ChannelGlyph } from '../../ui/channel-glyph.tsx';
import { useClientName } from '../../ui/client-name.ts';
import { Ago } from '../../ui/time.tsx';

/** The newest dialog, as it arrives: the proof that a client's message comes through. */
export function TestMessage() {
  const t = useTranslations('welcome.test');
  const trpc = useTRPC();
  const clientName = useClientName();
  const { data } = useInfiniteQuery(
    trpc.inbox.list.infiniteQueryOptions(inboxInput('all'), { getNextPageParam: (page) => page.next ?? undefined }),
  );
  const { data: channels } = useQuery(trpc.channels.list.queryOptions({}));
  const opened = useRef(Date.now());
  const row = data?.pages
    .flatMap((page) => page.rows)
    .toSorted((a, b) => (b.lastMessage?.at ?? 0) - (a.lastMessage?.at ?? 0))[0];
  if (channels === undefined || channels.length === 0) return null;
  return (
    <section
      aria-label={t('title')}
      aria-live="polite"
      className="mt-5 rounded-xl border border-edge bg-panel p-4 sm:p-5"
    >
      {row?.lastMessage === undefined || row.lastMessage === null ? (
        <div className="flex items-center gap-3 text-ink-soft">
          <Radio className="size-5 shrink-0 animate-breathe text-accent" aria-hidden />
          <p>
            <span className="font-medium text-ink">{t('title')}</span>
            <br />
            {t('waiting')}
          </p>
        </div>
      ) : (
        <div key={row.dialogId} className="animate-rise">
          <p className="mb-3 flex items-center gap-2 font-medium text-answered">
            <CircleCheck className="size-5" aria-hidden />{' '}
            {row.lastMessage.at >= opened.current - 5_000 ? t('arrived') : t('there')}
          </p>
          <div className="flex flex-wrap items-center gap-3">
            <Avatar name={clientName(row.client)} />
            <div className="min-w-0 flex-1 basis-48">
              <p className="flex items-center gap-1.5 font-medium">
                <span className="truncate">{clientName(row.client)}</span>
                <ChannelGlyph kind={row.channel.kind} className="size-3.5" />
                <span className="text-xs font-normal text-ink-faint">
                  <Ago at={row.lastMessage.at} />
                </span>
              </p>
              <p className="text-ink-soft [overflow-wrap:anywhere]">{row.lastMessage.text}</p>
            </div>
            <Link href={`/inbox/${row.dialogId}`} className={buttonLook({ look: 'plain' })}>
              {t('answer')}
            </Link>
          </div>
        </div>
      )}
    </section>
  );
}
