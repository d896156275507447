'use client';

import {
  Ban,
  BookmarkPlus,
  Check,
  CheckCheck,
  CircleAlert,
  CircleHelp,
  Clock3,
  Eraser,
  LockKeyhole,
  RotateCw,
  TriangleAlert,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import type { ShownMessage } from '../../rpc/dialog-cache.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Clock, Moment } from '../../ui/time.tsx';
import { LinkedText } from './linked-text.tsx';

type Props = {
  message: ShownMessage;
  /** Sends it once more; absent where the reader may not. */
  onAgain: (() => void) | undefined;
  /** Keeps its text as a quick reply; absent where the reader may not. */
  onKeep: (() => void) | undefined;
  /** The next one of the burst says the same of its time and delivery: once is enough. */
  quiet: boolean;
};

/** One message with where it stands on its way. */
export function MessageBubble({ message, onAgain, onKeep, quiet }: Props) {
  const quick = useTranslations('replyPicker.save');
  const t = useTranslations('dialog');
  const said = useTranslations('history');
  const [former, setFormer] = useState(false);
  const ours = message.from !== 'client';
  const automatic = message.from === 'system';
  const silent = quiet && message.editedAt === null && message.said === null;
  const broken = message.delivery === 'failed' || message.delivery === 'unknown' || message.pending === 'unsent';
  return (
    <div
      className={cn(
        'group/message relative flex max-w-[min(38rem,88%)] flex-col',
        ours ? 'items-end self-end' : 'items-start self-start',
      )}
    >
      {onKeep !== undefined && (
        <Button
          look="quiet"
          size="icon-sm"
          aria-label={quick('title')}
          title={quick('title')}
          onClick={onKeep}
          className="absolute top-0.5 right-full mr-1 opacity-0 transition-opacity group-hover/message:opacity-100 focus-visible:opacity-100 [@media(hover:none)]:opacity-60"
        >
          <BookmarkPlus />
        </Button>
      )}
      <div
        className={cn(
          'max-w-full rounded-xl px-3 py-1.5 leading-[1.375rem]',
          automatic ? 'border border-edge text-sm text-ink-soft' : ours ? 'bg-accent-soft' : 'bg-muted-soft',
          message.kind !== 'text' && 'border border-dashed border-edge-strong bg-transparent',
          message.pending === 'sending' && 'opacity-70',
          broken && 'bg-overdue-soft',
        )}
      >
        {message.kind === 'unsupported' && <Unsupported what={message.unsupported} />}
        {(message.kind === 'sealed' || message.kind === 'erased') && <Hidden kind={message.kind} />}
        {message.text !== '' && (
          <p dir="auto" className="break-words whitespace-pre-wrap">
            <LinkedText text={message.text} />
          </p>
        )}
        {former && message.formerText !== null && (
          <p
            dir="auto"
            className="mt-1 border-t border-edge-strong pt-1 text-sm break-words whitespace-pre-wrap text-ink-soft"
          >
            <span className="sr-only">{t('formerText')} </span>
            <s>{message.formerText}</s>
          </p>
        )}
      </div>
      <div
        className={cn(
          'mt-0.5 flex max-w-full flex-wrap items-center gap-x-1.5 px-1 text-xs text-ink-faint',
          silent && 'sr-only',
        )}
      >
        {message.said !== null && (
          <>
            <span>{t('automatic', { what: said(`saidWhat.${message.said}`) })}</span>
            <span aria-hidden>·</span>
          </>
        )}
        <Clock at={message.at} />
        {message.editedAt !== null && (
          <>
            <span aria-hidden>·</span>
            {message.formerText === null ? (
              <span>{t('edited')}</span>
            ) : (
              <button
                type="button"
                aria-expanded={former}
                onClick={() => setFormer(!former)}
                className="rounded-sm underline decoration-dotted underline-offset-2 hover:text-ink"
              >
                {t('edited')}
              </button>
            )}
            {former && <Moment at={message.editedAt} />}
          </>
        )}
        {ours && <Delivery message={message} />}
      </div>
      {message.undecided && (
        <p className="mt-0.5 flex items-start gap-1 px-1 text-xs text-waiting">
          <TriangleAlert className="mt-0.5 size-3 shrink-0" aria-hidden />
          {t('undecided')}
        </p>
      )}
      {broken && (
        <div className="mt-1 flex max-w-full flex-wrap items-center justify-end gap-x-2 gap-y-1 px-1 text-xs">
          <span className="min-w-0 text-overdue">
            {message.pending === 'unsent'
              ? t('delivery.unsentText')
              : (message.problem ?? t(`delivery.${message.delivery ?? 'failed'}Text` as 'delivery.failedText'))}
          </span>
          {onAgain !== undefined && (
            <Button size="sm" onClick={onAgain}>
              <RotateCw /> {t('again')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

const knownKinds = [
  'photo',
  'voice',
  'audio',
  'video',
  'video_note',
  'document',
  'sticker',
  'animation',
  'location',
  'contact',
  'poll',
] as const;

function Unsupported({ what }: { what: string | null }) {
  const t = useTranslations('dialog.unsupported');
  const known = knownKinds.find((kind) => kind === what);
  return (
    <p className="flex items-start gap-1.5 text-ink-soft">
      <Ban className="mt-1 size-3.5 shrink-0" aria-hidden />
      <span>{known === undefined ? t('other', { what: what ?? '?' }) : t(known)}</span>
    </p>
  );
}

/** A message that nobody may read yet, or any more. */
function Hidden({ kind }: { kind: 'sealed' | 'erased' }) {
  const t = useTranslations('dialog');
  const Icon = kind === 'sealed' ? LockKeyhole : Eraser;
  return (
    <p className="flex items-start gap-1.5 text-ink-soft">
      <Icon className="mt-1 size-3.5 shrink-0" aria-hidden />
      <span>{t(kind)}</span>
    </p>
  );
}

function Delivery({ message }: { message: ShownMessage }) {
  const t = useTranslations('dialog.delivery');
  const state = message.pending === 'unsent' ? 'unsent' : message.pending === 'sending' ? 'sending' : message.delivery;
  if (state === null) return null;
  const Icon = {
    queued: Clock3,
    sending: Clock3,
    sent: Check,
    delivered: CheckCheck,
    read: CheckCheck,
    failed: CircleAlert,
    unknown: CircleHelp,
    unsent: CircleAlert,
  }[state];
  return (
    <span title={t(state)} className="inline-flex">
      <Icon
        aria-hidden
        className={cn(
          'size-3.5',
          state === 'read' && 'text-accent',
          (state === 'failed' || state === 'unsent' || state === 'unknown') && 'text-overdue',
        )}
      />
      <span className="sr-only">{t(state)}</span>
    </span>
  );
}
