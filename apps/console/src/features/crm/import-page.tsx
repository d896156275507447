'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, Download, FileUp, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';

import {
  importTargets,
  linesOf,
  mostImportColumns,
  mostImportRows,
  onDuplicate,
  targetsOf,
  type ImportRow,
  type ImportTarget,
  type OnDuplicate,
} from '@switchboard/domain/crm';

import { useTRPC } from '../../rpc/client.tsx';
import { fieldsOf, unanswered } from '../../rpc/failure.ts';
import { useMe } from '../../rpc/me.ts';
import type { Arrangement } from '../../rpc/shapes.ts';
import { Button, buttonLook } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Choices } from '../../ui/choices.tsx';
import { cn } from '../../ui/cn.ts';
import { Failed } from '../../ui/failed.tsx';
import { useFieldWords } from '../../ui/field-words.ts';
import { Field } from '../../ui/field.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { fullName } from '../../ui/person.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { checkAll, columnOf, importAll, wrongFile, type Checked, type Imported, type WrongLine } from './import-run.ts';
import { placeOfKind } from './record-filter.ts';
import { saveFile } from './use-export.ts';

type Kind = 'contact' | 'lead';
type Chosen = { name: string; header: readonly string[]; rows: ImportRow[] };
/** Where the import stands: what is under way, and what came of it. */
type Stand =
  | { at: 'columns' }
  | { at: 'checking'; done: number }
  | { at: 'checked'; checked: Checked }
  | { at: 'importing'; so: Imported }
  | { at: 'done'; so: Imported; stopped: boolean };

/** Contacts or leads from a file: choose it, say what its columns are, look at what would happen, and have it stored. */
export function ImportPage({ kind }: { kind: Kind }) {
  const t = useTranslations('crmImport');
  const crm = useTranslations('crm');
  const arranged = useQuery(useTRPC().pipelines.list.queryOptions({}));
  const [file, setFile] = useState<Chosen | null>(null);
  const [problem, setProblem] = useState<string>();
  const choose = async (chosen: File) => {
    if (chosen.size > 30_000_000) {
      setProblem(t('tooLarge'));
      return;
    }
    const { rows, openQuote } = linesOf(await chosen.text(), mostImportRows + 2);
    const [header, ...rest] = rows;
    if (openQuote !== null) setProblem(t('openQuote', { line: openQuote }));
    else if (header === undefined || rest.length === 0) setProblem(t('noRows'));
    else if (rest.length > mostImportRows) setProblem(t('tooMany', { count: mostImportRows }));
    else if (header.cells.length > mostImportColumns) setProblem(t('tooWide', { count: mostImportColumns }));
    else {
      setProblem(undefined);
      setFile({ name: chosen.name, header: header.cells, rows: rest });
    }
  };
  return (
    <Page>
      <PageHeader
        title={t(`title.${kind}`)}
        description={t('text', { count: mostImportRows })}
        action={
          <Button asChild>
            <Link href={placeOfKind[kind]}>{crm(`back.${kind}`)}</Link>
          </Button>
        }
      />
      {arranged.data === undefined ? (
        arranged.isError ? (
          <Failed onRetry={() => void arranged.refetch()} />
        ) : (
          <Skeleton className="h-40 rounded-xl" />
        )
      ) : file === null ? (
        <Card title={t('choose.title')} description={t('choose.text')}>
          <label
            className={cn(
              buttonLook({ look: 'primary', size: 'lg' }),
              'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
            )}
          >
            <FileUp aria-hidden /> {t('choose.action')}
            <input
              type="file"
              accept=".csv,.txt,.tsv,text/csv,text/plain"
              className="sr-only"
              aria-describedby={problem === undefined ? undefined : 'file-problem'}
              onChange={(event) => {
                const [chosen] = event.target.files ?? [];
                if (chosen) void choose(chosen);
                event.target.value = '';
              }}
            />
          </label>
          {problem !== undefined && (
            <p id="file-problem" role="alert" className="mt-3 text-overdue">
              {problem}
            </p>
          )}
        </Card>
      ) : (
        <Import key={file.name} kind={kind} file={file} arranged={arranged.data} onAgain={() => setFile(null)} />
      )}
    </Page>
  );
}

