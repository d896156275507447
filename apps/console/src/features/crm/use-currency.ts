'use client';

import { useState } from 'react';

import { currencies, type Currency } from '@switchboard/domain/crm';

import { useMe } from '../../rpc/me.ts';
import { currencyOfZone } from './currency-of-zone.ts';

const place = 'switchboard.currency';

/** The currency that forms begin with: the one this reader used last, else that of the company's time zone. */
export function useCurrency(): [Currency, (currency: Currency) => void] {
  const { timeZone } = useMe().company;
  const [kept, keep] = useState<Currency>(() => {
    const known = typeof window === 'undefined' ? null : window.localStorage.getItem(place);
    return currencies.find((one) => one === known) ?? currencyOfZone(timeZone);
  });
  return [
    kept,
    (currency) => {
      keep(currency);
      window.localStorage.setItem(place, currency);
    },
  ];
}
