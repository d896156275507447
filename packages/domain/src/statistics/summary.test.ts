import { describe, expect, test } from 'vitest';

import { hour, minute, second } from '../people/index.ts';
import { aLine, ann, aPerson, aWorld, bob, given, lineId, noon, patient, uuid, type Story } from '../testing/index.ts';
import {
  actsOf,
  countedFigures,
  countsOf,
  averageStars,
  facetsOf,
  measured,
  measures,
  noCounts,
  shares,
  summaryOf,
  behind,
  type Summary,
} from './index.ts';

type Given = NonNullable<Parameters<typeof aLine>[0]>;
const [sales, support] = [uuid('b', 71), uuid('b', 72)];
const start = (
  rest: Given = {},
  people = [aPerson({ departmentId: sales }), aPerson({ id: bob, departmentId: support })],
) =>
  given(
    aWorld({
      lines: [
        aLine({ queue: { distribution: 'strictly', members: [ann, bob] }, autoActions: patient, ...rest }),
        aLine({ id: lineId(2), queue: { members: [bob] }, autoActions: patient, ...rest }),
      ],
      people,
      bots: [uuid('b', 50)],
      agreements: { [uuid('b', 60)]: 1 },
    }),
  );
const factsOf = (story: Story) => story.history.get(1)!;
const summary = (story: Story): Summary => summaryOf(factsOf(story), (id) => story.world.lines[id]!);
const did = (story: Story) => actsOf(factsOf(story)).map(({ act, employeeId }) => [act, employeeId]);

/** The client writes; a minute later Ann accepts, and thirty seconds later she answers. */
const answered = (rest: Given = {}) => {
  const story = start(rest);
  story.clientWrites();
  story.later(minute).accept(ann);
  story.later(30 * second).reply(ann);
  return story;
};

describe('a dialog that was answered', () => {
  test('has its moments, and the durations between them in whole seconds', () => {
    const story = answered();
    story.later(10 * minute + 999).close('forced');
    expect(summary(story)).toMatchObject({
      openedAt: noon,
      assignedAt: noon,
      acceptedAt: noon + minute,
      firstAnswerAt: noon + minute + 30 * second,
      toAccept: 60,
      toFirstAnswer: 90,
      toFirstAnswerWorking: 90,
      handling: 630,
      toClose: 690,
      missed: false,
      clientMessages: 1,
      operatorMessages: 1,
    });
  });

  test('is its operator’s, and of the department he was in when he got it', () => {
    expect(summary(answered())).toMatchObject({ operatorId: ann, departmentId: sales });
  });

  test('is another’s once he took it over, with his department', () => {
    const story = answered();
    story.takeOver(bob);
    expect(summary(story)).toMatchObject({ operatorId: bob, departmentId: support });
  });

  test('is nobody’s again in the queue of another line', () => {
    const story = answered();
    story.away(bob).transferToLine(ann, lineId(2));
    expect(summary(story)).toMatchObject({ operatorId: null, departmentId: null, lineId: lineId(2), transfers: 1 });
  });
});

describe('missed', () => {
  test('is what closed without a person’s message, accepted or not', () => {
    const accepted = start();
    accepted.clientWrites();
    accepted.accept(ann);
    accepted.close('forced');
    expect(summary(accepted)).toMatchObject({ missed: true, toFirstAnswer: null });
  });
  test('is not what is still open', () => {
    const story = start();
    story.clientWrites();
    expect(summary(story)).toMatchObject({ missed: false, toClose: null });
  });
});

describe('waiting is counted from when the dialog was for people', () => {
  test('after the bot handed it over', () => {
    const story = start({ bot: { first: true, botId: uuid('b', 50), when: 'each-dialog' } });
    story.clientWrites();
    story.later(10 * minute).timePasses();
    story.later(minute).accept(ann);
    story.later(minute).reply(ann);
    expect(summary(story)).toMatchObject({ withBot: true, toAccept: expect.any(Number) });
    expect(summary(story).toAccept! + summary(story).botTime!).toBe(11 * 60);
    expect(summary(story).toFirstAnswer).toBe(summary(story).toAccept! + 60);
  });

  test('after the consent that it was sealed for', () => {
    const story = start({ agreement: { ask: true, agreementId: uuid('b', 60), hold: { messengers: true } } });
    story.clientWrites();
    story.later(5 * minute).consents(true);
    story.later(minute).accept(ann);
    expect(summary(story)).toMatchObject({ toAccept: 60 });
  });
});

describe('working time', () => {
  const hours = {
    schedule: true,
    timeZone: 'UTC',
    week: {
      monday: [{ from: '09:00', to: '12:01' }],
      tuesday: [{ from: '09:00', to: '18:00' }],
      wednesday: [],
      thursday: [],
      friday: [],
      saturday: [],
      sunday: [],
    },
  } as Given['hours'];

  test('runs within the line’s hours, calendar time always', () => {
    const story = start(hours === undefined ? {} : { hours });
    story.clientWrites();
    story.accept(ann);
    story.later(21 * hour + minute).reply(ann);
    expect(summary(story)).toMatchObject({ toFirstAnswer: 21 * 3600 + 60, toFirstAnswerWorking: 60 + 60 });
  });

  test('stands while the line is inactive', () => {
    const story = start();
    story.clientWrites();
    story.accept(ann);
    story.later(10 * minute).reply(ann);
    const pauses = [{ from: noon + minute, until: noon + 4 * minute }];
    expect(summaryOf(factsOf(story), (id) => ({ ...story.world.lines[id]!, pauses }))).toMatchObject({
      toFirstAnswer: 600,
      toFirstAnswerWorking: 420,
    });
  });
});

