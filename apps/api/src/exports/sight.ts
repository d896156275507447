import { createHash } from 'node:crypto';

import { mayAnywhere, reachOf } from '@switchboard/domain/access';

import type { Access } from '../access/actors.ts';
import { withinOf, type Within } from '../dialog-list/within.ts';
import type { Viewer } from '../rpc/trpc.ts';

/** What decides what stands in somebody's file: which dialogs, whose records, which comments. */
const deciding = ['dialogsList', 'statistics', 'crm', 'mark'] as const;

/** What somebody may have written into a file, and the digest of it: another digest, another file. */
export type FileSight = { viewer: Viewer; within: Within; digest: string };

/** Null for whom may have no files. */
export function fileSightOf(access: Access, companyId: string, employeeId: string): FileSight | null {
  const roleIds = access.rolesOf(employeeId);
  const actor = access.actorOf(employeeId);
  if (!roleIds || !actor || !mayAnywhere(actor, 'statistics')) return null;
  const departments = access.departmentsOf(employeeId);
  const lines = Object.keys(actor.rights.lines).toSorted();
  const reaches = [undefined, ...lines].map((lineId) =>
    deciding.map((action) => reachOf(actor.rights, action, lineId)),
  );
  const sorted = (ids: Iterable<string> | null): string[] | null => (ids === null ? null : [...ids].toSorted());
  // Whoever may read everything reads it whatever departments and queues become.
  const decides = reaches.flat().every((reach) => reach === 'any')
    ? 'everything'
    : {
        lines,
        reaches,
        departments: sorted(departments),
        colleagues: sorted(actor.colleagues),
        inQueues: sorted(actor.lineIds),
        departmentsInQueues: sorted(actor.departmentLineIds),
      };
  return {
    viewer: { ...actor, companyId, userId: '', roleIds },
    within: withinOf(actor, departments),
    digest: createHash('sha256')
      .update(JSON.stringify([employeeId, decides]))
      .digest('base64url'),
  };
}
