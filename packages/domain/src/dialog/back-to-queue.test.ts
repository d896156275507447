import { describe, expect, test } from 'vitest';

import { day, hour, minute, type Person } from '../people/index.ts';
import { aLine, ann, aPerson, aWorld, bob, eve, given, kinds, noon, patient, type Story } from '../testing/index.ts';

const line = aLine({ queue: { distribution: 'strictly', members: [ann, bob] }, autoActions: patient });
const workdays = (state: 'started' | 'paused' | 'ended', since: number) => ({ state, since });

type Stand = 'offered' | 'accepted' | 'answered' | 'client-wrote';

/** Ann has the dialog like this, for an hour if she has accepted it; Bob is at work. */
function held(stand: Stand, lines = [line]): Story {
  const story = given(aWorld({ lines, people: [aPerson({ id: eve })] }));
  story.clientWrites();
  if (stand !== 'offered') story.accept(ann);
  if (stand === 'answered' || stand === 'client-wrote') story.reply(ann);
  if (stand === 'client-wrote') story.clientWrites();
  expect(story.dialogs.get(1)).toMatchObject({ state: stand, operatorId: ann });
  if (stand !== 'offered') story.later(hour);
  return story;
}

const leaves: Record<string, (ann: Person, now: number) => void> = {
  'is dismissed': (who, now) => (who.dismissedAt = now),
  'ends his day': (who, now) => (who.workday = workdays('ended', now)),
  'goes on vacation': (who, now) => (who.absences = [{ kind: 'vacation', from: now, until: now + day }]),
  'was offline for fifteen minutes': (who, now) => (who.connectedAt = now - 17 * minute - 1),
  'takes a break': (who, now) => (who.workday = workdays('paused', now)),
  'is away': (who, now) => (who.awaySince = now),
  'has just gone offline': (who, now) => (who.connectedAt = now - 3 * minute),
};

describe('whose operator leaves goes back to the queue', () => {
  const all: Stand[] = ['offered', 'accepted', 'answered', 'client-wrote'];
  const table: [keyof typeof leaves, Stand[]][] = [
    ['is dismissed', all],
    ['ends his day', ['offered', 'accepted', 'client-wrote']],
    ['goes on vacation', ['offered', 'accepted', 'client-wrote']],
    ['was offline for fifteen minutes', ['offered', 'accepted', 'client-wrote']],
    ['takes a break', ['offered', 'accepted']],
    ['is away', ['offered', 'accepted']],
    ['has just gone offline', []],
  ];
  const cases = table.flatMap(([how, which]) => all.map((stand) => [how, stand, which.includes(stand)] as const));
  test.each(cases)('he %s: what is %s goes back: %s', (how, stand, goes) => {
    const story = held(stand);
    leaves[how]!(story.world.people[ann]!, story.world.now);
    const { dialog } = story.timePasses();
    if (goes) expect(dialog).toMatchObject({ state: 'offered', operatorId: bob });
    else expect(dialog).toMatchObject({ state: stand, operatorId: ann });
  });

  test.each(all)('removed from the line, what is %s goes back', (stand) => {
    const { facts, dialog } = held(stand)
      .line({ crew: [bob] })
      .timePasses();
    expect(facts).toMatchObject([
      { fact: 'returned', from: ann, because: 'removed-from-line' },
      { fact: 'offered', after: 'returned', to: { employeeId: bob } },
    ]);
    expect(dialog).toMatchObject({ unansweredSince: stand === 'answered' ? null : noon });
  });
});

describe('an answered one returns when the client writes and he is still unavailable', () => {
  test.each(Object.keys(leaves))('he %s', (how) => {
    const story = held('answered');
    leaves[how]!(story.world.people[ann]!, story.world.now);
    expect(story.clientWrites().dialog).toMatchObject({ state: 'offered', operatorId: bob });
  });

  test('not if he has come back by then', () => {
    const story = held('answered').away(ann).later(minute).back(ann);
    expect(story.clientWrites().dialog).toMatchObject({ state: 'client-wrote', operatorId: ann });
  });
});

test('administrators are told when the last of an offer to all is dismissed', () => {
  const line = aLine({ queue: { distribution: 'all', members: [ann] } });
  const story = given(aWorld({ lines: [line] }));
  story.clientWrites();
  expect(story.dismissed(ann).tryWaiting().effects).toContainEqual({
    effect: 'notify-administrators',
    what: 'nobody-left',
  });
});

describe('pinned ones stay', () => {
  const stays = Object.keys(leaves).filter((how) => how !== 'is dismissed');
  test.each(stays)('he %s', (how) => {
    const story = held('accepted');
    story.pin(ann);
    leaves[how]!(story.world.people[ann]!, story.world.now);
    expect(story.timePasses().dialog).toMatchObject({ state: 'accepted', operatorId: ann });
    expect(story.clientWrites().dialog).toMatchObject({ state: 'accepted', operatorId: ann });
  });

  test('until it is unpinned', () => {
    const story = held('client-wrote');
    story.pin(ann);
    leaves['ends his day']!(story.world.people[ann]!, story.world.now);
    expect(story.timePasses().facts).toEqual([]);
    expect(kinds(story.when(1, { event: 'unpin', by: ann }))).toEqual(['unpinned', 'returned', 'offered']);
  });

  test.each(['dismissal', 'removal'])('except at %s, where the pin falls', (how) => {
    const story = held('answered');
    story.pin(ann);
    if (how === 'dismissal') story.dismissed(ann);
    else story.line({ crew: [bob] });
    expect(story.timePasses().dialog).toMatchObject({ state: 'offered', operatorId: bob, pinned: false });
  });
});