describe('further answers', () => {
  test('are bursts of the client that a person answered: how many, how long, and the longest', () => {
    const story = answered({ kpi: { further: { minutes: 1 } } });
    for (const [wait, after] of [
      [2 * minute, 20 * second],
      [minute, 40 * second],
    ] as const) {
      story.later(wait).clientWrites();
      story.later(after).clientWrites();
      story.later(after).reply(ann);
      story.reply(ann);
    }
    expect(summary(story)).toMatchObject({
      furtherAnswers: 2,
      furtherTotal: 40 + 80,
      furtherLongest: 80,
      furtherGoals: 2,
    });
    expect(measured.furtherAverage(summary(story))).toBe(60);
  });

  test('of two with a goal, one in time and one late that nobody ever answered, one half is in time', () => {
    const story = start({ kpi: { further: { minutes: 2 } } });
    story.clientWrites();
    story.accept(ann);
    story.reply(ann);
    story.later(minute).clientWrites();
    story.later(minute).reply(ann);
    story.later(minute).clientWrites();
    story.later(3 * minute).timePasses();
    expect(summary(story)).toMatchObject({ furtherAnswers: 1, furtherGoals: 2, furtherLate: 1 });
    story.later(minute).reply(ann);
    expect(summary(story)).toMatchObject({ furtherAnswers: 2, furtherGoals: 2, furtherLate: 1 });
  });

  test('a finished burst is no answer', () => {
    const story = answered();
    story.later(minute).clientWrites();
    story.later(minute).finish(ann);
    expect(summary(story)).toMatchObject({ furtherAnswers: 0, furtherLongest: null });
  });
});

test('a first answer that a goal asked for is late once the goal ran out', () => {
  const kpi = { first: { seconds: 60 } };
  const story = start({ kpi });
  story.clientWrites();
  story.accept(ann);
  story.later(2 * minute).timePasses();
  expect(summary(story)).toMatchObject({ firstGoal: true, firstLate: true });
  const quick = start({ kpi });
  quick.clientWrites();
  quick.accept(ann);
  quick.later(30 * second).reply(ann);
  expect(summary(quick)).toMatchObject({ firstGoal: true, firstLate: false });
  expect(summary(answered())).toMatchObject({ firstGoal: false });
});

describe('acts', () => {
  test('an offer that ran out is missed, one that was declined is declined', () => {
    const story = start();
    story.clientWrites();
    story.later(3 * minute).timePasses();
    story.decline(bob);
    expect(did(story).slice(0, 4)).toEqual([
      ['assigned', ann],
      ['missed', ann],
      ['assigned', bob],
      ['declined', bob],
    ]);
  });

  test('what was finished closes later without a second act', () => {
    const story = answered({ autoActions: { ...patient, finishing: { then: 'text' } } });
    story.finish(ann);
    story.later(hour).timePasses();
    expect(did(story).filter(([act]) => act === 'finished')).toEqual([['finished', ann]]);
  });

  test('the last mark and the last vote count, for whom they are about', () => {
    const story = answered({ rating: { ask: true } });
    story.finish(ann);
    story.votes('bad');
    story.votes('good');
    for (const stars of [2, 5]) story.when(1, { event: 'mark', by: bob, stars });
    expect(did(story).filter(([act]) => act === 'bad')).toEqual([]);
    expect(did(story).filter(([act]) => act === 'good' || act === 'marked')).toEqual([
      ['good', ann],
      ['marked', ann],
    ]);
    expect(actsOf(factsOf(story)).find(({ act }) => act === 'marked')).toMatchObject({ stars: 5 });
  });

  test('each stands with the department that the history tells, null where it tells none', () => {
    const acts = actsOf(factsOf(answered()));
    expect(acts.map(({ act, departmentId: of }) => [act, of])).toEqual([
      ['assigned', null],
      ['accepted', sales],
      ['answers', sales],
    ]);
  });
});

describe('figures', () => {
  test('add up what dialogs come to', () => {
    const counts = countsOf([summary(answered()), summary(answered())]);
    expect(counts).toMatchObject({ dialogs: 2, incoming: 2, answered: 2, missed: 0 });
    expect(countsOf([])).toEqual(noCounts());
  });

  test('satisfaction leaves out who did not rate; nothing of nothing is no share', () => {
    expect(shares.satisfaction({ ...noCounts(), good: 3, bad: 1, closed: 10 })).toBe(0.75);
    for (const share of Object.values(shares)) expect(share(noCounts())).toBeNull();
    expect(averageStars({ stars: 9, marked: 2 })).toBe(4.5);
  });

  test('every counted figure says which dialogs are behind it', () => {
    expect(Object.keys(behind).toSorted()).toEqual(countedFigures.toSorted());
    for (const opened of Object.values(behind)) if (opened?.facet) expect(facetsOf).toHaveProperty(opened.facet);
    expect(measures.length).toBeGreaterThan(0);
  });
});