function Import({
  kind,
  file,
  arranged,
  onAgain,
}: {
  kind: Kind;
  file: Chosen;
  arranged: Arrangement;
  onAgain: () => void;
}) {
  const t = useTranslations('crmImport');
  const crm = useTranslations('crm');
  const words = useFieldWords();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const me = useMe();
  const fields = arranged.fields.filter((field) => field.kind === kind);
  const pipelines = arranged.pipelines.filter((one) => one.kind === 'lead');
  const [targets, setTargets] = useState<ImportTarget[]>(() => targetsOf(file.header, fields));
  const [duplicates, setDuplicates] = useState<OnDuplicate>('skip');
  const [pipelineId, setPipelineId] = useState<string | null>(null);
  const [responsibleId, setResponsibleId] = useState<string | null>(me.employeeId);
  const [source, setSource] = useState('');
  const [stand, setStand] = useState<Stand>({ at: 'columns' });
  const [problem, setProblem] = useState<string>();
  // A piece that is sent again after its answer was lost changes nothing.
  const [importKey] = useState(() => crypto.randomUUID());
  const stop = useRef(false);
  const { data: people = [] } = useQuery(trpc.people.list.queryOptions({}));
  const { mutateAsync: check } = useMutation(trpc.recordFiles.check.mutationOptions());
  const { mutateAsync: store } = useMutation(trpc.recordFiles.import.mutationOptions());
  const columns = targets.map(columnOf);
  const nothing = targets.every((target) => target === '');

  const sentOf = (piece: ImportRow[]) => ({
    kind,
    columns,
    rows: piece.map(({ line, cells }) => ({
      line,
      cells: cells.slice(0, columns.length).map((cell) => cell.slice(0, 10_000)),
    })),
  });
  const failed = (error: unknown) => {
    const [told] = Object.values(fieldsOf(error));
    setProblem(words(told) ?? t('failed'));
  };
  const begin = async () => {
    stop.current = false;
    setProblem(undefined);
    setStand({ at: 'checking', done: 0 });
    try {
      const checked = await checkAll(
        file.rows,
        (piece) => again(() => check(sentOf(piece))),
        (done) => setStand({ at: 'checking', done }),
        () => stop.current,
      );
      setStand(checked === null ? { at: 'columns' } : { at: 'checked', checked });
    } catch (error) {
      failed(error);
      setStand({ at: 'columns' });
    }
  };
  const run = async () => {
    stop.current = false;
    setProblem(undefined);
    let so: Imported = { added: 0, changed: 0, skipped: 0, wrong: [], done: 0 };
    setStand({ at: 'importing', so });
    try {
      await importAll(
        file.rows,
        (piece) => again(() => store({ ...sentOf(piece), importKey, duplicates, pipelineId, responsibleId, source })),
        (now) => {
          so = now;
          setStand({ at: 'importing', so });
        },
        () => stop.current,
      );
    } catch (error) {
      failed(error);
    }
    setStand({ at: 'done', so, stopped: so.done < file.rows.length });
    await cache.invalidateQueries({ queryKey: trpc.records.pathKey() });
  };

  if (stand.at === 'columns')
    return (
      <div className="flex flex-col gap-4">
        <Card
          title={t('columns.title')}
          description={t('columns.text', { name: file.name, count: file.rows.length })}
          footer={
            <>
              <Button onClick={onAgain}>{t('another')}</Button>
              <Button look="primary" disabled={nothing} onClick={() => void begin()}>
                {t('check')}
              </Button>
            </>
          }
        >
          <ul className="flex flex-col divide-y divide-edge">
            {file.header.map((cell, at) => (
              <li key={at} className="grid grid-cols-1 items-center gap-x-4 gap-y-1.5 py-2.5 sm:grid-cols-2">
                <div className="min-w-0">
                  <p className="truncate font-medium">{cell.trim() || t('columns.unnamed', { number: at + 1 })}</p>
                  <p className="truncate text-sm text-ink-faint">
                    {file.rows
                      .slice(0, 3)
                      .map(({ cells }) => cells[at]?.trim() ?? '')
                      .filter((one) => one !== '')
                      .join(' · ') || t('columns.empty')}
                  </p>
                </div>
                <Select
                  aria-label={t('columns.into', { column: cell.trim() || String(at + 1) })}
                  value={targets[at] ?? ''}
                  onChange={(event) => setTargets((now) => now.with(at, event.target.value as ImportTarget))}
                >
                  <option value="">{t('target.none')}</option>
                  {importTargets
                    .filter((target) => kind === 'lead' || !['amount', 'currency'].includes(target))
                    .map((target) => (
                      <option key={target} value={target}>
                        {t(`target.${target}`)}
                      </option>
                    ))}
                  {fields.map(({ fieldId, name }) => (
                    <option key={fieldId} value={`field:${fieldId}`}>
                      {name}
                    </option>
                  ))}
                </Select>
              </li>
            ))}
          </ul>
          {problem !== undefined && (
            <p role="alert" className="mt-3 text-overdue">
              {problem}
            </p>
          )}
        </Card>
        <Card title={t('choices.title')}>
          <div className="flex flex-col gap-4">
            <Choices
              legend={t('choices.duplicates')}
              value={duplicates}
              onChange={setDuplicates}
              choices={onDuplicate.map((value) => ({
                value,
                label: t(`duplicates.${value}.label`),
                hint: t(`duplicates.${value}.hint`),
              }))}
            />
            <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
              <Field label={crm('field.responsible')}>
                {(control) => (
                  <Select
                    {...control}
                    value={responsibleId ?? ''}
                    onChange={(event) => setResponsibleId(event.target.value || null)}
                  >
                    <option value="">{crm('nobody')}</option>
                    {people
                      .filter(({ dismissedAt }) => dismissedAt === null)
                      .map((person) => (
                        <option key={person.employeeId} value={person.employeeId}>
                          {fullName(person)}
                        </option>
                      ))}
                  </Select>
                )}
              </Field>
              <Field label={crm('field.source')} hint={t('choices.source')}>
                {(control) => (
                  <Input
                    {...control}
                    maxLength={100}
                    value={source}
                    onChange={(event) => setSource(event.target.value)}
                  />
                )}
              </Field>
              {kind === 'lead' && pipelines.length > 1 && (
                <Field label={crm('filter.pipeline')}>
                  {(control) => (
                    <Select
                      {...control}
                      value={pipelineId ?? pipelines[0]?.pipelineId ?? ''}
                      onChange={(event) => setPipelineId(event.target.value)}
                    >
                      {pipelines.map((one) => (
                        <option key={one.pipelineId} value={one.pipelineId}>
                          {one.name}
                        </option>
                      ))}
                    </Select>
                  )}
                </Field>
              )}
            </div>
          </div>
        </Card>
      </div>
    );

  if (stand.at === 'checking' || stand.at === 'importing') {
    const done = stand.at === 'checking' ? stand.done : stand.so.done;
    return (
      <Card title={t(`${stand.at}.title`)} description={t(`${stand.at}.text`)}>
        <progress
          max={file.rows.length}
          value={done}
          aria-label={t(`${stand.at}.title`)}
          className="h-2 w-full overflow-hidden rounded-full bg-muted-soft [&::-moz-progress-bar]:bg-accent-fill [&::-webkit-progress-bar]:bg-muted-soft [&::-webkit-progress-value]:bg-accent-fill"
        />
        <div className="mt-3 flex items-center justify-between gap-3">
          <p role="status" className="text-ink-soft tabular-nums">
            {t('progress', { done, count: file.rows.length })}
          </p>
          <Button onClick={() => (stop.current = true)}>{t('stop')}</Button>
        </div>
      </Card>
    );
  }

  if (stand.at === 'checked') {
    const { fresh, known, wrong } = stand.checked;
    const nothingRight = fresh + known === 0;
    return (
      <Card
        title={t('checked.title')}
        footer={
          <>
            <Button onClick={() => setStand({ at: 'columns' })}>{t('backToColumns')}</Button>
            <Button look="primary" disabled={nothingRight} onClick={() => void run()}>
              {t('import', { count: duplicates === 'skip' ? fresh : fresh + known })}
            </Button>
          </>
        }
      >
        <ul className="flex flex-col gap-1">
          <li>{t('checked.fresh', { count: fresh })}</li>
          <li>{t(`checked.known.${duplicates}`, { count: known })}</li>
          <li className={cn(wrong.length > 0 && 'text-overdue')}>{t('checked.wrong', { count: wrong.length })}</li>
        </ul>
        <Wrong wrong={wrong} file={file} arranged={arranged} />
      </Card>
    );
  }

  const { so, stopped } = stand;
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          {stopped ? (
            <TriangleAlert className="size-4 text-waiting" aria-hidden />
          ) : (
            <CircleCheck className="size-4 text-answered" aria-hidden />
          )}
          {t(stopped ? 'done.stopped' : 'done.title')}
        </span>
      }
      {...(stopped ? { description: t('done.left', { count: file.rows.length - so.done }) } : {})}
      footer={
        <>
          <Button onClick={onAgain}>{t('another')}</Button>
          <span className="flex flex-wrap gap-2">
            {stopped && <Button onClick={() => void run()}>{t('goOn')}</Button>}
            <Button look="primary" asChild>
              <Link href={placeOfKind[kind]}>{crm(`back.${kind}`)}</Link>
            </Button>
          </span>
        </>
      }
    >
      {problem !== undefined && (
        <p role="alert" className="mb-2 text-overdue">
          {problem}
        </p>
      )}
      <ul role="status" className="flex flex-col gap-1">
        <li>{t('done.added', { count: so.added })}</li>
        <li>{t('done.changed', { count: so.changed })}</li>
        <li>{t('done.skipped', { count: so.skipped })}</li>
        <li className={cn(so.wrong.length > 0 && 'text-overdue')}>{t('checked.wrong', { count: so.wrong.length })}</li>
      </ul>
      <Wrong wrong={so.wrong} file={file} arranged={arranged} />
    </Card>
  );
}

