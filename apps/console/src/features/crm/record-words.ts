'use client';

import { useFormatter, useTranslations } from 'next-intl';

import { recordTitle } from '@switchboard/domain/crm';

import type { RecordRow } from '../../rpc/shapes.ts';

type Named = Parameters<typeof recordTitle>[0];

/** What a record is called; one that nothing is written in, by its kind. */
export function useRecordTitle(): (record: Named) => string {
  const t = useTranslations('crm');
  return (record) => recordTitle(record) || t(`unnamed.${record.kind}`);
}

/** A sum in its currency, without cents where there are none. */
export function useMoney(): (amount: number, currency: string | null) => string {
  const format = useFormatter();
  return (amount, currency) =>
    format.number(amount, {
      ...(currency === null ? {} : { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }),
      minimumFractionDigits: Number.isInteger(amount) ? 0 : 2,
      maximumFractionDigits: Number.isInteger(amount) ? 0 : 2,
    });
}

/** The person of a lead or deal, where its title is not already his name. */
export function personOf({ kind, title, name, surname, contact }: RecordRow): string {
  if (contact !== null) return recordTitle({ kind: 'contact', ...contact });
  const person = `${name} ${surname}`.trim();
  return kind === 'contact' || title === '' ? (kind === 'contact' ? title : '') : person;
}
