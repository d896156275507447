import { describe, expect, test } from 'vitest';

import { minute } from '../people/index.ts';
import { aPerson, aQueue, ann, bob, employeeId, eve, handsWith, lineId, noon } from '../testing/index.ts';
import {
  mostOpenDialogs,
  nextOffer,
  type Asking,
  type HeldDialog,
  type NextOffer,
  type WaitingDialog,
} from './index.ts';

const crew = [ann, bob, eve];

/** Dialog #10 asks the first line's queue of Ann, Bob and Eve, all at work, for somebody. */
function asking(
  given: Partial<Omit<Asking, 'queue' | 'crew'>> & { queue?: Parameters<typeof aQueue>[0] } = {},
): Asking {
  const { queue, ...rest } = given;
  return {
    now: noon,
    lineId: lineId(1),
    dialogId: 10,
    queue: aQueue({ members: crew, distribution: 'strictly', ...queue }),
    crew: queue?.members ?? crew,
    people: Object.fromEntries(crew.map((id) => [id, aPerson({ id })])),
    held: {},
    assignedAt: {},
    asked: [],
    declined: [],
    notBefore: null,
    older: [],
    offeredTo: [],
    ...rest,
  };
}

const without = (...away: string[]) =>
  Object.fromEntries(crew.map((id) => [id, aPerson({ id, awaySince: away.includes(id) ? noon : null })]));
const holding = (dialogId: number, given: Partial<HeldDialog> = {}): HeldDialog => ({
  dialogId,
  lineId: lineId(1),
  state: 'accepted',
  everAnswered: false,
  ...given,
});
const waiting = (dialogId: number, given: Partial<WaitingDialog> = {}): WaitingDialog => ({
  dialogId,
  since: noon - minute,
  asked: [],
  notBefore: null,
  identifyingUntil: null,
  ...given,
});
const whom = (next: NextOffer) =>
  next.offer === 'one' ? [next.employeeId] : next.offer === 'all' ? next.employeeIds : next.because;
const passed = (next: NextOffer) => Object.fromEntries(next.candidates.map((c) => [c.employeeId, c.passedOver]));

describe('strictly', () => {
  const cases: [string, Asking, string[] | string][] = [
    ['from the top of the list', asking(), [ann]],
    ['whoever was assigned a dialog last', asking({ assignedAt: { [ann]: noon } }), [ann]],
    ['the next after those asked', asking({ asked: [ann] }), [bob]],
    ['the next after those unavailable', asking({ people: without(ann, bob) }), [eve]],
    ['after the last, from the beginning', asking({ asked: [ann, bob, eve] }), [ann]],
    [
      'from the beginning once everybody suitable was asked',
      asking({ asked: [bob], people: without(ann, eve) }),
      [bob],
    ],
    ['the newly suitable before anybody is asked twice', asking({ asked: [ann, bob] }), [eve]],
  ];
  test.each(cases)('asks %s', (_, given, expected) => expect(whom(nextOffer(given))).toEqual(expected));
});

describe('evenly', () => {
  const evenly = { distribution: 'evenly' as const };
  const cases: [string, Asking, string[]][] = [
    [
      'whom the queue assigned a dialog longest ago',
      asking({ queue: evenly, assignedAt: { [ann]: 3, [bob]: 1, [eve]: 2 } }),
      [bob],
    ],
    ['whoever never had one first', asking({ queue: evenly, assignedAt: { [ann]: 3, [bob]: 1 } }), [eve]],
    ['in the order of the list where nobody ever had one', asking({ queue: evenly }), [ann]],
    [
      'a newcomer, who carries the moment he joined, last',
      asking({ queue: evenly, assignedAt: { [ann]: 1, [bob]: 2, [eve]: noon } }),
      [ann],
    ],
    [
      'only those not asked yet',
      asking({ queue: evenly, asked: [bob], assignedAt: { [ann]: 3, [bob]: 1, [eve]: 2 } }),
      [eve],
    ],
    [
      'by stamps, not by how many one holds',
      asking({
        queue: evenly,
        held: { [bob]: [holding(1), holding(2), holding(3)] },
        assignedAt: { [ann]: 3, [bob]: 1, [eve]: 2 },
      }),
      [bob],
    ],
  ];
  test.each(cases)('asks %s', (_, given, expected) => expect(whom(nextOffer(given))).toEqual(expected));

  test('puts the assigned one last even among those assigned in the same moment', () => {
    const next = nextOffer(asking({ queue: evenly, assignedAt: { [ann]: noon + 1, [bob]: noon, [eve]: 5 } }));
    expect(next).toMatchObject({ employeeId: eve, assignedAt: noon + 2 });
  });
});

