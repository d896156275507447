import { z } from 'zod';

import { procedureFor, router } from '../../rpc/trpc.ts';
import { recordFilter } from '../records/record.shapes.ts';
import { exported, importChoices, importPiece, pieceChecked, pieceImported } from './import.shapes.ts';
import type { ImportService } from './import.service.ts';

const work = procedureFor('crm');

/** Contacts and leads from files and into files. */
export function recordFilesRouter(files: ImportService) {
  return router({
    check: work
      .input(importPiece)
      .output(pieceChecked)
      .mutation(({ ctx, input }) => files.check(ctx.viewer, input)),
    import: work
      .input(importPiece.extend(importChoices.shape))
      .output(pieceImported)
      .mutation(({ ctx, input: { kind, columns, rows, ...choices } }) =>
        files.run(ctx.viewer, { kind, columns, rows }, choices),
      ),
    export: work
      .input(
        recordFilter.extend({
          /** The words above the columns, in the reader's language. */
          header: z.array(z.string().max(100)).length(11),
          cursor: z.string().max(2_000).optional(),
        }),
      )
      .output(exported)
      .query(({ ctx, input: { header, cursor, ...filter } }) => files.export(ctx.viewer, filter, header, cursor)),
  });
}
