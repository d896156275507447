import { z } from 'zod';

import { day, unavailable } from '@switchboard/domain/people';

import { roleIds } from '../access/role.shapes.ts';
import { email } from '../company/company.shapes.ts';

/** Whether somebody is there, or why not. */
export const presence = z.enum(['available', ...unavailable]);

/** A working day as its owner keeps it. */
export const workdayStates = ['started', 'paused', 'ended'] as const;
export const workday = z.object({ state: z.enum(workdayStates), since: z.number().int() });

export const employee = z.object({
  employeeId: z.uuid(),
  name: z.string(),
  surname: z.string(),
  position: z.string(),
  photo: z.string().nullable(),
  email: z.string(),
  roleIds,
  presence,
  /** Since when he is not there; null while he is, and where he was never heard of. */
  since: z.number().int().nullable(),
  departmentId: z.uuid().nullable(),
  /** How his working day stands; null where none is kept for him. */
  workday: workday.nullable(),
  /** His own rule for keeping a working day; null: as the company. */
  workdayTracked: z.boolean().nullable(),
  /** Open dialogs held now, over all lines. */
  holds: z.number().int(),
  dismissedAt: z.number().int().nullable(),
});
export type Employee = z.infer<typeof employee>;

export const invitation = z.object({
  invitationId: z.uuid(),
  email,
  roleIds,
  /** The department he joins; null: none. */
  departmentId: z.uuid().nullable(),
  createdAt: z.number().int(),
  expiresAt: z.number().int(),
  /** His time is over: the link works no more. */
  expired: z.boolean(),
});
export type ShownInvitation = z.infer<typeof invitation>;

export const departmentName = z.string().trim().min(1, 'department.name.empty').max(100, 'department.name.long');

export const department = z.object({
  departmentId: z.uuid(),
  /** Null at the top. */
  parentId: z.uuid().nullable(),
  headId: z.uuid().nullable(),
  name: departmentName,
  /** Those who belong to it directly, the head among them where he does. */
  memberIds: z.array(z.uuid()),
  /** How many answer where a queue names it: its people and those of its parts, without the heads. */
  people: z.number().int(),
});
export type ShownDepartment = z.infer<typeof department>;

/** The most departments a company has, and how deep they may stand in each other. */
export const mostDepartments = 500;
export const mostDeep = 20;

const absenceKinds = ['vacation', 'sick-leave'] as const;

/** A moment that a calendar can hold: from the year 2000 to the year 2200. */
const moment = z.number().int().min(946_684_800_000, 'absence.moment').max(7_258_118_400_000, 'absence.moment');
const longestAbsence = 2 * 366 * day;

export const absence = z.object({
  absenceId: z.uuid(),
  employeeId: z.uuid(),
  kind: z.enum(absenceKinds),
  from: z.number().int(),
  /** The first moment after it. */
  until: z.number().int(),
  createdBy: z.uuid(),
  createdAt: z.number().int(),
});
export type ShownAbsence = z.infer<typeof absence>;

/** When somebody is absent, and why. Ends after it begins, within two years. */
export const absenceTime = z
  .object({ kind: z.enum(absenceKinds), from: moment, until: moment })
  .refine(({ from, until }) => from < until, { path: ['until'], error: 'absence.until.early' })
  .refine(({ from, until }) => until - from <= longestAbsence, { path: ['until'], error: 'absence.until.late' });
export type AbsenceTime = z.infer<typeof absenceTime>;

export const workdayEntry = z.object({
  state: z.enum(workdayStates),
  at: z.number().int(),
  /** Himself, or who did it for him. */
  by: z.uuid(),
});
