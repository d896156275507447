import { z } from 'zod';

import { nothing, procedureFor, router } from '../rpc/trpc.ts';
import {
  clientConsent,
  consentFilter,
  consentPage,
  consentsFile,
  consentSheet,
  ledgerReport,
  ledgerState,
  mostConsents,
  withdrawal,
  withdrawn,
} from './consent.shapes.ts';
import { KeyLost } from './heads.ts';
import type { ConsentsService } from './consents.service.ts';
import type { LedgerService } from './ledger.service.ts';

export function consentsRouter(consents: ConsentsService, ledger: LedgerService) {
  const guarded = procedureFor('agreements', { everywhere: true });
  return router({
    list: guarded
      .input(
        z.object({
          ...consentFilter.shape,
          cursor: z.number().int().min(1).optional(),
          limit: z.number().int().min(1).max(mostConsents).default(50),
        }),
      )
      .output(consentPage)
      .query(({ ctx, input: { cursor, limit, ...filter } }) =>
        consents.list(ctx.viewer.companyId, filter, cursor, limit),
      ),
    file: guarded
      .input(consentFilter)
      .output(consentsFile)
      .query(({ ctx, input }) => consents.file(ctx.viewer.companyId, input)),
    get: guarded
      .input(z.object({ number: z.number().int().min(1) }))
      .output(consentSheet.nullable())
      .query(({ ctx, input }) => consents.get(ctx.viewer.companyId, input.number)),
    ofClient: guarded
      .input(z.object({ clientId: z.uuid() }))
      .output(z.array(clientConsent))
      .query(({ ctx, input }) => consents.ofClient(ctx.viewer.companyId, input.clientId)),
    withdraw: guarded
      .input(withdrawal)
      .output(withdrawn)
      .mutation(({ ctx, input }) => consents.withdraw(ctx.viewer, input)),
    state: guarded
      .input(nothing)
      .output(ledgerState)
      .query(({ ctx }) => consents.state(ctx.viewer.companyId)),
    /** Reads the whole ledger; asked when somebody wants to know, never by itself. */
    check: guarded
      .input(nothing)
      .output(ledgerReport)
      .query(({ ctx }) => ledger.check(ctx.viewer.companyId)),
    /** Signs how far the ledger has come, now rather than tomorrow; null where that was done. */
    sign: guarded
      .input(nothing)
      .output(
        z.object({
          signed: z.object({ number: z.number().int(), at: z.number() }).nullable(),
          keyLost: z.boolean(),
        }),
      )
      .mutation(async ({ ctx }) => {
        try {
          const head = await ledger.sign(ctx.viewer.companyId);
          return { signed: head === null ? null : { number: head.number, at: head.at }, keyLost: false };
        } catch (error) {
          if (error instanceof KeyLost) return { signed: null, keyLost: true };
          throw error;
        }
      }),
  });
}
