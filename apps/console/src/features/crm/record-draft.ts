import {
  amountOf,
  emptyRecord,
  missingIn,
  recordWords,
  type Currency,
  type RecordKind,
  type RecordWords,
} from '@switchboard/domain/crm';

import type { RecordView } from '../../rpc/shapes.ts';

/** What is typed into the form of a record: an amount is a text until it is read. */
export type Draft = Omit<RecordWords, 'amount'> & { amount: string };

/** The form of a record that is not there yet. */
export function newDraft(responsibleId: string | null, currency: Currency): Draft {
  return { ...emptyRecord, amount: '', currency, responsibleId, phones: [''], emails: [''] };
}

/** The form of a record as it stands. */
export function draftOf(record: RecordView, currency: Currency): Draft {
  const of = (kind: 'phone' | 'email') =>
    record.addresses.flatMap((address) => (address.kind === kind ? [address.value] : []));
  const some = (values: string[]) => (values.length === 0 ? [''] : values);
  return {
    title: record.title,
    name: record.name,
    surname: record.surname,
    source: record.source,
    amount: record.amount === null ? '' : String(record.amount),
    currency: (record.currency as Currency | null) ?? currency,
    phones: some(of('phone')),
    emails: some(of('email')),
    responsibleId: record.responsible?.employeeId ?? null,
    contactId: record.contact?.recordId ?? null,
    fields: record.fields,
  };
}

/** What is typed as a record's words; what is wrong with it, as keys of the messages by their fields. */
export function readDraft(kind: RecordKind, draft: Draft): { words: RecordWords; problems: Record<string, string> } {
  const amount = amountOf(draft.amount);
  const filled = (values: string[]) => values.filter((value) => value.trim() !== '');
  const given: RecordWords = {
    ...draft,
    amount: amount ?? null,
    currency: amount === null ? null : draft.currency,
    phones: filled(draft.phones),
    emails: filled(draft.emails),
  };
  const read = recordWords.safeParse(given);
  const problems: Record<string, string> = {};
  for (const { path, message } of read.error?.issues ?? []) problems[path.join('.')] ??= message;
  if (amount === undefined) problems['amount'] = 'records.amount.range';
  const words = read.data ?? given;
  for (const [field, message] of Object.entries(missingIn(kind, words))) problems[field] ??= message;
  return { words, problems };
}

/** The parts in which what is typed differs from what the form began with, as a save names them. */
export function changesIn(before: RecordWords, now: RecordWords): Partial<RecordWords> {
  const changed: Partial<RecordWords> = {};
  const put = <Part extends keyof RecordWords>(part: Part): void => {
    if (JSON.stringify(before[part]) !== JSON.stringify(now[part])) changed[part] = now[part];
  };
  for (const part of [
    'title',
    'name',
    'surname',
    'source',
    'amount',
    'currency',
    'phones',
    'emails',
    'responsibleId',
    'contactId',
  ] as const)
    put(part);
  const fields = Object.fromEntries(
    Object.keys({ ...before.fields, ...now.fields }).flatMap((id) =>
      (before.fields[id] ?? null) === (now.fields[id] ?? null) ? [] : [[id, now.fields[id] ?? null]],
    ),
  );
  return Object.keys(fields).length === 0 ? changed : { ...changed, fields };
}
