'use client';

import { useQuery } from '@tanstack/react-query';
import { MessageCircle, Plug, Send } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { may } from '@switchboard/domain/access';
import type { ChannelKind } from '@switchboard/channels/channel';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AddLiveChat } from './add-live-chat.tsx';
import { ChannelCard } from './channel-card.tsx';
import { ConnectTelegram } from './connect-telegram.tsx';

/** The channels that feed one line, and adding more of them. */
export function LineChannels({ lineId }: { lineId: string }) {
  const t = useTranslations('channels');
  const trpc = useTRPC();
  const me = useMe();
  const { data: channels, isError, refetch } = useQuery(trpc.channels.list.queryOptions({ lineId }));
  const [adding, setAdding] = useState<ChannelKind | null>(null);
  const [added, setAdded] = useState<string | null>(null);
  const mayEdit = may(me, 'channelsEdit', {});
  const line = () => Promise.resolve(lineId);

  if (channels === undefined) {
    return isError ? (
      <Failed onRetry={() => void refetch()} />
    ) : (
      <div aria-busy className="flex flex-col gap-3">
        <Skeleton className="h-16 rounded-xl" />
        <Skeleton className="h-16 rounded-xl" />
      </div>
    );
  }
  const buttons = mayEdit && (
    <div className="flex flex-wrap gap-2">
      <Button look={channels.length === 0 ? 'primary' : 'plain'} onClick={() => setAdding('live-chat')}>
        <MessageCircle /> {t('liveChat.add')}
      </Button>
      <Button onClick={() => setAdding('telegram')}>
        <Send /> {t('telegram.add')}
      </Button>
    </div>
  );
  return (
    <div className="flex flex-col gap-3">
      {channels.length === 0 ? (
        <Empty icon={Plug} title={t('emptyLine.title')} action={buttons}>
          {t('emptyLine.text')}
        </Empty>
      ) : (
        <>
          {channels.map((channel) => (
            <ChannelCard
              key={channel.channelId}
              channel={channel}
              open={channel.channelId === added || channels.length === 1}
            />
          ))}
          <div className="mt-2">{buttons}</div>
        </>
      )}
      <Modal
        open={adding === 'live-chat'}
        onOpenChange={() => setAdding(null)}
        title={t('liveChat.add')}
        description={t('liveChat.text')}
      >
        <AddLiveChat
          line={line}
          suggestion=""
          onAdded={(channel) => {
            setAdded(channel.channelId);
            setAdding(null);
          }}
        />
      </Modal>
      <Modal open={adding === 'telegram'} onOpenChange={() => setAdding(null)} title={t('telegram.add')}>
        <ConnectTelegram
          line={line}
          onConnected={(channel) => {
            setAdded(channel.channelId);
            setAdding(null);
          }}
        />
      </Modal>
    </div>
  );
}
