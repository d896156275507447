import { describe, expect, test } from 'vitest';

import { minute } from '../people/index.ts';
import { mostOpenDialogs } from '../queue/index.ts';
import {
  aLine,
  ann,
  aPerson,
  aWorld,
  bob,
  chatId,
  employeeId,
  eve,
  given,
  handsWith,
  kinds,
  lineId,
  noon,
  patient,
  uuid,
} from '../testing/index.ts';

const dan = employeeId(4);
const sales = uuid('d', 1);
type Queue = NonNullable<NonNullable<Parameters<typeof aLine>[0]>['queue']>;
/** The line is Ann's and Bob's; the department is Eve's and Dan's. */
const start = (queue: Queue = {}, world: Parameters<typeof aWorld>[0] = {}) =>
  given(
    aWorld({
      lines: [aLine({ queue: { distribution: 'strictly', members: [ann, bob], ...queue }, autoActions: patient })],
      departments: { [sales]: [eve, dan] },
      people: [aPerson({ id: eve }), aPerson({ id: dan })],
      ...world,
    }),
  );
const accepted = (queue: Queue = {}) => {
  const story = start(queue);
  story.clientWrites();
  story.accept(ann);
  return story;
};

describe('a transfer to a department', () => {
  test('goes to its members by the same distribution', () => {
    const step = accepted().transferToDepartment(ann, sales);
    expect(step.facts).toMatchObject([
      { fact: 'transferred', from: ann, to: { kind: 'department', departmentId: sales } },
      { fact: 'offered', after: 'transferred-to-department', to: { employeeId: eve } },
    ]);
    expect(accepted({ distribution: 'all' }).transferToDepartment(ann, sales).dialog).toMatchObject({
      to: 'all',
      operatorIds: [eve, dan],
    });
  });

  test('who accepts it there holds it, in the line’s queue or not', () => {
    const story = accepted();
    story.transferToDepartment(ann, sales);
    expect(story.accept(eve).dialog).toMatchObject({ state: 'accepted', operatorId: eve, departmentId: null });
    expect(story.timePasses().facts).toEqual([]);
  });

  test('unaccepted for one round, it goes to the line’s queue', () => {
    const story = accepted();
    story.transferToDepartment(ann, sales);
    expect(story.later(3 * minute).timePasses().dialog).toMatchObject({ operatorId: dan });
    const step = story.later(3 * minute).timePasses();
    expect(kinds(step)).toEqual(['offer-expired', 'department-gave-up', 'offered']);
    expect(step.dialog).toMatchObject({ state: 'offered', operatorId: ann, departmentId: null });
  });

  test('to all at once, a round is the hand-over time, whoever comes and goes in it', () => {
    const story = accepted({ distribution: 'all' });
    story.transferToDepartment(ann, sales);
    expect(
      story
        .later(2 * minute)
        .away(eve)
        .tryWaiting().dialog,
    ).toMatchObject({ operatorIds: [dan] });
    expect(story.later(minute - 1).timePasses().facts).toEqual([]);
    expect(kinds(story.later(1).timePasses())).toEqual(['department-gave-up', 'offered']);
  });

  test('declined by all of them, it goes to the line’s queue at once', () => {
    for (const distribution of ['strictly', 'all'] as const) {
      const story = accepted({ distribution });
      story.transferToDepartment(ann, sales);
      story.decline(eve);
      expect(kinds(story.decline(dan))).toEqual(['declined', 'department-gave-up', 'offered']);
    }
  });

  test('with nobody there it goes to the line’s queue at once', () => {
    const step = accepted().away(eve, dan).transferToDepartment(ann, sales);
    expect(kinds(step)).toEqual(['transferred', 'department-gave-up', 'offered']);
  });

  test('its people outside the queue are not kept for older dialogs of the line', () => {
    const story = accepted().away(ann, bob);
    story.clientWrites(2);
    story.later(minute).writeFirst(ann, 3);
    expect(story.transferToDepartment(ann, sales, 3).dialog).toMatchObject({ state: 'offered', operatorId: eve });
  });

  test('is refused where nobody knows it', () => {
    expect(accepted().transferToDepartment(ann, uuid('d', 9)).refused).toEqual({ refused: 'no-such-department' });
  });
});

