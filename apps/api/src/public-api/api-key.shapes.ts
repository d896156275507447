import { z } from 'zod';

/** What a key may at most: read what its creator may see, or also act in dialogs as he may. */
export const keyRights = z.enum(['read', 'act']);
export type KeyRights = z.infer<typeof keyRights>;

/** For how many days a key can be made good; null: until it is revoked. */
export const keyDays = [30, 90, 365] as const;

export const apiKeyForm = z.object({
  name: z.string().trim().min(1, 'apiKey.name.empty').max(100, 'apiKey.name.long'),
  rights: keyRights,
  days: z.literal(keyDays, 'apiKey.days.unknown').nullable(),
});
export type ApiKeyForm = z.infer<typeof apiKeyForm>;

export const apiKey = z.object({
  apiKeyId: z.uuid(),
  name: z.string(),
  rights: keyRights,
  /** The last characters of the key, to tell it from others. */
  hint: z.string(),
  createdBy: z.object({ employeeId: z.uuid(), name: z.string(), surname: z.string(), photo: z.string().nullable() }),
  createdAt: z.number().int(),
  expiresAt: z.number().int().nullable(),
  revokedAt: z.number().int().nullable(),
  lastUsedAt: z.number().int().nullable(),
  /** Whether it works now, or why not: `creator`: whoever made it was dismissed, or may no longer use the API. */
  state: z.enum(['good', 'expired', 'revoked', 'creator']),
});
export type ShownApiKey = z.infer<typeof apiKey>;
