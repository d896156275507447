import type { Address } from './records.ts';
import type { FieldValue, RecordWords } from './record-words.ts';

/** What two records that become one can differ in, and what is chosen between them. */
export const mergedParts = [
  'title',
  'name',
  'surname',
  'source',
  'amount',
  'responsibleId',
  'contactId',
  'stageId',
] as const;
export type MergedPart = (typeof mergedParts)[number];

/** The values of a record as a merge chooses among them. An amount goes with its currency. */
export type MergedValues = Pick<RecordWords, 'title' | 'name' | 'surname' | 'source' | 'amount' | 'currency'> & {
  responsibleId: string | null;
  contactId: string | null;
  stageId: string | null;
  fields: Readonly<Record<string, FieldValue>>;
};

/**
 * What the record that stays holds after the other was merged into it: of each part and field named in `take` the other's
 * value; of the rest its own, and where that is empty the other's.
 */
export function mergedValues(kept: MergedValues, merged: MergedValues, take: readonly string[]): MergedValues {
  const chosen = <Part extends MergedPart>(part: Part): MergedValues[Part] =>
    (take.includes(part) && !isEmpty(merged[part])) || isEmpty(kept[part]) ? merged[part] : kept[part];
  const amountOf = (take.includes('amount') && merged.amount !== null) || kept.amount === null ? merged : kept;
  const taken = Object.entries(merged.fields).filter(([id]) => take.includes(id) || !(id in kept.fields));
  return {
    title: chosen('title'),
    name: chosen('name'),
    surname: chosen('surname'),
    source: chosen('source'),
    amount: amountOf.amount,
    currency: amountOf.currency ?? kept.currency,
    responsibleId: chosen('responsibleId'),
    contactId: chosen('contactId'),
    stageId: chosen('stageId'),
    fields: { ...kept.fields, ...Object.fromEntries(taken) },
  };
}

/**
 * What the record that stayed holds when a merge is undone: where it still holds what the merge gave it, what it had
 * before; what was changed since stays.
 */
export function unmergedValues(before: MergedValues, after: MergedValues, now: MergedValues): MergedValues {
  const back = <T>(was: T, became: T, is: T): T => (JSON.stringify(is) === JSON.stringify(became) ? was : is);
  const ids = new Set([...Object.keys(before.fields), ...Object.keys(now.fields)]);
  const fields: Record<string, FieldValue> = {};
  for (const id of ids) {
    const value = back(before.fields[id] ?? null, after.fields[id] ?? null, now.fields[id] ?? null);
    if (value !== null) fields[id] = value;
  }
  return {
    title: back(before.title, after.title, now.title),
    name: back(before.name, after.name, now.name),
    surname: back(before.surname, after.surname, now.surname),
    source: back(before.source, after.source, now.source),
    amount: back(before.amount, after.amount, now.amount),
    currency: back(before.currency, after.currency, now.currency),
    responsibleId: back(before.responsibleId, after.responsibleId, now.responsibleId),
    contactId: back(before.contactId, after.contactId, now.contactId),
    stageId: back(before.stageId, after.stageId, now.stageId),
    fields,
  };
}

/** The addresses of the one that the other has not. */
export function addedAddresses(of: readonly Address[], to: readonly Address[]): Address[] {
  return of.filter(({ kind, value }) => !to.some((one) => one.kind === kind && one.value === value));
}

function isEmpty(value: string | number | null): boolean {
  return value === null || value === '';
}
