import { z } from 'zod';

import { longestFieldText, type FieldValue } from './record-words.ts';

/** What a field of the company's own can hold. */
export const fieldTypes = ['text', 'number', 'date', 'choice', 'yes-no'] as const;
export type FieldType = (typeof fieldTypes)[number];

/** The most fields of a kind of records, and the most values of a choice. */
export const mostFields = 50;
export const mostOptions = 100;

/** A field that a company added, as far as its values are checked by it. */
export type CustomField = { type: FieldType; options: readonly string[] };

/** What somebody writes to add or change a field of the company's own. */
export const fieldWords = z
  .object({
    name: z.string().trim().min(1, 'crmFields.name.empty').max(100, 'crmFields.name.long'),
    type: z.enum(fieldTypes),
    options: z
      .array(z.string().trim().min(1, 'crmFields.options.empty').max(100, 'crmFields.options.long'))
      .max(mostOptions, 'crmFields.options.many'),
  })
  .refine(({ type, options }) => type !== 'choice' || options.length > 0, {
    path: ['options'],
    message: 'crmFields.options.none',
  })
  .refine(({ options }) => new Set(options).size === options.length, {
    path: ['options'],
    message: 'crmFields.options.twice',
  });
export type FieldWords = z.infer<typeof fieldWords>;

/**
 * The value as a field of this type holds it, or a key of the messages where it cannot: a number with a point or a comma,
 * a day as `2026-11-23`, one of the values of a choice. Nothing written is null.
 */
export function asFieldValue(
  field: CustomField,
  given: FieldValue | null,
): { value: FieldValue | null } | { problem: string } {
  if (given === null || (typeof given === 'string' && given.trim() === '')) return { value: null };
  const text = String(given).trim();
  switch (field.type) {
    case 'text':
      return text.length > longestFieldText ? { problem: 'records.field.long' } : { value: text };
    case 'number': {
      const number =
        typeof given === 'number' ? given : Number(text.replace(/[\s\u00A0\u202F]/g, '').replace(',', '.'));
      return Number.isFinite(number) && Math.abs(number) <= 1e15
        ? { value: number }
        : { problem: 'records.field.number' };
    }
    case 'date':
      return isDay(text) ? { value: text } : { problem: 'records.field.date' };
    case 'choice': {
      const chosen = field.options.find((option) => option.toLowerCase() === text.toLowerCase());
      return chosen === undefined ? { problem: 'records.field.choice' } : { value: chosen };
    }
    case 'yes-no':
      if (typeof given === 'boolean') return { value: given };
      if (yes.includes(text.toLowerCase())) return { value: true };
      return no.includes(text.toLowerCase()) ? { value: false } : { problem: 'records.field.yesNo' };
  }
}

const yes = ['yes', 'true', '1', 'да', '+'];
const no = ['no', 'false', '0', 'нет', '-'];

function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return Number(year) > 0 && date.toISOString().startsWith(text);
}
