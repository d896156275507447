import { describe, expect, test } from 'vitest';

import { ann, bob, employeeId, eve, uuid } from '../testing/index.ts';
import { crewOf, peopleOf, type Department } from './index.ts';

const department = (number: number, given: Partial<Department> = {}): Department => ({
  id: uuid('d', number),
  parentId: null,
  headId: null,
  memberIds: [],
  ...given,
});
const [sales, north, south] = [uuid('d', 1), uuid('d', 2), uuid('d', 3)];
const dan = employeeId(4);

describe('a department stands for its people', () => {
  const cases: [string, Department[], string[]][] = [
    ['its members in their order', [department(1, { memberIds: [bob, ann] })], [bob, ann]],
    [
      'those of its sub-departments, its own first',
      [
        department(3, { parentId: north, memberIds: [dan] }),
        department(2, { parentId: sales, memberIds: [bob] }),
        department(1, { memberIds: [ann] }),
      ],
      [ann, bob, dan],
    ],
    ['without its head', [department(1, { headId: ann, memberIds: [ann, bob] })], [bob]],
    [
      'without the head of a part of it, wherever else he is a member',
      [
        department(1, { memberIds: [ann, bob] }),
        department(2, { parentId: sales, headId: bob, memberIds: [bob, eve] }),
      ],
      [ann, eve],
    ],
    [
      'nobody twice',
      [department(1, { memberIds: [ann] }), department(2, { parentId: sales, memberIds: [bob, ann] })],
      [ann, bob],
    ],
    [
      'not those above it or beside it',
      [department(1, { memberIds: [ann] }), department(3, { memberIds: [bob] })],
      [ann],
    ],
    ['nobody where it is unknown', [department(2, { memberIds: [ann] })], []],
    [
      'its people once, even where it is its own ancestor',
      [department(1, { parentId: north, memberIds: [ann] }), department(2, { parentId: sales, memberIds: [bob] })],
      [ann, bob],
    ],
  ];
  test.each(cases)('%s', (_, departments, people) => expect(peopleOf(sales, departments)).toEqual(people));
});

describe('the people of a queue', () => {
  const departments = [department(1, { memberIds: [ann, bob] }), department(3, { headId: eve, memberIds: [eve, dan] })];

  test('stand in the order of its list, departments in the place of their people', () => {
    const members = [{ departmentId: south }, { employeeId: eve }, { departmentId: sales }];
    expect(crewOf(members, departments)).toEqual([dan, eve, ann, bob]);
  });

  test('who is also listed alone keeps the better place', () => {
    expect(crewOf([{ employeeId: bob }, { departmentId: sales }], departments)).toEqual([bob, ann]);
    expect(crewOf([{ departmentId: sales }, { employeeId: bob }], departments)).toEqual([ann, bob]);
  });

  test('a head listed alone answers', () => {
    expect(crewOf([{ departmentId: south }, { employeeId: eve }], departments)).toEqual([dan, eve]);
  });

  test('hiring and moving change them at once', () => {
    const hired = [department(1, { memberIds: [ann, bob, eve] })];
    expect(crewOf([{ departmentId: sales }], hired)).toEqual([ann, bob, eve]);
    expect(crewOf([{ departmentId: sales }], [department(1, { memberIds: [bob] })])).toEqual([bob]);
  });
});