describe('all', () => {
  const all = { distribution: 'all' as const };
  const cases: [string, Asking, string[] | string][] = [
    ['every available operator at once', asking({ queue: all, people: without(bob) }), [ann, eve]],
    [
      'those at the limit of the line too',
      asking({ queue: { ...all, limit: 1 }, held: { [ann]: [holding(1)] } }),
      crew,
    ],
    [
      'nobody at the cap of the product',
      asking({ queue: all, held: { [ann]: handsWith(mostOpenDialogs) } }),
      [bob, eve],
    ],
    ['nobody who declined', asking({ queue: all, asked: [ann], declined: [ann] }), [bob, eve]],
    [
      'nobody while all have declined and the hand-over time runs',
      asking({ queue: all, asked: crew, declined: crew, notBefore: noon + 1 }),
      'everybody-declined',
    ],
    ['everybody again once it is over', asking({ queue: all, asked: crew, declined: crew, notBefore: noon }), crew],
    [
      'a newcomer even while it runs',
      asking({ queue: all, asked: [ann, bob], declined: [ann, bob], notBefore: noon + 1 }),
      [eve],
    ],
  ];
  test.each(cases)('is offered to %s', (_, given, expected) => expect(whom(nextOffer(given))).toEqual(expected));
});

describe('availability', () => {
  const out = aPerson({ id: ann, connectedAt: null });
  const gone = aPerson({ id: ann, dismissedAt: noon - 1 });
  const alone = { members: [ann] };
  const cases: [string, Asking, string[] | string][] = [
    ['is asked for by default', asking({ queue: alone, people: { [ann]: out } }), 'nobody-available'],
    [
      'plays no part once the option is off',
      asking({ queue: { ...alone, checkAvailability: false }, people: { [ann]: out } }),
      [ann],
    ],
    ['never reaches the dismissed, option on', asking({ queue: alone, people: { [ann]: gone } }), 'nobody-suitable'],
    [
      'never reaches the dismissed, option off',
      asking({ queue: { ...alone, checkAvailability: false }, people: { [ann]: gone } }),
      'nobody-suitable',
    ],
    ['takes somebody nobody knows for dismissed', asking({ queue: alone, people: {} }), 'nobody-suitable'],
  ];
  test.each(cases)('%s', (_, given, expected) => expect(whom(nextOffer(given))).toEqual(expected));
});

describe('limit', () => {
  const two = { limit: 2 };
  const cases: [string, Asking, string[] | string][] = [
    ['below it an operator is asked', asking({ queue: two, held: { [ann]: [holding(1)] } }), [ann]],
    ['at it he is passed over', asking({ queue: two, held: { [ann]: [holding(1), holding(2)] } }), [bob]],
    [
      'past it, by transfers, as well',
      asking({ queue: two, held: { [ann]: [holding(1), holding(2), holding(3)] } }),
      [bob],
    ],
    [
      'an offer to him takes a slot',
      asking({ queue: two, held: { [ann]: [holding(1), holding(2, { state: 'offered' })] } }),
      [bob],
    ],
    [
      'dialogs of other lines take none',
      asking({ queue: two, held: { [ann]: handsWith(5, { state: 'accepted' }) } }),
      [ann],
    ],
    [
      'the dialog itself takes none while it looks',
      asking({ queue: two, held: { [ann]: [holding(1), holding(10)] } }),
      [ann],
    ],
    [
      'with everybody at it the dialog waits',
      asking({ queue: { limit: 1, members: [ann] }, held: { [ann]: [holding(1)] } }),
      'everybody-full',
    ],
    [
      'the cap of the product stands where the line sets no limit',
      asking({ held: { [ann]: handsWith(mostOpenDialogs) } }),
      [bob],
    ],
    ['one below the cap is asked', asking({ held: { [ann]: handsWith(mostOpenDialogs - 1) } }), [ann]],
  ];
  test.each(cases)('%s', (_, given, expected) => expect(whom(nextOffer(given))).toEqual(expected));
});

