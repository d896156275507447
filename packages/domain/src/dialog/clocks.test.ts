import { describe, expect, test } from 'vitest';

import { day, hour, minute, second } from '../people/index.ts';
import {
  aLine,
  ann,
  aWorld,
  bob,
  given,
  kinds,
  lineId,
  noon,
  patient,
  texts,
  uuid,
  type Story,
} from '../testing/index.ts';
import { deadlines } from './index.ts';

type Given = NonNullable<Parameters<typeof aLine>[0]>;
const start = (rest: Given = {}) =>
  given(
    aWorld({
      lines: [
        aLine({ queue: { distribution: 'strictly', members: [ann, bob] }, autoActions: patient, ...rest }),
        aLine({ id: lineId(2), queue: { members: [bob] }, ...rest }),
      ],
      bots: [uuid('b', 50)],
      agreements: { [uuid('b', 60)]: 1 },
    }),
  );
const on = (story: Story) => story.world.lines[lineId(1)]!;
const running = (story: Story) =>
  Object.fromEntries(
    deadlines(story.dialogs.get(1)!, story.world.now, on(story)).map(({ deadline, at }) => [deadline, at]),
  );

describe('every open dialog has a deadline', () => {
  const held = { agreement: { ask: true, agreementId: uuid('b', 60), hold: { messengers: true } } };
  const stories: [string, () => Story, string, number][] = [
    ['held: seven days', () => opened(held), 'consent-ends', noon + 7 * day],
    ['with-bot: until it hands over', () => opened({ bot: withBot }), 'bot-hands-over', noon + 10 * minute],
    ['with-bot: thirty seconds of silence', () => opened({ bot: withBot }), 'bot-silent', noon + 30 * second],
    ['with-bot: client-silent', () => opened({ bot: withBot }), 'closes', noon + 31 * day],
    ['offered to one: the hand-over time', () => opened(), 'offer-ends', noon + 3 * minute],
    ['the client waits: thirty days', () => opened(), 'closes', noon + 30 * day],
    ['accepted: thirty days', () => after(opened(), (story) => story.accept(ann)), 'closes', noon + 30 * day],
    ['answered: client-silent', () => answered(), 'closes', noon + 31 * day],
    [
      'answered: client-silent as the line has it',
      () => answered({ autoActions: { ...patient, clientSilent: { hours: 8, then: 'close' } } }),
      'closes',
      noon + 8 * hour,
    ],
    ['client-wrote: thirty days', () => after(answered(), (story) => story.clientWrites()), 'closes', noon + 30 * day],
    ['pinned: a week', () => after(answered(), (story) => story.pin(ann)), 'closes', noon + 7 * day],
    [
      'finishing: the grace time',
      () => after(answered({ autoActions: { ...patient, finishing: { then: 'text' } } }), (story) => story.finish(ann)),
      'finishing-ends',
      noon + hour,
    ],
    [
      'outgoing without a message: one day',
      () => after(start(), (story) => story.writeFirst(ann)),
      'closes',
      noon + day,
    ],
    [
      'unanswered: the no-answer time',
      () => opened({ autoActions: { unanswered: { minutes: 5 } } }),
      'unanswered',
      noon + 5 * minute,
    ],
    ['overdue: the goal', () => opened({ kpi: { first: { seconds: 90 } } }), 'overdue', noon + 90 * second],
  ];
  test.each(stories)('%s', (_, story, deadline, at) => expect(running(story())).toMatchObject({ [deadline]: at }));

  const withBot = { first: true, botId: uuid('b', 50) };
  function after(story: Story, what: (story: Story) => unknown): Story {
    what(story);
    return story;
  }
  function opened(rest: Given = {}): Story {
    return after(start(rest), (story) => story.clientWrites());
  }
  function answered(rest: Given = {}): Story {
    return after(opened(rest), (story) => {
      story.accept(ann);
      story.reply(ann);
    });
  }
});

describe('silence', () => {
  test('pinned: client-silent does not apply; a week after the last message it closes, without a word', () => {
    const story = start({
      autoActions: { ...patient, clientSilent: { hours: 1, then: 'text' } },
      rating: { ask: true },
    });
    story.clientWrites();
    story.accept(ann);
    story.reply(ann);
    story.pin(ann);
    expect(story.later(7 * day - 1).timePasses().facts).toEqual([]);
    expect(story.later(1).timePasses()).toMatchObject({ dialog: { state: 'closed' }, effects: [] });
  });

  test('outgoing without a message: one day', () => {
    const story = start();
    story.writeFirst(ann);
    expect(story.later(day - 1).timePasses().facts).toEqual([]);
    expect(story.later(1).timePasses().dialog).toMatchObject({ state: 'closed', because: 'operator-silent' });
  });

  test('outgoing with a message waits for the client as any other', () => {
    const story = start();
    story.writeFirst(ann);
    story.reply(ann);
    expect(story.later(day).timePasses().facts).toEqual([]);
    expect(story.later(30 * day).timePasses().dialog).toMatchObject({ because: 'client-silent' });
  });
});

