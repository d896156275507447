import { actions, builtInRoles, mostLinesOfRole, reaches, roleRights } from '@switchboard/domain/access';
import { z } from 'zod';

/** A role that every company has, or one of the company's own. */
export const roleId = z.union([z.enum(builtInRoles), z.uuid()]);
export const roleIds = z.array(roleId);

/** The most roles a company has, and one employee. */
export const mostRoles = 50;
export const mostRolesOfOne = 10;

/** The roles that somebody is given: one at least. */
export const givenRoles = roleIds.min(1, 'roles.none').max(mostRolesOfOne, 'roles.many');

const reachesOfAll = z.record(z.enum(actions), z.enum(reaches));

/** What roles come to, as the console is told. */
export const compiledRights = z.object({ general: reachesOfAll, lines: z.record(z.string(), reachesOfAll) });

export const roleName = z.string().trim().min(1, 'role.name.empty').max(60, 'role.name.long');

/** The rights of a role as a screen sends them. */
export const givenRights = roleRights.refine(({ lines }) => Object.keys(lines).length <= mostLinesOfRole, {
  path: ['lines'],
  error: 'role.lines.many',
});

/** A role with its rights, and who has it. */
export const roleRow = z.object({
  roleId,
  /** Empty for one that every company has. */
  name: z.string(),
  /** Its rights are those it starts with. */
  isDefault: z.boolean(),
  /** Grows with every save; 0 while nothing of it was ever saved. */
  version: z.number().int(),
  rights: z.object({
    general: reachesOfAll,
    lines: z.record(z.string(), z.partialRecord(z.enum(actions), z.enum(reaches))),
  }),
  employeeIds: z.array(z.uuid()),
  /** Invitations that name it and are not answered yet. */
  invitations: z.number().int(),
});
export type RoleRow = z.infer<typeof roleRow>;
