import { z } from 'zod';

import { memberProcedure, nothing, procedureFor, router } from '../rpc/trpc.ts';
import type { CompanyService } from './company.service.ts';
import { companyForm, companySaved, companyView } from './company.shapes.ts';
import { plan, planChange, planView } from './plan.shapes.ts';
import type { PlansService } from './plans.service.ts';

export function companyRouter(company: CompanyService, plans: PlansService) {
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
    plan: memberProcedure
      .input(nothing)
      .output(planView)
      .query(({ ctx }) => plans.get(ctx.viewer)),
    /** Without `sure` a plan that is too small for the lines is not taken: which lines would be switched off is told. */
    setPlan: manage
      .input(z.object({ plan, sure: z.boolean() }))
      .output(planChange)
      .mutation(({ ctx, input }) => plans.set(ctx.viewer, input.plan, input.sure)),
    welcomed: manage
      .input(nothing)
      .output(nothing)
      .mutation(async ({ ctx }) => {
        await company.welcomed(ctx.viewer.companyId);
        return {};
      }),
  });
}
