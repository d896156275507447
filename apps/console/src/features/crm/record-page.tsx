'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, CircleAlert, Ellipsis, SearchX, Trash2, Undo2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';

import type { RecordKind, RecordWords } from '@switchboard/domain/crm';

import { useTRPC } from '../../rpc/client.tsx';
import { codeOf, fieldsOf } from '../../rpc/failure.ts';
import type { Arrangement, RecordView } from '../../rpc/shapes.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useClientName } from '../../ui/client-name.ts';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Moment } from '../../ui/time.tsx';
import { say } from '../../ui/toast.tsx';
import { ContactDeals } from './contact-deals.tsx';
import { changesIn, draftOf, readDraft } from './record-draft.ts';
import { placeOfKind, placeOfRecord } from './record-filter.ts';
import { RecordForm } from './record-form.tsx';
import { useMoney, useRecordTitle } from './record-words.ts';
import { SameAddress } from './same-address.tsx';
import { Timeline } from './timeline.tsx';
import { useCurrency } from './use-currency.ts';

/** A contact, a lead or a deal: what is written in it on the left, what happened to it on the right. */
export function RecordPage({ kind, recordId }: { kind: RecordKind; recordId: string }) {
  const t = useTranslations('crm');
  const trpc = useTRPC();
  const router = useRouter();
  const record = useQuery(
    trpc.records.get.queryOptions({ recordId }, { retry: (count, error) => codeOf(error) === null && count < 3 }),
  );
  const arranged = useQuery(trpc.pipelines.list.queryOptions({}));
  const found = record.data;
  const elsewhere = found === undefined || found.kind === kind ? null : placeOfRecord(found);
  useEffect(() => {
    if (elsewhere !== null) router.replace(elsewhere);
  }, [elsewhere, router]);

  if (found === undefined || arranged.data === undefined || elsewhere !== null) {
    if (codeOf(record.error) === 'NOT_FOUND' || codeOf(record.error) === 'BAD_REQUEST')
      return (
        <main className="flex h-full items-center justify-center">
          <Empty
            icon={SearchX}
            title={t('gone.title')}
            action={
              <Button asChild>
                <Link href={placeOfKind[kind]}>{t(`back.${kind}`)}</Link>
              </Button>
            }
          >
            {t('gone.text')}
          </Empty>
        </main>
      );
    if (record.isError || arranged.isError)
      return (
        <Failed
          onRetry={() => {
            void record.refetch();
            void arranged.refetch();
          }}
          className="h-full"
        />
      );
    return <RecordSkeleton />;
  }
  return <Opened key={found.recordId} record={found} arranged={arranged.data} />;
}

