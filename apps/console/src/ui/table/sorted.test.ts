import { expect, test } from 'vitest';

import { sorted } from './sorted.ts';

const rows = [
  { id: 'a', name: 'Яна', missed: 3 },
  { id: 'b', name: 'Артём', missed: null },
  { id: 'c', name: 'Борис', missed: 12 },
  { id: 'd', name: 'Анна', missed: 3 },
];
const ids = (found: typeof rows) => found.map(({ id }) => id).join('');

test('rows are sorted by a number, either way; none stands last, equals stay as they were', () => {
  expect(ids(sorted(rows, ({ missed }) => missed, 'down', 'ru'))).toBe('cadb');
  expect(ids(sorted(rows, ({ missed }) => missed, 'up', 'ru'))).toBe('adcb');
});

test('and by a name as the reader’s language sorts it', () => {
  expect(ids(sorted(rows, ({ name }) => name, 'up', 'ru'))).toBe('dbca');
});
