'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { MessageCircle, Plus, Send } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';

import { channelKinds, type ChannelKind } from '@switchboard/channels/channel';
import { may } from '@switchboard/domain/access';
import { lineName } from '@switchboard/domain/line';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { ChannelRow } from '../../rpc/shapes.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Field } from '../../ui/field.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input, Select } from '../../ui/input.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AddLiveChat } from './add-live-chat.tsx';
import { ChannelCard, Reach } from './channel-card.tsx';
import { ConnectTelegram } from './connect-telegram.tsx';

/** A tile per kind of channel with its state, and every connected channel below. */
export function ContactCentre() {
  const t = useTranslations('channels');
  const trpc = useTRPC();
  const { data: channels, isError, refetch } = useQuery(trpc.channels.list.queryOptions({}));
  const mayEdit = may(useMe(), 'channelsEdit', {});
  const [connecting, setConnecting] = useState<ChannelKind | null>(null);

  return (
    <Page>
      <PageHeader title={t('title')} description={t('text')} />
      {channels === undefined ? (
        isError ? (
          <Failed onRetry={() => void refetch()} />
        ) : (
          <ContactCentreSkeleton />
        )
      ) : (
        <>
          <ul className="grid gap-4 sm:grid-cols-2">
            {channelKinds.map((kind) => (
              <Tile
                key={kind}
                kind={kind}
                channels={channels.filter((channel) => channel.kind === kind)}
                onConnect={mayEdit ? () => setConnecting(kind) : undefined}
              />
            ))}
          </ul>
          {channels.length > 0 && (
            <section className="mt-8">
              <h2 className="mb-3 font-semibold">{t('connected')}</h2>
              <div className="flex flex-col gap-3">
                {channels.map((channel) => (
                  <ChannelCard key={channel.channelId} channel={channel} showLine />
                ))}
              </div>
            </section>
          )}
        </>
      )}
      <Connect kind={connecting} onClose={() => setConnecting(null)} />
    </Page>
  );
}

function Tile({
  kind,
  channels,
  onConnect,
}: {
  kind: ChannelKind;
  channels: ChannelRow[];
  onConnect: (() => void) | undefined;
}) {
  const t = useTranslations('channels');
  const Icon = kind === 'telegram' ? Send : MessageCircle;
  const broken = channels.filter((channel) => channel.state === 'broken').length;
  return (
    <li className="flex flex-col rounded-xl border border-edge bg-panel p-5">
      <div className="flex items-start justify-between gap-3">
        <span className="flex size-10 items-center justify-center rounded-lg bg-accent-soft text-accent">
          <Icon className="size-5" aria-hidden />
        </span>
        {broken > 0 ? (
          <Badge tone="overdue">{t('tile.broken', { count: broken })}</Badge>
        ) : (
          <Badge tone={channels.length > 0 ? 'answered' : 'muted'}>
            {t('tile.connected', { count: channels.length })}
          </Badge>
        )}
      </div>
      <h2 className="mt-3 font-semibold">{t(`kind.${kind}`)}</h2>
      <p className="mt-0.5 flex-1 text-pretty text-ink-soft">{t(`tile.${kind}`)}</p>
      {onConnect !== undefined && (
        <Button
          look={channels.length === 0 ? 'primary' : 'plain'}
          className="mt-4 self-start"
          aria-label={t('connectKind', { kind: t(`kind.${kind}`) })}
          onClick={onConnect}
        >
          <Plus /> {t('connect')}
        </Button>
      )}
    </li>
  );
}

/** Connecting chooses a line or makes one, then asks what the kind needs, then shows how clients come. */
function Connect({ kind, onClose }: { kind: ChannelKind | null; onClose: () => void }) {
  const t = useTranslations('channels');
  const [done, setDone] = useState<ChannelRow | null>(null);
  const last = useRef<ChannelKind>('live-chat');
  useEffect(() => {
    if (kind === null) return;
    last.current = kind;
    setDone(null);
  }, [kind]);
  const shown = kind ?? last.current;
  const link = done?.liveChat?.page ?? done?.telegram?.link;
  return (
    <Modal
      open={kind !== null}
      onOpenChange={onClose}
      title={done === null ? t('connectKind', { kind: t(`kind.${shown}`) }) : t('done.title', { name: done.name })}
      description={done === null ? t(`tile.${shown}`) : t('done.text', { line: done.lineName })}
      className="max-w-xl"
    >
      {done !== null && link !== undefined ? (
        <>
          <Reach link={link} {...(done.liveChat === null ? {} : { snippet: done.liveChat.snippet })} />
          <div className="mt-5 flex justify-end">
            <Button look="primary" onClick={onClose}>
              {t('done.close')}
            </Button>
          </div>
        </>
      ) : (
        kind !== null && <Connecting kind={kind} onDone={setDone} />
      )}
    </Modal>
  );
}

function Connecting({ kind, onDone }: { kind: ChannelKind; onDone: (channel: ChannelRow) => void }) {
  const t = useTranslations('channels');
  const plan = useTranslations('plan');
  const words = useFieldWords();
  const trpc = useTRPC();
  const { data: lines } = useQuery(trpc.lines.list.queryOptions({}));
  const create = useMutation(trpc.lines.create.mutationOptions());
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | undefined>();
  if (lines === undefined) return <Skeleton className="h-40" />;
  const lineId = chosen ?? lines[0]?.lineId ?? 'new';

  const line = async (): Promise<string | null> => {
    if (lineId !== 'new') return lineId;
    const read = lineName.safeParse(name);
    if (!read.success) {
      setProblem(words(read.error.issues[0]?.message));
      return null;
    }
    try {
      const made = await create.mutateAsync({ name: read.data });
      if (!made.created) {
        setProblem(plan('full', { most: made.most ?? 0 }));
        return null;
      }
      setChosen(made.lineId);
      return made.lineId;
    } catch {
      setProblem(t('failed'));
      return null;
    }
  };

  return (
    <div className="flex flex-col gap-4">
      <Field label={t('line')} hint={t('lineHint')}>
        {(control) => (
          <Select {...control} value={lineId} onChange={(event) => setChosen(event.target.value)}>
            {lines.map((one) => (
              <option key={one.lineId} value={one.lineId}>
                {one.name}
              </option>
            ))}
            <option value="new">{t('newLine')}</option>
          </Select>
        )}
      </Field>
      {lineId === 'new' && (
        <Field label={t('newLineName')} error={problem}>
          {(control) => (
            <Input
              {...control}
              value={name}
              onChange={(event) => {
                setName(event.target.value);
                setProblem(undefined);
              }}
            />
          )}
        </Field>
      )}
      {kind === 'live-chat' ? (
        <AddLiveChat line={line} suggestion="" onAdded={onDone} />
      ) : (
        <ConnectTelegram line={line} onConnected={onDone} />
      )}
    </div>
  );
}

export function ContactCentreSkeleton() {
  return (
    <div aria-busy className="grid gap-4 sm:grid-cols-2">
      <Skeleton className="h-52 rounded-xl" />
      <Skeleton className="h-52 rounded-xl" />
    </div>
  );
}
