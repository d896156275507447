'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  Ban,
  BookmarkPlus,
  Bot,
  CornerDownLeft,
  Hand,
  Lock,
  MessageSquarePlus,
  SendHorizontal,
  TriangleAlert,
  UserRoundPlus,
  Zap,
} from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';

import { splitText } from '@switchboard/channels/channel';
import { mayAnywhere } from '@switchboard/domain/access';

import type { Acting } from '../../rpc/acting.ts';
import { isOffer } from '../../rpc/dialog-cache.ts';
import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { DialogView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { isTaken, useKeys } from '../../ui/keys.ts';
import { openHere } from '../../ui/open-dialog.ts';
import { fullName } from '../../ui/person.ts';
import { draftOf, keepDraft } from './draft.ts';
import { keepRecent, opensPicker, withInserted } from './quick-replies.ts';

/** Read when they are asked for: nobody waits for them at the first look. */
const QuickReplyPicker = dynamic(() => import('./quick-reply-picker.tsx').then((file) => file.QuickReplyPicker));
const SaveQuickReply = dynamic(() => import('./save-quick-reply.tsx').then((file) => file.SaveQuickReply));

type Props = { view: DialogView; acting: Acting; place: '/inbox' | '/dialogs' };

/** Where answers are written; where they cannot be, it says why and what would help. */
export function Composer({ view, acting, place }: Props) {
  const t = useTranslations('dialog.composer');
  const act = useTranslations('dialog.act');
  const me = useMe();
  const { row, allowed, blocked } = view;
  const take = allowed.accept && !isOffer(row, me.employeeId) && (
    <Button look="primary" onClick={() => void acting.accept(row)}>
      {t('take')}
    </Button>
  );
  const takeOver = allowed.takeOver && (
    <Button onClick={() => void acting.takeOver(row)}>
      <Hand aria-hidden /> {act('takeOver')}
    </Button>
  );
  const join = allowed.join && (
    <Button onClick={() => void acting.join(row)}>
      <UserRoundPlus aria-hidden /> {act('join')}
    </Button>
  );

  if (row.state === 'closed') return <Closed view={view} acting={acting} place={place} />;
  if (blocked !== null) {
    return (
      <Barred icon={<TriangleAlert className="text-overdue" />} action={take || takeOver}>
        <Blocked blocked={blocked} />
      </Barred>
    );
  }
  if (!allowed.reply) {
    if (row.state === 'held') return <Barred icon={<Lock />}>{t('held')}</Barred>;
    if (row.state === 'with-bot') {
      return (
        <Barred icon={<Bot className="text-bot" />} action={takeOver}>
          {t('bot')}
        </Barred>
      );
    }
    if (allowed.accept) {
      return (
        <Barred icon={<Lock />} action={take}>
          {t('acceptFirst')}
        </Barred>
      );
    }
    const actions = (
      <>
        {join}
        {takeOver}
      </>
    );
    if (
      row.operator !== null &&
      row.operator.employeeId !== me.employeeId &&
      row.state !== 'waiting' &&
      row.state !== 'offered'
    ) {
      return (
        <Barred icon={<Lock />} action={actions}>
          {t('notYours', { who: fullName(row.operator) })}
        </Barred>
      );
    }
    return (
      <Barred icon={<Lock />} action={actions}>
        {t('notAllowed')}
      </Barred>
    );
  }
  return (
    <Writing
      key={row.dialogId}
      view={view}
      words={{ label: t('label'), field: t('field'), placeholder: t('placeholder') }}
      onSend={async (text) => {
        const outcome = await acting.reply(row, text);
        return { kept: outcome === null || outcome.done, messageId: sentAs(outcome) };
      }}
    />
  );
}

function Blocked({ blocked }: { blocked: NonNullable<DialogView['blocked']> }) {
  const t = useTranslations('dialog.composer');
  return (
    <>
      {t(`blocked.${blocked.because}`)}
      {blocked.detail !== null && <span className="block text-sm text-ink-faint">{blocked.detail}</span>}
    </>
  );
}

/** A closed dialog: another one can be opened in its chat, by writing first. */
function Closed({ view, acting, place }: Props) {
  const t = useTranslations('dialog.composer');
  const act = useTranslations('dialog.act');
  const [writing, setWriting] = useState(false);
  const { row, allowed, blocked } = view;
  if (view.client.isBlocked) return <Barred icon={<Ban className="text-overdue" />}>{t('clientBlocked')}</Barred>;
  if (blocked !== null) {
    return (
      <Barred icon={<TriangleAlert className="text-overdue" />}>
        {t('closed')}
        <span className="block text-sm">
          <Blocked blocked={blocked} />
        </span>
      </Barred>
    );
  }
  if (!writing || !allowed.writeFirst) {
    return (
      <Barred
        icon={<Lock />}
        action={
          allowed.writeFirst && (
            <Button onClick={() => setWriting(true)}>
              <MessageSquarePlus aria-hidden /> {act('writeFirst')}
            </Button>
          )
        }
      >
        {t('closed')}
      </Barred>
    );
  }
  return (
    <Writing
      key={row.dialogId}
      view={view}
      words={{ label: t('firstLabel'), field: t('firstField'), placeholder: t('firstPlaceholder') }}
      note={t('newDialog')}
      opensDialog
      onStop={() => setWriting(false)}
      onSend={async (text) => {
        const outcome = await acting.writeFirst(row, text);
        if (outcome?.done !== true) return { kept: false, messageId: null };
        openHere(`${place}/${outcome.row.dialogId}`);
        return { kept: true, messageId: sentAs(outcome) };
      }}
    />
  );
}

/** The message that was sent, where one was. */
function sentAs(outcome: Awaited<ReturnType<Acting['reply']>>): string | null {
  return outcome?.done === true ? (outcome.message?.messageId ?? null) : null;
}

function Barred({ icon, action, children }: { icon: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-15 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-edge bg-ground px-4 py-3 sm:px-6">
      <div className="flex min-w-0 items-start gap-2.5 text-ink-soft [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
        {icon}
        <div className="min-w-0">{children}</div>
      </div>
      {action !== undefined && action !== false && <div className="flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}

type WritingProps = {
  view: DialogView;
  words: { label: string; field: string; placeholder: string };
  /** What sending does beyond itself. */
  note?: string;
  onStop?: () => void;
  /** The message opens another dialog. */
  opensDialog?: boolean;
  /** Answers whether the words are kept somewhere else now; where not, they go back into the field. */
  onSend: (text: string) => Promise<{ kept: boolean; messageId: string | null }>;
};

function Writing({ view, words, note, onStop, opensDialog = false, onSend }: WritingProps) {
  const t = useTranslations('dialog.composer');
  const quick = useTranslations('replyPicker');
  const me = useMe();
  const { row, textLength } = view;
  const field = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const [picking, setPicking] = useState(false);
  const [saving, setSaving] = useState(false);
  const begun = useBegun();
  useEffect(() => setText(draftOf(row.dialogId)), [row.dialogId]);

  // The box grows with what it holds: its height is measured anew whenever the text is another.
  useLayoutEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 240)}px`;
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [text]);

  useKeys((event) => {
    if ((event.ctrlKey || event.metaKey) && opensPicker(event, text)) {
      event.preventDefault();
      setPicking((now) => !now);
      return;
    }
    if (event.key.toLowerCase() !== 'r' || isTaken(event)) return;
    event.preventDefault();
    field.current?.focus();
  });

  const type = (value: string) => {
    setText(value);
    keepDraft(row.dialogId, value);
    if (value.trim() === '') begun.forget();
  };
  const longest = textLength * 10;
  const tooLong = text.length > longest;
  const pieces = text.length > textLength && !tooLong ? splitText(text, textLength).length : 1;
  const empty = text.trim() === '';

  /** Puts a text at the cursor, or in place of what is chosen there, and goes on writing behind it. */
  const insert = (inserted: string) => {
    const { selectionStart: start = text.length, selectionEnd: end = text.length } = field.current ?? {};
    const next = withInserted(text, inserted, { start, end });
    type(next.text);
    setPicking(false);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.cursor, next.cursor);
    });
  };
  const send = () => {
    if (empty || tooLong) return;
    const written = text;
    const from = begun.take();
    type('');
    field.current?.focus();
    void onSend(written.trim()).then(({ kept, messageId }) => {
      if (from !== null && messageId !== null) begun.sent(from, messageId);
      // Turned down: the words go back to where they came from, unless others were begun meanwhile.
      if (!kept && draftOf(row.dialogId) === '') {
        type(written);
        if (from !== null) begun.from(from);
      }
    });
  };

  return (
    <form
      aria-label={words.label}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="border-t border-edge bg-panel px-3 pt-2.5 pb-3 sm:px-6"
    >
      {note !== undefined && <p className="mx-auto mb-1.5 max-w-3xl px-1 text-sm text-ink-soft">{note}</p>}
      <div
        ref={box}
        className="mx-auto flex max-w-3xl flex-col rounded-xl border border-edge-strong bg-panel transition-colors focus-within:border-accent-fill"
      >
        <textarea
          ref={field}
          rows={1}
          value={text}
          dir="auto"
          aria-label={words.field}
          placeholder={words.placeholder}
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => {
            if (!event.nativeEvent.isComposing && opensPicker(event, text)) {
              event.preventDefault();
              setPicking(true);
              return;
            }
            if (event.key === 'Escape') field.current?.blur();
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
          className="max-h-60 min-h-11 w-full resize-none bg-transparent px-3 pt-2.5 pb-1 leading-[1.375rem] outline-none"
        />
        <div className="flex items-center justify-between gap-3 pr-1.5 pb-1.5 pl-3">
          <p aria-live="polite" className={cn('min-w-0 text-xs', tooLong ? 'text-overdue' : 'text-ink-faint')}>
            {tooLong ? (
              t('tooLong', { over: text.length - longest })
            ) : pieces > 1 ? (
              t('pieces', { count: pieces, length: text.length })
            ) : text.length > textLength * 0.8 ? (
              t('length', { length: text.length, most: textLength })
            ) : (
              <span className="hidden items-center gap-1 sm:flex">
                <CornerDownLeft className="size-3" aria-hidden /> {t('hint')}
              </span>
            )}
          </p>
          <div className="flex gap-1.5">
            {!empty && mayAnywhere(me, 'quickReplies') && (
              <Button
                look="quiet"
                size="icon-sm"
                aria-label={quick('save.title')}
                title={quick('save.title')}
                onClick={() => setSaving(true)}
              >
                <BookmarkPlus />
              </Button>
            )}
            <Button
              look="quiet"
              size="icon-sm"
              aria-label={quick('picker.open')}
              title={quick('picker.open')}
              aria-haspopup="dialog"
              aria-expanded={picking}
              onClick={() => setPicking(true)}
            >
              <Zap />
            </Button>
            {onStop !== undefined && (
              <Button size="sm" onClick={onStop}>
                {t('stop')}
              </Button>
            )}
            <Button type="submit" look="primary" size="sm" disabled={empty || tooLong}>
              <SendHorizontal aria-hidden /> {t('send')}
            </Button>
          </div>
        </div>
      </div>
      {picking && (
        <QuickReplyPicker
          view={view}
          opensDialog={opensDialog}
          anchor={box}
          onPick={(replyId, filled) => {
            insert(filled);
            begun.from(replyId);
            keepRecent(replyId);
          }}
          onSlash={() => insert('/')}
          onClose={() => {
            setPicking(false);
            requestAnimationFrame(() => field.current?.focus());
          }}
        />
      )}
      {saving && <SaveQuickReply lineId={row.line.lineId} text={text} onClose={() => setSaving(false)} />}
    </form>
  );
}

/** Which quick reply the words were begun from, so that its use is counted when they are sent. The first one counts. */
function useBegun() {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { mutate } = useMutation(trpc.quickReplies.used.mutationOptions({ retry: 2 }));
  const begunFrom = useRef<string | null>(null);
  return {
    from: (replyId: string) => {
      begunFrom.current ??= replyId;
    },
    forget: () => {
      begunFrom.current = null;
    },
    take: () => {
      const from = begunFrom.current;
      begunFrom.current = null;
      return from;
    },
    sent: (replyId: string, messageId: string) =>
      mutate(
        { replyId, messageId },
        { onSuccess: () => void cache.invalidateQueries({ queryKey: trpc.quickReplies.pathKey() }) },
      ),
  };
}