function Opened({ record, arranged }: { record: RecordView; arranged: Arrangement }) {
  const t = useTranslations('crm');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const router = useRouter();
  const title = useRecordTitle();
  const { mutateAsync: removeCall } = useMutation(trpc.records.remove.mutationOptions());
  const { mutateAsync: restoreCall } = useMutation(trpc.records.restore.mutationOptions());
  const { recordId, kind } = record;
  const reread = () => cache.invalidateQueries({ queryKey: trpc.records.pathKey() });
  const gone = record.removedAt !== null || record.mergedInto !== null;
  const here = record.crm === 'built-in';
  const restore = async () => {
    try {
      await restoreCall({ recordId });
    } catch {
      say('refused', t('failed'));
    }
    await reread();
  };
  const remove = async () => {
    try {
      const answer = await removeCall({ recordId });
      if (!answer.removed) {
        say('refused', t(`refused.${answer.because}`));
        return;
      }
      say('done', t('removed', { title: title(record) }), { label: common('undo'), onClick: () => void restore() });
      router.push(placeOfKind[kind]);
    } catch {
      say('refused', t('failed'));
    }
    void reread();
  };
  return (
    <main className="flex h-full min-w-0 flex-col">
      <header className="flex min-h-13 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-edge bg-panel px-3 py-2 sm:px-5">
        <Button look="quiet" size="icon-sm" asChild>
          <Link href={placeOfKind[kind]} aria-label={t(`back.${kind}`)}>
            <ArrowLeft />
          </Link>
        </Button>
        <div className="min-w-0 flex-1">
          <p className="text-xs text-ink-faint">{t(`kind.${kind}`)}</p>
          <h1 className="truncate text-lg leading-6 font-semibold tracking-tight">{title(record)}</h1>
        </div>
        {record.crm === 'bitrix24' && <Badge>{t('bitrix24')}</Badge>}
        {here && !gone && (
          <Menu>
            <MenuTrigger>
              <Button look="quiet" size="icon" aria-label={t('more')}>
                <Ellipsis />
              </Button>
            </MenuTrigger>
            <MenuContent align="end">
              <MenuItem danger onSelect={() => void remove()}>
                <Trash2 aria-hidden /> {t(`remove.${kind}`)}
              </MenuItem>
            </MenuContent>
          </Menu>
        )}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto lg:flex lg:overflow-hidden">
        <div className="@container flex flex-col gap-5 border-edge bg-panel px-4 py-4 sm:px-6 lg:h-full lg:w-[26rem] lg:shrink-0 lg:overflow-y-auto lg:border-r">
          {gone && <Gone record={record} onRestore={() => void restore()} />}
          {!here && <p className="rounded-lg bg-sunken px-3 py-2 text-ink-soft">{t('elsewhere')}</p>}
          {kind !== 'contact' && <Stages record={record} arranged={arranged} disabled={gone || !here} />}
          {here && !gone && <SameAddress record={record} arranged={arranged} />}
          <Fields key={`${recordId} ${gone}`} record={record} arranged={arranged} disabled={gone || !here} />
        </div>
        <div className="min-w-0 flex-1 px-4 py-4 sm:px-6 lg:h-full lg:overflow-y-auto">
          <div className="mx-auto flex max-w-3xl flex-col gap-6">
            {kind === 'contact' && !gone && <ContactDeals record={record} arranged={arranged} />}
            <Dialogs record={record} />
            <Timeline record={record} arranged={arranged} />
          </div>
        </div>
      </div>
    </main>
  );
}

function Gone({ record, onRestore }: { record: RecordView; onRestore: () => void }) {
  const t = useTranslations('crm');
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-lg bg-waiting-soft px-3 py-2 text-waiting">
      <CircleAlert className="size-4 shrink-0" aria-hidden />
      <span className="min-w-0 flex-1">{t(record.mergedInto === null ? 'isRemoved' : 'isMerged')}</span>
      {record.mergedInto === null ? (
        <Button size="sm" onClick={onRestore}>
          <Undo2 /> {t('restore')}
        </Button>
      ) : (
        <Button size="sm" asChild>
          <Link href={placeOfRecord({ kind: record.kind, recordId: record.mergedInto })}>{t('openMerged')}</Link>
        </Button>
      )}
    </div>
  );
}

/** The stages of the record's pipeline as steps: a click puts it there. */
function Stages({ record, arranged, disabled }: { record: RecordView; arranged: Arrangement; disabled: boolean }) {
  const t = useTranslations('crm');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { mutateAsync, isPending } = useMutation(trpc.records.move.mutationOptions());
  const [to, setTo] = useState<string | null>(null);
  const pipeline = arranged.pipelines.find(({ pipelineId }) => pipelineId === record.pipelineId);
  if (pipeline === undefined) return null;
  const shown = to ?? record.stageId;
  const move = async (stageId: string) => {
    if (stageId === record.stageId || isPending) return;
    setTo(stageId);
    try {
      const { recordId, stageId: fromStageId } = record;
      const answer = await mutateAsync({ recordId, fromStageId, stageId });
      if (!answer.moved) say('refused', t(`refused.${answer.because}`));
    } catch {
      say('refused', t('failed'));
    }
    await cache.invalidateQueries({ queryKey: trpc.records.pathKey() });
    setTo(null);
  };
  return (
    <div role="group" aria-label={`${t('column.stage')}: ${pipeline.name}`} className="flex flex-wrap gap-1.5">
      {pipeline.stages.map(({ stageId, name, meaning }) => {
        const on = stageId === shown;
        return (
          <button
            key={stageId}
            type="button"
            disabled={disabled}
            aria-pressed={on}
            onClick={() => void move(stageId)}
            className={cn(
              'max-w-full truncate rounded-md border px-2 py-1 text-sm font-medium transition-colors disabled:opacity-60',
              !on && 'border-edge text-ink-soft hover:bg-hover',
              on && meaning === 'open' && 'border-accent-fill bg-accent-soft text-accent',
              on && meaning === 'won' && 'border-answered-mark bg-answered-soft text-answered',
              on && meaning === 'lost' && 'border-edge-strong bg-muted-soft text-muted',
            )}
          >
            {name}
          </button>
        );
      })}
    </div>
  );
}

