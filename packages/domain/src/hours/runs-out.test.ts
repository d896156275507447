import { expect, test } from 'vitest';

import { hour, minute, type Instant } from '../people/index.ts';
import { hoursSettings, runsOut, type Hours, type Pause } from './index.ts';

/** A Thursday; the line is open from nine to six. */
const t = (time: string, date = '2026-01-08'): Instant => Date.parse(`${date}T${time}Z`);
const pause = (from: string, until: string | null): Pause => ({
  from: t(from),
  until: until === null ? null : t(until),
});
const workdays = hoursSettings.parse({ schedule: true });
const off = hoursSettings.parse({});

const cases: [string, Hours | null, Instant, number, Pause[], Instant | null][] = [
  ['runs out in plain time', null, t('20:00'), hour, [], t('21:00')],
  ['runs out in working time', workdays, t('17:30'), hour, [], t('09:30', '2026-01-09')],
  ['runs in plain time with the schedule off', off, t('20:00'), hour, [], t('21:00')],
  ['stands during a pause', null, t('12:00'), hour, [pause('12:10', '12:40')], t('13:30')],
  ['stands during every pause', null, t('12:00'), hour, [pause('12:10', '12:40'), pause('13:00', '14:00')], t('14:30')],
  ['starts after a pause it began in', null, t('12:00'), hour, [pause('11:00', '12:30')], t('13:30')],
  ['knows nothing of a pause before it', null, t('12:00'), hour, [pause('10:00', '11:00')], t('13:00')],
  ['knows nothing of a pause after it', null, t('12:00'), hour, [pause('13:30', '14:00')], t('13:00')],
  ['that runs out as a pause begins has run out', null, t('12:00'), hour, [pause('13:00', '14:00')], t('13:00')],
  ['that still stands does not run out', null, t('12:00'), hour, [pause('12:10', null)], null],
  ['that began while it stands does not run out', null, t('12:00'), hour, [pause('11:00', null)], null],
  ['that ran out before it stands has run out', null, t('12:00'), hour, [pause('13:01', null)], t('13:00')],
  [
    'loses no working time to a pause at night',
    workdays,
    t('17:30'),
    hour,
    [pause('18:30', '23:00')],
    t('09:30', '2026-01-09'),
  ],
  [
    'loses the working part of a pause',
    workdays,
    t('17:30'),
    hour,
    [pause('17:40', '23:00')],
    t('09:50', '2026-01-09'),
  ],
  ['in working time does not run out while it stands', workdays, t('17:30'), hour, [pause('17:40', null)], null],
  ['of nothing has run out at once', null, t('12:00'), 0, [pause('11:00', null)], t('12:00')],
  [
    'that has 10 minutes left keeps them over three pauses',
    null,
    t('12:00'),
    40 * minute,
    [pause('12:10', '12:20'), pause('12:30', '12:40'), pause('12:50', '13:50')],
    t('14:00'),
  ],
];
test.each(cases)('a clock %s', (_, hours, from, ms, pauses, expected) => {
  expect(runsOut(hours, from, ms, pauses)).toBe(expected);
});
