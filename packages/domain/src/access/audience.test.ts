import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { ann, bob, employeeId, eve, lineId } from '../testing/index.ts';
import {
  audienceKeys,
  defaultRights,
  keysOf,
  maySee,
  opens,
  reaches,
  rightsOf,
  sightOf,
  withReaches,
  type Actor,
  type Shown,
} from './index.ts';

const shown = (given: Partial<Shown>): Shown => ({
  lineId: lineId(1),
  holder: null,
  offeredTo: [],
  waiting: false,
  ...given,
});
const operator = (given: Partial<Actor> = {}): Actor => ({
  employeeId: ann,
  rights: rightsOf([defaultRights.operator]),
  colleagues: null,
  lineIds: [lineId(1)],
  departmentLineIds: null,
  ...given,
});

const dialogs: [string, Shown, boolean][] = [
  ['held by him', shown({ holder: ann }), true],
  ['held by another', shown({ holder: bob }), false],
  ['offered to him among others', shown({ offeredTo: [bob, ann] }), true],
  ['offered to others', shown({ offeredTo: [bob, eve] }), false],
  ['joined beside its holder', shown({ holder: bob, joined: [ann] }), true],
  ['waiting in a line whose queue he is in', shown({ waiting: true }), true],
  ['waiting in another line', shown({ waiting: true, lineId: lineId(2) }), false],
  ['closed before anybody accepted it', shown({}), false],
];

describe('an operator sees a dialog', () => {
  test.each(dialogs)('%s: %s', (_, dialog, sees) => expect(maySee(operator(), dialog)).toBe(sees));
});

test.each(['administrator', 'supervisor'] as const)('%s of the company sees any', (role) => {
  const rights = rightsOf([defaultRights[role]]);
  for (const [, dialog] of dialogs) expect(maySee(operator({ rights, lineIds: [] }), dialog)).toBe(true);
});

const people = [1, 2, 3, 4].map(employeeId);
const lines = [1, 2, 3].map(lineId);
const reach = fc.constantFrom(...reaches);
const someLines = fc.subarray(lines);
const anActor = fc
  .record({
    general: reach,
    named: fc.dictionary(fc.constantFrom(...lines), reach, { noNullPrototype: true }),
    other: fc.option(fc.record({ general: reach, named: fc.dictionary(fc.constantFrom(...lines), reach) })),
    colleagues: fc.option(fc.subarray(people)),
    lineIds: someLines,
    departmentLineIds: someLines,
  })
  .map(({ general, named, other, colleagues, lineIds, departmentLineIds }): Actor => {
    const roles = [{ general, named }, ...(other === null ? [] : [other])].map((role) => ({
      ...withReaches(role.general),
      lines: Object.fromEntries(Object.entries(role.named).map(([line, dialogsList]) => [line, { dialogsList }])),
    }));
    return {
      employeeId: ann,
      rights: rightsOf(roles),
      colleagues: colleagues === null ? null : [...new Set([ann, ...colleagues])],
      lineIds,
      departmentLineIds: colleagues === null ? null : [...new Set([...lineIds, ...departmentLineIds])],
    };
  });
const aDialog: fc.Arbitrary<Shown> = fc.record({
  lineId: fc.constantFrom(...lines),
  holder: fc.option(fc.constantFrom(...people)),
  offeredTo: fc.subarray(people),
  joined: fc.subarray(people),
  waiting: fc.boolean(),
});

/** What a query makes of somebody's sight, row by row. */
function isInSight(actor: Actor, { lineId: line, holder, offeredTo, joined = [], waiting }: Shown): boolean {
  const sight = sightOf(actor);
  const isOf = (who: readonly string[]): boolean =>
    [...(holder === null ? [] : [holder]), ...offeredTo, ...joined].some((one) => who.includes(one));
  return (
    (!sight.exceptions.includes(line) && (sight.everything || isOf(sight.people))) ||
    sight.whole.includes(line) ||
    (sight.ofDepartment.includes(line) && isOf(sight.colleagues)) ||
    (sight.own.includes(line) && isOf([actor.employeeId])) ||
    (waiting && sight.waiting.includes(line)) ||
    (holder === null && offeredTo.length + joined.length === 0 && sight.nobodys.includes(line))
  );
}

test('keys answer as the rights do, so a live update reaches whom a query would', () => {
  fc.assert(
    fc.property(anActor, aDialog, (actor, dialog) => {
      const sees = maySee(actor, dialog);
      expect(opens(keysOf(actor), dialog)).toBe(sees);
      expect(isInSight(actor, dialog)).toBe(sees);
    }),
    { numRuns: 5_000 },
  );
});

test('a frame is built once per audience: no key twice', () => {
  expect(audienceKeys(shown({ holder: ann, offeredTo: [ann, bob], waiting: true }))).toEqual([
    'everything',
    `person:${ann}`,
    `person:${bob}`,
    `queue:${lineId(1)}`,
  ]);
});