/** What is written in the record. Whoever was slower sees both values and chooses. */
function Fields({ record, arranged, disabled }: { record: RecordView; arranged: Arrangement; disabled: boolean }) {
  const t = useTranslations('crm');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [currency, keepCurrency] = useCurrency();
  // What the form began with stays until it is saved or left, whatever arrives meanwhile.
  const [base, setBase] = useState(record);
  const [draft, setDraft] = useState(() => draftOf(record, currency));
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [stale, setStale] = useState<RecordView | null>(null);
  const { mutateAsync, isPending } = useMutation(trpc.records.save.mutationOptions());
  const before = readDraft(record.kind, draftOf(base, currency)).words;
  const { words, problems: wrong } = readDraft(record.kind, draft);
  const changes = changesIn(before, words);
  const dirty = Object.keys(changes).length > 0 || draft.amount !== draftOf(base, currency).amount;
  const begin = (from: RecordView) => {
    setBase(from);
    setDraft(draftOf(from, currency));
    setProblems({});
    setStale(null);
  };
  useEffect(() => {
    if (!dirty && record.version !== base.version) begin(record);
  });

  const save = async (version: number, changed: Partial<RecordWords>) => {
    setProblems(wrong);
    if (Object.keys(wrong).length > 0) return;
    try {
      const answer = await mutateAsync({ recordId: record.recordId, version, changes: changed });
      if (answer.saved) {
        if (words.currency !== null) keepCurrency(words.currency);
        const next = await cache.fetchQuery(
          trpc.records.get.queryOptions({ recordId: record.recordId }, { staleTime: 0 }),
        );
        begin(next);
        say('done', t('saved'));
      } else if (answer.because === 'stale') setStale(answer.now);
      else say('refused', t(`refused.${answer.because}`));
    } catch (error) {
      const told = fieldsOf(error);
      setProblems(told);
      if (Object.keys(told).length === 0) say('refused', t('failed'));
    }
    void cache.invalidateQueries({ queryKey: trpc.records.pathKey() });
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save(base.version, changes);
      }}
      className="flex flex-col gap-5"
    >
      <RecordForm
        kind={record.kind}
        draft={draft}
        onChange={setDraft}
        problems={problems}
        arranged={arranged}
        disabled={disabled}
        {...(record.contact === null ? {} : { contact: { kind: 'contact', ...record.contact } })}
      />
      {stale !== null && (
        <Stale
          mine={changes}
          now={readDraft(record.kind, draftOf(stale, currency)).words}
          arranged={arranged}
          onMine={() => void save(stale.version, changes)}
          onTheirs={() => begin(stale)}
        />
      )}
      {dirty && stale === null && (
        <div className="sticky bottom-0 -mx-4 flex flex-wrap justify-end gap-2 border-t border-edge bg-panel px-4 py-3 sm:-mx-6 sm:px-6">
          <Button onClick={() => begin(record)}>{common('cancel')}</Button>
          <Button type="submit" look="primary" busy={isPending}>
            {common('save')}
          </Button>
        </div>
      )}
      <p className="text-sm text-ink-faint">
        {t('createdAt')} <Moment at={record.createdAt} />
      </p>
    </form>
  );
}