describe('the no-answer time', () => {
  const auto = { unanswered: { minutes: 5, then: 'text' as const } };

  test('starts with the dialog, marks it unanswered, says its text once and does not move it', () => {
    const story = start({ autoActions: auto, queue: { distribution: 'strictly', members: [ann], offerMinutes: 60 } });
    story.clientWrites();
    const step = story.later(5 * minute).timePasses();
    expect(kinds(step)).toEqual(['unanswered', 'said']);
    expect(texts(step)).toEqual(['no-answer']);
    expect(step.dialog).toMatchObject({ state: 'offered', operatorId: ann, unanswered: true });
    expect(story.later(5 * minute).timePasses().facts).toEqual([]);
  });

  test('stops at accepting, and does not start again', () => {
    const story = start({ autoActions: auto });
    story.clientWrites();
    story.accept(ann);
    story.transferToLine(ann, lineId(1));
    expect(story.dialogs.get(1)).toMatchObject({ state: 'offered', unacceptedSince: null });
  });

  test('says nothing where the line says nothing', () => {
    const story = start({ autoActions: { unanswered: { minutes: 1, then: 'nothing' } } });
    story.clientWrites();
    expect(texts(story.later(minute).timePasses())).toEqual([]);
  });

  test('a changed time moves it: past already is now', () => {
    const story = start({ autoActions: { unanswered: { minutes: 60 } } });
    story.clientWrites();
    story.later(2 * minute).line({
      autoActions: { ...on(story).autoActions, unanswered: { ...on(story).autoActions.unanswered, minutes: 1 } },
    });
    expect(kinds(story.timePasses())).toEqual(['unanswered']);
  });
});

describe('welcome', () => {
  const welcome = (when: 'each-dialog' | 'first-contact') => ({ ...patient, welcome: { on: true, when } });
  test.each([
    ['each dialog', welcome('each-dialog'), {}, ['welcome']],
    ['first contact only, at the first', welcome('first-contact'), { firstContact: true }, ['welcome']],
    ['first contact only, at a later one', welcome('first-contact'), {}, []],
    ['off', patient, { firstContact: true }, []],
  ] as const)('%s', (_, autoActions, opening, said) => {
    expect(texts(start({ autoActions }).says(1, {}, opening))).toEqual(said);
  });

  test('once per dialog, and not in one that an operator opened', () => {
    const story = start({ autoActions: welcome('each-dialog') });
    story.clientWrites();
    expect(texts(story.clientWrites())).toEqual([]);
    const outgoing = start({ autoActions: welcome('each-dialog') });
    outgoing.writeFirst(ann);
    expect(texts(outgoing.clientWrites())).toEqual([]);
  });

  test('not again in another line', () => {
    const story = start({ autoActions: welcome('each-dialog') });
    story.clientWrites();
    expect(texts(story.transferToLine(ann, lineId(2)))).toEqual([]);
  });
});

