import { describe, expect, test } from 'vitest';

import { ann, bob, employeeId, eve, lineId, uuid } from '../testing/index.ts';
import {
  actions,
  actorsOf,
  builtInRoles,
  defaultRights,
  isWider,
  may,
  mayAnywhere,
  reachOf,
  reachesOf,
  reachesOthers,
  rightsOf,
  roleRights,
  withReaches,
  type Action,
  type Actor,
  type BuiltInRole,
  type Reach,
  type RoleRights,
  type Subject,
} from './index.ts';

const actor = (rights: readonly RoleRights[], given: Partial<Actor> = {}): Actor => ({
  employeeId: ann,
  rights: rightsOf(rights),
  colleagues: null,
  lineIds: [lineId(1)],
  departmentLineIds: null,
  ...given,
});
const as = (role: BuiltInRole, given: Partial<Actor> = {}): Actor => actor([defaultRights[role]], given);

const mine: Subject = { lineId: lineId(2), holder: ann, offeredTo: [], waiting: false };
const offered: Subject = { lineId: lineId(1), holder: null, offeredTo: [bob, ann], waiting: false };
const inMyLine: Subject = { lineId: lineId(1), holder: null, offeredTo: [], waiting: true };
const elsewhere: Subject = { lineId: lineId(2), holder: null, offeredTo: [], waiting: true };
const anothers: Subject = { lineId: lineId(1), holder: bob, offeredTo: [], waiting: false };
const joined: Subject = { lineId: lineId(2), holder: bob, offeredTo: [], joined: [ann], waiting: false };
const none: Subject = {};

const dialogs = [
  'dialogsList',
  'history',
  'reply',
  'accept',
  'takeOver',
  'join',
  'transfer',
  'finish',
  'block',
] as const;
const inLine: Action[] = ['linesView', 'startOutgoing'];
const once = ['agreements', 'erasure', 'api', 'settings'] as const;
const his: Action[] = ['quickReplies', 'crm', 'statistics'];

describe('quick replies', () => {
  test.each([
    ['own', { author: ann }, true],
    ['own', { author: bob }, false],
    ['own', { author: null }, false],
    ['own', {}, true],
    ['department', { author: bob }, true],
    ['any', { author: null }, true],
    ['none', { author: ann }, false],
  ] as const)('with %s, of %j: %s', (reach, on, expected) => {
    expect(may(actor([withReaches('none', { quickReplies: reach })]), 'quickReplies', on)).toBe(expected);
  });
});

describe('an administrator', () => {
  test.each(actions)('may do everything: %s', (action) => {
    for (const on of [mine, anothers, elsewhere, none]) expect(may(as('administrator'), action, on)).toBe(true);
  });

  test('keeps his rights, whatever is stored of his role', () => {
    const of = actorsOf({
      roles: new Map([['administrator', withReaches('none')]]),
      employees: [{ employeeId: ann, departmentId: null, roleIds: ['administrator'] }],
      departments: [],
      crews: new Map(),
    });
    expect(of(ann)?.rights).toEqual(rightsOf([withReaches('any')]));
  });
});

describe('a supervisor who is in no department, so that his department is everybody', () => {
  test.each(actions)('%s', (action) => {
    const expected = !once.some((one) => one === action);
    for (const on of [mine, anothers, elsewhere, { person: bob }])
      expect(may(as('supervisor'), action, on)).toBe(expected && (action !== 'people' || 'person' in on));
  });
});