/** The first lines that are wrong, each with what is, and all of them as a file. */
function Wrong({ wrong, file, arranged }: { wrong: WrongLine[]; file: Chosen; arranged: Arrangement }) {
  const t = useTranslations('crmImport');
  const words = useFieldWords();
  const name = (target: string): string => {
    const known = importTargets.find((one) => one === target);
    if (known !== undefined) return t(`target.${known}`);
    return arranged.fields.find(({ fieldId }) => `field:${fieldId}` === target)?.name ?? t('target.line');
  };
  const said = ({ target, message }: WrongLine['problems'][number]) => `${name(target)}: ${words(message) ?? ''}`;
  if (wrong.length === 0) return null;
  return (
    <div className="mt-4">
      <div className="overflow-x-auto rounded-lg border border-edge">
        <table className="w-full text-left text-sm">
          <thead className="bg-sunken text-xs text-ink-faint">
            <tr className="[&>th]:px-3 [&>th]:py-1.5 [&>th]:font-medium">
              <th scope="col" className="w-px">
                {t('wrong.line')}
              </th>
              <th scope="col">{t('wrong.problem')}</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-edge">
            {wrong.slice(0, 20).map((one) => (
              <tr key={one.line} className="[&>td]:px-3 [&>td]:py-1.5">
                <td className="tabular-nums">{one.line}</td>
                <td className="break-words">{one.problems.map(said).join('; ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button
        className="mt-3"
        onClick={() =>
          saveFile(
            t('wrong.file'),
            wrongFile(file.header, file.rows, wrong, said, { line: t('wrong.line'), problem: t('wrong.problem') }),
          )
        }
      >
        <Download /> {t('wrong.download', { count: wrong.length })}
      </Button>
    </div>
  );
}

/** Asks once more where no answer came: a piece that was stored already is stored once. */
async function again<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await act();
    } catch (error) {
      if (tries === 4 || !unanswered(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, tries * 1_000));
    }
  }
}
