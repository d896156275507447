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

/** The person of a lead or deal, or the company of a contact, where the record is not already called so. */
export function personOf(
  row: Pick<RecordRow, 'kind' | 'title' | 'name' | 'surname' | 'contact' | 'addresses'>,
): string {
  const { kind, title, name, surname, contact } = row;
  const beside =
    contact !== null
      ? recordTitle({ kind: 'contact', ...contact })
      : kind === 'contact'
        ? title
        : `${name} ${surname}`.trim();
  return beside === recordTitle(row) ? '' : beside;
}