describe('take-over', () => {
  test('accepted if no person has written yet, answered if the last word is ours, else client-wrote', () => {
    expect(accepted().takeOver(eve).dialog).toMatchObject({ state: 'accepted', operatorId: eve, acceptedAt: noon });
    const story = accepted();
    story.reply(ann);
    expect(story.takeOver(eve).dialog).toMatchObject({ state: 'answered', operatorId: eve });
    story.clientWrites();
    expect(story.takeOver(bob).dialog).toMatchObject({ state: 'client-wrote', operatorId: bob });
  });

  test('a pin falls', () => {
    const story = accepted();
    story.pin(ann);
    expect(story.takeOver(eve).dialog).toMatchObject({ pinned: false });
  });

  test('stops the hand-over and the no-answer timers of what nobody has', () => {
    const story = start();
    story.clientWrites();
    expect(story.takeOver(bob).dialog).toMatchObject({ state: 'accepted', operatorId: bob, unacceptedSince: null });
  });

  test('of one’s own changes nothing', () => {
    expect(accepted().takeOver(ann)).toMatchObject({ facts: [], refused: null });
  });

  test('is refused to the dismissed, past the cap, once closed and without a dialog', () => {
    expect(accepted().dismissed(bob).takeOver(bob).refused).toEqual({ refused: 'dismissed', employeeId: bob });
    const full = start({}, { held: { [bob]: handsWith(mostOpenDialogs) } });
    full.clientWrites();
    expect(full.takeOver(bob).refused).toEqual({ refused: 'too-many-open', employeeId: bob });
    const closed = accepted();
    closed.close('forced');
    expect(closed.takeOver(bob).refused).toEqual({ refused: 'closed' });
    expect(closed.takeOver(bob, 7).refused).toEqual({ refused: 'no-dialog' });
  });
});

describe('a pin', () => {
  test('is the holder’s, and falls by his hand or at a transfer', () => {
    const story = accepted();
    expect(story.pin(bob).refused).toEqual({ refused: 'not-yours', holder: ann });
    expect(story.pin(ann).dialog).toMatchObject({ pinned: true });
    expect(story.pin(ann)).toMatchObject({ facts: [], refused: null });
    expect(story.when(1, { event: 'unpin', by: ann }).dialog).toMatchObject({ pinned: false });
    story.pin(ann);
    expect(story.transfer(ann, bob).dialog).toMatchObject({ operatorId: bob, pinned: false });
    story.pin(bob);
    expect(story.transferToLine(bob, lineId(1)).dialog).toMatchObject({ pinned: false });
  });
});

describe('who joins', () => {
  test('writes beside the holder, whose it stays', () => {
    const story = accepted();
    expect(story.join(bob).dialog).toMatchObject({ operatorId: ann, joined: [bob] });
    expect(story.reply(bob).dialog).toMatchObject({ state: 'answered', operatorId: ann });
  });

  test('does not while nobody holds it: then it is for those who are asked', () => {
    const story = accepted();
    story.join(bob);
    story.dismissed(ann);
    story.timePasses();
    expect(story.reply(bob).refused).toEqual({ refused: 'not-yours', holder: null });
  });

  test('writes no more once he has left', () => {
    const story = accepted();
    story.join(bob);
    expect(story.when(1, { event: 'leave', by: bob }).dialog).toMatchObject({ joined: [] });
    expect(story.reply(bob).refused).toEqual({ refused: 'not-yours', holder: ann });
    expect(story.when(1, { event: 'leave', by: bob })).toMatchObject({ facts: [], refused: null });
  });

  test('is there already where he holds or joined it', () => {
    const story = accepted();
    story.join(bob);
    expect(story.join(bob)).toMatchObject({ facts: [], refused: null });
    expect(story.join(ann)).toMatchObject({ facts: [], refused: null });
  });

  test('holds it alone once it is handed to him', () => {
    const story = accepted();
    story.join(bob);
    expect(story.transfer(ann, bob).dialog).toMatchObject({ operatorId: bob, joined: [] });
  });

  test('is refused where nobody has it, to the dismissed and the unknown', () => {
    const story = start();
    story.clientWrites();
    expect(story.join(bob).refused).toEqual({ refused: 'no-operator' });
    expect(accepted().dismissed(bob).join(bob).refused).toEqual({ refused: 'dismissed', employeeId: bob });
    expect(accepted().join(employeeId(77)).refused).toEqual({ refused: 'no-such-person' });
  });
});

