import type { RecordKind } from '@switchboard/domain/crm';

import type { RecordFilter, RecordSort } from '../../rpc/shapes.ts';

const states = ['open', 'won', 'lost'] as const;
const sorts = ['changed', 'created', 'name', 'amount'] as const;
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const date = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** Where the records of a kind are. */
export const placeOfKind: Record<RecordKind, string> = { lead: '/leads', deal: '/deals', contact: '/contacts' };

/** Where a record is. */
export function placeOfRecord({ kind, recordId }: { kind: RecordKind; recordId: string }): string {
  return `${placeOfKind[kind]}/${recordId}`;
}

/** The names of what the address of a list says. */
export type FilterName =
  | 'view'
  | 'sort'
  | 'pipeline'
  | 'stage'
  | 'column'
  | 'responsible'
  | 'source'
  | 'state'
  | 'from'
  | 'to'
  | 'search';

/** What of it narrows the list. */
export const narrowing: readonly FilterName[] = ['stage', 'responsible', 'source', 'state', 'from', 'to', 'search'];

/** What the address of a list of records says; what is not understood is left out. */
export type ShownRecords = {
  view: 'board' | 'table';
  sort: RecordSort;
  /** Named also on a board, which shows one pipeline. */
  pipelineId: string | null;
  /** The column that a phone shows. */
  column: string | null;
  filter: Omit<RecordFilter, 'pipelineId'>;
};

export function shownIn(kind: RecordKind, search: URLSearchParams): ShownRecords {
  const responsible = search.get('responsible');
  const state = states.find((one) => one === search.get('state'));
  const [stageId, pipelineId, column] = ['stage', 'pipeline', 'column'].map((name) => idIn(search.get(name)));
  const [createdFrom, createdTo] = ['from', 'to'].map((name) => dateIn(search.get(name)));
  const source = search.get('source')?.trim().slice(0, 100) ?? '';
  const text = search.get('search')?.trim().slice(0, 100) ?? '';
  const view = kind === 'contact' || search.get('view') === 'table' ? 'table' : 'board';
  return {
    view,
    sort: sorts.find((one) => one === search.get('sort')) ?? 'changed',
    pipelineId: pipelineId ?? null,
    column: column ?? null,
    filter: {
      kind,
      ...(stageId && view === 'table' ? { stageId } : {}),
      ...(responsible === 'nobody' ? { nobodys: true } : idIn(responsible) ? { responsibleId: responsible ?? '' } : {}),
      ...(source === '' ? {} : { source }),
      ...(state === undefined || view === 'board' ? {} : { state }),
      ...(createdFrom ? { createdFrom } : {}),
      ...(createdTo ? { createdTo } : {}),
      ...(text === '' ? {} : { search: text }),
    },
  };
}

/** The address of the same list with some of it changed; an empty value takes one away. */
export function withShown(path: string, search: URLSearchParams, changes: Partial<Record<FilterName, string>>): string {
  const changed = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value.trim() === '') changed.delete(name);
    else changed.set(name, value);
  }
  return changed.size === 0 ? path : `${path}?${changed}`;
}

/** Anything that narrows what is shown. */
export function isNarrowed({ filter }: ShownRecords): boolean {
  return Object.keys(filter).length > 1;
}

/** What a table is read by; server and browser must agree. */
export function tableInput({ filter, pipelineId, sort }: ShownRecords) {
  return { ...filter, ...(pipelineId === null ? {} : { pipelineId }), sort, limit: 50 };
}

function idIn(text: string | null): string | undefined {
  return text !== null && id.test(text) ? text : undefined;
}

function dateIn(text: string | null): string | undefined {
  if (text === null || !date.test(text)) return undefined;
  return new Date(`${text}T00:00:00Z`).toISOString().startsWith(text) ? text : undefined;
}
