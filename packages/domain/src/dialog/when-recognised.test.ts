import { describe, expect, test } from 'vitest';

import { hour, minute, second } from '../people/index.ts';
import { mostOpenDialogs } from '../queue/index.ts';
import {
  aLine,
  ann,
  aPerson,
  aWorld,
  bob,
  eve,
  given,
  handsWith,
  kinds,
  lineId,
  noon,
  patient,
} from '../testing/index.ts';

type Given = NonNullable<Parameters<typeof aLine>[0]>;
/** Ann and Bob are the line's, Eve is not. */
const start = (rest: Given = {}, world: Parameters<typeof aWorld>[0] = {}) =>
  given(
    aWorld({
      lines: [
        aLine({ queue: { distribution: 'strictly', members: [ann, bob], limit: 1 }, autoActions: patient, ...rest }),
      ],
      people: [aPerson({ id: eve })],
      ...world,
    }),
  );

describe('a known client’s dialog goes straight to the employee responsible for him', () => {
  test('in the queue or not', () => {
    const step = start().says(1, {}, { responsible: eve });
    expect(step.facts.slice(2)).toMatchObject([
      { fact: 'recognised', responsible: eve, passedOver: null },
      { fact: 'offered', because: 'responsible', to: { employeeId: eve, route: 'crm', until: noon + 5 * minute } },
    ]);
  });

  test('past the limit, and past older waiting dialogs', () => {
    const story = start().away(bob);
    story.clientWrites(1);
    story.accept(ann, 1);
    story.clientWrites(2);
    expect(story.dialogs.get(2)).toMatchObject({ state: 'waiting' });
    expect(story.says(3, {}, { responsible: ann }).dialog).toMatchObject({ state: 'offered', operatorId: ann });
  });

  test('and sets no stamp of the queue', () => {
    const story = start();
    story.says(1, {}, { responsible: ann });
    expect(story.world.lines[lineId(1)]!.assignedAt).toEqual({});
  });

  test.each([
    ['dismissed', aPerson({ id: eve, dismissedAt: noon })],
    ['absent', aPerson({ id: eve, absences: [{ kind: 'sick-leave', from: noon, until: noon + hour }] })],
    ['away', aPerson({ id: eve, awaySince: noon })],
    ['offline', aPerson({ id: eve, connectedAt: null })],
  ] as const)('only his being %s stops it, and the history says so', (because, person) => {
    const step = start({}, { people: [person] }).says(1, {}, { responsible: eve });
    expect(step.facts[2]).toMatchObject({ fact: 'recognised', responsible: eve, passedOver: because });
    expect(step.dialog).toMatchObject({ state: 'offered', operatorId: ann });
  });

  test('his being away stops it only where availability is checked', () => {
    const unchecked = start({ queue: { distribution: 'strictly', members: [ann], checkAvailability: false } });
    expect(unchecked.away(eve).says(1, {}, { responsible: eve }).dialog).toMatchObject({ operatorId: eve });
  });

  test('the cap of the product stops it', () => {
    const step = start({}, { held: { [eve]: handsWith(mostOpenDialogs) } }).says(1, {}, { responsible: eve });
    expect(step.facts[2]).toMatchObject({ passedOver: 'too-many-open' });
    expect(step.dialog).toMatchObject({ operatorId: ann });
  });

  test.each([
    ['routing is off', { crm: { routeToResponsible: false } }, {}],
    ['the check is off', { crm: { check: false } }, {}],
    ['it is a group', {}, { via: 'group' }],
  ] as const)('not where %s', (_, tab, opening) => {
    const step = start(tab as Given).says(1, {}, { responsible: eve, ...opening });
    expect(step.dialog).toMatchObject({ state: 'offered', operatorId: ann });
  });
});

