import { z } from 'zod';

import { procedureFor, router } from '../rpc/trpc.ts';
import type { AuditService } from './audit.service.ts';
import { auditFilter, auditPage, mostAuditEntries } from './audit.shapes.ts';

export function auditRouter(service: AuditService) {
  return router({
    list: procedureFor('settings')
      .input(
        z.object({
          ...auditFilter.shape,
          cursor: z.uuid().optional(),
          limit: z.number().int().min(1).max(mostAuditEntries).default(50),
        }),
      )
      .output(auditPage)
      .query(({ ctx, input: { cursor, limit, ...filter } }) =>
        service.list(ctx.viewer.companyId, filter, cursor, limit),
      ),
  });
}
