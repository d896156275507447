import { brokenBecause, mostReplies } from '@switchboard/domain/quick-replies';
import { z } from 'zod';

/** The largest file that is taken over, in bytes. */
export const mostCsv = 2_000_000;

/** A line that offers a list, and whether the reader may look at its settings. */
const lineOfList = z.object({ lineId: z.uuid(), name: z.string(), viewable: z.boolean() });

export const listRow = z.object({
  listId: z.uuid(),
  name: z.string(),
  replies: z.number().int(),
  used: z.number().int(),
  lines: z.array(lineOfList),
});
export type ListRow = z.infer<typeof listRow>;

export const sectionRow = z.object({ sectionId: z.uuid(), name: z.string() });
export type SectionRow = z.infer<typeof sectionRow>;

export const replyRow = z.object({
  replyId: z.uuid(),
  listId: z.uuid(),
  /** Null: it stands before the sections. */
  sectionId: z.uuid().nullable(),
  name: z.string(),
  text: z.string(),
  /** Grows with every save. */
  version: z.number().int(),
  createdBy: z.uuid(),
  savedBy: z.uuid(),
  savedAt: z.number(),
  /** How often a message that was begun from it was sent, and when the last. */
  used: z.number().int(),
  usedAt: z.number().nullable(),
});
export type ReplyRow = z.infer<typeof replyRow>;

/** A list with everything in it, each in its order. */
export const listView = listRow.extend({ sections: z.array(sectionRow), replies: z.array(replyRow) });
export type ListView = z.infer<typeof listView>;

/** What a line offers its operators: its list, and what its replies are filled in with. */
export const lineReplies = z.object({
  list: listView.omit({ lines: true, used: true }).nullable(),
  values: z.object({
    /** The reader's name as the line's clients see it. */
    operator: z.string(),
    line: z.string(),
    company: z.string(),
    language: z.enum(['en', 'ru']),
    timeZone: z.string(),
  }),
});
export type LineReplies = z.infer<typeof lineReplies>;

export const listMade = z.union([
  z.object({ created: z.literal(true), listId: z.uuid() }),
  z.object({ created: z.literal(false), because: z.literal('too-many') }),
]);
export const sectionMade = z.union([
  z.object({ created: z.literal(true), section: sectionRow }),
  z.object({ created: z.literal(false), because: z.literal('too-many') }),
]);
export const replyMade = z.union([
  z.object({ added: z.literal(true), reply: replyRow }),
  z.object({ added: z.literal(false), because: z.literal('too-many') }),
]);
export const replySaved = z.union([
  z.object({ saved: z.literal(true), reply: replyRow }),
  /** Somebody saved it meanwhile: as it stands now. */
  z.object({ saved: z.literal(false), because: z.literal('stale'), now: replyRow }),
]);
/** `name-taken`: another took its name meanwhile. */
export const restored = z.union([
  z.object({ restored: z.literal(true) }),
  z.object({ restored: z.literal(false), because: z.enum(['too-many', 'name-taken']) }),
]);
export const sectionRemoved = z.object({
  removed: z.literal(true),
  /** The replies that were moved elsewhere, to bring them back by. */
  movedIds: z.array(z.uuid()).max(mostReplies),
});

/** What taking a file over would do. */
export const importPreview = z.object({
  added: z.number().int(),
  changed: z.number().int(),
  same: z.number().int(),
  /** Names of new sections. */
  sections: z.array(z.string()),
  /** The first of what is new or changed. */
  examples: z.array(
    z.object({ line: z.number().int(), isNew: z.boolean(), section: z.string(), name: z.string(), text: z.string() }),
  ),
  /** How many lines are broken, and the first of them. */
  brokenCount: z.number().int(),
  broken: z.array(z.object({ line: z.number().int(), because: z.enum(brokenBecause) })),
});
export type ImportPreview = z.infer<typeof importPreview>;

export const imported = z.union([
  z.object({ imported: z.literal(true), added: z.number().int(), changed: z.number().int() }),
  /** `broken`: a line cannot be read. `stale`: the list is another than the preview saw. Nothing was saved. */
  z.object({ imported: z.literal(false), because: z.enum(['broken', 'stale']), preview: importPreview }),
]);