describe('give up and go to the queue', () => {
  test('after the time of the CRM tab, not the hand-over time', () => {
    const story = start({ crm: { giveUpMinutes: 10 } });
    story.says(1, {}, { responsible: eve });
    expect(story.later(10 * minute - 1).timePasses().facts).toEqual([]);
    expect(story.later(1).timePasses().facts).toMatchObject([
      { fact: 'offer-expired', employeeId: eve },
      { fact: 'offered', after: 'responsible-gave-up', to: { employeeId: ann } },
    ]);
  });

  test('never, where that is off', () => {
    const story = start({ crm: { giveUpMinutes: null } });
    story.says(1, {}, { responsible: eve });
    story.later(11 * hour);
    expect(story.timePasses().facts).toEqual([]);
  });

  test('at once when he declines or leaves', () => {
    const declined = start();
    declined.says(1, {}, { responsible: eve });
    expect(declined.decline(eve).dialog).toMatchObject({ state: 'offered', operatorId: ann });
    const left = start();
    left.says(1, {}, { responsible: eve });
    expect(left.away(eve).tryWaiting().dialog).toMatchObject({ state: 'offered', operatorId: ann });
  });
});

describe('routing waits at most 2 s for identification', () => {
  const asking = () => {
    const story = start();
    expect(story.says(1, {}, { responsible: 'asking' }).dialog).toMatchObject({
      state: 'waiting',
      identifyingUntil: noon + 2 * second,
    });
    return story;
  };

  test('nobody is asked before', () => {
    expect(asking().tryWaiting().facts).toEqual([]);
    expect(
      asking()
        .later(2 * second - 1)
        .timePasses().facts,
    ).toEqual([]);
  });

  test('a younger dialog need not wait for it', () => {
    expect(asking().clientWrites(2).dialog).toMatchObject({ state: 'offered' });
  });

  test('with an answer it goes to the responsible', () => {
    expect(asking().later(second).recognised(eve).dialog).toMatchObject({ state: 'offered', operatorId: eve });
  });

  test('with nobody responsible it goes to the queue', () => {
    const step = asking().later(second).recognised(null);
    expect(step.facts).toMatchObject([{ fact: 'recognised', responsible: null }, { after: 'not-recognised' }]);
    expect(step.dialog).toMatchObject({ state: 'offered', operatorId: ann });
  });

  test('with a responsible who is not there it goes to the queue', () => {
    expect(asking().away(eve).recognised(eve).dialog).toMatchObject({
      state: 'offered',
      operatorId: ann,
      responsible: eve,
    });
  });

  test('without an answer it goes to the queue', () => {
    const step = asking()
      .later(2 * second)
      .timePasses();
    expect(step.facts).toMatchObject([{ fact: 'offered', after: 'not-recognised', to: { employeeId: ann } }]);
  });
});

describe('a later answer moves only a dialog that nobody has accepted', () => {
  test('one that is offered by the queue', () => {
    const story = start();
    story.says(1, {}, { responsible: 'asking' });
    story.later(2 * second).timePasses();
    expect(story.recognised(eve).dialog).toMatchObject({ state: 'offered', operatorId: eve, route: 'crm' });
  });

  test('one that waits', () => {
    const story = start().away(ann, bob);
    story.says(1, {}, { responsible: 'asking' });
    story.later(2 * second).timePasses();
    expect(story.recognised(eve).dialog).toMatchObject({ state: 'offered', operatorId: eve });
  });

  test('not one that somebody has', () => {
    const story = start();
    story.says(1, {}, { responsible: 'asking' });
    story.accept(ann);
    const step = story.recognised(eve);
    expect(kinds(step)).toEqual(['recognised']);
    expect(step.dialog).toMatchObject({ state: 'accepted', operatorId: ann, responsible: eve });
  });

  test('the same answer twice changes nothing', () => {
    const story = start();
    story.says(1, {}, { responsible: eve });
    expect(story.recognised(eve)).toMatchObject({ facts: [], refused: null });
  });

  test('nothing is moved where there is no dialog or it is closed', () => {
    const story = start();
    expect(story.recognised(eve).refused).toEqual({ refused: 'no-dialog' });
    story.clientWrites();
    story.close('forced');
    expect(story.recognised(eve).refused).toEqual({ refused: 'closed' });
  });
});
