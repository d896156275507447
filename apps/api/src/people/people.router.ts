import { roles } from '@switchboard/domain/access';
import { z } from 'zod';

import { email, language, personName } from '../company/company.shapes.ts';
import { memberProcedure, nothing, procedureFor, router } from '../rpc/trpc.ts';
import type { PeopleService } from './people.service.ts';
import { employee, invitation } from './person.shapes.ts';

export function peopleRouter(people: PeopleService) {
  const manage = procedureFor('people');
  return router({
    list: memberProcedure
      .input(nothing)
      .output(z.array(employee))
      .query(({ ctx }) => people.list(ctx.viewer.companyId)),
    invitations: manage
      .input(nothing)
      .output(z.array(invitation))
      .query(({ ctx }) => people.invitations(ctx.viewer.companyId)),
    invite: manage
      .input(z.object({ email, role: z.enum(roles) }))
      .output(
        z.discriminatedUnion('invited', [
          z.object({ invited: z.literal(true), invitation }),
          z.object({ invited: z.literal(false), because: z.enum(['already-here', 'already-invited']) }),
        ]),
      )
      .mutation(({ ctx, input }) => people.invite(ctx.viewer, input)),
    withdrawInvitation: manage
      .input(z.object({ invitationId: z.uuid() }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await people.withdraw(ctx.viewer, input.invitationId);
        return {};
      }),
    saveProfile: memberProcedure
      .input(
        z.object({
          name: personName,
          surname: z.string().trim().max(100),
          position: z.string().trim().max(100),
          language,
        }),
      )
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await people.saveProfile(ctx.viewer, input);
        return {};
      }),
    setAway: memberProcedure
      .input(z.object({ away: z.boolean() }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await people.setAway(ctx.viewer, input.away);
        return {};
      }),
  });
}