describe('the line’s only operator keeps his', () => {
  const alone = aLine({ queue: { distribution: 'strictly', members: [ann] }, autoActions: patient });
  test.each(Object.keys(leaves).filter((how) => how !== 'is dismissed'))('he %s', (how) => {
    for (const stand of ['accepted', 'client-wrote'] as const) {
      const story = held(stand, [alone]);
      leaves[how]!(story.world.people[ann]!, story.world.now);
      expect(story.timePasses().dialog).toMatchObject({ state: stand, operatorId: ann });
    }
  });

  test('he is the only one once the others are dismissed', () => {
    expect(held('accepted').dismissed(bob).away(ann).timePasses().dialog).toMatchObject({ operatorId: ann });
  });

  test('except at dismissal: it waits, and administrators are told', () => {
    const { dialog, effects } = held('answered', [alone]).dismissed(ann).timePasses();
    expect(dialog).toMatchObject({ state: 'waiting' });
    expect(effects).toContainEqual({ effect: 'notify-administrators', what: 'nobody-left' });
  });

  test('except at removal: it waits, and administrators are told', () => {
    const { dialog, effects } = held('answered', [alone]).line({ crew: [] }).timePasses();
    expect(dialog).toMatchObject({ state: 'waiting' });
    expect(effects).toContainEqual({ effect: 'notify-administrators', what: 'nobody-left' });
  });

  test('administrators are not told while somebody is left who may come back', () => {
    const { effects } = held('answered').away(bob).dismissed(ann).timePasses();
    expect(effects.filter(({ effect }) => effect === 'notify-administrators')).toEqual([]);
  });
});

describe('who was chosen though he had left keeps what he was given', () => {
  test.each(Object.keys(leaves).filter((how) => how !== 'is dismissed'))('he %s', (how) => {
    const story = held('client-wrote');
    leaves[how]!(story.world.people[bob]!, story.world.now);
    story.later(minute).transfer(ann, bob, 1, true);
    expect(story.timePasses().dialog).toMatchObject({ state: 'client-wrote', operatorId: bob });
  });

  test('until he comes and leaves again', () => {
    const story = held('accepted').away(bob);
    story.later(minute).transfer(ann, bob, 1, true);
    story.later(minute).back(bob).later(minute).away(bob);
    expect(story.timePasses().dialog).toMatchObject({ state: 'offered', operatorId: ann });
  });
});

describe('a finishing one that is taken up again', () => {
  const bye = aLine({
    queue: { distribution: 'strictly', members: [ann, bob] },
    autoActions: { ...patient, finishing: { then: 'text' } },
  });
  const finishing = () => {
    const story = held('answered', [bye]);
    story.join(eve);
    story.finish(ann);
    return story;
  };

  test.each(['resume', 'reply'] as const)(
    'stays with who was removed from the line meanwhile and does so (%s)',
    (how) => {
      const story = finishing().line({ crew: [bob] });
      story[how](ann);
      expect(story.timePasses()).toMatchObject({ facts: [], dialog: { state: 'answered', operatorId: ann } });
    },
  );

  test('by a colleague goes back to the queue where its operator was dismissed meanwhile', () => {
    const story = finishing().dismissed(ann);
    expect(kinds(story.reply(eve))).toEqual(['resumed', 'answered', 'returned', 'offered']);
    expect(story.dialogs.get(1)).toMatchObject({ state: 'offered', operatorId: bob });
  });
});

describe('what stays', () => {
  test('everything where the line does not check availability, but at dismissal', () => {
    const unchecked = aLine({
      queue: { distribution: 'strictly', members: [ann, bob], checkAvailability: false },
      autoActions: patient,
    });
    expect(held('accepted', [unchecked]).away(ann).timePasses().facts).toEqual([]);
    expect(held('accepted', [unchecked]).dismissed(ann).timePasses().dialog).toMatchObject({ operatorId: bob });
  });

  test('what is finishing', () => {
    const bye = aLine({
      queue: { distribution: 'strictly', members: [ann, bob] },
      autoActions: { ...patient, finishing: { then: 'text' } },
    });
    const story = held('answered', [bye]);
    story.finish(ann);
    expect(story.dismissed(ann).timePasses().dialog).toMatchObject({ state: 'finishing', operatorId: ann });
  });

  test('with somebody outside the queue: he was not removed from it', () => {
    const story = held('answered');
    story.transfer(ann, eve);
    expect(story.timePasses().facts).toEqual([]);
    expect(story.dismissed(eve).timePasses().dialog).toMatchObject({ state: 'offered' });
  });

  test('an outgoing one to which the client has not replied stays with its author on a break', () => {
    const story = given(aWorld({ lines: [line] }));
    story.writeFirst(ann);
    expect(story.away(ann).timePasses().facts).toEqual([]);
    expect(story.clientWrites()).toMatchObject({ dialog: { state: 'offered', operatorId: bob } });
  });
});

test('a changed distribution re-offers everything unaccepted that did not come by CRM', () => {
  const story = given(aWorld({ lines: [line], people: [aPerson({ id: eve })] }));
  story.clientWrites(1);
  story.says(2, {}, { responsible: eve });
  story.clientWrites(3);
  story.accept(ann, 3);
  story.line({ queue: { ...story.world.lines[line.id]!.queue, distribution: 'all' } });
  expect(story.tryWaiting(1).dialog).toMatchObject({ to: 'all', operatorIds: [ann, bob] });
  expect(kinds(story.tryWaiting(2))).toEqual([]);
  expect(kinds(story.tryWaiting(3))).toEqual([]);
  expect(story.later(hour).dialogs.get(3)).toMatchObject({ state: 'accepted', operatorId: ann });
});
