'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Columns3, CopyCheck, Download, Ellipsis, FileUp, ListFilter, Plus, Rows3, Search, X } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';

import type { RecordKind } from '@switchboard/domain/crm';

import { useTRPC } from '../../rpc/client.tsx';
import type { Arrangement } from '../../rpc/shapes.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Failed } from '../../ui/failed.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx';
import { openHere } from '../../ui/open-dialog.ts';
import { fullName } from '../../ui/person.ts';
import { Board } from './board.tsx';
import { NewRecord } from './new-record.tsx';
import {
  isNarrowed,
  narrowing,
  placeOfKind,
  shownIn,
  withShown,
  type FilterName,
  type ShownRecords,
} from './record-filter.ts';
import { RecordsSkeleton } from './records-skeleton.tsx';
import { RecordsTable } from './records-table.tsx';
import { useExport } from './use-export.ts';

const kinds = ['lead', 'deal', 'contact'] as const;

/** Leads, deals or contacts: as a board of stages or as a table, narrowed by what the address says. */
export function RecordsPage({ kind }: { kind: RecordKind }) {
  const t = useTranslations('crm');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const shown = shownIn(kind, search);
  const arranged = useQuery(trpc.pipelines.list.queryOptions({}));
  const [making, setMaking] = useState(false);
  const [filtering, setFiltering] = useState(false);
  const exported = useExport();
  const show = (changes: Partial<Record<FilterName, string>>) => openHere(withShown(path, search, changes), 'replace');
  const clear = () => show(Object.fromEntries(narrowing.map((name) => [name, ''])));
  const pipelines = arranged.data?.pipelines.filter((one) => one.kind === kind) ?? [];
  const pipeline = pipelines.find(({ pipelineId }) => pipelineId === shown.pipelineId) ?? pipelines[0];

  return (
    <main className="flex h-full min-w-0 flex-col bg-panel">
      <header className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-edge px-4 py-2.5 sm:px-6">
        <h1 className="sr-only">{t(`kinds.${kind}`)}</h1>
        <nav aria-label={t('title')} className="-ml-2 flex min-w-0 gap-0.5">
          {kinds.map((one) => (
            <Link
              key={one}
              href={placeOfKind[one]}
              aria-current={one === kind ? 'page' : undefined}
              className={cn(
                'rounded-md px-2 py-1 text-lg font-semibold tracking-tight',
                one === kind ? 'text-ink' : 'text-ink-faint hover:bg-hover hover:text-ink',
              )}
            >
              {t(`kinds.${one}`)}
            </Link>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-1.5 sm:order-last">
          {kind !== 'contact' && (
            <ViewSwitch className="hidden sm:flex" view={shown.view} onChange={(view) => show({ view })} />
          )}
          <Menu>
            <MenuTrigger>
              <Button look="quiet" size="icon" aria-label={t('more')}>
                <Ellipsis />
              </Button>
            </MenuTrigger>
            <MenuContent align="end">
              {kind !== 'deal' && (
                <>
                  <MenuItem onSelect={() => router.push(`${placeOfKind[kind]}/import`)}>
                    <FileUp aria-hidden /> {t('importFile')}
                  </MenuItem>
                  <MenuItem onSelect={() => router.push(`${placeOfKind[kind]}/duplicates`)}>
                    <CopyCheck aria-hidden /> {t('duplicates.title')}
                  </MenuItem>
                </>
              )}
              <MenuItem onSelect={() => void exported(shown)}>
                <Download aria-hidden /> {t('exportFile')}
              </MenuItem>
            </MenuContent>
          </Menu>
          <Button look="primary" onClick={() => setMaking(true)} aria-label={t(`new.${kind}`)}>
            <Plus /> <span className="hidden sm:inline">{t(`new.${kind}`)}</span>
          </Button>
        </div>
        <div role="search" className="flex w-full min-w-0 flex-wrap items-center gap-2 sm:w-auto sm:flex-1">
          <SearchField shown={shown} onChange={(text) => show({ search: text })} />
          {kind !== 'contact' && (
            <ViewSwitch className="flex sm:hidden" view={shown.view} onChange={(view) => show({ view })} />
          )}
          <Button
            className="sm:hidden"
            aria-expanded={filtering}
            aria-label={t('filters')}
            size="icon"
            onClick={() => setFiltering((now) => !now)}
          >
            <ListFilter />
          </Button>
          <div className={cn('w-full flex-wrap items-center gap-2 sm:flex sm:w-auto', filtering ? 'flex' : 'hidden')}>
            <Filters kind={kind} shown={shown} arranged={arranged.data} pipelineId={pipeline?.pipelineId} show={show} />
          </div>
          {isNarrowed(shown) && (
            <Button look="quiet" size="icon" aria-label={t('clear')} title={t('clear')} onClick={clear}>
              <X />
            </Button>
          )}
        </div>
      </header>
      <div className="min-h-0 flex-1">
        {arranged.data === undefined ? (
          arranged.isError ? (
            <Failed onRetry={() => void arranged.refetch()} className="h-full" />
          ) : (
            <RecordsSkeleton board={shown.view === 'board'} />
          )
        ) : shown.view === 'board' && pipeline !== undefined ? (
          <Board
            key={pipeline.pipelineId}
            kind={kind}
            pipeline={pipeline}
            shown={shown}
            show={show}
            onNew={() => setMaking(true)}
            onClear={clear}
          />
        ) : (
          <RecordsTable
            kind={kind}
            shown={shown}
            arranged={arranged.data}
            onNew={() => setMaking(true)}
            onClear={clear}
          />
        )}
      </div>
      {making && arranged.data !== undefined && (
        <NewRecord
          kind={kind}
          arranged={arranged.data}
          pipelineId={pipeline?.pipelineId ?? null}
          onClose={() => setMaking(false)}
          onMade={(recordId) => {
            void cache.invalidateQueries({ queryKey: trpc.records.pathKey() });
            router.push(`${placeOfKind[kind]}/${recordId}`);
          }}
        />
      )}
    </main>
  );
}

function ViewSwitch({
  view,
  onChange,
  className,
}: {
  view: ShownRecords['view'];
  onChange: (view: 'board' | 'table') => void;
  className: string;
}) {
  const t = useTranslations('crm');
  return (
    <div
      role="group"
      aria-label={t('view.label')}
      className={cn('rounded-md border border-edge-strong p-0.5', className)}
    >
      {(['board', 'table'] as const).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === view}
          aria-label={t(`view.${one}`)}
          title={t(`view.${one}`)}
          onClick={() => onChange(one)}
          className={cn(
            'flex size-6.5 items-center justify-center rounded-sm',
            one === view ? 'bg-accent-soft text-accent' : 'text-ink-soft hover:bg-hover',
          )}
        >
          {one === 'board' ? <Columns3 className="size-4" aria-hidden /> : <Rows3 className="size-4" aria-hidden />}
        </button>
      ))}
    </div>
  );
}

