import { describe, expect, test } from 'vitest';

import { hour, minute } from '../people/index.ts';
import { aLine, ann, aPerson, aWorld, bob, eve, given, kinds, noon, patient, texts, uuid } from '../testing/index.ts';

const bot = uuid('b', 50);
const says = { outside: { then: 'text' as const } };
/** Noon is a Monday, 12:00 in UTC: with these hours the line has closed at noon and opens at 9:00. */
const closesAtNoon = {
  ...says,
  schedule: true,
  week: {
    monday: [{ from: '09:00', to: '12:00' }],
    tuesday: [{ from: '09:00', to: '18:00' }],
    wednesday: [],
    thursday: [],
    friday: [],
    saturday: [],
    sunday: [],
  },
};
type Given = NonNullable<Parameters<typeof aLine>[0]>;
const line = (hours: NonNullable<Given['hours']>, rest: Given = {}) =>
  aLine({ queue: { distribution: 'strictly', members: [ann, bob] }, hours, autoActions: patient, ...rest });

describe('the outside-hours text goes when a client writes', () => {
  test('outside the schedule', () => {
    const step = given(aWorld({ lines: [line(closesAtNoon)] })).clientWrites();
    expect(texts(step)).toEqual(['outside-hours']);
    expect(step.facts).toContainEqual({ fact: 'said', at: noon, what: 'outside-hours', because: 'outside-schedule' });
  });

  test('while nobody is available, without a schedule too', () => {
    const step = given(aWorld({ lines: [line(says)] }))
      .away(ann, bob)
      .clientWrites();
    expect(texts(step)).toEqual(['outside-hours']);
    expect(step.facts).toContainEqual({ fact: 'said', at: noon, what: 'outside-hours', because: 'nobody-available' });
  });

  test('not during hours while somebody is available', () => {
    expect(
      texts(
        given(aWorld({ lines: [line(says)] }))
          .away(ann)
          .clientWrites(),
      ),
    ).toEqual([]);
  });

  test('not where nobody is available and the line does not check', () => {
    const unchecked = line(says, { queue: { distribution: 'strictly', members: [ann], checkAvailability: false } });
    expect(
      texts(
        given(aWorld({ lines: [unchecked] }))
          .away(ann)
          .clientWrites(),
      ),
    ).toEqual([]);
  });

  test('not for a full load, which is no absence', () => {
    const full = line(says, { queue: { distribution: 'strictly', members: [ann], limit: 1 } });
    const story = given(aWorld({ lines: [full] }));
    story.clientWrites(1);
    story.accept(ann, 1);
    expect(story.clientWrites(2)).toMatchObject({ dialog: { state: 'waiting' }, effects: [] });
  });

  test('not where the line says nothing outside hours', () => {
    const silent = line({ ...closesAtNoon, outside: { then: 'nothing' } });
    expect(texts(given(aWorld({ lines: [silent] })).clientWrites())).toEqual([]);
  });

  test('not while somebody outside of the queue has it and is there', () => {
    const story = given(aWorld({ lines: [line(says)], people: [aPerson({ id: eve })] }));
    story.clientWrites();
    story.transfer(ann, eve);
    expect(texts(story.away(ann, bob).clientWrites())).toEqual([]);
    expect(texts(story.away(eve).clientWrites())).toEqual(['outside-hours']);
  });

  test('not where the one responsible in the CRM is there and is asked', () => {
    const story = given(aWorld({ lines: [line(says)], people: [aPerson({ id: eve })] })).away(ann, bob);
    expect(texts(story.says(1, {}, { responsible: eve }))).toEqual([]);
  });
});

