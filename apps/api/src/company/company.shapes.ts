import { z } from 'zod';

import { compiledRights, roleIds } from '../access/role.shapes.ts';

/** Languages the product speaks from the first screen. */
export const language = z.enum(['en', 'ru']);

const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);
export const timeZone = z.string().refine((zone) => zones.has(zone), 'company.timeZone.unknown');

export const companyName = z.string().trim().min(1, 'company.name.empty').max(100, 'company.name.long');
export const personName = z.string().trim().min(1, 'person.name.empty').max(100, 'person.name.long');
export const email = z.email('email.invalid').max(200, 'email.invalid');
export const password = z.string().min(10, 'password.short').max(128, 'password.long');

/** What an administrator sets of the company itself. */
export const companyForm = z.object({
  name: companyName,
  language,
  timeZone,
  /** The address of a picture that the company keeps; null: none. Left out, it stays as it is. */
  logo: z.string().max(2_000, 'company.logo.unknown').nullable().optional(),
});
export type CompanyForm = z.infer<typeof companyForm>;

/** The company as it is now; its values may be older than what a form takes today. */
export const companyView = z.object({
  name: z.string(),
  language,
  timeZone: z.string(),
  logo: z.string().nullable(),
  /** Every time zone that can be chosen. */
  timeZones: z.array(z.string()),
});
export type CompanyView = z.infer<typeof companyView>;

/** `stale`: somebody saved other values meanwhile; `now` are theirs. */
export const companySaved = z.discriminatedUnion('saved', [
  z.object({ saved: z.literal(true) }),
  z.object({ saved: z.literal(false), because: z.literal('stale'), now: companyView.omit({ timeZones: true }) }),
]);
export type CompanySaved = z.infer<typeof companySaved>;

export const me = z.object({
  employeeId: z.uuid(),
  name: z.string(),
  surname: z.string(),
  position: z.string(),
  photo: z.string().nullable(),
  email: z.string(),
  roleIds,
  /** What his roles come to, and whom and which lines it is about. */
  rights: compiledRights,
  colleagues: z.array(z.uuid()).nullable(),
  lineIds: z.array(z.uuid()),
  departmentLineIds: z.array(z.uuid()).nullable(),
  away: z.boolean(),
  /** How his working day stands; null where none is kept for him. */
  workday: z.object({ state: z.enum(['started', 'paused', 'ended']), since: z.number().int() }).nullable(),
  language,
  company: z.object({ companyId: z.uuid(), name: z.string(), language, timeZone: z.string(), demo: z.boolean() }),
  /** He looks after the company, and its wizard was neither finished nor skipped yet. */
  welcome: z.boolean(),
});
export type Me = z.infer<typeof me>;
