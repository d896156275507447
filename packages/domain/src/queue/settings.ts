import { z } from 'zod';

import type { CrewMember } from '../people/index.ts';

/** The three ways a line hands a dialog to its people (product §3.1). */
export const distributions = ['evenly', 'strictly', 'all'] as const;

/** Which open dialogs leave an operator's slot free (product §3.1, Slots). */
export const notCounted = ['answered', 'waiting-for-client', 'closed'] as const;

/** Whose name and picture a client sees beside an answer (product §3.1, Operator data). */
export const operatorData = ['profile', 'replaced', 'hidden'] as const;

/** The waits the form offers; any whole minute between the first and the last is accepted. */
export const offerMinutesPresets = [1, 3, 5, 10, 15, 30, 60, 120, 180, 360, 480, 720] as const;

/** The most open dialogs one employee may hold, whatever the line says (product §3.1). */
export const mostOpenDialogs = 1000;

/**
 * What a client sees of an operator instead of his profile. An empty field says nothing; the photo is an http(s)
 * address.
 */
export const shownOperator = z.object({
  name: z.string().trim().max(100),
  position: z.string().trim().max(100),
  photo: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .or(z.literal('')),
});
export type ShownOperator = z.infer<typeof shownOperator>;

/** The id of whom an entry of the queue names, a person or a department. */
export function memberId(member: CrewMember): string {
  return 'employeeId' in member ? member.employeeId : member.departmentId;
}

/**
 * The Queue tab of a line (product §3.1): who answers, in what order, for how long he is asked,
 * and what a client sees of him. Defaults are those of a new line, except `members`, which starts
 * as the creator and can never be saved empty.
 */
export const queueSettings = z.object({
  /** Employees and departments in the order of the list; none twice. */
  members: z
    .array(z.union([z.strictObject({ employeeId: z.uuid() }), z.strictObject({ departmentId: z.uuid() })]))
    .min(1, 'queue.members.empty')
    .max(1000, 'queue.members.tooMany')
    .refine((members) => new Set(members.map(memberId)).size === members.length, 'queue.members.twice'),
  distribution: z.enum(distributions).default('all'),
  /** How long one person is asked before the next, in whole minutes. Plays no part in `all`. */
  offerMinutes: z
    .number()
    .int('queue.offerMinutes.range')
    .min(1, 'queue.offerMinutes.range')
    .max(720, 'queue.offerMinutes.range')
    .default(3),
  checkAvailability: z.boolean().default(true),
  /** Dialogs of this line one operator holds at most by automatic offer; null is no limit. */
  limit: z
    .number()
    .int('queue.limit.range')
    .min(1, 'queue.limit.range')
    .max(mostOpenDialogs, 'queue.limit.range')
    .nullable()
    .default(null),
  notCounted: z.enum(notCounted).default('waiting-for-client'),
  operatorData: z.enum(operatorData).default('profile'),
  /**
   * `replaced`: what the client sees per employee; an empty field falls back to the profile. Kept when the mode
   * changes.
   */
  replaced: z.record(z.uuid(), shownOperator).default({}),
  /** `hidden`: the one name and picture of the line. Kept when the mode changes. */
  hidden: shownOperator.default({ name: '', position: '', photo: '' }),
  /** Where a channel shows no sender, the first message of a burst begins with the operator's name. */
  nameInText: z.boolean().default(true),
});
export type QueueSettings = z.infer<typeof queueSettings>;