function SearchField({ shown, onChange }: { shown: ShownRecords; onChange: (text: string) => void }) {
  const t = useTranslations('crm');
  const inAddress = shown.filter.search ?? '';
  const [text, setText] = useState(inAddress);
  useEffect(() => setText(inAddress), [inAddress]);
  useEffect(() => {
    if (text.trim() === inAddress) return;
    const timer = setTimeout(() => onChange(text), 250);
    return () => clearTimeout(timer);
  });
  return (
    <div className="relative min-w-0 flex-1 sm:max-w-64 sm:min-w-48">
      <Search className="absolute top-2 left-2.5 size-4 text-ink-faint" aria-hidden />
      <Input
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        aria-label={t('search')}
        placeholder={t('search')}
        className="pl-8"
      />
    </div>
  );
}

function Filters({
  kind,
  shown,
  arranged,
  pipelineId,
  show,
}: {
  kind: RecordKind;
  shown: ShownRecords;
  arranged: Arrangement | undefined;
  pipelineId: string | undefined;
  show: (changes: Partial<Record<FilterName, string>>) => void;
}) {
  const t = useTranslations('crm');
  const trpc = useTRPC();
  const { data: people = [] } = useQuery(trpc.people.list.queryOptions({}));
  const { data: sources = [] } = useQuery(trpc.records.sources.queryOptions({ kind }));
  const { filter, view } = shown;
  const pipelines = arranged?.pipelines.filter((one) => one.kind === kind) ?? [];
  const staged =
    view === 'table' ? pipelines.filter((one) => (shown.pipelineId ?? one.pipelineId) === one.pipelineId) : [];
  const responsible = filter.nobodys === true ? 'nobody' : (filter.responsibleId ?? '');
  const wide = 'min-w-32 flex-1 sm:w-36 sm:flex-none';
  return (
    <>
      {pipelines.length > 1 && (
        <Select
          aria-label={t('filter.pipeline')}
          className={wide}
          value={view === 'board' ? (pipelineId ?? '') : (shown.pipelineId ?? '')}
          onChange={(event) => show({ pipeline: event.target.value, stage: '', column: '' })}
        >
          {view === 'table' && <option value="">{t('filter.anyPipeline')}</option>}
          {pipelines.map((one) => (
            <option key={one.pipelineId} value={one.pipelineId}>
              {one.name}
            </option>
          ))}
        </Select>
      )}
      {view === 'table' && kind !== 'contact' && (
        <Select
          aria-label={t('filter.stage')}
          className={wide}
          value={filter.stageId ?? (filter.state === undefined ? '' : `state ${filter.state}`)}
          onChange={({ target: { value } }) =>
            show(value.startsWith('state ') ? { stage: '', state: value.slice(6) } : { stage: value, state: '' })
          }
        >
          <option value="">{t('filter.anyStage')}</option>
          {(['open', 'won', 'lost'] as const).map((state) => (
            <option key={state} value={`state ${state}`}>
              {t(`state.${state}`)}
            </option>
          ))}
          {staged.map((one) => (
            <optgroup key={one.pipelineId} label={one.name}>
              {one.stages.map(({ stageId, name }) => (
                <option key={stageId} value={stageId}>
                  {name}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
      )}
      <Select
        aria-label={t('filter.responsible')}
        className={wide}
        value={responsible}
        onChange={(event) => show({ responsible: event.target.value })}
      >
        <option value="">{t('filter.anybody')}</option>
        <option value="nobody">{t('nobody')}</option>
        {people.map((person) => (
          <option key={person.employeeId} value={person.employeeId}>
            {fullName(person)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('filter.source')}
        className={wide}
        value={filter.source ?? ''}
        onChange={(event) => show({ source: event.target.value })}
      >
        <option value="">{t('filter.anySource')}</option>
        {[...new Set([...sources, ...(filter.source === undefined ? [] : [filter.source])])].map((source) => (
          <option key={source} value={source}>
            {source}
          </option>
        ))}
      </Select>
      <span className="flex min-w-full flex-1 items-center gap-2 sm:min-w-0 sm:flex-none">
        <span aria-hidden className="text-sm whitespace-nowrap text-ink-soft">
          {t('column.created')}
        </span>
        <Input
          type="date"
          aria-label={t('filter.from')}
          title={t('filter.from')}
          className="min-w-0 flex-1 sm:w-34 sm:flex-none"
          value={filter.createdFrom ?? ''}
          onChange={(event) => show({ from: event.target.value })}
        />
        <span aria-hidden className="text-ink-faint">
          –
        </span>
        <Input
          type="date"
          aria-label={t('filter.to')}
          title={t('filter.to')}
          className="min-w-0 flex-1 sm:w-34 sm:flex-none"
          value={filter.createdTo ?? ''}
          onChange={(event) => show({ to: event.target.value })}
        />
      </span>
    </>
  );
}
