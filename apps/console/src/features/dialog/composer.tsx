'use client';

import { CornerDownLeft, Lock, SendHorizontal, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';

import { splitText } from '@switchboard/channels/channel';

import type { Acting } from '../../rpc/acting.ts';
import { isOffer } from '../../rpc/dialog-cache.ts';
import { useMe } from '../../rpc/me.ts';
import type { DialogView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { isTaken, useKeys } from '../../ui/keys.ts';
import { fullName } from '../../ui/person.ts';
import { draftOf, keepDraft } from './draft.ts';

/** Where answers are written; where they cannot be, it says why and what would help. */
export function Composer({ view, acting }: { view: DialogView; acting: Acting }) {
  const t = useTranslations('dialog.composer');
  const me = useMe();
  const { row, allowed, blocked } = view;

  if (row.state === 'closed') return <Barred icon={<Lock />}>{t('closed')}</Barred>;
  if (blocked !== null) {
    return (
      <Barred icon={<TriangleAlert className="text-overdue" />}>
        {t(`blocked.${blocked.because}`)}
        {blocked.detail !== null && <span className="block text-sm text-ink-faint">{blocked.detail}</span>}
      </Barred>
    );
  }
  if (!allowed.reply) {
    if (allowed.accept) {
      return (
        <Barred
          icon={<Lock />}
          action={
            !isOffer(row, me.employeeId) && (
              <Button look="primary" onClick={() => void acting.accept(row)}>
                {t('take')}
              </Button>
            )
          }
        >
          {t('acceptFirst')}
        </Barred>
      );
    }
    if (
      row.operator !== null &&
      row.operator.employeeId !== me.employeeId &&
      row.state !== 'waiting' &&
      row.state !== 'offered'
    ) {
      return <Barred icon={<Lock />}>{t('notYours', { who: fullName(row.operator) })}</Barred>;
    }
    return <Barred icon={<Lock />}>{t('notAllowed')}</Barred>;
  }
  return <Writing key={row.dialogId} view={view} acting={acting} />;
}

function Barred({ icon, action, children }: { icon: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-15 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-edge bg-ground px-4 py-3 sm:px-6">
      <div className="flex min-w-0 items-start gap-2.5 text-ink-soft [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
        {icon}
        <div className="min-w-0">{children}</div>
      </div>
      {action}
    </div>
  );
}

function Writing({ view, acting }: { view: DialogView; acting: Acting }) {
  const t = useTranslations('dialog.composer');
  const { row, textLength } = view;
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  useEffect(() => setText(draftOf(row.dialogId)), [row.dialogId]);

  // The box grows with what it holds: its height is measured anew whenever the text is another.
  useLayoutEffect(() => {
    const box = field.current;
    if (box === null) return;
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, 240)}px`;
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [text]);

  useKeys((event) => {
    if (event.key.toLowerCase() !== 'r' || isTaken(event)) return;
    event.preventDefault();
    field.current?.focus();
  });

  const type = (value: string) => {
    setText(value);
    keepDraft(row.dialogId, value);
  };
  const longest = textLength * 10;
  const tooLong = text.length > longest;
  const pieces = text.length > textLength && !tooLong ? splitText(text, textLength).length : 1;
  const empty = text.trim() === '';

  const send = () => {
    if (empty || tooLong) return;
    const words = text;
    type('');
    field.current?.focus();
    void acting.reply(row, words.trim()).then((outcome) => {
      // Turned down: the words go back to where they came from, unless others were begun meanwhile.
      if (outcome !== null && !outcome.done && draftOf(row.dialogId) === '') type(words);
    });
  };

  return (
    <form
      aria-label={t('label')}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="border-t border-edge bg-panel px-3 pt-2.5 pb-3 sm:px-6"
    >
      <div className="mx-auto flex max-w-3xl flex-col rounded-xl border border-edge-strong bg-panel transition-colors focus-within:border-accent-fill">
        <textarea
          ref={field}
          rows={1}
          value={text}
          dir="auto"
          aria-label={t('field')}
          placeholder={t('placeholder')}
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => {
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
          <Button type="submit" look="primary" size="sm" disabled={empty || tooLong}>
            <SendHorizontal aria-hidden /> {t('send')}
          </Button>
        </div>
      </div>
    </form>
  );
}
