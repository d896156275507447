import { z } from 'zod';

import { memberProcedure, nothing, procedureFor, router } from '../rpc/trpc.ts';
import { givenRights, givenRoles, roleId, roleIds, roleName, roleRow } from './role.shapes.ts';
import type { RolesService } from './roles.service.ts';

const created = z.discriminatedUnion('created', [
  z.object({ created: z.literal(true), roleId: z.uuid() }),
  z.object({ created: z.literal(false), because: z.enum(['too-many', 'wider-than-yours']) }),
]);

export function rolesRouter(roles: RolesService) {
  const manage = procedureFor('people', { everywhere: true });
  return router({
    list: memberProcedure
      .input(nothing)
      .output(z.array(roleRow))
      .query(({ ctx }) => roles.list(ctx.viewer.companyId)),
    create: manage
      .input(z.object({ name: roleName, rights: givenRights }))
      .output(created)
      .mutation(({ ctx, input }) => roles.create(ctx.viewer, input)),
    copy: manage
      .input(z.object({ roleId, name: roleName }))
      .output(created)
      .mutation(({ ctx, input }) => roles.copy(ctx.viewer, input)),
    save: manage
      .input(z.object({ roleId, version: z.number().int().min(0), name: roleName.optional(), rights: givenRights }))
      .output(
        z.union([
          z.object({ saved: z.literal(true), version: z.number().int() }),
          z.object({
            saved: z.literal(false),
            because: z.literal('stale'),
            now: roleRow.pick({ version: true, name: true, rights: true }),
          }),
          z.object({ saved: z.literal(false), because: z.enum(['fixed', 'wider-than-yours']) }),
        ]),
      )
      .mutation(({ ctx, input: { name, ...input } }) => roles.save(ctx.viewer, { ...input, name })),
    /** `moveTo` is given to those who have it; without one it is refused while anybody has it. */
    remove: manage
      .input(z.object({ roleId, moveTo: roleId.nullable() }))
      .output(
        z.union([
          z.object({ removed: z.literal(true) }),
          z.object({
            removed: z.literal(false),
            because: z.literal('in-use'),
            employees: z.number().int(),
            invitations: z.number().int(),
          }),
          z.object({ removed: z.literal(false), because: z.enum(['built-in', 'wider-than-yours']) }),
        ]),
      )
      .mutation(({ ctx, input }) => roles.remove(ctx.viewer, input)),
    /** `was`: the roles he had when they were looked at. */
    give: procedureFor('people')
      .input(z.object({ employeeId: z.uuid(), was: z.array(z.string().max(100)).max(100), roleIds: givenRoles }))
      .output(
        z.union([
          z.object({ set: z.literal(true) }),
          z.object({ set: z.literal(false), because: z.literal('stale'), roleIds }),
          z.object({
            set: z.literal(false),
            because: z.enum(['dismissed', 'last-administrator', 'no-such-role', 'wider-than-yours']),
          }),
        ]),
      )
      .mutation(({ ctx, input }) => roles.give(ctx.viewer, input)),
  });
}