describe('once per such period of a dialog', () => {
  test('not twice while the line is closed, again once it closed anew', () => {
    const story = given(aWorld({ lines: [line(closesAtNoon)] }));
    expect(texts(story.clientWrites())).toEqual(['outside-hours']);
    expect(texts(story.later(hour).clientWrites())).toEqual([]);
    // Tuesday, 18:00: it was open in between, and nobody has written.
    expect(texts(story.later(29 * hour).clientWrites())).toEqual(['outside-hours']);
  });

  test('not after a person has written since the line closed', () => {
    const story = given(aWorld({ lines: [line(closesAtNoon)] }));
    story.clientWrites();
    story.accept(ann);
    story.later(minute).reply(ann);
    expect(texts(story.later(minute).clientWrites())).toEqual([]);
    expect(texts(story.later(30 * hour).clientWrites())).toEqual(['outside-hours']);
  });

  test('again when the queue has emptied anew', () => {
    const story = given(aWorld({ lines: [line(says)] })).away(ann, bob);
    expect(texts(story.clientWrites())).toEqual(['outside-hours']);
    expect(texts(story.later(minute).clientWrites())).toEqual([]);
    story.back(ann).later(minute).away(ann);
    expect(texts(story.clientWrites())).toEqual(['outside-hours']);
  });

  test('who goes from away to offline, or to vacation, has not come in between', () => {
    const story = given(aWorld({ lines: [line(says)] })).away(ann, bob);
    story.clientWrites();
    story.later(hour).world.people[ann]!.absences = [{ kind: 'vacation', from: noon + hour, until: noon + 9 * hour }];
    expect(texts(story.clientWrites())).toEqual([]);
  });
});

describe('it replaces the no-answer text', () => {
  const both = { unanswered: { then: 'text' as const } };

  test('where it went, the no-answer text does not', () => {
    const story = given(aWorld({ lines: [line(says, { autoActions: both })] })).away(ann, bob);
    story.clientWrites();
    const step = story.later(3 * minute).timePasses();
    expect(step.facts).toMatchObject([{ fact: 'unanswered' }]);
    expect(texts(step)).toEqual([]);
  });

  test('where that went, it does not before the first answer of a person', () => {
    const story = given(aWorld({ lines: [line(says, { autoActions: both })] }));
    story.clientWrites();
    expect(texts(story.later(3 * minute).timePasses())).toEqual(['no-answer']);
    expect(texts(story.away(ann, bob).clientWrites())).toEqual([]);
    story.back(ann);
    story.takeOver(ann);
    story.reply(ann);
    story.later(minute).away(ann);
    expect(texts(story.clientWrites())).toEqual(['outside-hours']);
  });
});

describe('never while a bot holds it', () => {
  const botFirst = { first: true, botId: bot };

  test('then at hand-over', () => {
    const story = given(aWorld({ lines: [line(says, { bot: botFirst })], bots: [bot] })).away(ann, bob);
    expect(texts(story.clientWrites())).toEqual([]);
    const step = story.when(1, { event: 'bot-hands-over', botId: bot, to: 'queue' });
    expect(texts(step)).toEqual(['outside-hours']);
  });

  test('at its hand-over to another line, by that line’s hours', () => {
    const other = aLine({ id: uuid('b', 2), queue: { members: [eve] }, hours: says });
    const story = given(aWorld({ lines: [line({}, { bot: botFirst }), other], bots: [bot] })).away(eve);
    story.clientWrites();
    expect(texts(story.when(1, { event: 'bot-hands-over', botId: bot, to: { lineId: other.id } }))).toEqual([
      'outside-hours',
    ]);
  });
});

test('dialogs outside hours pass through the queue as always and carry the mark', () => {
  const closed = given(aWorld({ lines: [line(closesAtNoon)] })).clientWrites();
  expect(closed.dialog).toMatchObject({ state: 'offered', operatorId: ann, outsideHours: true });
  expect(given(aWorld({ lines: [line(says)] })).clientWrites().dialog).toMatchObject({ outsideHours: false });
});

test('nothing is said in an inactive line', () => {
  const story = given(aWorld({ lines: [line(closesAtNoon)] })).line({ active: false });
  expect(kinds(story.clientWrites())).toEqual(['opened', 'client-wrote', 'offered']);
});
