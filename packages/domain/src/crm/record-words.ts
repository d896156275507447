import { z } from 'zod';

import { recordKinds, type RecordKind } from './records.ts';

/** The currencies in which a company writes its amounts. */
export const currencies = [
  'RUB',
  'KZT',
  'BYN',
  'UZS',
  'KGS',
  'AMD',
  'AZN',
  'GEL',
  'TJS',
  'MDL',
  'UAH',
  'EUR',
  'USD',
  'GBP',
  'CHF',
  'PLN',
  'CZK',
  'TRY',
  'ILS',
  'AED',
  'CNY',
  'INR',
  'JPY',
] as const;
export type Currency = (typeof currencies)[number];

/** The longest title of a record, name of a person, source, note, and text in a field of the company's own. */
export const longestTitle = 200;
export const longestRecordName = 100;
export const longestSource = 100;
export const longestNote = 4_000;
export const longestFieldText = 1_000;

/** The most phone numbers, and the most e-mail addresses, of one record. */
export const mostRecordAddresses = 20;

/** The largest amount, with two places behind the point: what `numeric(18, 2)` and a JavaScript number both hold. */
export const largestAmount = 999_999_999_999;

/** What a field of the company's own holds; null is nothing. */
export const fieldValue = z.union([z.string().max(longestFieldText, 'records.field.long'), z.number(), z.boolean()]);
export type FieldValue = z.infer<typeof fieldValue>;

/** What somebody writes into a record (product §3.2), as a form holds it. What a kind needs is said by `missingIn`. */
export const recordWords = z.object({
  title: z.string().trim().max(longestTitle, 'records.title.long'),
  name: z.string().trim().max(longestRecordName, 'records.name.long'),
  surname: z.string().trim().max(longestRecordName, 'records.surname.long'),
  source: z.string().trim().max(longestSource, 'records.source.long'),
  amount: z
    .number('records.amount.range')
    .min(0, 'records.amount.range')
    .max(largestAmount, 'records.amount.range')
    .refine((amount) => Math.abs(Math.round(amount * 100) - amount * 100) < 1e-3, 'records.amount.cents')
    .nullable(),
  currency: z.enum(currencies).nullable(),
  phones: z.array(z.string().trim().max(60, 'records.phone.bad')).max(mostRecordAddresses, 'records.addresses.many'),
  emails: z.array(z.string().trim().max(254, 'records.email.bad')).max(mostRecordAddresses, 'records.addresses.many'),
  responsibleId: z.uuid().nullable(),
  contactId: z.uuid().nullable(),
  fields: z
    .record(z.uuid(), fieldValue.nullable())
    .refine((fields) => Object.keys(fields).length <= 200, 'records.fields.many'),
});
export type RecordWords = z.infer<typeof recordWords>;

export const recordKind = z.enum(recordKinds);

/** A record in which nothing is written yet. */
export const emptyRecord: RecordWords = {
  title: '',
  name: '',
  surname: '',
  source: '',
  amount: null,
  currency: null,
  phones: [],
  emails: [],
  responsibleId: null,
  contactId: null,
  fields: {},
};

/**
 * What a record of this kind cannot be without, as a key of the messages by its field: a deal its title, an amount its
 * currency, a contact and a lead anything by which somebody would know them.
 */
export function missingIn(
  kind: RecordKind,
  words: Pick<RecordWords, 'title' | 'name' | 'surname' | 'amount' | 'currency' | 'phones' | 'emails'>,
): Record<string, string> {
  const missing: Record<string, string> = {};
  const { title, name, surname, phones, emails, amount, currency } = words;
  if (kind === 'deal' && title === '') missing['title'] = 'records.title.empty';
  if (kind !== 'deal' && `${title}${name}${surname}` === '' && phones.length + emails.length === 0)
    missing['name'] = 'records.name.empty';
  if (amount !== null && currency === null) missing['currency'] = 'records.currency.empty';
  return missing;
}

/** What a record is called in a list: its title, else the person's name, else the first thing it can be reached by. */
export function recordTitle(record: {
  kind: RecordKind;
  title: string;
  name: string;
  surname: string;
  addresses: readonly { value: string }[];
}): string {
  const person = `${record.name} ${record.surname}`.trim();
  const named = record.kind === 'contact' ? person || record.title : record.title || person;
  return named || (record.addresses[0]?.value ?? '');
}
