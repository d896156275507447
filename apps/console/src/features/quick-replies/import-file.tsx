'use client';

import { useMutation } from '@tanstack/react-query';
import { CircleCheck, FileUp, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf } from '../../rpc/failure.ts';
import type { ImportPreview } from '../../rpc/shapes.ts';
import { Button, buttonLook } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { useFieldWords } from '../../ui/field-words.ts';
import { Field } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { say } from '../../ui/toast.tsx';
import { readFile } from './csv-file.ts';

type Props = { list: { listId: string; name: string }; onDone: () => void; onClose: () => void };

/** A file is chosen, looked at with what it would do, and taken over as a whole or not at all. */
export function ImportFile({ list, onDone, onClose }: Props) {
  const t = useTranslations('quickReplies.import');
  const common = useTranslations('common');
  const words = useFieldWords();
  const trpc = useTRPC();
  const look = useMutation(trpc.quickReplies.previewImport.mutationOptions());
  const take = useMutation(trpc.quickReplies.import.mutationOptions());
  const [name, setName] = useState('');
  const [csv, setCsv] = useState('');
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [problem, setProblem] = useState<string>();
  const [moved, setMoved] = useState(false);

  const failed = (error: unknown) => {
    const told = fieldsOf(error)['csv'];
    setProblem(told === undefined ? t('failed') : words(told));
  };
  const choose = async (file: File) => {
    setProblem(undefined);
    setPreview(null);
    setMoved(false);
    setName(file.name);
    const read = await readFile(file);
    if ('problem' in read) {
      setProblem(t(`problem.${read.problem}`));
      return;
    }
    setCsv(read.text);
    try {
      setPreview(await look.mutateAsync({ listId: list.listId, csv: read.text }));
    } catch (error) {
      failed(error);
    }
  };
  const confirm = async () => {
    if (preview === null) return;
    const { added, changed } = preview;
    try {
      const answer = await take.mutateAsync({ listId: list.listId, csv, expected: { added, changed } });
      if (!answer.imported) {
        setMoved(answer.because === 'stale');
        setPreview(answer.preview);
        return;
      }
      say('done', t('done', { added: answer.added, changed: answer.changed }));
      onDone();
    } catch (error) {
      failed(error);
    }
  };
  const ready = preview !== null && preview.brokenCount === 0 && preview.added + preview.changed > 0;

  return (
    <Modal
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { name: list.name })}
      description={t('text')}
      className="max-w-2xl"
    >
      <div className="flex flex-col gap-4">
        <Field label={t('file')} hint={t('fileHint')} error={problem}>
          {(control) => (
            <span className="flex min-w-0 items-center gap-3">
              <input
                {...control}
                type="file"
                accept=".csv,text/csv,text/plain"
                className="peer sr-only"
                onChange={(event) => {
                  const [file] = event.target.files ?? [];
                  if (file !== undefined) void choose(file);
                }}
              />
              <label
                htmlFor={control.id}
                className={cn(
                  buttonLook(),
                  'cursor-pointer peer-focus-visible:outline-2 peer-focus-visible:outline-offset-1 peer-focus-visible:outline-focus',
                )}
              >
                {t('choose')}
              </label>
              <span className="min-w-0 truncate text-ink-soft">{name === '' ? t('noFile') : name}</span>
            </span>
          )}
        </Field>
        {look.isPending && <p className="text-ink-soft">{t('reading')}</p>}
        {moved && (
          <p role="alert" className="text-waiting">
            {t('moved')}
          </p>
        )}
        {preview !== null && <Preview preview={preview} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button look="primary" disabled={!ready} busy={take.isPending} onClick={() => void confirm()}>
            <FileUp /> {t('action', { count: preview === null ? 0 : preview.added + preview.changed })}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Preview({ preview }: { preview: ImportPreview }) {
  const t = useTranslations('quickReplies.import');
  const { added, changed, same, sections, examples, broken, brokenCount } = preview;
  return (
    <div aria-live="polite" className="flex flex-col gap-3">
      {brokenCount > 0 ? (
        <div className="rounded-lg border border-overdue-mark">
          <p className="flex items-start gap-2 p-3 font-medium text-overdue">
            <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
            {t('broken', { count: brokenCount })}
          </p>
          <ul className="max-h-48 overflow-y-auto border-t border-edge text-sm">
            {broken.map(({ line, because }, index) => (
              <li key={`${line} ${index}`} className="flex gap-3 border-b border-edge px-3 py-1.5 last:border-b-0">
                <span className="w-20 shrink-0 text-ink-faint tabular-nums">{t('line', { line })}</span>
                <span className="min-w-0">{t(`because.${because}`)}</span>
              </li>
            ))}
            {brokenCount > broken.length && (
              <li className="px-3 py-1.5 text-ink-faint">{t('more', { count: brokenCount - broken.length })}</li>
            )}
          </ul>
        </div>
      ) : (
        <p className="flex items-start gap-2">
          <CircleCheck className="mt-0.5 size-4 shrink-0 text-answered" aria-hidden />
          {added + changed === 0 ? t('nothing') : t('whole')}
        </p>
      )}
      <dl className="grid grid-cols-3 gap-2 text-center">
        {(
          [
            ['added', added],
            ['changed', changed],
            ['same', same],
          ] as const
        ).map(([what, count]) => (
          <div key={what} className="flex flex-col-reverse justify-end rounded-lg bg-sunken px-2 py-2">
            <dt className="text-sm text-ink-soft">{t(`count.${what}`)}</dt>
            <dd className="text-lg font-semibold tabular-nums">{count}</dd>
          </div>
        ))}
      </dl>
      {sections.length > 0 && (
        <p className="text-sm break-words text-ink-soft">
          {t('sections', { count: sections.length, names: sections.slice(0, 10).join(', ') })}
        </p>
      )}
      {examples.length > 0 && (
        <ul className="max-h-64 divide-y divide-edge overflow-y-auto rounded-lg border border-edge text-sm">
          {examples.map((row) => (
            <li key={row.line} className="px-3 py-2">
              <div className="flex flex-wrap items-baseline gap-x-2">
                <span className="min-w-0 font-medium break-words">{row.name}</span>
                {row.section !== '' && <span className="text-ink-faint">{row.section}</span>}
                <span className="ml-auto text-xs text-ink-faint">{t(row.isNew ? 'new' : 'change')}</span>
              </div>
              <p dir="auto" className="line-clamp-2 break-words text-ink-soft">
                {row.text}
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
