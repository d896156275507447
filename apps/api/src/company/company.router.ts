import { z } from 'zod';

import { memberProcedure, nothing, procedureFor, router } from '../rpc/trpc.ts';
import type { CompanyService } from './company.service.ts';
import { companyName, language, timeZone } from './company.shapes.ts';

export function companyRouter(company: CompanyService) {
  const manage = procedureFor('settings');
  return router({
    get: memberProcedure
      .input(nothing)
      .output(z.object({ name: z.string(), language, timeZone: z.string(), timeZones: z.array(z.string()) }))
      .query(({ ctx }) => company.get(ctx.viewer.companyId)),
    save: manage
      .input(z.object({ name: companyName, language, timeZone }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await company.save(ctx.viewer.companyId, input);
        return {};
      }),
    welcomed: manage
      .input(nothing)
      .output(nothing)
      .mutation(async ({ ctx }) => {
        await company.welcomed(ctx.viewer.companyId);
        return {};
      }),
  });
}
