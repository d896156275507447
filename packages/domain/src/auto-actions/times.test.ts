import { expect, test } from 'vitest';

import { day, hour, minute } from '../people/index.ts';

import { autoActionsSettings, clientSilentAfter, graceTime, unansweredAfter } from './index.ts';

const tab = (given: object) => autoActionsSettings.parse(given);

test.each([
  ['by default after three minutes', {}, 3 * minute],
  ['after the minutes that were set', { unanswered: { minutes: 720 } }, 12 * hour],
])('a dialog is unanswered %s', (_, given, time) => expect(unansweredAfter(tab(given))).toBe(time));

test.each([
  ['by default after a day', {}, day],
  ['after the hours that were set', { clientSilent: { hours: 4 } }, 4 * hour],
  ['after 31 days where the time is off', { clientSilent: { hours: null } }, 31 * day],
])('a client is silent %s', (_, given, time) => expect(clientSilentAfter(tab(given))).toBe(time));

test.each([
  ['by default after an hour', {}, hour],
  ['after the minutes that were set', { fullClosingMinutes: 1440 }, day],
  ['at once where the time is nought', { fullClosingMinutes: 0 }, 0],
])('a finished dialog closes in full %s', (_, given, time) => expect(graceTime(tab(given))).toBe(time));
