import { importTargets, mostImportColumns, mostImportPiece, onDuplicate } from '@switchboard/domain/crm';
import { z } from 'zod';

/** The kinds of records that a file can hold. */
export const importKinds = ['contact', 'lead'] as const;

/** What a column is read into: a part of a record, nothing, or a field of the company's own. */
const column = z.object({ target: z.enum([...importTargets, '']), fieldId: z.uuid().nullable() });
export type ImportColumn = z.infer<typeof column>;

/** A piece of a file: at most 500 of its lines, with what its columns are. */
export const importPiece = z.object({
  kind: z.enum(importKinds),
  columns: z.array(column).min(1).max(mostImportColumns),
  rows: z
    .array(
      z.object({
        line: z.number().int().min(1).max(10_000_000),
        cells: z.array(z.string().max(10_000)).max(mostImportColumns),
      }),
    )
    .min(1)
    .max(mostImportPiece),
});
export type ImportPiece = z.infer<typeof importPiece>;

/** What becomes of what is new and of what is known, chosen once for the whole file. */
export const importChoices = z.object({
  /** Names the import: a piece that is sent again changes nothing. */
  importKey: z.uuid(),
  duplicates: z.enum(onDuplicate),
  /** Where leads begin; null: the first pipeline. */
  pipelineId: z.uuid().nullable(),
  responsibleId: z.uuid().nullable(),
  /** The source of those that name none. */
  source: z.string().trim().max(100, 'records.source.long'),
});
export type ImportChoices = z.infer<typeof importChoices>;

/** `target`: the column's; `field:` and an id where it is one of the company's own. */
const problem = z.object({ target: z.string(), message: z.string() });

/** What would become of the lines of a piece. `keys`: their addresses, by which lines of one file are known as one. */
export const pieceChecked = z.object({
  rows: z.array(
    z.object({
      line: z.number().int(),
      becomes: z.enum(['new', 'known', 'wrong']),
      problems: z.array(problem),
      keys: z.array(z.string()),
    }),
  ),
});
export type PieceChecked = z.infer<typeof pieceChecked>;

export const pieceImported = z.object({
  added: z.number().int(),
  changed: z.number().int(),
  skipped: z.number().int(),
  wrong: z.array(z.object({ line: z.number().int(), problems: z.array(problem) })),
});
export type PieceImported = z.infer<typeof pieceImported>;

/** A part of a file of records, the header before the first; `next` goes on. */
export const exported = z.object({ csv: z.string(), rows: z.number().int(), next: z.string().nullable() });
