import { z } from 'zod';

/** The days that a company may give its people to set up a second factor. */
export const graceDays = [0, 7, 14] as const;
export const grace = z.literal(graceDays, 'security.days.unknown').nullable();

export const secondFactor = z.object({
  on: z.boolean(),
  /** When he must have one at the latest; null where his company asks for none. */
  due: z.number().nullable(),
  /** He has none, and until he does nothing else is allowed to him. */
  must: z.boolean(),
});

export const securityView = z.object({
  /** How many days everybody has to set one up; null: nobody must. */
  days: z.number().int().nullable(),
  members: z.array(
    z.object({
      employeeId: z.uuid(),
      name: z.string(),
      surname: z.string(),
      photo: z.string().nullable(),
      on: z.boolean(),
    }),
  ),
});
export type SecurityView = z.infer<typeof securityView>;
