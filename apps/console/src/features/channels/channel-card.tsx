'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronDown, ExternalLink, Trash2, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { may } from '@switchboard/domain/access';

import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { ChannelRow } from '../../rpc/shapes.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, buttonLook } from '../../ui/button.tsx';
import { ChannelGlyph } from '../../ui/channel-glyph.tsx';
import { cn } from '../../ui/cn.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Qr } from '../../ui/qr.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/input.tsx';
import { say } from '../../ui/toast.tsx';

type Props = {
  channel: ChannelRow;
  /** Where the lines are mixed, each channel names its own. */
  showLine?: boolean;
  open?: boolean;
};

/** One connected channel: its state, how clients reach it, and taking it off. */
export function ChannelCard({ channel, showLine = false, open = false }: Props) {
  const t = useTranslations('channels');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const remove = useMutation(trpc.channels.remove.mutationOptions());
  const [shown, setShown] = useState(open);
  const [asking, setAsking] = useState(false);
  const mayEdit = may(useMe(), 'channelsEdit', {});
  const broken = channel.state === 'broken';

  const takeOff = async () => {
    try {
      await remove.mutateAsync({ channelId: channel.channelId });
      say('done', t('removed', { name: channel.name }));
      void cache.invalidateQueries({ queryKey: trpc.channels.pathKey() });
      void cache.invalidateQueries({ queryKey: trpc.lines.pathKey() });
    } catch {
      say('refused', t('failed'));
    }
  };

  return (
    <article aria-label={channel.name} className="rounded-xl border border-edge bg-panel">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3 sm:px-5">
        <ChannelGlyph kind={channel.kind} label={t(`kind.${channel.kind}`)} className="size-5" />
        <div className="min-w-0 flex-1 basis-40">
          <p className="truncate font-medium">{channel.name}</p>
          <p className="truncate text-sm text-ink-faint">
            {channel.telegram !== null && `@${channel.telegram.username}`}
            {channel.telegram !== null && showLine && ' · '}
            {showLine && (
              <Link href={`/lines/${channel.lineId}/queue`} className="hover:text-ink hover:underline">
                {t('feeds', { line: channel.lineName })}
              </Link>
            )}
            {channel.telegram === null && !showLine && t(`kind.${channel.kind}`)}
          </p>
        </div>
        <Badge tone={broken ? 'overdue' : 'answered'}>{t(`state.${channel.state}`)}</Badge>
        <Button look="quiet" size="sm" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t('details')} <ChevronDown className={cn('transition-transform', shown && 'rotate-180')} />
        </Button>
      </div>
      {broken && (
        <div
          role="alert"
          className="mx-4 mb-3 flex items-start gap-2 rounded-md bg-overdue-soft px-3 py-2 text-overdue sm:mx-5"
        >
          <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          <div className="min-w-0">
            <p>{t('brokenText')}</p>
            {channel.problem !== null && <p className="mt-0.5 font-mono text-xs break-words">{channel.problem}</p>}
          </div>
        </div>
      )}
      {shown && (
        <div className="border-t border-edge px-4 py-4 sm:px-5">
          {channel.liveChat !== null && <Reach snippet={channel.liveChat.snippet} link={channel.liveChat.page} />}
          {channel.telegram !== null && <Reach link={channel.telegram.link} />}
          {mayEdit && (
            <div className="mt-4 flex flex-wrap items-end justify-between gap-3 border-t border-edge pt-3">
              <MoveChannel channel={channel} />
              <Button look="quiet" size="sm" className="text-overdue" onClick={() => setAsking(true)}>
                <Trash2 /> {t('remove')}
              </Button>
            </div>
          )}
        </div>
      )}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t('removeAsk.title', { name: channel.name })}
        description={t(`removeAsk.${channel.kind}`)}
        action={t('remove')}
        onConfirm={() => void takeOff()}
      />
    </article>
  );
}

/** The line a channel feeds; another can be chosen. */
function MoveChannel({ channel }: { channel: ChannelRow }) {
  const t = useTranslations('channels');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { data: lines = [] } = useQuery(trpc.lines.list.queryOptions({}));
  const move = useMutation(trpc.channels.move.mutationOptions());
  const to = async (lineId: string) => {
    try {
      const moved = await move.mutateAsync({ channelId: channel.channelId, lineId });
      say('done', t('move.done', { name: moved.name, line: moved.lineName }), {
        label: common('undo'),
        onClick: () => void to(channel.lineId),
      });
      void cache.invalidateQueries({ queryKey: trpc.channels.pathKey() });
      void cache.invalidateQueries({ queryKey: trpc.lines.pathKey() });
    } catch {
      say('refused', t('failed'));
    }
  };
  return (
    <Field label={t('move.line')} hint={t('move.hint')} className="min-w-0 flex-1 basis-56">
      {(control) => (
        <Select
          {...control}
          className="max-w-72"
          value={channel.lineId}
          disabled={move.isPending}
          onChange={(event) => void to(event.target.value)}
        >
          {!lines.some((line) => line.lineId === channel.lineId) && (
            <option value={channel.lineId}>{channel.lineName}</option>
          )}
          {lines.map((line) => (
            <option key={line.lineId} value={line.lineId}>
              {line.name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** How clients come: a piece of HTML for the site, a link, and the same link as a code to print. */
export function Reach({ snippet, link }: { snippet?: string; link: string }) {
  const t = useTranslations('channels');
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-4">
      <div className="flex min-w-0 flex-1 basis-72 flex-col gap-4">
        {snippet !== undefined && (
          <div>
            <CopyField label={t('snippet')} text={snippet} lines />
            <p className="mt-1.5 text-sm text-ink-faint">{t('snippetHint')}</p>
          </div>
        )}
        <CopyField label={t('link')} text={link} />
        <a
          href={link}
          target="_blank"
          rel="noopener"
          className={cn(buttonLook({ look: 'plain', size: 'sm' }), 'self-start')}
        >
          <ExternalLink aria-hidden /> {t('openLink')}
        </a>
      </div>
      <figure className="w-36">
        <Qr text={link} label={t('qr')} className="w-full" />
        <figcaption className="mt-1.5 text-center text-xs text-ink-faint">{t('qrHint')}</figcaption>
      </figure>
    </div>
  );
}