/** Somebody saved the record meanwhile: his values and the reader's, part by part. */
function Stale({
  mine,
  now,
  arranged,
  onMine,
  onTheirs,
}: {
  mine: Partial<RecordWords>;
  now: RecordWords;
  arranged: Arrangement;
  onMine: () => void;
  onTheirs: () => void;
}) {
  const t = useTranslations('crm');
  const trpc = useTRPC();
  const money = useMoney();
  const { data: people = [] } = useQuery(trpc.people.list.queryOptions({}));
  const told = (part: string, value: unknown): string => {
    if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
      return t('nothing');
    if (part === 'responsibleId') {
      const person = people.find(({ employeeId }) => employeeId === value);
      return person ? `${person.name} ${person.surname}`.trim() : t('nobody');
    }
    if (part === 'amount' && typeof value === 'number') return money(value, null);
    if (part === 'contactId') return t('anotherContact');
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    return Array.isArray(value) ? value.join(', ') : String(value);
  };
  const parts = Object.entries(mine).flatMap(([part, value]) =>
    part === 'fields'
      ? Object.entries(mine.fields ?? {}).map(([id, own]) => ({
          part: id,
          label: arranged.fields.find(({ fieldId }) => fieldId === id)?.name ?? '',
          mine: told(id, own),
          now: told(id, now.fields[id]),
        }))
      : [
          {
            part,
            label: t(`part.${part as Exclude<keyof RecordWords, 'fields'>}`),
            mine: told(part, value),
            now: told(part, now[part as keyof RecordWords]),
          },
        ],
  );
  return (
    <section role="alert" className="rounded-lg border border-waiting-mark bg-waiting-soft p-3">
      <p className="font-medium text-waiting">{t('stale.title')}</p>
      <dl className="mt-2 flex flex-col gap-2">
        {parts.map((one) => (
          <div key={one.part}>
            <dt className="text-sm font-medium">{one.label}</dt>
            <dd className="break-words text-ink-soft">{t('stale.now', { value: one.now })}</dd>
            <dd className="break-words text-ink-soft">{t('stale.mine', { value: one.mine })}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button size="sm" look="primary" onClick={onMine}>
          {t('stale.saveMine')}
        </Button>
        <Button size="sm" onClick={onTheirs}>
          {t('stale.takeTheirs')}
        </Button>
      </div>
    </section>
  );
}

/** The dialogs that the record is about, and the clients it belongs to. */
function Dialogs({ record }: { record: RecordView }) {
  const t = useTranslations('crm');
  const clientName = useClientName();
  if (record.dialogs.length + record.clients.length === 0) return null;
  return (
    <section aria-label={t('dialogs')}>
      <h2 className="mb-2 font-semibold">{t('dialogs')}</h2>
      {record.clients.length > 0 && (
        <p className="mb-2 flex flex-wrap gap-x-3 gap-y-1 text-ink-soft">
          {record.clients.map((client) => (
            <span key={client.clientId} className="flex min-w-0 items-center gap-1.5">
              <Link
                href={`/clients/${client.clientId}`}
                className="truncate text-accent underline-offset-2 hover:underline"
              >
                {clientName(client)}
              </Link>
              {client.confidence === 'asserted' && <Badge tone="waiting">{t('likeness')}</Badge>}
            </span>
          ))}
        </p>
      )}
      <ul className="divide-y divide-edge rounded-xl border border-edge bg-panel">
        {record.dialogs.map((dialog) => (
          <li key={dialog.dialogId} className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
            {dialog.opens ? (
              <Link
                href={`/dialogs/${dialog.dialogId}`}
                className="font-medium text-accent tabular-nums underline-offset-2 hover:underline"
              >
                #{dialog.dialogId}
              </Link>
            ) : (
              <span className="text-ink-soft tabular-nums">#{dialog.dialogId}</span>
            )}
            <StateBadge state={dialog.state} />
            <span className="min-w-0 flex-1 truncate text-ink-soft">{dialog.line}</span>
            {dialog.confidence === 'asserted' && <Badge tone="waiting">{t('likeness')}</Badge>}
            <Moment at={dialog.openedAt} className="text-sm text-ink-faint" />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The page of a record before it is there. */
export function RecordSkeleton() {
  return (
    <main aria-busy className="flex h-full flex-col">
      <div className="flex h-14 shrink-0 items-center gap-3 border-b border-edge bg-panel px-5">
        <Skeleton className="size-7 rounded-md" />
        <Skeleton className="h-5 w-48" />
      </div>
      <div className="min-h-0 flex-1 lg:flex">
        <div className="flex flex-col gap-4 border-r border-edge bg-panel p-6 lg:w-[26rem]">
          {[1, 2, 3, 4, 5].map((index) => (
            <Skeleton key={index} className="h-14 rounded-md" />
          ))}
        </div>
        <div className="mx-auto hidden w-full max-w-3xl flex-col gap-3 p-6 lg:flex">
          <Skeleton className="h-24 rounded-xl" />
          <Skeleton className="h-10 rounded-xl" />
          <Skeleton className="h-10 rounded-xl" />
        </div>
      </div>
    </main>
  );
}
