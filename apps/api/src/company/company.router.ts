import { z } from 'zod';

import { memberProcedure, nothing, procedureFor, router } from '../rpc/trpc.ts';
import type { CompanyService } from './company.service.ts';
import { companyForm, companySaved, companyView } from './company.shapes.ts';

export function companyRouter(company: CompanyService) {
  const manage = procedureFor('settings');
  return router({
    get: memberProcedure
      .input(nothing)
      .output(companyView)
      .query(({ ctx }) => company.get(ctx.viewer.companyId)),
    save: manage
      .input(z.object({ ...companyForm.shape, former: companyForm }))
      .output(companySaved)
      .mutation(({ ctx, input: { former, ...next } }) => company.save(ctx.viewer, former, next)),
    welcomed: manage
      .input(nothing)
      .output(nothing)
      .mutation(async ({ ctx }) => {
        await company.welcomed(ctx.viewer.companyId);
        return {};
      }),
  });
}
