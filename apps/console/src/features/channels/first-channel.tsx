'use client';

import { useQuery } from '@tanstack/react-query';
import { MessageCircle, Send } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import type { ChannelKind } from '@switchboard/channels/channel';

import { useTRPC } from '../../rpc/client.tsx';
import { Card } from '../../ui/card.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AddLiveChat } from './add-live-chat.tsx';
import { Reach } from './channel-card.tsx';
import { ConnectTelegram } from './connect-telegram.tsx';

/** The company's first channel: a chat for the site, or a Telegram bot. */
export function FirstChannel() {
  const t = useTranslations('channels');
  const trpc = useTRPC();
  const lines = useQuery(trpc.lines.list.queryOptions({}));
  const channels = useQuery(trpc.channels.list.queryOptions({}));
  const [kind, setKind] = useState<ChannelKind>('live-chat');
  const line = lines.data?.[0];

  if (lines.data === undefined || channels.data === undefined) {
    if (lines.isError || channels.isError) {
      return (
        <Failed
          onRetry={() => {
            void lines.refetch();
            void channels.refetch();
          }}
        />
      );
    }
    return <Skeleton className="h-64 rounded-xl" />;
  }
  const made = channels.data.find((channel) => channel.kind === kind);
  return (
    <div className="flex flex-col gap-4">
      <Choices
        legend={t('title')}
        value={kind}
        onChange={setKind}
        columns={3}
        choices={[
          {
            value: 'live-chat',
            label: <Kind icon={<MessageCircle className="size-4" aria-hidden />} name={t('kind.live-chat')} />,
            hint: t('tile.live-chat'),
          },
          {
            value: 'telegram',
            label: <Kind icon={<Send className="size-4" aria-hidden />} name={t('kind.telegram')} />,
            hint: t('tile.telegram'),
          },
        ]}
        className="[&>div]:@lg:grid-cols-2"
      />
      {made === undefined ? (
        <Card title={kind === 'live-chat' ? t('liveChat.add') : t('telegram.add')}>
          {kind === 'live-chat' ? (
            <AddLiveChat
              key="live-chat"
              line={() => Promise.resolve(line?.lineId ?? null)}
              suggestion={line?.name ?? ''}
              onAdded={() => {}}
            />
          ) : (
            <ConnectTelegram key="telegram" line={() => Promise.resolve(line?.lineId ?? null)} onConnected={() => {}} />
          )}
        </Card>
      ) : (
        <Card title={made.name} description={t('done.text', { line: made.lineName })}>
          {made.liveChat !== null && <Reach snippet={made.liveChat.snippet} link={made.liveChat.page} />}
          {made.telegram !== null && <Reach link={made.telegram.link} />}
        </Card>
      )}
    </div>
  );
}

function Kind({ icon, name }: { icon: React.ReactNode; name: string }) {
  return (
    <span className="flex items-center gap-1.5">
      {icon} {name}
    </span>
  );
}
