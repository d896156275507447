import { describe, expect, test } from 'vitest';

import { minute } from '../people/index.ts';
import {
  aLine,
  ann,
  aPerson,
  aQueue,
  aWorld,
  bob,
  chatId,
  eve,
  given,
  lineId,
  messageId,
  noon,
} from '../testing/index.ts';
import { decide } from './index.ts';

const line = (queue: Parameters<typeof aQueue>[0] = {}) =>
  aLine({ queue: { distribution: 'strictly', members: [ann, bob], ...queue } });

describe('a client writes without an open dialog', () => {
  test('a dialog opens and goes to the queue of its line', () => {
    const { facts, dialog, effects } = given(aWorld({ lines: [line()] })).clientWrites(7);
    expect(facts.map((fact) => fact.fact)).toEqual(['opened', 'client-wrote', 'offered']);
    expect(facts[2]).toMatchObject({
      to: { kind: 'one', employeeId: ann, until: noon + 3 * minute },
      after: 'opened',
      settings: 1,
    });
    expect(dialog).toMatchObject({
      id: 7,
      lineId: lineId(1),
      chatId: chatId(7),
      direction: 'incoming',
      openedAt: noon,
      unansweredSince: noon,
    });
    expect(effects).toEqual([]);
  });

  test('with nobody suitable it waits, and the history says why', () => {
    const people = [aPerson({ id: ann, awaySince: noon }), aPerson({ id: bob, connectedAt: null })];
    const { facts, dialog } = given(aWorld({ lines: [line()], people })).clientWrites();
    expect(dialog).toMatchObject({ state: 'waiting', notBefore: null });
    expect(facts[2]).toMatchObject({
      fact: 'waits',
      because: 'nobody-available',
      candidates: [
        { employeeId: ann, passedOver: 'away' },
        { employeeId: bob, passedOver: 'offline' },
      ],
    });
  });

  test('a closed dialog stays closed, and another opens', () => {
    const story = given(aWorld({ lines: [line()] }));
    story.clientWrites(1);
    story.accept(ann);
    const closed = story.finish(ann).dialog;
    const opens = { dialogId: 2, chatId: chatId(1), lineId: lineId(1) };
    const decision = decide(closed, { event: 'client-writes', messageId: messageId(9), opens }, story.world);
    expect(decision).toMatchObject({
      facts: [{ fact: 'opened', dialogId: 2 }, { fact: 'client-wrote' }, { fact: 'offered' }],
    });
  });

  test('a line nobody knows is refused', () => {
    expect(given(aWorld()).clientWrites(1, lineId(5)).refused).toEqual({ refused: 'no-such-line' });
  });

  test('it gives way to an older waiting dialog, which looks at once', () => {
    const story = given(
      aWorld({
        lines: [line()],
        people: [aPerson({ id: ann, awaySince: noon }), aPerson({ id: bob, awaySince: noon })],
      }),
    );
    story.clientWrites(1);
    const { dialog, facts, effects } = story.back(ann).clientWrites(2);
    expect(dialog?.state).toBe('waiting');
    expect(facts.at(-1)).toMatchObject({
      because: 'older-dialog-first',
      candidates: [{ employeeId: ann, passedOver: 'older-dialog-first' }, {}],
    });
    expect(effects).toEqual([{ effect: 'stir', lineId: lineId(1) }]);
    expect(story.tryWaiting(1)).toMatchObject({
      dialog: { state: 'offered', operatorId: ann },
      effects: [{ effect: 'stir' }],
    });
    expect(story.tryWaiting(2).dialog).toMatchObject({ state: 'offered', operatorId: ann });
  });
});

describe('a client writes in an open dialog', () => {
  test('an unanswered one keeps the moment since which he waits', () => {
    const story = given(aWorld({ lines: [line()] }));
    story.clientWrites();
    expect(story.later(minute).clientWrites().dialog).toMatchObject({
      state: 'offered',
      unansweredSince: noon,
      clientWroteAt: noon + minute,
    });
    story.accept(ann);
    expect(story.later(minute).clientWrites().dialog).toMatchObject({ state: 'accepted', unansweredSince: noon });
  });

  test('an answered one becomes client-wrote, and he waits from now', () => {
    const story = given(aWorld({ lines: [line()] }));
    story.clientWrites();
    story.accept(ann);
    story.reply(ann);
    const { dialog, facts } = story.later(minute).clientWrites();
    expect(dialog).toMatchObject({ state: 'client-wrote', operatorId: ann, unansweredSince: noon + minute });
    expect(facts).toHaveLength(1);
  });
});

describe('a client writes on an answered dialog whose operator is not there', () => {
  const answered = (queue: Parameters<typeof aQueue>[0] = {}) => {
    const story = given(aWorld({ lines: [line(queue)], people: [aPerson({ id: eve })] }));
    story.clientWrites();
    story.accept(ann);
    story.reply(ann);
    return story.later(minute);
  };

  test('it goes back to the queue', () => {
    const { dialog, facts } = answered().away(ann).clientWrites();
    expect(facts).toMatchObject([
      { fact: 'client-wrote' },
      { fact: 'returned', from: ann, because: 'away' },
      { fact: 'offered', after: 'returned', to: { employeeId: bob } },
    ]);
    expect(dialog).toMatchObject({ state: 'offered', unansweredSince: noon + minute });
  });

  test('with nobody else there it waits, and his return brings it to him', () => {
    const story = answered().away(ann, bob);
    expect(story.clientWrites().dialog).toMatchObject({ state: 'waiting' });
    expect(story.back(ann).tryWaiting().dialog).toMatchObject({ state: 'offered', operatorId: ann });
    expect(story.accept(ann).dialog).toMatchObject({ state: 'client-wrote', operatorId: ann });
  });

  test('it stays where availability is not checked', () => {
    expect(answered({ checkAvailability: false }).away(ann).clientWrites().dialog).toMatchObject({
      state: 'client-wrote',
      operatorId: ann,
    });
  });

  test('the line’s only operator keeps his', () => {
    expect(
      answered({ members: [ann] })
        .away(ann)
        .clientWrites().dialog,
    ).toMatchObject({ state: 'client-wrote', operatorId: ann });
  });

  test('he is the only operator too once the others are dismissed', () => {
    expect(answered().dismissed(bob).away(ann).clientWrites().dialog).toMatchObject({
      state: 'client-wrote',
      operatorId: ann,
    });
  });

  test('the only operator does not keep his after dismissal', () => {
    expect(
      answered({ members: [ann] })
        .dismissed(ann)
        .clientWrites().dialog,
    ).toMatchObject({ state: 'waiting' });
  });

  test('who is not of the line does not keep it', () => {
    const story = answered();
    story.transfer(ann, eve);
    expect(story.away(eve).clientWrites().dialog).toMatchObject({ state: 'offered' });
  });

  test('a dismissed operator loses what nobody has answered, too', () => {
    const story = given(aWorld({ lines: [line()] }));
    story.clientWrites();
    story.accept(ann);
    expect(story.dismissed(ann).clientWrites().dialog).toMatchObject({ state: 'offered', operatorId: bob });
  });
});
