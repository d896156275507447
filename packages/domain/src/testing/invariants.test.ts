import { describe, expect, test } from 'vitest';

import { crmSettings } from '../crm/index.ts';
import { fold, type Dialog, type DialogId, type Fact } from '../dialog/index.ts';
import { day, minute } from '../people/index.ts';
import { mostOpenDialogs } from '../queue/index.ts';
import type { LineText } from '../text/index.ts';
import {
  aLine,
  ann,
  aWorld,
  bob,
  eve,
  given,
  invariants,
  keptByWhoLeft,
  keptByWhoWent,
  lineId,
  messageId,
  noon,
  patient,
  uuid,
  worldDrift,
  type Invariant,
  type Seen,
  type Story,
} from './index.ts';

type Given = NonNullable<Parameters<typeof aLine>[0]>;
type Planted = Fact extends infer F ? (F extends Fact ? Omit<F, 'at'> & { at?: number } : never) : never;

const start = (rest: Given = {}, opening = {}) => {
  const line = aLine({ queue: { distribution: 'strictly', members: [ann, bob] }, autoActions: patient, ...rest });
  const story = given(aWorld({ lines: [line], agreements: { [uuid('b', 60)]: 1 }, bots: [uuid('b', 50)] }));
  story.says(1, {}, opening);
  return story;
};
const accepted = (rest: Given = {}, opening = {}) => {
  const story = start(rest, opening);
  story.accept(ann);
  return story;
};
const answered = (rest: Given = {}, opening = {}) => {
  const story = accepted(rest, opening);
  story.reply(ann);
  return story;
};

/** What is seen where the story goes on with these facts, whatever the rules would have decided. */
function seen(story: Story, facts: Planted[], more: Partial<Seen> = {}, id: DialogId = 1): Seen {
  const timed = facts.map((fact) => ({ at: story.world.now, ...fact })) as Fact[];
  const before = story.dialogs.get(id) ?? null;
  return {
    world: story.world,
    event: 'time-passed',
    before,
    facts: timed,
    after: fold(before, timed)!,
    dialogs: story.dialogs,
    history: [...(story.history.get(id) ?? []), ...timed],
    excusedAt: 0,
    ...more,
  };
}

const offer = (employeeId: string, rest: object = {}): Planted =>
  ({
    fact: 'offered',
    to: { kind: 'one', employeeId, until: noon + 3 * minute },
    because: 'first-in-list',
    after: 'somebody-free',
    candidates: [],
    newRound: false,
    settings: 1,
    ...rest,
  }) as Planted;
const offerToAll = (...employeeIds: string[]) => offer(ann, { to: { kind: 'all', employeeIds }, newRound: true });
const said = (what: LineText): Planted => ({ fact: 'said', what });
const returned = (because: 'away' | 'dismissed' | 'removed-from-line'): Planted => ({
  fact: 'returned',
  from: ann,
  because,
});
const unanswered: Planted = { fact: 'unanswered', since: noon };
const overdue: Planted = { fact: 'overdue', answer: 'first', since: noon, operatorId: null };
const expired: Planted = { fact: 'offer-expired', employeeId: ann, because: 'not-accepted-in-time' };
const replied = (employeeId: string): Planted => ({ fact: 'answered', employeeId, messageId: messageId(9) });
const askedToRate: Planted = { fact: 'rating-asked', until: null, operatorId: ann };
const closed = (because: 'client-silent' | 'operator-silent' | 'no-consent'): Planted => ({
  fact: 'closed',
  because,
  by: null,
});
const hold: Given = { agreement: { ask: true, agreementId: uuid('b', 60), hold: { messengers: true } } };
const botFirst: Given = { bot: { first: true, botId: uuid('b', 50) } };
const inactive = (story: Story) => story.line({ active: false });

