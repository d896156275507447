import { z } from 'zod';

/** What a role is called; the same rule as the API's. */
export const roleName = z.string().trim().min(1, 'role.name.empty').max(60, 'role.name.long');
