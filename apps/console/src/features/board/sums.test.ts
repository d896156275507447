import { expect, test } from 'vitest';

import { filterIn } from '../../ui/dialogs-href.ts';
import { behindBoard } from './behind.ts';
import { inPresence, together } from './sums.ts';

const line = (rest: object) => ({
  line: { id: 'a', name: 'A', gone: false },
  active: true,
  waiting: 0,
  waitingSince: null,
  offered: 0,
  withBot: 0,
  held: 0,
  unanswered: 0,
  unansweredSince: null,
  overdue: 0,
  people: [],
  ...rest,
});

test('who is offered still waits, and the longest wait of all lines is the longest', () => {
  expect(
    together([
      line({ waiting: 2, offered: 1, waitingSince: 500, held: 3, unanswered: 1, unansweredSince: 90 }),
      line({ waiting: 1, waitingSince: 300, overdue: 1, withBot: 4 }),
      line({}),
    ]),
  ).toEqual({
    waiting: 4,
    waitingSince: 300,
    offered: 1,
    held: 3,
    unanswered: 1,
    unansweredSince: 90,
    overdue: 1,
    withBot: 4,
  });
});

test('where nobody waits nobody waits longest', () => {
  expect(together([line({})]).waitingSince).toBeNull();
});

test('whoever is there stands first, and equals stand by name', () => {
  const who = (presence: 'available' | 'idle' | 'offline', surname: string) => ({
    presence,
    person: { name: 'X', surname },
  });
  const shown = inPresence(
    [who('offline', 'Alt'), who('available', 'Zorn'), who('idle', 'Berg'), who('available', 'Ek')],
    'en',
  );
  expect(shown.map(({ person }) => person.surname)).toEqual(['Ek', 'Zorn', 'Berg', 'Alt']);
});

test('every number of the board opens the dialogs that it counts', () => {
  const listed = (href: string) => filterIn(new URLSearchParams(href.slice('/dialogs?'.length)));
  const id = 'aaaaaaaa-0000-4000-8000-000000000001';
  expect(listed(behindBoard('waiting', { lines: [id] }))).toEqual({
    lines: [id],
    states: ['client-waits'],
    facets: ['nobodys'],
  });
  expect(listed(behindBoard('offered', { lines: [id] }))).toEqual({ lines: [id], facets: ['offered'] });
  expect(listed(behindBoard('offered', { operators: [id] }))).toEqual({ offeredTo: [id] });
  expect(listed(behindBoard('unanswered', { operators: [id] }))).toEqual({
    operators: [id],
    states: ['client-waits'],
    facets: ['somebodys'],
  });
  expect(listed(behindBoard('overdue', { lines: [id] }))).toEqual({ lines: [id], states: ['overdue'] });
  expect(listed(behindBoard('overdue', { operators: [id] }))).toEqual({
    operators: [id],
    states: ['overdue'],
    facets: ['somebodys'],
  });
  expect(listed(behindBoard('held'))).toEqual({ facets: ['somebodys'] });
  expect(listed(behindBoard('withBot'))).toEqual({ states: ['with-bot'] });
});
