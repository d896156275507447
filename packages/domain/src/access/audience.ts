import type { EmployeeId } from '../people/index.ts';

import { may, type Role } from './rights.ts';

/** What a person's rights come down to when a dialog is shown: he sees it if one of his keys is among its keys. */
export type AudienceKey = 'everything' | `person:${EmployeeId}` | `queue:${string}`;

/** A dialog as far as it decides who may see it. */
export type Shown = {
  lineId: string;
  /** Who holds it, or held it when it closed; null before anybody accepted. */
  holder: EmployeeId | null;
  /** On whose screens it stands as an offer. */
  offeredTo: readonly EmployeeId[];
  /** Those who joined it beside its holder. */
  joined?: readonly EmployeeId[];
  /** It is in its line's queue and nobody's. */
  waiting: boolean;
};

/** A person as far as it decides what he may see. */
export type Viewer = {
  employeeId: EmployeeId;
  role: Role;
  /** The lines in whose queues he is. */
  lineIds: readonly string[];
};

/**
 * The keys that open this dialog: of those who see everything, of its holder, of those it is offered to or who joined it and, while it
 * waits, of everybody in its line's queue. A live update of it is written to the sockets that carry one of them.
 */
export function audienceKeys(dialog: Shown): AudienceKey[] {
  const keys: AudienceKey[] = ['everything'];
  if (dialog.holder !== null) keys.push(`person:${dialog.holder}`);
  const others = new Set([...dialog.offeredTo, ...(dialog.joined ?? [])]);
  for (const employeeId of others) if (employeeId !== dialog.holder) keys.push(`person:${employeeId}`);
  if (dialog.waiting) keys.push(`queue:${dialog.lineId}`);
  return keys;
}

/** The keys this person carries. They change with his role and with the queues he is in. */
export function keysOf(viewer: Viewer): AudienceKey[] {
  if (may(viewer, 'dialogsList', {})) return ['everything'];
  return [`person:${viewer.employeeId}`, ...viewer.lineIds.map((lineId): AudienceKey => `queue:${lineId}`)];
}

/**
 * May this person see this dialog? Administrators and supervisors any; an operator what he holds or held, is offered or joined,
 * or what waits in a line whose queue he is in. The same answer as comparing keys.
 */
export function maySee(viewer: Viewer, dialog: Shown): boolean {
  const { lineId, holder, offeredTo, joined = [], waiting } = dialog;
  return may(viewer, 'dialogsList', {
    lineId,
    holder,
    offeredTo,
    joined,
    waiting,
    inQueue: viewer.lineIds.includes(lineId),
  });
}
