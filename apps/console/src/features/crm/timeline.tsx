'use client';

import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { longestNote, type RecordWords } from '@switchboard/domain/crm';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import type { Arrangement, RecordEntry, RecordView } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Field } from '../../ui/field.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Textarea } from '../../ui/input.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Ago } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';

/** What happened to a record, the latest first, and a place to note something on it. */
export function Timeline({ record, arranged }: { record: RecordView; arranged: Arrangement }) {
  const t = useTranslations('crm');
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.records.timeline.infiniteQueryOptions(
      { recordId: record.recordId },
      { getNextPageParam: (page) => page.next ?? undefined },
    ),
  );
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <section aria-label={t('timeline')} className="flex flex-col gap-3">
      <h2 className="font-semibold">{t('timeline')}</h2>
      {record.removedAt === null && record.mergedInto === null && <Note recordId={record.recordId} />}
      {query.data === undefined ? (
        query.isError ? (
          <Failed onRetry={() => void query.refetch()} />
        ) : (
          <div aria-busy className="flex flex-col gap-2">
            <Skeleton className="h-10 rounded-lg" />
            <Skeleton className="h-10 rounded-lg" />
          </div>
        )
      ) : (
        <ol className="flex flex-col gap-3">
          {entries.map((entry) => (
            <Entry key={entry.entryId} entry={entry} record={record} arranged={arranged} />
          ))}
        </ol>
      )}
      {query.hasNextPage && (
        <Button className="self-center" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('showMore')}
        </Button>
      )}
    </section>
  );
}

function Note({ recordId }: { recordId: string }) {
  const t = useTranslations('crm');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { mutateAsync, isPending } = useMutation(trpc.records.note.mutationOptions());
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const submit = async () => {
    if (text.trim() === '' || text.trim().length > longestNote) {
      setProblem(text.trim() === '' ? 'records.note.empty' : 'records.note.long');
      return;
    }
    try {
      await mutateAsync({ recordId, text });
      setText('');
      setProblem(undefined);
      await cache.invalidateQueries({ queryKey: trpc.records.timeline.pathKey() });
    } catch (error) {
      const told = fieldsOf(error)['text'];
      setProblem(told);
      if (told === undefined) say('refused', t('failed'));
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      className="flex flex-col gap-2"
    >
      <Field label={t('note.label')} error={words(problem)}>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
            }}
          />
        )}
      </Field>
      {text.trim() !== '' && (
        <Button type="submit" size="sm" look="primary" className="self-end" busy={isPending}>
          {t('note.add')}
        </Button>
      )}
    </form>
  );
}

function Entry({ entry, record, arranged }: { entry: RecordEntry; record: RecordView; arranged: Arrangement }) {
  const t = useTranslations('crm');
  const who = entry.by === null ? t('entry.itself') : fullName(entry.by);
  const part = (name: string): string =>
    arranged.fields.find(({ fieldId }) => fieldId === name)?.name ??
    (t.has(`part.${name as 'title'}`) ? t(`part.${name as Exclude<keyof RecordWords, 'fields'>}`) : t('part.other'));
  const told = (value: string): string =>
    value === '' ? t('nothing') : value === 'true' ? t('yes') : value === 'false' ? t('no') : value;
  const what = (): string => {
    switch (entry.what) {
      case 'created':
        return t(entry.dialogId === null ? 'entry.created' : 'entry.madeByDialog');
      case 'stage':
        return entry.from === null || entry.from === ''
          ? t('entry.stageTo', { to: entry.to ?? '' })
          : t('entry.stage', { from: entry.from, to: entry.to ?? '' });
      case 'responsible':
        return entry.to === null || entry.to === ''
          ? t('entry.noResponsible')
          : t('entry.responsible', { to: entry.to });
      case 'merged':
      case 'unmerged':
        return t(`entry.${entry.what}`, { title: entry.text || t(`unnamed.${record.kind}`) });
      case 'dialog':
        return t(`entry.dialog.${entry.dialog ?? 'attached'}`);
      case 'saved':
      case 'note':
      case 'imported':
        return t(`entry.${entry.what}`);
    }
  };
  return (
    <li className="flex gap-3">
      <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-full bg-edge-strong" />
      <div className="min-w-0 flex-1">
        <p className="text-ink-soft">
          <span className="font-medium text-ink">{who}</span> · {what()}
          {entry.dialogId !== null && (
            <>
              {' '}
              <Link
                href={`/dialogs/${entry.dialogId}`}
                className="text-accent tabular-nums underline-offset-2 hover:underline"
              >
                #{entry.dialogId}
              </Link>
            </>
          )}
          <Ago at={entry.at} className="ml-2 text-sm text-ink-faint" />
        </p>
        {entry.what === 'note' && (
          <p className="mt-1 rounded-lg bg-note px-3 py-2 break-words whitespace-pre-wrap">{entry.text}</p>
        )}
        {entry.changes.length > 0 && (
          <ul className="mt-1 text-sm text-ink-soft">
            {entry.changes.map((change) => (
              <li key={change.part} className="break-words">
                {t('entry.change', { part: part(change.part), from: told(change.from), to: told(change.to) })}
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