/** Per invariant: decisions that break it, and the nearest that do not. */
const decisions: Record<Invariant, { breaks: [string, () => Seen][]; keeps: [string, () => Seen][] }> = {
  'a dialog has one owner: nobody accepts what another holds, only he and who joined him write in it': {
    breaks: [
      ['accepted twice', () => seen(accepted(), [{ fact: 'accepted', employeeId: bob, because: 'offered' }])],
      ['offered while somebody holds it', () => seen(accepted(), [offer(bob)])],
      ['answered by another', () => seen(accepted(), [replied(bob)])],
      [
        'finished by another',
        () => seen(accepted(), [{ fact: 'finished', because: 'finished', by: bob, until: noon }]),
      ],
    ],
    keeps: [
      ['answered by him', () => seen(accepted(), [replied(ann)])],
      ['answered by who joined', () => seen(accepted(), [{ fact: 'joined', employeeId: bob }, replied(bob)])],
    ],
  },
  'nobody holds more open dialogs than the cap of the product': {
    breaks: [['one too many', () => seen(start(), [offer(eve)], { dialogs: full(mostOpenDialogs) })]],
    keeps: [['the last that fits', () => seen(start(), [offer(eve)], { dialogs: full(mostOpenDialogs - 1) })]],
  },
  'no automatic offer goes to somebody unsuitable, at his limit or at the cap': {
    breaks: [
      ['away', () => seen(start().away(bob), [offer(bob)])],
      ['of no queue', () => seen(start(), [offer(eve)])],
      [
        'at his limit',
        () => {
          const story = start({ queue: { distribution: 'strictly', members: [ann, bob], limit: 1 } });
          story.clientWrites(2);
          return seen(story, [offer(bob)]);
        },
      ],
    ],
    keeps: [['there', () => seen(start(), [offer(bob)])]],
  },
  'nobody is asked twice until everybody suitable was asked': {
    breaks: [
      ['again at once', () => seen(start(), [expired, offer(ann, { newRound: true })])],
      [
        'a department for a second round',
        () =>
          seen(accepted(), [
            {
              fact: 'transferred',
              by: ann,
              from: ann,
              to: { kind: 'department', departmentId: uuid('d', 1) },
              because: 'by-hand',
            },
            offer(bob, { newRound: true }),
          ]),
      ],
    ],
    keeps: [
      ['the next', () => seen(start(), [expired, offer(bob)])],
      ['again, the other being away', () => seen(start().away(bob), [expired, offer(ann, { newRound: true })])],
    ],
  },
  'declined by all, nobody is asked again sooner than the hand-over time': {
    breaks: [['at once', () => seen(declinedByAll(), [offerToAll(ann)])]],
    keeps: [['after it', () => seen(declinedByAll().later(3 * minute), [offerToAll(ann)])]],
  },
  'no younger dialog is offered to whom an older waiting one could be': {
    breaks: [['the younger first', () => seen(twoWait(), [offer(ann)], {}, 2)]],
    keeps: [['the older first', () => seen(twoWait(), [offer(ann)], {}, 1)]],
  },
  'evenly asks who was assigned a dialog longest ago, strictly the first of the list': {
    breaks: [
      ['past the first', () => seen(start(), [offer(bob, passing(ann))])],
      [
        'past the longest without',
        () => {
          const story = start({ queue: { distribution: 'evenly', members: [ann, bob] } });
          story.world.lines[lineId(1)]!.assignedAt = { [ann]: 2, [bob]: 1 };
          return seen(story, [offer(ann, passing(bob))]);
        },
      ],
    ],
    keeps: [['the first', () => seen(start(), [offer(ann, passing(bob))])]],
  },
  'a deadline never fires early, and in time': {
    breaks: [
      ['an offer early', () => seen(start().later(3 * minute - 1), [expired])],
      ['an offer late', () => seen(start().later(4 * minute), [expired])],
      ['no-answer early', () => seen(start().later(minute), [unanswered])],
      ['overdue early', () => seen(start({ kpi: { first: { seconds: 90 } } }).later(minute), [overdue])],
      ['overdue late', () => seen(start({ kpi: { first: { seconds: 30 } } }).later(minute), [overdue])],
      ['silence early', () => seen(answered().later(30 * day), [closed('client-silent')])],
      ['silence of the wrong one', () => seen(answered().later(31 * day), [closed('operator-silent')])],
      ['no consent early', () => seen(start(hold).later(6 * day), [closed('no-consent')])],
      [
        'grace early',
        () => {
          const story = answered({ autoActions: { finishing: { then: 'text' } } });
          story.finish(ann);
          return seen(story.later(minute), [{ fact: 'closed', because: 'finished', by: null }]);
        },
      ],
      [
        'a bot’s time early',
        () =>
          seen(start(botFirst).later(minute), [
            { fact: 'bot-left', botId: uuid('b', 50), because: 'time-over', stays: false },
          ]),
      ],
    ],
    keeps: [
      ['an offer in time', () => seen(start().later(3 * minute), [expired])],
      ['silence in time', () => seen(answered().later(31 * day), [closed('client-silent')])],
      [
        'late, where the settings have just changed',
        () => seen(start().later(day), [expired], { excusedAt: noon + day }),
      ],
    ],
  },
  'a deadline that has fired is over': {
    breaks: [['the offer is left', () => seen(start().later(3 * minute), [unanswered])]],
    keeps: [['the offer is moved', () => seen(start().later(3 * minute), [expired, offer(bob, later)])]],
  },
  'every open dialog has a deadline, but where its clock stands in an inactive line': {
    breaks: [
      [
        'a clock stands in an active line',
        () => seen(answered().line({ pauses: [{ from: noon, until: null }] }), [{ fact: 'joined', employeeId: bob }]),
      ],
    ],
    keeps: [['it stands in an inactive one', () => seen(inactive(answered()), [{ fact: 'joined', employeeId: bob }])]],
  },
  'replayed facts give the stored state': {
    breaks: [['something else is stored', () => other(seen(accepted(), [replied(ann)]))]],
    keeps: [['what they give', () => seen(accepted(), [replied(ann)])]],
  },
  'facts of a dialog never go back in time': {
    breaks: [['a moment back', () => seen(accepted(), [{ ...replied(ann), at: noon - 1 } as Planted])]],
    keeps: [['the same moment', () => seen(accepted(), [replied(ann)])]],
  },
  'texts that exclude each other never both go, and what goes once goes once': {
    breaks: [
      ['welcome twice', () => seen(start(), [said('welcome'), said('welcome')])],
      ['two good-byes', () => seen(answered(), [said('closing'), said('client-silent')])],
      ['outside-hours and no-answer', () => seen(start(), [said('outside-hours'), said('no-answer')])],
      ['no-answer and outside-hours', () => seen(start(), [said('no-answer'), said('outside-hours')])],
      ['a welcome where a bot took it', () => seen(start(botFirst), [said('welcome')])],
    ],
    keeps: [
      [
        'outside-hours after a person wrote',
        () => seen(start(), [said('no-answer'), replied(ann), said('outside-hours')]),
      ],
      ['welcome and closing', () => seen(answered(), [said('welcome'), said('closing')])],
    ],
  },
  'an inactive line says nothing but the consent, and nobody writes, rates or answers as a bot there': {
    breaks: [
      ['a text', () => seen(inactive(start()), [said('welcome')])],
      ['a reply', () => seen(inactive(accepted()), [replied(ann)])],
      ['a request to rate', () => seen(inactive(answered()), [askedToRate])],
      [
        'a bot’s message',
        () => seen(inactive(start(botFirst)), [{ fact: 'bot-wrote', botId: uuid('b', 50), messageId: messageId(8) }]),
      ],
    ],
    keeps: [
      ['the consent', () => seen(inactive(start()), [said('consent')])],
      ['a text in an active one', () => seen(start(), [said('welcome')])],
    ],
  },
  'no-answer is marked once a dialog and only before anybody had it, overdue once a burst': {
    breaks: [
      ['marked twice', () => seen(start(), [unanswered, unanswered])],
      ['marked after it was accepted', () => seen(accepted(), [unanswered])],
      ['overdue twice', () => seen(start(), [overdue, overdue])],
    ],
    keeps: [
      ['marked once', () => seen(start(), [unanswered])],
      [
        'overdue once in each burst',
        () => seen(accepted(), [overdue, replied(ann), { fact: 'client-wrote', messageId: messageId(7) }, overdue]),
      ],
    ],
  },
  'a rating is asked once, only where a person has written, and never in a group': {
    breaks: [
      ['before a person has written', () => seen(accepted(), [askedToRate])],
      ['twice', () => seen(answered(), [askedToRate, askedToRate])],
      ['in a group', () => seen(answered({}, { via: 'group' }), [askedToRate])],
    ],
    keeps: [['once', () => seen(answered(), [askedToRate])]],
  },
  'a held dialog says nothing but the consent and is never offered': {
    breaks: [
      ['offered', () => seen(start(hold), [offer(ann)])],
      ['welcomed', () => seen(start(hold), [said('welcome')])],
    ],
    keeps: [
      [
        'offered after the consent',
        () => seen(start(hold), [{ fact: 'consented', how: 'button', messageId: null }, offer(ann)]),
      ],
    ],
  },
  'pinned ones stay with their holder, except at dismissal and removal': {
    breaks: [['returned for being away', () => seen(pinned().away(ann), [returned('away')])]],
    keeps: [['returned at dismissal', () => seen(pinned().dismissed(ann), [returned('dismissed')])]],
  },
  'a dialog goes back to the queue only from somebody who has left it': {
    breaks: [
      ['from somebody who is there', () => seen(accepted(), [returned('away')])],
      ['from somebody who was not dismissed', () => seen(accepted(), [returned('dismissed')])],
      ['from somebody who is still of the line', () => seen(accepted(), [returned('removed-from-line')])],
    ],
    keeps: [
      ['from somebody away', () => seen(accepted().away(ann), [returned('away')])],
      ['from somebody removed', () => seen(accepted().line({ crew: [bob] }), [returned('removed-from-line')])],
    ],
  },
  'a group is asked for no consent and no rating, has no bot and is not routed by the CRM': {
    breaks: [
      ['a bot', () => seen(group(), [{ fact: 'bot-took', botId: uuid('b', 50), because: 'each-dialog' }])],
      ['a consent', () => seen(group(), [{ fact: 'consent-asked', agreementId: uuid('b', 60), holds: false }])],
      ['the CRM', () => seen(group(), [offer(ann, byCrm)])],
    ],
    keeps: [
      ['an offer of the queue', () => seen(group(), [offer(ann)])],
      ['the CRM elsewhere', () => seen(start(), [offer(ann, byCrm)])],
    ],
  },
  'a record is made once a dialog, never in a group or a sealed one, nor unasked where clients are not checked': {
    breaks: [
      ['in a group', () => seen(group(), [recordMade()])],
      ['two for one', () => seen(start(), [recordMade(), recordMade('contact', 2)])],
      [
        'where clients are not checked',
        () => seen(start().line({ crm: crmSettings.parse({ check: false }) }), [recordMade()]),
      ],
    ],
    keeps: [
      ['a lead', () => seen(start(), [recordMade()])],
      [
        'by hand where clients are not checked',
        () =>
          seen(start().line({ crm: crmSettings.parse({ check: false }) }), [{ ...recordMade(), because: 'by-hand' }]),
      ],
    ],
  },
  'only records that the dialog made change hands with it': {
    breaks: [
      [
        'one that was there before',
        () =>
          seen(accepted(), [
            { fact: 'record-attached', recordId: uuid('c', 1), kind: 'lead', confidence: 'verified' },
            recordGiven(ann),
          ]),
      ],
      ['to somebody who does not hold it', () => seen(accepted(), [recordMade(), recordGiven(bob)])],
    ],
    keeps: [['to who holds it', () => seen(accepted(), [recordMade(), recordGiven(ann)])]],
  },
  'only finishing says good-bye: everything else closes without a word': {
    breaks: [
      [
        'forced, with a text',
        () => seen(answered(), [said('closing'), { fact: 'closed', because: 'forced', by: null }]),
      ],
      ['a pinned one for silence', () => seen(pinned(), [finished('client-silent'), said('client-silent')])],
    ],
    keeps: [
      ['finished', () => seen(answered(), [finished('finished'), said('closing')])],
      ['silence', () => seen(answered(), [finished('client-silent'), said('client-silent')])],
    ],
  },
  'why a finishing dialog closes is fixed, unless the vote closes it': {
    breaks: [
      [
        'another reason',
        () => seen(answered(), [finished('finished'), { fact: 'closed', because: 'forced', by: null }]),
      ],
      ['rated without a vote', () => seen(answered(), [{ fact: 'closed', because: 'rated', by: null }])],
    ],
    keeps: [
      ['the same', () => seen(answered(), [finished('finished'), { fact: 'closed', because: 'finished', by: null }])],
      [
        'by the vote',
        () =>
          seen(answered(), [
            finished('finished'),
            { fact: 'voted', vote: 'good', how: 'button', operatorId: ann, messageId: null },
            { fact: 'closed', because: 'rated', by: null },
          ]),
      ],
    ],
  },
  'what a client writes to after our last word stays with nobody who is not there': {
    breaks: [
      ['somebody away', () => seen(answered().away(ann), [writes], { event: 'client-writes' })],
      ['somebody dismissed', () => seen(pinned().dismissed(ann), [writes], { event: 'client-writes' })],
    ],
    keeps: [
      ['somebody there', () => seen(answered(), [writes], { event: 'client-writes' })],
      ['the holder of a pinned one', () => seen(pinned().away(ann), [writes], { event: 'client-writes' })],
      [
        'the only operator',
        () =>
          seen(
            answered()
              .line({ crew: [ann] })
              .away(ann),
            [writes],
            { event: 'client-writes' },
          ),
      ],
    ],
  },
};

