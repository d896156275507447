import { availability, type EmployeeId, type Person } from '../people/index.ts';
import type { Dialog } from './dialog.ts';
import type { World } from './world.ts';

/**
 * What is to be kept of somebody who gets a dialog: that he is not in its line's queue, so that removal from there cannot
 * take it; that he is not there now, so that his being gone does not take it before he has come and left again; and the
 * department he is in, whose dialog it is in statistics from then on (product §6).
 */
export function marksOf(
  employeeId: EmployeeId,
  dialog: Dialog,
  world: World,
): { outsider?: true; gone?: true; departmentId?: string } {
  const person = world.people[employeeId];
  const checked = world.lines[dialog.lineId]?.queue.checkAvailability === true;
  const gone = person !== undefined && !availability(person, world.now, checked).available;
  return { ...isOutsider(employeeId, dialog, world), ...(gone ? { gone } : {}), ...departmentOf(person) };
}

/** The mark of somebody who gets the dialog without being in its line's queue: removal from there cannot take it. */
export function isOutsider(employeeId: EmployeeId, dialog: Dialog, world: World): { outsider?: true } {
  return world.lines[dialog.lineId]?.crew.includes(employeeId) ? {} : { outsider: true };
}

/** The department somebody is in as he gets a dialog. */
export function departmentOf(person: Person | undefined): { departmentId?: string } {
  return person?.departmentId == null ? {} : { departmentId: person.departmentId };
}
