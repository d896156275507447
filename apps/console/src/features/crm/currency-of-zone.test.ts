import { expect, it } from 'vitest';

import { currencyOfZone } from './currency-of-zone.ts';

it.each([
  ['Europe/Berlin', 'EUR'],
  ['Europe/Moscow', 'RUB'],
  ['Asia/Vladivostok', 'RUB'],
  ['Asia/Almaty', 'KZT'],
  ['Europe/London', 'GBP'],
  ['America/New_York', 'USD'],
  ['Etc/UTC', 'USD'],
])('a company in %s begins with %s, whatever its readers speak', (zone, currency) =>
  expect(currencyOfZone(zone)).toBe(currency),
);
