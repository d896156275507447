'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, GitCompareArrows, Trash2, X } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';

import {
  filledReply,
  longestReply,
  replyVariables,
  replyWords,
  unknownInReply,
  type ReplyWords,
} from '@switchboard/domain/quick-replies';
import { variablesIn } from '@switchboard/domain/text';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import { useMe } from '../../rpc/me.ts';
import type { QuickReply, QuickReplyListView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { useFieldWords } from '../../ui/field-words.ts';
import { Field } from '../../ui/field.tsx';
import { Input, Select, Textarea } from '../../ui/input.tsx';
import { useNow } from '../../ui/now.tsx';
import { fullName } from '../../ui/person.ts';
import { Ago } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import type { QuickRepliesActs } from './use-quick-replies.ts';

type Draft = ReplyWords & { sectionId: string | null };
type Former = Draft & { version: number };

/** What was typed and not saved: it stays while one looks at other replies. */
const drafts = new Map<string, { former: Former; draft: Draft }>();

type Props = {
  list: QuickReplyListView;
  /** Null: a new one. */
  reply: QuickReply | null;
  /** The section a new one begins in. */
  section: string | null;
  readOnly: boolean;
  acts: QuickRepliesActs;
  onClose: () => void;
  onAdded: (replyId: string) => void;
};

/** A reply as it is written: its name, its place, its text with variables, and how it reads. */
export function ReplyEditor({ list, reply, section, readOnly, acts, onClose, onAdded }: Props) {
  const t = useTranslations('quickReplies.editor');
  const texts = useTranslations('quickReplies.words');
  const words = useFieldWords();
  const format = useFormatter();
  const trpc = useTRPC();
  const area = useRef<HTMLTextAreaElement>(null);
  const { data: people = [] } = useQuery(trpc.people.list.queryOptions({}));
  const key = reply?.replyId ?? `new ${list.listId}`;
  const beginning = reply === null ? { name: '', text: '', sectionId: section, version: 0 } : draftOf(reply);
  const [former, setFormer] = useState<Former>(() => drafts.get(key)?.former ?? beginning);
  const [draft, setDraft] = useState<Draft>(() => drafts.get(key)?.draft ?? former);
  const [theirs, setTheirs] = useState<QuickReply | null>(null);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const dirty = !isSame(draft, former);

  // What nobody is changing here is shown as it is now.
  if (reply !== null && !dirty && theirs === null && reply.version > former.version) {
    setFormer(draftOf(reply));
    setDraft(draftOf(reply));
  }

  const begin = (now: Former) => {
    drafts.delete(key);
    setFormer(now);
    setDraft(now);
    setTheirs(null);
    setProblems({});
  };
  const change = (values: Partial<Draft>) => {
    const next = { ...draft, ...values };
    setDraft(next);
    if (isSame(next, former)) drafts.delete(key);
    else drafts.set(key, { former, draft: next });
  };
  const insert = (variable: string) => {
    const { selectionStart = draft.text.length, selectionEnd = draft.text.length } = area.current ?? {};
    change({ text: draft.text.slice(0, selectionStart) + variable + draft.text.slice(selectionEnd) });
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(selectionStart + variable.length, selectionStart + variable.length);
    });
  };
  const submit = async () => {
    const read = replyWords.safeParse(draft);
    if (!read.success) {
      setProblems(Object.fromEntries(read.error.issues.map(({ path, message }) => [path.join('.'), message])));
      return;
    }
    setProblems({});
    setBusy(true);
    try {
      if (reply === null) {
        const added = await acts.add(list.listId, draft.sectionId, read.data);
        if (added === null) return;
        drafts.delete(key);
        say('done', t('added', { name: added.name }));
        onAdded(added.replyId);
        return;
      }
      const { replyId } = reply;
      const { version } = theirs ?? former;
      const answer = await acts.save({ replyId, version }, draft.sectionId, read.data);
      if (!answer.saved) {
        setTheirs(answer.now);
        return;
      }
      begin(draftOf(answer.reply));
      say('done', t('saved'));
    } catch (error) {
      const told = fieldsOf(error);
      setProblems(told);
      if (Object.keys(told).length === 0) say('refused', t('failed'));
    } finally {
      setBusy(false);
    }
  };
  const author = people.find(({ employeeId }) => employeeId === reply?.savedBy);
  const unknown = unknownInReply(draft.text).map((name) => `{${name}}`);
  const sectionName = (sectionId: string | null) =>
    list.sections.find((one) => one.sectionId === sectionId)?.name ?? t('noSection');

  return (
    <form
      noValidate
      aria-label={reply === null ? t('newTitle') : reply.name}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      className="flex h-full flex-col bg-panel"
    >
      <header className="flex h-13 shrink-0 items-center gap-2 border-b border-edge px-3 sm:px-5">
        <Button look="quiet" size="icon-sm" className="lg:hidden" aria-label={t('back')} onClick={onClose}>
          <ArrowLeft />
        </Button>
        <h2 className="min-w-0 flex-1 truncate font-semibold">{reply === null ? t('newTitle') : former.name}</h2>
        {reply !== null && !readOnly && (
          <Button
            look="quiet"
            size="icon-sm"
            aria-label={t('remove')}
            title={t('remove')}
            onClick={() => {
              drafts.delete(key);
              onClose();
              void acts.remove(reply);
            }}
          >
            <Trash2 />
          </Button>
        )}
        <Button look="quiet" size="icon-sm" className="max-lg:hidden" aria-label={t('close')} onClick={onClose}>
          <X />
        </Button>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-4 py-4 sm:px-5">
        {readOnly && <p className="rounded-lg bg-sunken px-3 py-2 text-sm text-ink-soft">{t('readOnly')}</p>}
        {theirs !== null && (
          <Stale
            theirs={theirs}
            mine={draft}
            sectionName={sectionName}
            who={people.find(({ employeeId }) => employeeId === theirs.savedBy)}
            onTake={() => begin(draftOf(theirs))}
            onKeep={() => {
              const known = draftOf(theirs);
              setFormer(known);
              drafts.set(key, { former: known, draft });
              setTheirs(null);
            }}
          />
        )}
        <Field label={t('name')} hint={t('nameHint')} error={words(problems['name'])}>
          {(control) => (
            <Input
              {...control}
              autoFocus={reply === null}
              autoComplete="off"
              readOnly={readOnly}
              value={draft.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('section')} error={words(problems['sectionId'])}>
          {(control) => (
            <Select
              {...control}
              disabled={readOnly}
              value={draft.sectionId ?? ''}
              onChange={(event) => change({ sectionId: event.target.value === '' ? null : event.target.value })}
            >
              <option value="">{t('noSection')}</option>
              {list.sections.map(({ sectionId, name }) => (
                <option key={sectionId} value={sectionId}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <div className="flex flex-col gap-2">
          <Field
            label={t('text')}
            error={words(problems['text'])}
            aside={
              <span
                className={cn(
                  'text-xs tabular-nums',
                  draft.text.length > longestReply ? 'text-overdue' : 'text-ink-faint',
                )}
              >
                {texts('count', { count: format.number(draft.text.length), most: format.number(longestReply) })}
              </span>
            }
          >
            {(control) => (
              <Textarea
                {...control}
                ref={area}
                rows={7}
                dir="auto"
                readOnly={readOnly}
                value={draft.text}
                onChange={(event) => change({ text: event.target.value })}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
                  event.preventDefault();
                  event.currentTarget.form?.requestSubmit();
                }}
              />
            )}
          </Field>
          {!readOnly && (
            <div className="flex flex-wrap items-center gap-1">
              <span className="text-xs text-ink-faint">{texts('variables')}</span>
              {replyVariables.map((variable) => (
                <Button
                  key={variable}
                  size="sm"
                  look="quiet"
                  title={`{${variable}}`}
                  onClick={() => insert(`{${variable}}`)}
                >
                  {texts(`variable.${variable.replace('.', '-') as 'client-name'}`)}
                </Button>
              ))}
            </div>
          )}
          {unknown.length > 0 && (
            <p className="text-sm text-waiting">
              {texts('unknown', { names: format.list(unknown), count: unknown.length })}
            </p>
          )}
        </div>
        <Preview text={draft.text} line={list.lines[0]?.name} />
        {reply !== null && (
          <p className="text-sm text-ink-faint">
            {t('used', { count: reply.used })}
            {reply.usedAt !== null && (
              <>
                {' · '}
                {t.rich('usedAt', { ago: () => <Ago at={reply.usedAt ?? 0} /> })}
              </>
            )}
            <br />
            {t.rich('savedBy', {
              who: author === undefined ? t('somebody') : fullName(author),
              ago: () => <Ago at={reply.savedAt} />,
            })}
          </p>
        )}
      </div>
      {!readOnly && (
        <footer className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-t border-edge bg-ground px-4 py-3 sm:px-5">
          {dirty && reply !== null && <Button onClick={() => begin(former)}>{t('discard')}</Button>}
          {reply === null && <Button onClick={onClose}>{t('cancel')}</Button>}
          <Button type="submit" look="primary" busy={busy} disabled={!dirty && reply !== null}>
            {t(reply === null ? 'add' : 'save')}
          </Button>
        </footer>
      )}
    </form>
  );
}

function draftOf({ name, text, sectionId, version }: QuickReply): Former {
  return { name, text, sectionId, version };
}

function isSame(one: Draft, other: Draft): boolean {
  return one.name === other.name && one.text === other.text && one.sectionId === other.sectionId;
}

/** How the text reads in an answer, with real values, and where the client's name is not known. */
function Preview({ text, line }: { text: string; line: string | undefined }) {
  const t = useTranslations('quickReplies.words');
  const own = useTranslations('quickReplies.editor');
  const format = useFormatter();
  const me = useMe();
  const now = useNow(60_000);
  const zone = { timeZone: me.company.timeZone };
  const values = {
    'client.name': t('client'),
    'operator.name': fullName(me),
    'line.name': line ?? own('sampleLine'),
    'company.name': me.company.name,
    'dialog.number': '#1024',
    date: format.dateTime(now, { ...zone, dateStyle: 'short' }),
    time: format.dateTime(now, { ...zone, timeStyle: 'short' }),
  };
  const filled = filledReply(text.trim(), values);
  const bare = filledReply(text.trim(), { ...values, 'client.name': null });
  if (filled === '') return null;
  return (
    <div>
      <p className="text-xs text-ink-faint">{t('preview')}</p>
      <Said text={filled} />
      {variablesIn(text).includes('client.name') && bare !== filled && (
        <>
          <p className="mt-2 text-xs text-ink-faint">{t('without')}</p>
          <Said text={bare} />
        </>
      )}
    </div>
  );
}

function Said({ text }: { text: string }) {
  return (
    <p
      dir="auto"
      className="mt-1 w-fit max-w-full rounded-lg rounded-br-sm bg-accent-soft px-3 py-2 break-words whitespace-pre-line"
    >
      {text}
    </p>
  );
}

/** Somebody saved the reply meanwhile: both values of what differs. What was typed stays until it is given up. */
function Stale({
  theirs,
  mine,
  sectionName,
  who,
  onTake,
  onKeep,
}: {
  theirs: QuickReply;
  mine: Draft;
  sectionName: (sectionId: string | null) => string;
  who: { name: string; surname: string } | undefined;
  onTake: () => void;
  onKeep: () => void;
}) {
  const t = useTranslations('quickReplies.editor');
  const different = [
    { what: 'name' as const, now: theirs.name, typed: mine.name },
    { what: 'section' as const, now: sectionName(theirs.sectionId), typed: sectionName(mine.sectionId) },
    { what: 'text' as const, now: theirs.text, typed: mine.text },
  ].filter(({ now, typed }) => now !== typed);
  return (
    <section role="alert" className="rounded-lg border border-waiting-mark">
      <div className="flex items-start gap-2.5 p-3">
        <GitCompareArrows className="mt-0.5 size-4 shrink-0 text-waiting" aria-hidden />
        <div className="min-w-0">
          <h3 className="font-semibold">
            {t('stale.title', { who: who === undefined ? t('somebody') : fullName(who) })}
          </h3>
          <p className="text-ink-soft">{t(different.length === 0 ? 'stale.same' : 'stale.text')}</p>
        </div>
      </div>
      {different.map(({ what, now, typed }) => (
        <dl key={what} className="grid gap-x-4 gap-y-1.5 border-t border-edge p-3 text-sm">
          <div className="font-medium">{t(what)}</div>
          <div className="min-w-0">
            <dt className="text-xs text-ink-faint">{t('stale.theirs')}</dt>
            <dd className="break-words whitespace-pre-line">{now}</dd>
          </div>
          <div className="min-w-0">
            <dt className="text-xs text-ink-faint">{t('stale.mine')}</dt>
            <dd className="break-words whitespace-pre-line">{typed}</dd>
          </div>
        </dl>
      ))}
      <div className="flex flex-wrap justify-end gap-2 border-t border-edge p-3">
        <Button size="sm" onClick={onTake}>
          {t('stale.take')}
        </Button>
        <Button size="sm" look="primary" onClick={onKeep}>
          {t('stale.keep')}
        </Button>
      </div>
    </section>
  );
}