const writes: Planted = { fact: 'client-wrote', messageId: messageId(7) };
const finished = (because: 'finished' | 'client-silent'): Planted => ({
  fact: 'finished',
  because,
  by: null,
  until: noon,
});
const byCrm = { to: { kind: 'one', employeeId: ann, until: noon + minute, route: 'crm' } };
const recordMade = (kind: 'lead' | 'contact' = 'lead', number = 1) =>
  ({ fact: 'record-created', recordId: uuid('c', number), kind, because: 'not-found', responsible: ann }) as const;
const recordGiven = (to: string) => ({
  fact: 'responsible-changed' as const,
  recordIds: [uuid('c', 1)],
  to,
  because: 'first-accepted' as const,
});
const group = () => start({}, { via: 'group' });
const later = { to: { kind: 'one', employeeId: bob, until: noon + 6 * minute } };
const passing = (employeeId: string) => ({ candidates: [{ employeeId, passedOver: 'later-in-turn' }] });
function pinned(): Story {
  const story = answered();
  story.pin(ann);
  return story;
}
function declinedByAll(): Story {
  const story = start({ queue: { distribution: 'all', members: [ann] } });
  story.decline(ann);
  return story;
}
function twoWait(): Story {
  const story = given(aWorld({ lines: [aLine({ queue: { distribution: 'strictly', members: [ann] } })] })).away(ann);
  story.clientWrites(1);
  story.later(1).clientWrites(2);
  return story.back(ann);
}
function other(given_: Seen): Seen {
  return { ...given_, after: { ...given_.after, pinned: true } };
}
function full(count: number): Map<DialogId, Dialog> {
  const { dialogs } = accepted();
  const one = dialogs.get(1)!;
  const many = Array.from({ length: count }, (_, index) => ({ ...one, id: index + 10, operatorId: eve }) as Dialog);
  return new Map(many.map((dialog) => [dialog.id, dialog]));
}

