import { describe, expect, test } from 'vitest';

import { rightsOf, withReaches, type Actor, type Reach } from '../access/index.ts';
import { scopeOf } from './scope.ts';

const viewer = (reach: Reach): Actor => ({
  employeeId: 'boris',
  rights: rightsOf([withReaches('none', { statistics: reach })]),
  colleagues: ['boris', 'vera'],
  lineIds: ['shop'],
  departmentLineIds: ['shop', 'workshop'],
});
const own = new Set(['sales', 'abroad']);
/** Sales has a part abroad. */
const withParts = (ids: readonly string[]) => ids.flatMap((id) => (id === 'sales' ? ['sales', 'abroad'] : [id]));
const all = { lines: null, channels: null, operators: null, departments: null, nobodys: [] };
const scope = (reach: Reach, filter: Parameters<typeof scopeOf>[2] = {}, departments: Set<string> | null = own) =>
  scopeOf(viewer(reach), departments, filter, withParts);

describe('the right to statistics', () => {
  test('of any reaches everything, narrowed by what is asked', () => {
    expect(scope('any')).toEqual(all);
    expect(scope('any', { lines: ['shop'], departments: ['sales'] })).toEqual({
      ...all,
      lines: ['shop'],
      departments: ['sales', 'abroad'],
    });
  });

  test('of a department reaches its dialogs, and nobody’s on lines in whose queue its people are', () => {
    expect(scope('department')).toEqual({ ...all, departments: ['sales', 'abroad'], nobodys: ['shop', 'workshop'] });
  });

  test('of a department asks for another in vain, and for people without what is nobody’s', () => {
    expect(scope('department', { departments: ['service'] })).toMatchObject({ departments: [], nobodys: [] });
    expect(scope('department', { operators: ['vera', 'dina'] })).toEqual({
      ...all,
      operators: ['vera', 'dina'],
      departments: ['sales', 'abroad'],
    });
  });

  test('of a department is that of the company for whoever is in none', () => {
    expect(scope('department', {}, null)).toEqual(all);
  });

  test('of one’s own reaches one’s own, whoever is asked for', () => {
    expect(scope('own')).toEqual({ ...all, operators: ['boris'] });
    expect(scope('own', { operators: ['vera'] })).toEqual({ ...all, operators: [] });
  });

  test('that somebody does not have reaches nothing', () => {
    expect(scope('none')).toEqual({ ...all, operators: [] });
  });
});