describe('a younger dialog', () => {
  const cases: [string, Asking, string[] | string][] = [
    ['waits while an older one could have everybody', asking({ older: [waiting(1)] }), 'older-dialog-first'],
    ['has whom the older one asked before', asking({ older: [waiting(1, { asked: [ann, bob] })] }), [ann]],
    [
      'waits if the older one begins a new round',
      asking({ older: [waiting(1, { asked: crew })] }),
      'older-dialog-first',
    ],
    [
      'has everybody while the older one was declined by all',
      asking({ older: [waiting(1, { asked: crew, notBefore: noon + 1 })] }),
      [ann],
    ],
    [
      'has nobody twice while somebody is kept for the older one',
      asking({ asked: [ann, bob], older: [waiting(1, { asked: [ann, bob] })] }),
      'older-dialog-first',
    ],
    [
      'gives way to each of several older ones',
      asking({ older: [waiting(1, { asked: [ann, bob] }), waiting(2, { asked: [bob, eve] })] }),
      [bob],
    ],
  ];
  test.each(cases)('%s', (_, given, expected) => expect(whom(nextOffer(given))).toEqual(expected));

  test('may have whom the older one could not: a department’s people outside the queue', () => {
    expect(whom(nextOffer(asking({ older: [waiting(1)], olderMayHave: [ann, bob] })))).toEqual([eve]);
    expect(whom(nextOffer(asking({ older: [waiting(1)], olderMayHave: crew })))).toBe('older-dialog-first');
  });

  test('keeps those it is offered to already, and gets no newcomer kept for an older one', () => {
    const next = nextOffer(asking({ queue: { distribution: 'all' }, offeredTo: [ann], older: [waiting(1)] }));
    expect(whom(next)).toEqual([ann]);
  });
});

describe('every step says why', () => {
  test('each of the queue was chosen or passed over for a reason', () => {
    const queue = { limit: 1, members: [ann, bob, eve, employeeId(4), employeeId(5), employeeId(6), employeeId(7)] };
    const people = {
      ...without(ann),
      [employeeId(4)]: aPerson({ id: employeeId(4), connectedAt: null }),
      [employeeId(5)]: aPerson({ id: employeeId(5), dismissedAt: 1 }),
      [employeeId(6)]: aPerson({ id: employeeId(6), usedAt: noon - 16 * minute }),
      [employeeId(7)]: aPerson({ id: employeeId(7) }),
    };
    const next = nextOffer(asking({ queue, people, held: { [bob]: [holding(1)] }, asked: [eve], declined: [eve] }));
    expect(whom(next)).toEqual([employeeId(7)]);
    expect(passed(next)).toEqual({
      [ann]: 'away',
      [bob]: 'limit-reached',
      [eve]: 'declined',
      [employeeId(4)]: 'offline',
      [employeeId(5)]: 'dismissed',
      [employeeId(6)]: 'idle',
      [employeeId(7)]: null,
    });
  });

  test('an offer names what was behind it', () => {
    expect(nextOffer(asking())).toMatchObject({ because: 'first-in-list', until: noon + 3 * minute, newRound: false });
    expect(nextOffer(asking({ asked: crew }))).toMatchObject({ because: 'new-round', newRound: true });
    expect(nextOffer(asking({ people: without(ann, bob) }))).toMatchObject({ because: 'only-one-suitable' });
    expect(nextOffer(asking({ queue: { distribution: 'evenly' } }))).toMatchObject({ because: 'longest-without' });
    expect(nextOffer(asking({ queue: { distribution: 'all' } }))).toMatchObject({ because: 'everyone-at-once' });
    expect(nextOffer(asking({ queue: { distribution: 'all' }, offeredTo: [ann] }))).toMatchObject({
      because: 'circle-changed',
    });
  });

  test('stamps are told in evenly, slots where there is a limit', () => {
    const evenly = nextOffer(
      asking({ queue: { distribution: 'evenly', limit: 3 }, assignedAt: { [ann]: 7 }, held: { [ann]: [holding(1)] } }),
    );
    expect(evenly.candidates[0]).toEqual({
      employeeId: ann,
      passedOver: 'later-in-turn',
      assignedAt: 7,
      slots: { taken: 1, limit: 3 },
    });
    expect(nextOffer(asking()).candidates[0]).toEqual({ employeeId: ann, passedOver: null });
  });

  test('a long queue is told by its first hundred, the chosen one always among them', () => {
    const members = Array.from({ length: 250 }, (_, index) => employeeId(index + 1));
    const last = employeeId(250);
    const people = Object.fromEntries(members.map((id) => [id, aPerson({ id, awaySince: id === last ? null : noon })]));
    const next = nextOffer(asking({ queue: { members }, people }));
    expect(next.candidates).toHaveLength(100);
    expect(next.more).toBe(150);
    expect(next.candidates.at(-1)).toEqual({ employeeId: last, passedOver: null });
  });
});

test('a changed distribution starts over with everybody, whoever was asked', () => {
  const next = nextOffer(
    asking({ queue: { distribution: 'all' }, asked: [ann, bob], declined: [bob], startOver: true }),
  );
  expect(next).toMatchObject({ offer: 'all', employeeIds: crew, newRound: true });
});
