import { agreementDraft, agreementName, agreementTemplates } from '@switchboard/domain/agreement';
import { z } from 'zod';

import { nothing, procedureFor, router } from '../rpc/trpc.ts';
import {
  agreementChoice,
  agreementCreated,
  agreementRemoved,
  agreementRestored,
  agreementRow,
  agreementView,
  draftSaved,
  published,
  versionView,
} from './agreement.shapes.ts';
import type { AgreementsService } from './agreements.service.ts';

const agreement = z.object({ agreementId: z.uuid() });

export function agreementsRouter(agreements: AgreementsService) {
  const write = procedureFor('agreements', { everywhere: true });
  return router({
    list: write
      .input(nothing)
      .output(z.array(agreementRow))
      .query(({ ctx }) => agreements.list(ctx.viewer)),
    get: write
      .input(agreement)
      .output(agreementView.nullable())
      .query(({ ctx, input }) => agreements.get(ctx.viewer, input.agreementId)),
    version: write
      .input(agreement.extend({ version: z.number().int().min(1).max(1_000_000) }))
      .output(versionView.nullable())
      .query(({ ctx, input }) => agreements.version(ctx.viewer, input.agreementId, input.version)),
    /** What lines choose among, for whoever sees lines. */
    choices: procedureFor('linesView')
      .input(nothing)
      .output(z.array(agreementChoice))
      .query(({ ctx }) => agreements.choices(ctx.viewer)),
    create: write
      .input(z.object({ name: agreementName, template: z.enum(agreementTemplates), draft: agreementDraft }))
      .output(agreementCreated)
      .mutation(({ ctx, input }) => agreements.create(ctx.viewer, input)),
    saveDraft: write
      .input(agreement.extend({ draftVersion: z.number().int().min(1), name: agreementName, draft: agreementDraft }))
      .output(draftSaved)
      .mutation(({ ctx, input }) => agreements.saveDraft(ctx.viewer, input)),
    publish: write
      .input(agreement.extend({ draftVersion: z.number().int().min(1) }))
      .output(published)
      .mutation(({ ctx, input }) => agreements.publish(ctx.viewer, input.agreementId, input.draftVersion)),
    remove: write
      .input(agreement)
      .output(agreementRemoved)
      .mutation(({ ctx, input }) => agreements.remove(ctx.viewer, input.agreementId)),
    restore: write
      .input(agreement)
      .output(agreementRestored)
      .mutation(({ ctx, input }) => agreements.restore(ctx.viewer, input.agreementId)),
  });
}
