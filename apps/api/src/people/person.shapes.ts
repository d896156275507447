import { z } from 'zod';

import { roles } from '@switchboard/domain/access';

import { email } from '../company/company.shapes.ts';

export const presence = z.enum(['available', 'away', 'idle', 'offline', 'dismissed']);

export const employee = z.object({
  employeeId: z.uuid(),
  name: z.string(),
  surname: z.string(),
  position: z.string(),
  photo: z.string().nullable(),
  email: z.string(),
  role: z.enum(roles),
  presence,
  /** Open dialogs held now, over all lines. */
  holds: z.number().int(),
  dismissedAt: z.number().int().nullable(),
});
export type Employee = z.infer<typeof employee>;

export const invitation = z.object({
  invitationId: z.uuid(),
  email,
  role: z.enum(roles),
  createdAt: z.number().int(),
  expiresAt: z.number().int(),
});