describe('a supervisor of a department', () => {
  const supervisor = as('supervisor', { colleagues: [ann, bob], lineIds: [], departmentLineIds: [lineId(1)] });
  const cases: [string, Subject, Action, boolean][] = [
    ['replies in a dialog that one of his people holds', anothers, 'reply', true],
    ['takes over what is offered to one of them', { ...offered, offeredTo: [bob] }, 'takeOver', true],
    ['finishes what one of them joined', { ...joined, holder: eve, joined: [bob] }, 'finish', true],
    ['sees what waits in their line', inMyLine, 'dialogsList', true],
    ['sees what nobody ever took there', { ...inMyLine, waiting: false }, 'history', true],
    ['has nothing to do with a dialog of somebody else', { ...anothers, holder: eve }, 'reply', false],
    ['has nothing to do with what waits elsewhere', elsewhere, 'dialogsList', false],
    ['looks at any line', { lineId: lineId(2) }, 'linesView', true],
    ['changes their line', { lineId: lineId(1) }, 'linesEdit', true],
    ['changes no other line', { lineId: lineId(2) }, 'linesEdit', false],
    ['manages his people', { person: bob }, 'people', true],
    ['manages nobody else', { person: eve }, 'people', false],
    ['does not manage the company’s departments', none, 'people', false],
  ];
  test.each(cases)('%s', (_, on, action, expected) => expect(may(supervisor, action, on)).toBe(expected));
});

describe('an operator', () => {
  const seesAndTakes: Action[] = ['dialogsList', 'history', 'accept'];
  const cases: [string, Subject, readonly Action[]][] = [
    ['does everything in a dialog he holds', mine, dialogs],
    ['does everything in a dialog he is offered, and sees its line', offered, [...dialogs, ...inLine]],
    ['does everything in a dialog he joined', joined, dialogs],
    ['sees and takes what waits in his line', inMyLine, [...seesAndTakes, ...inLine]],
    ['has nothing to do with what waits in another line', elsewhere, []],
    ['has nothing to do with another’s dialog, though he sees its line', anothers, inLine],
    [
      'reads another’s dialog with a client whom he serves now',
      { ...anothers, lineId: lineId(2), serving: true },
      ['dialogsList', 'history'],
    ],
    ['changes nothing of the company', none, []],
  ];
  test.each(cases)('%s', (_, on, allowed) => {
    const may_ = actions.filter((action) => may(as('operator'), action, on));
    expect(may_.sort()).toEqual([...allowed, ...his].sort());
  });
});

describe('a right reaches others’ dialogs', () => {
  const department = { colleagues: [ann, bob], departmentLineIds: [lineId(1)] };
  const cases: [string, Reach, Subject, boolean][] = [
    ['not with own, though he joined it', 'own', joined, false],
    ['with department, where one of his people holds it', 'department', joined, true],
    ['not with department, where nobody of his does', 'department', { ...joined, holder: eve, joined: [] }, false],
    ['with any', 'any', { ...joined, holder: eve }, true],
  ];
  test.each(cases)('%s', (_, reach, on, expected) =>
    expect(reachesOthers(actor([withReaches(reach)], department), 'finish', on)).toBe(expected),
  );
});

describe('the roles of one employee', () => {
  const role = (reach: Reach, lines: RoleRights['lines'] = {}): RoleRights => ({ ...withReaches(reach), lines });

  test('the widest role wins', () => {
    const rights = rightsOf([role('own'), withReaches('none', { mark: 'department' })]);
    expect([reachOf(rights, 'reply'), reachOf(rights, 'mark')]).toEqual(['own', 'department']);
  });

  test('a role’s reach on a line stands in place of its general one, wider or narrower', () => {
    const rights = rightsOf([role('department', { [lineId(1)]: { reply: 'none' }, [lineId(2)]: { reply: 'any' } })]);
    const reached = [lineId(1), lineId(2), lineId(3)].map((line) => reachOf(rights, 'reply', line));
    expect(reached).toEqual(['none', 'any', 'department']);
    expect(reachOf(rights, 'join', lineId(1))).toBe('department');
  });

  test('a line that one role narrows is as wide as the other role has it', () => {
    const rights = rightsOf([role('any', { [lineId(1)]: { reply: 'none' } }), role('own')]);
    expect(reachOf(rights, 'reply', lineId(1))).toBe('own');
  });

  test('nobody without a role may do anything', () => {
    for (const action of actions) expect(mayAnywhere(actor([]), action)).toBe(false);
  });

  test('a right on one line alone is a right somewhere', () => {
    const only = actor([role('none', { [lineId(1)]: { linesEdit: 'any' } })]);
    expect(mayAnywhere(only, 'linesEdit')).toBe(true);
    expect(may(only, 'linesEdit', { lineId: lineId(1) })).toBe(true);
    expect(may(only, 'linesEdit', { lineId: lineId(2) })).toBe(false);
    expect(may(only, 'linesEdit', none)).toBe(false);
  });

  const wider: [string, RoleRights, RoleRights, boolean][] = [
    ['the same', role('own'), role('own'), false],
    ['narrower', role('own'), role('department'), false],
    ['wider in one action', withReaches('own', { mark: 'any' }), role('own'), true],
    ['wider on one line', role('own', { [lineId(1)]: { reply: 'any' } }), role('own'), true],
    [
      'as wide, but for a line on which the other is narrower',
      role('any'),
      role('any', { [lineId(1)]: { reply: 'own' } }),
      true,
    ],
  ];
  test.each(wider)('are compared: %s', (_, one, other, expected) =>
    expect(isWider(rightsOf([one]), rightsOf([other]))).toBe(expected),
  );
});