describe('every invariant can fail', () => {
  for (const [guarantee, { breaks, keeps }] of Object.entries(decisions)) {
    const holds = invariants[guarantee as Invariant];
    describe(guarantee, () => {
      test.each(breaks)('broken: %s', (_, planted) => expect(holds(planted())).toEqual(expect.any(String)));
      test.each(keeps)('kept: %s', (_, planted) => expect(holds(planted())).toBeNull());
    });
  }
});

describe('at rest', () => {
  test('the folded world is compared with the one counted anew', () => {
    const story = accepted();
    story.away(ann, bob).clientWrites(2);
    expect(worldDrift(story.world, story.dialogs.values())).toBeNull();
    const { held, lines } = story.world;
    expect(worldDrift({ ...story.world, held: {} }, story.dialogs.values())).toContain('held by');
    const line = { ...lines[lineId(1)]!, waiting: [] };
    expect(worldDrift({ ...story.world, held, lines: { [line.id]: line } }, story.dialogs.values())).toContain(
      'waiting',
    );
  });

  test('nobody who went keeps a dialog', () => {
    const members = new Set([1]);
    const kept = (story: Story, asMember = members) =>
      keptByWhoWent(story.world, story.dialogs.values(), asMember)?.why;
    expect(kept(accepted())).toBeUndefined();
    expect(kept(accepted().dismissed(ann))).toContain('dismissed');
    expect(kept(accepted().line({ crew: [bob] }))).toContain('removed');
    expect(kept(accepted().line({ crew: [bob] }), new Set())).toBeUndefined();
  });

  test('nobody who left keeps what goes back with him', () => {
    const kept = (story: Story, gotGone = new Set<number>()) =>
      keptByWhoLeft(story.world, story.dialogs.values(), gotGone)?.why;
    const overFor = (story: Story) => {
      story.world.people[ann]!.workday = { state: 'ended', since: noon };
      return story;
    };
    const wrote = () => {
      const story = answered();
      story.clientWrites();
      return story;
    };
    expect(kept(start().away(ann))).toContain('who has left');
    expect(kept(accepted().away(ann))).toContain('who has left');
    expect(kept(overFor(wrote()))).toContain('who has left');
    expect(kept(wrote().away(ann))).toBeUndefined();
    expect(kept(overFor(answered()))).toBeUndefined();
    expect(kept(accepted())).toBeUndefined();
    expect(kept(accepted().away(ann), new Set([1]))).toBeUndefined();
    expect(
      kept(
        accepted()
          .line({ crew: [ann] })
          .away(ann),
      ),
    ).toBeUndefined();
  });
});
