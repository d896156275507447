'use client';

import { useState } from 'react';

import { currencies, type Currency } from '@switchboard/domain/crm';

import { useMe } from '../../rpc/me.ts';

const place = 'switchboard.currency';

/** The currency that forms begin with: the one this reader used last, else one of his language. */
export function useCurrency(): [Currency, (currency: Currency) => void] {
  const { language } = useMe();
  const [kept, keep] = useState<Currency>(() => {
    const known = typeof window === 'undefined' ? null : window.localStorage.getItem(place);
    return currencies.find((one) => one === known) ?? (language === 'ru' ? 'RUB' : 'EUR');
  });
  return [
    kept,
    (currency) => {
      keep(currency);
      window.localStorage.setItem(place, currency);
    },
  ];
}
