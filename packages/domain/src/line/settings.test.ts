import { describe, expect, test } from 'vitest';

import { ann } from '../testing/index.ts';
import { defaultTexts, languages } from '../text/index.ts';
import { lineContradictions, lineName, lineSettings, newLineSettings } from './index.ts';

test('a new line is answered by its creator', () => {
  const settings = newLineSettings(ann);
  expect(settings.queue.members).toEqual([{ employeeId: ann }]);
  expect(lineSettings.parse(settings)).toEqual(settings);
});

test.each(languages)('a new line has every text in %s and may be saved as it is', (language) => {
  const { hours, autoActions, rating, kpi } = newLineSettings(ann, language);
  const texts = defaultTexts[language];
  expect(hours.outside.text).toBe(texts.outsideHours);
  expect(autoActions.welcome.text).toBe(texts.welcome);
  expect(autoActions.unanswered.text).toBe(texts.noAnswer);
  expect(autoActions.finishing.text).toBe(texts.closing);
  expect(autoActions.clientSilent.text).toBe(texts.clientSilent);
  expect({ liveChat: rating.liveChat, others: rating.others }).toEqual(texts.rating);
  expect({ first: kpi.first.text, further: kpi.further.text }).toEqual(texts.kpi);
  expect(lineContradictions(newLineSettings(ann, language))).toEqual([]);
});

test('a line stored when it had a queue only is read with the defaults of every other tab', () => {
  const { queue } = newLineSettings(ann);
  const read = lineSettings.parse({ queue });
  expect(read.queue).toEqual(queue);
  expect(read.autoActions.welcome).toEqual({ on: true, when: 'first-contact', text: '' });
  expect(read.bot.first).toBe(false);
});

describe('settings that cannot be meant are refused, each at its field', () => {
  const fine = newLineSettings(ann);
  const cases: [string, Partial<typeof fine>, string][] = [
    [
      'a welcome without words',
      { autoActions: { ...fine.autoActions, welcome: { ...fine.autoActions.welcome, text: '' } } },
      'autoActions.welcome.text',
    ],
    [
      'a rating asked for without words',
      { rating: { ...fine.rating, others: { ...fine.rating.others, ask: '' } } },
      'rating.others.ask',
    ],
    ['consent to no agreement', { agreement: { ...fine.agreement, ask: true } }, 'agreement.agreementId'],
    ['a bot that is nobody', { bot: { ...fine.bot, first: true } }, 'bot.botId'],
    ['a notice to nobody', { kpi: { ...fine.kpi, first: { ...fine.kpi.first, notify: true } } }, 'kpi.first.whom'],
  ];
  test.each(cases)('%s', (_, changed, path) => {
    expect(lineContradictions({ ...fine, ...changed })).toEqual([{ path, message: `${path}.empty` }]);
  });
});

test.each([
  ['  ', 'line.name.empty'],
  ['x'.repeat(101), 'line.name.long'],
])('the name %j is refused', (name, message) => {
  expect(lineName.safeParse(name).error?.issues[0]?.message).toBe(message);
});

test('a name is kept without the spaces around it', () => expect(lineName.parse('  Sales ')).toBe('Sales'));