describe('an outgoing dialog', () => {
  test('starts accepted by its author, in the queue or not: no queue, no welcome, no first-answer KPI', () => {
    const step = start().writeFirst(eve);
    expect(kinds(step)).toEqual(['opened', 'accepted']);
    expect(step.dialog).toMatchObject({
      state: 'accepted',
      operatorId: eve,
      direction: 'outgoing',
      unacceptedSince: null,
      burstAt: null,
      ofLine: false,
    });
    expect(step.effects).toEqual([]);
  });

  test('is refused with a link where the chat has an open dialog', () => {
    const opens = { dialogId: 2, chatId: chatId(1), lineId: lineId(1) };
    const step = accepted().when(1, { event: 'write-first', by: bob, opens });
    expect(step.refused).toEqual({ refused: 'has-open-dialog', dialogId: 1 });
  });

  test('stays with its author when the client replies, and goes to the queue if he is unavailable then', () => {
    const story = start();
    story.writeFirst(ann);
    story.reply(ann);
    expect(story.clientWrites().dialog).toMatchObject({ state: 'client-wrote', operatorId: ann });
    const gone = start();
    gone.writeFirst(ann);
    gone.reply(ann);
    expect(gone.away(ann).clientWrites().dialog).toMatchObject({ state: 'offered', operatorId: bob });
  });

  test('is refused to the dismissed, the unknown, past the cap and in no line', () => {
    expect(start().dismissed(ann).writeFirst(ann).refused).toEqual({ refused: 'dismissed', employeeId: ann });
    expect(start().writeFirst(employeeId(77)).refused).toEqual({ refused: 'no-such-person' });
    const held = { [ann]: handsWith(mostOpenDialogs) };
    expect(start({}, { held }).writeFirst(ann).refused).toEqual({ refused: 'too-many-open', employeeId: ann });
    expect(start().writeFirst(ann, 1, lineId(9)).refused).toEqual({ refused: 'no-such-line' });
  });
});

describe('an answer written in the provider’s own app', () => {
  test('is a person’s message and accepts an unaccepted dialog for the channel’s owner', () => {
    const story = start();
    story.clientWrites();
    const step = story.echo(eve);
    expect(step.facts).toMatchObject([
      { fact: 'accepted', employeeId: eve, because: 'echo', outsider: true },
      { fact: 'answered', employeeId: eve, echo: true },
    ]);
    expect(step.dialog).toMatchObject({ state: 'answered', operatorId: eve, unansweredSince: null });
    expect(step.effects).toEqual([]);
  });

  test('in a dialog that somebody has leaves it with him', () => {
    expect(accepted().echo(eve).dialog).toMatchObject({ state: 'answered', operatorId: ann });
  });

  test('is refused where its owner is dismissed, or would exceed the cap', () => {
    const story = start({}, { held: { [eve]: handsWith(mostOpenDialogs) } });
    story.clientWrites();
    expect(story.echo(eve).refused).toEqual({ refused: 'too-many-open', employeeId: eve });
    expect(story.dismissed(dan).echo(dan).refused).toEqual({ refused: 'dismissed', employeeId: dan });
  });
});

describe('group chats', () => {
  test('no consent gate, no CRM routing, no rating, no bot', () => {
    const line = aLine({
      queue: { distribution: 'strictly', members: [ann] },
      agreement: { ask: true, agreementId: uuid('b', 60), hold: { messengers: true } },
      bot: { first: true, botId: uuid('b', 50) },
      rating: { ask: true },
    });
    const story = given(
      aWorld({
        lines: [line],
        people: [aPerson({ id: eve })],
        bots: [uuid('b', 50)],
        agreements: { [uuid('b', 60)]: 1 },
      }),
    );
    const step = story.says(1, {}, { via: 'group', responsible: eve });
    expect(kinds(step)).toEqual(['opened', 'client-wrote', 'offered']);
    expect(step.dialog).toMatchObject({ state: 'offered', operatorId: ann });
    story.accept(ann);
    story.reply(ann);
    expect(story.finish(ann)).toMatchObject({ dialog: { state: 'closed', rating: null } });
  });
});
