import type { Department } from '@switchboard/domain/people';

import type { DepartmentRow } from '../../rpc/shapes.ts';

/** The company's departments as the rules of a queue read them. */
export function treeOf(departments: readonly DepartmentRow[]): Department[] {
  return departments.map(({ departmentId, parentId, headId, memberIds }) => ({
    id: departmentId,
    parentId,
    headId,
    memberIds,
  }));
}
