import { describe, expect, test } from 'vitest';

import type { Employee } from '../../rpc/shapes.ts';
import { filtered, filterIn, withFilter } from './filter.ts';

const person = (name: string, given: Partial<Employee> = {}): Employee => ({
  employeeId: name,
  name,
  surname: '',
  position: '',
  photo: null,
  email: `${name.toLowerCase()}@example.test`,
  roleIds: ['operator'],
  presence: 'available',
  since: null,
  departmentId: null,
  workday: null,
  workdayTracked: null,
  holds: 0,
  dismissedAt: null,
  ...given,
});
const departments = [
  { departmentId: 'sales', parentId: null, name: 'Sales' },
  { departmentId: 'north', parentId: 'sales', name: 'North' },
];
const people = [
  person('Anna', { roleIds: ['administrator'], position: 'Head of the shop' }),
  person('Boris', { departmentId: 'sales', presence: 'idle' }),
  person('Clara', { departmentId: 'north', presence: 'absent', roleIds: ['operator', 'supervisor'] }),
  person('Denis', { presence: 'dismissed', dismissedAt: 1 }),
];
const found = (search: string) =>
  filtered(people, filterIn(new URLSearchParams(search)), departments).map(({ name }) => name);

describe('the list of people', () => {
  const cases: [string, string, string[]][] = [
    ['shows everybody who works here', '', ['Anna', 'Boris', 'Clara']],
    ['those who are here', 'state=here', ['Anna']],
    ['those who are away for a while', 'state=away', ['Boris']],
    ['those who are absent', 'state=absent', ['Clara']],
    ['those who were dismissed', 'state=dismissed', ['Denis']],
    ['a department with its parts', 'department=sales', ['Boris', 'Clara']],
    ['a part alone', 'department=north', ['Clara']],
    ['those in no department', 'department=none', ['Anna']],
    ['a role, among others', 'role=supervisor', ['Clara']],
    ['words of the name, the position or the address', 'search=SHOP+anna', ['Anna']],
    ['whoever was dismissed, where he is called by name', 'search=denis', ['Denis']],
    ['everybody, where the address says nonsense', 'state=asleep', ['Anna', 'Boris', 'Clara']],
  ];
  test.each(cases)('%s', (_, search, names) => expect(found(search)).toEqual(names));

  test('keeps its filter in the address', () => {
    const search = new URLSearchParams('state=here&search=anna');
    expect(withFilter('/people', search, 'state', '')).toBe('/people?search=anna');
    expect(withFilter('/people', search, 'role', 'operator')).toBe('/people?state=here&search=anna&role=operator');
    expect(withFilter('/people', new URLSearchParams('state=here'), 'state', '')).toBe('/people');
  });
});