describe('KPI: one clock per burst of client messages', () => {
  const notify = { notify: true, whom: [bob] };
  const kpi = { first: { seconds: 60, ...notify }, further: { minutes: 5, ...notify } };

  test('from the first of them: the first answer is overdue once, and whom the line names is told', () => {
    const story = start({ kpi });
    story.clientWrites();
    story.later(30 * second).clientWrites();
    expect(story.later(30 * second - 1).timePasses().facts).toEqual([]);
    const step = story.later(1).timePasses();
    expect(step.facts).toMatchObject([{ fact: 'overdue', answer: 'first', since: noon, operatorId: null }]);
    expect(step.effects).toEqual([
      { effect: 'notify', what: 'first-answer-overdue', whom: [bob], operatorId: null, since: noon },
    ]);
    expect(story.later(minute).timePasses().facts).toEqual([]);
  });

  test('a further answer has its own goal, and names its operator', () => {
    const story = start({ kpi });
    story.clientWrites();
    story.accept(ann);
    story.reply(ann);
    story.later(hour).clientWrites();
    const step = story.later(5 * minute).timePasses();
    expect(step.facts).toMatchObject([{ fact: 'overdue', answer: 'further', since: noon + hour, operatorId: ann }]);
    expect(step.effects).toMatchObject([{ effect: 'notify', what: 'answer-overdue', operatorId: ann }]);
  });

  test('nobody is told where the line does not notify', () => {
    const story = start({ kpi: { first: { seconds: 60 } } });
    story.clientWrites();
    expect(story.later(minute).timePasses()).toMatchObject({ facts: [{ fact: 'overdue' }], effects: [] });
  });

  test('stopped by a person’s message: a new burst has a new clock', () => {
    const story = start({ kpi });
    story.clientWrites();
    story.later(minute).timePasses();
    story.accept(ann);
    expect(story.reply(ann).dialog).toMatchObject({ burstAt: null, overdue: false });
    expect(story.later(minute).clientWrites().dialog).toMatchObject({ burstAt: noon + 2 * minute, overdue: false });
  });

  test('accepting does not stop it', () => {
    const story = start({ kpi });
    story.clientWrites();
    story.accept(ann);
    expect(kinds(story.later(minute).timePasses())).toEqual(['overdue']);
  });

  test('in working seconds of the line', () => {
    const open = { from: '09:00', to: '12:01' };
    const hours = {
      schedule: true,
      week: { monday: [open], tuesday: [open], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] },
    };
    const story = start({ kpi: { first: { seconds: 120 } }, hours });
    story.clientWrites();
    expect(running(story)).toMatchObject({ overdue: noon + 21 * hour + minute });
  });

  test('moving to another line before the first answer restarts it', () => {
    const story = start({ kpi });
    story.clientWrites();
    story.accept(ann);
    story.later(minute).timePasses();
    expect(story.transferToLine(ann, lineId(2)).dialog).toMatchObject({ burstAt: noon + minute, overdue: false });
    const later = start({ kpi });
    later.clientWrites();
    later.accept(ann);
    later.reply(ann);
    later.later(minute).clientWrites();
    expect(later.later(minute).transferToLine(ann, lineId(2)).dialog).toMatchObject({ burstAt: noon + minute });
  });

  test('an outgoing dialog has no first answer', () => {
    const story = start({ kpi });
    story.writeFirst(ann);
    story.reply(ann);
    story.clientWrites();
    expect(story.later(minute).timePasses().facts).toEqual([]);
    expect(story.later(4 * minute).timePasses().facts).toMatchObject([{ fact: 'overdue', answer: 'further' }]);
  });
});

describe('in an inactive line', () => {
  test('messages keep coming, queueing and accepting go on', () => {
    const story = start().line({ active: false });
    expect(story.clientWrites().dialog).toMatchObject({ state: 'offered', operatorId: ann });
    expect(story.decline(ann).dialog).toMatchObject({ operatorId: bob });
    expect(story.accept(bob).dialog).toMatchObject({ state: 'accepted' });
  });

  test('replies are refused, and dialogs to write first in too', () => {
    const story = start();
    story.clientWrites();
    story.accept(ann);
    expect(story.line({ active: false }).reply(ann).refused).toEqual({ refused: 'line-inactive' });
    expect(story.writeFirst(ann, 2).refused).toEqual({ refused: 'line-inactive' });
  });

  test('what was written in the provider’s own app has been sent already', () => {
    const story = start();
    story.clientWrites();
    expect(story.line({ active: false }).echo(ann).dialog).toMatchObject({ state: 'answered', operatorId: ann });
  });

  test('client-silent, no-answer and KPI clocks stand, and run on when it is active again', () => {
    const auto = { unanswered: { minutes: 10 }, clientSilent: { hours: 1 as const } };
    const story = start({
      autoActions: auto,
      kpi: { first: { seconds: 600 } },
      queue: { distribution: 'strictly', members: [ann], offerMinutes: 720 },
    });
    story.clientWrites();
    story.later(4 * minute).line({ active: false });
    expect(running(story)).not.toHaveProperty('unanswered');
    expect(running(story)).not.toHaveProperty('overdue');
    expect(story.later(5 * hour).timePasses().facts).toEqual([]);
    story.line({ active: true });
    expect(story.later(6 * minute - 1).timePasses().facts).toEqual([]);
    expect(kinds(story.later(1).timePasses())).toEqual(['unanswered', 'overdue']);
    story.accept(ann);
    story.reply(ann);
    story.later(30 * minute).line({ active: false });
    expect(story.later(day).timePasses().facts).toEqual([]);
    story.line({ active: true });
    expect(story.later(30 * minute - 1).timePasses().facts).toEqual([]);
    expect(story.later(1).timePasses().dialog).toMatchObject({ state: 'closed', because: 'client-silent' });
  });

  test('the thirty days of a client who waits run on', () => {
    const story = start();
    story.clientWrites();
    story.accept(ann);
    story.line({ active: false });
    expect(story.later(30 * day).timePasses().dialog).toMatchObject({ because: 'operator-silent' });
  });

  test('texts are skipped and not sent later', () => {
    const story = start({
      autoActions: { unanswered: { minutes: 5, then: 'text' }, welcome: { on: true, when: 'each-dialog' } },
    }).line({ active: false });
    expect(texts(story.clientWrites())).toEqual([]);
    story.later(minute).line({ active: true });
    expect(texts(story.clientWrites())).toEqual([]);
  });
});
