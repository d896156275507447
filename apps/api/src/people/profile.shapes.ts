import { z } from 'zod';

import { personName } from '../company/company.shapes.ts';
import { employee } from './person.shapes.ts';

/** What clients and colleagues see of somebody. */
export const profileForm = z.object({
  name: personName,
  surname: z.string().trim().max(100, 'person.name.long'),
  position: z.string().trim().max(100, 'person.name.long'),
  /** The address of his photo; null: his initials stand in its place. */
  photo: z.string().max(2_000, 'picture.unknown').nullable(),
});
export type ProfileForm = z.infer<typeof profileForm>;

/** `stale`: somebody saved other values meanwhile; `now` are theirs, and may be older than what a form takes today. */
export const profileSaved = z.discriminatedUnion('saved', [
  z.object({ saved: z.literal(true) }),
  z.object({
    saved: z.literal(false),
    because: z.literal('stale'),
    now: z.object({ name: z.string(), surname: z.string(), position: z.string(), photo: z.string().nullable() }),
  }),
]);
export type ProfileSaved = z.infer<typeof profileSaved>;

export const profile = z.object({
  employee,
  /** The departments he leads. */
  leads: z.array(z.uuid()),
  /** The lines in whose queues he is, and by which department; null: their lists name him. */
  lines: z.array(z.object({ lineId: z.uuid(), name: z.string(), active: z.boolean(), through: z.uuid().nullable() })),
  /** How many more there are that the reader may not see. */
  hiddenLines: z.number().int(),
});
export type Profile = z.infer<typeof profile>;