describe('a department', () => {
  const [sales, north] = [uuid('d', 1), uuid('d', 2)];
  const dan = employeeId(4);
  const of = actorsOf({
    roles: new Map(),
    employees: [
      { employeeId: ann, departmentId: null, roleIds: ['supervisor'] },
      { employeeId: bob, departmentId: sales, roleIds: ['supervisor'] },
      { employeeId: eve, departmentId: north, roleIds: ['operator'] },
      { employeeId: dan, departmentId: null, roleIds: ['operator'] },
    ],
    departments: [
      { id: north, parentId: sales, headId: dan },
      { id: sales, parentId: null, headId: null },
    ],
    crews: new Map([
      [lineId(1), [eve]],
      [lineId(2), [ann]],
    ]),
  });
  const cases: [string, string, { colleagues: string[] | null; lines: string[] | null; own: string[] }][] = [
    ['of somebody in none is everybody', ann, { colleagues: null, lines: null, own: [lineId(2)] }],
    ['has the people and heads of its parts', bob, { colleagues: [bob, eve, dan], lines: [lineId(1)], own: [] }],
    ['without those above it', eve, { colleagues: [eve, dan], lines: [lineId(1)], own: [lineId(1)] }],
    ['is that of its head, though he belongs to none', dan, { colleagues: [eve, dan], lines: [lineId(1)], own: [] }],
  ];
  test.each(cases)('%s', (_, who, expected) => {
    const { colleagues, departmentLineIds, lineIds } = of(who) as Actor;
    expect({ colleagues: colleagues?.toSorted() ?? null, lines: departmentLineIds, own: lineIds }).toEqual({
      ...expected,
      colleagues: expected.colleagues?.toSorted() ?? null,
    });
  });

  test('nobody is made up', () => expect(of(employeeId(9))).toBeUndefined());
});

describe('stored rights', () => {
  test('are read as they were written', () => {
    for (const role of builtInRoles)
      expect(roleRights.parse(JSON.parse(JSON.stringify(defaultRights[role])))).toEqual(defaultRights[role]);
  });

  test('an action nobody knows is dropped, one that is missing reaches nothing', () => {
    const { general } = roleRights.parse({ general: { reply: 'own', fly: 'any', join: 'everywhere' } });
    expect(general).toEqual(withReaches('none', { reply: 'own' }).general);
  });

  test('a reach that means nothing for its action is the next narrower one that does', () => {
    const { general } = roleRights.parse({ general: { settings: 'department', people: 'own', api: 'any' } });
    expect(general).toEqual(withReaches('none', { api: 'any' }).general);
  });

  test('a line keeps what is named for it alone, and nothing that no line has', () => {
    const { lines } = roleRights.parse({
      general: {},
      lines: { [lineId(1)]: { reply: 'any', settings: 'any' }, [lineId(2)]: { people: 'any' } },
    });
    expect(lines).toEqual({ [lineId(1)]: { reply: 'any' } });
  });

  test('every role has a meaningful reach for every action', () => {
    for (const role of builtInRoles)
      for (const action of actions) expect(reachesOf(action)).toContain(defaultRights[role].general[action]);
  });
});
