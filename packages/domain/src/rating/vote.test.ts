import { expect, test } from 'vitest';

import { day, minute } from '../people/index.ts';
import { noon } from '../testing/ids.ts';

import { awaited, readVote, votesUntil } from './index.ts';

test.each([
  ['the digit one alone is a good vote', '1', { vote: 'good', comment: null }],
  ['the digit nought alone is a bad vote', '0', { vote: 'bad', comment: null }],
  ['white space around it plays no part', ' \n1 \t', { vote: 'good', comment: null }],
  ['a comment may follow after a space', '1 thanks', { vote: 'good', comment: 'thanks' }],
  ['a comment may follow on the next line', '0\nslow, and\nrude', { vote: 'bad', comment: 'slow, and\nrude' }],
  ['the space may be one that does not break', '1\u00a0спасибо', { vote: 'good', comment: 'спасибо' }],
  ['a comment may be a number', '1 10', { vote: 'good', comment: '10' }],
])('%s', (_, text, vote) => expect(readVote(text)).toEqual(vote));

test.each([
  ['a longer number', '10'],
  ['the digit twice', '11'],
  ['the digit twice before a space', '11 '],
  ['the digit with a full stop', '1.'],
  ['the digit with a bracket', '1)'],
  ['the digit with a comma and a comment', '1, thanks'],
  ['another digit', '2'],
  ['a comment before the digit', 'thanks 1'],
  ['a full-width digit', '１'],
  ['an Arabic digit', '١'],
  ['a keycap', '1️⃣'],
  ['a signed digit', '+1'],
  ['nothing', '  '],
])('%s is a message', (_, text) => expect(readVote(text)).toBeNull());

test('a vote is awaited to the end of the time limit', () => {
  expect(votesUntil(noon, 1)).toBe(noon + day);
  expect(awaited({ askedAt: noon }, { limitDays: 1 }, noon + day - 1)).toBe(true);
  expect(awaited({ askedAt: noon }, { limitDays: 1 }, noon + day)).toBe(false);
});

test('a changed limit moves a running one', () => {
  expect(awaited({ askedAt: noon }, { limitDays: 3 }, noon + 2 * day)).toBe(true);
  expect(awaited({ askedAt: noon }, { limitDays: 1 }, noon + day + minute)).toBe(false);
});

test('without a limit a vote is awaited always', () => {
  expect(votesUntil(noon, null)).toBeNull();
  expect(awaited({ askedAt: noon }, { limitDays: null }, noon + 1000 * day)).toBe(true);
});
