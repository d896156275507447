import { expect, test } from 'vitest';

import { countedFigures, measures } from '@switchboard/domain/statistics';

import { filterIn } from '../../ui/dialogs-href.ts';
import {
  behindAct,
  behindCount,
  behindDuration,
  behindHour,
  behindShare,
  behindStars,
  withOperator,
  worstRated,
} from './behind.ts';
import { askedIn } from './figure-filter.ts';

const line = 'aaaaaaaa-0000-4000-8000-000000000001';
const anna = 'aaaaaaaa-0000-4000-8000-000000000002';
const { filter } = askedIn(new URLSearchParams(`period=last-week&line=${line}&compare=none`));
const listed = (href: string) => {
  expect(href).toMatch(/^\/dialogs\?/);
  return filterIn(new URLSearchParams(href.slice('/dialogs?'.length)));
};
const same = { period: { preset: 'last-week' }, lines: [line] };

test('every figure opens a list of the same period and filters', () => {
  for (const figure of countedFigures) expect(listed(behindCount(filter, figure))).toMatchObject(same);
  for (const measure of measures) expect(listed(behindDuration(filter, measure))).toMatchObject(same);
});

test('the list behind a figure is narrowed to what is counted', () => {
  expect(listed(behindCount(filter, 'dialogs'))).toEqual(same);
  expect(listed(behindCount(filter, 'missed'))).toEqual({ ...same, facets: ['missed'] });
  expect(listed(behindCount(filter, 'bad'))).toEqual({ ...same, vote: 'bad' });
  expect(listed(behindDuration(filter, 'toFirstAnswer'))).toEqual({ ...same, facets: ['incoming', 'answered'] });
  expect(listed(behindShare(filter, 'satisfaction'))).toEqual({ ...same, facets: ['rated'] });
  expect(listed(withOperator(filter))).toEqual({ ...same, facets: ['with-operator'] });
  expect(listed(behindStars(filter, 2))).toEqual({ ...same, stars: [2] });
  expect(listed(behindHour(filter, { weekday: 0, hour: 10 }))).toEqual({ ...same, opened: { weekday: 0, hour: 10 } });
});

test('a row opens its own dialogs only', () => {
  const other = 'aaaaaaaa-0000-4000-8000-000000000003';
  expect(listed(behindCount(filter, 'missed', { lines: [other] }))).toEqual({
    ...same,
    lines: [other],
    facets: ['missed'],
  });
  expect(listed(worstRated(filter, { operators: [anna] }))).toEqual({ ...same, operators: [anna], vote: 'bad' });
});

test('what somebody did opens the dialogs in which he did it', () => {
  expect(listed(behindAct(filter, 'declined', anna))).toEqual({ ...same, did: 'declined', operators: [anna] });
  expect(listed(behindAct(filter, 'answered', anna))).toEqual({ ...same, did: 'answered', operators: [anna] });
  expect(listed(behindAct(filter, 'declined'))).toEqual({ ...same, did: 'declined' });
});
