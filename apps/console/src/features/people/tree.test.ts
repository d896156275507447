import { describe, expect, test } from 'vitest';

import { rightsOf, withReaches, type Reach } from '@switchboard/domain/access';

import { afterMove, mayStandIn, pathTo, placeAt, placesOf, rowsOf, stepOf } from './tree.ts';

const node = (departmentId: string, parentId: string | null = null) => ({ departmentId, parentId, name: departmentId });
//  sales          support
//  ├ north        └ night
//  │ └ harbour
//  └ south
const tree = [
  node('sales'),
  node('support'),
  node('north', 'sales'),
  node('south', 'sales'),
  node('harbour', 'north'),
  node('night', 'support'),
];
const told = (rows: ReturnType<typeof rowsOf>) => rows.map(({ department, depth }) => `${depth} ${department.name}`);

describe('the tree of departments', () => {
  test('stands from top to bottom, parts below what they are part of', () => {
    expect(told(rowsOf(tree, new Set()))).toEqual([
      '0 sales',
      '1 north',
      '2 harbour',
      '1 south',
      '0 support',
      '1 night',
    ]);
  });

  test('hides what is folded, and opens the path to what is sought', () => {
    const folded = new Set(['sales']);
    expect(told(rowsOf(tree, folded))).toEqual(['0 sales', '0 support', '1 night']);
    expect(told(rowsOf(tree, folded, 'HARB'))).toEqual(['0 sales', '1 north', '2 harbour']);
    expect(rowsOf(tree, folded, 'nothing of it')).toEqual([]);
  });

  test('tells the path to a department', () => {
    expect(pathTo(tree, 'harbour').map(({ name }) => name)).toEqual(['sales', 'north', 'harbour']);
    expect(pathTo(tree, null)).toEqual([]);
  });
});

describe('a department', () => {
  test('stands in none of its own parts', () => {
    expect(mayStandIn(tree, 'sales', 'harbour')).toBe(false);
    expect(mayStandIn(tree, 'sales', 'sales')).toBe(false);
    expect(mayStandIn(tree, 'sales', 'support')).toBe(true);
    expect(mayStandIn(tree, 'harbour', null)).toBe(true);
  });

  const steps: [string, Parameters<typeof stepOf>[2], ReturnType<typeof stepOf>][] = [
    ['south', 'up', { parentId: 'sales', place: 0 }],
    ['north', 'up', null],
    ['north', 'down', { parentId: 'sales', place: 1 }],
    ['south', 'down', null],
    ['south', 'in', { parentId: 'north', place: 1 }],
    ['north', 'in', null],
    ['harbour', 'out', { parentId: 'sales', place: 1 }],
    ['north', 'out', { parentId: null, place: 1 }],
    ['sales', 'out', null],
  ];
  test.each(steps)('%s goes %s: %o', (name, step, place) => expect(stepOf(tree, name, step)).toEqual(place));

  test('is dropped before, within or after another, and nowhere in itself', () => {
    const at = (name: string) => tree.find((one) => one.name === name) ?? node('');
    expect(placeAt(tree, 'night', at('south'), 'before')).toEqual({ parentId: 'sales', place: 1 });
    expect(placeAt(tree, 'north', at('south'), 'after')).toEqual({ parentId: 'sales', place: 1 });
    expect(placeAt(tree, 'night', at('sales'), 'within')).toEqual({ parentId: 'sales', place: 2 });
    expect(placeAt(tree, 'sales', at('harbour'), 'within')).toBeNull();
    expect(placeAt(tree, 'sales', at('sales'), 'before')).toBeNull();
  });

  test('is shown in its new place at once', () => {
    const after = afterMove(tree, 'night', { parentId: 'sales', place: 1 });
    expect(told(rowsOf(after, new Set()))).toEqual([
      '0 sales',
      '1 north',
      '2 harbour',
      '1 night',
      '1 south',
      '0 support',
    ]);
  });
});

describe('somebody is brought into', () => {
  const departments = tree.map((one) => ({
    ...one,
    headId: one.departmentId === 'night' ? 'sonya' : null,
    memberIds: one.departmentId === 'north' ? ['sonya'] : [],
  }));
  const managing = (people: Reach, employeeId = 'sonya') => ({
    employeeId,
    rights: rightsOf([withReaches('own', { people })]),
    colleagues: employeeId === 'sonya' ? [employeeId] : null,
    lineIds: [],
    departmentLineIds: null,
  });

  test('the departments that one belongs to or leads, with their parts', () => {
    expect([...(placesOf(departments, managing('department')) ?? [])].toSorted()).toEqual([
      'harbour',
      'night',
      'north',
    ]);
  });

  test('any, and none, by whoever manages everybody', () => {
    expect(placesOf(departments, managing('any'))).toBeNull();
    expect(placesOf(departments, managing('department', 'olga'))).toBeNull();
  });
});
