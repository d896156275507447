import type { EmployeeId } from '../people/index.ts';
import type { Dialog } from './dialog.ts';
import type { World } from './world.ts';

/** The mark of somebody who gets the dialog without being in its line's queue: removal from there cannot take it. */
export function isOutsider(employeeId: EmployeeId, dialog: Dialog, world: World): { outsider?: true } {
  return world.lines[dialog.lineId]?.crew.includes(employeeId) ? {} : { outsider: true };
}
