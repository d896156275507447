import { cellAsWritten } from '../text/index.ts';
import { longestReply, longestReplyName, mostReplies, mostSections } from './reply.ts';

/** The columns of a file of quick replies, in the order in which one is written. */
export const csvColumns = ['section', 'name', 'text'] as const;

/** A line of a file as it was read: where it begins, counted from one, and what stands in its cells. */
export type CsvLine = { line: number; cells: readonly string[] };

/** What is wrong with a line of a file. */
export const brokenBecause = [
  'columns',
  'quote',
  'cells',
  'name-missing',
  'name-long',
  'section-long',
  'text-missing',
  'text-long',
  'too-many-replies',
  'too-many-sections',
] as const;
export type BrokenBecause = (typeof brokenBecause)[number];

/** A line that cannot be taken over, with the reason. */
export type BrokenLine = { line: number; because: BrokenBecause };

/** A reply as a file names it; a section's name is empty where it stands in none. */
export type CsvReply = { line: number; section: string; name: string; text: string };

/** A list as it stands: what a file is compared with. */
export type StoredList = {
  sections: readonly { sectionId: string; name: string }[];
  replies: readonly { replyId: string; sectionId: string | null; name: string; text: string }[];
};

/**
 * What taking a file over would do. Nothing is taken over while anything is broken. `sections` are the names of new ones,
 * in the order of the file.
 */
export type ImportPlan = {
  added: CsvReply[];
  changed: (CsvReply & { replyId: string })[];
  same: number;
  sections: string[];
  broken: BrokenLine[];
};

/** The separator of a file, told by its first line: a semicolon where more of them stand outside quotes than commas. */
export function separatorOf(file: string): ',' | ';' {
  const first = (file.trimStart().split(/\r\n|\r|\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (sign: string): number => first.split(sign).length;
  return count(';') > count(',') ? ';' : ',';
}

/**
 * A file compared with the list it goes into. Replies are known by section and name, whatever the case of their letters:
 * one that is there is changed, another is added at the end of its section; two of one name are matched in their order.
 * `broken` are lines that could not even be read.
 */
export function importPlan(
  lines: readonly CsvLine[],
  stored: StoredList,
  broken: readonly BrokenLine[] = [],
): ImportPlan {
  const plan: ImportPlan = { added: [], changed: [], same: 0, sections: [], broken: [...broken] };
  const filled = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const [header, ...rest] = filled;
  const columns = header?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const at = { section: columns.indexOf('section'), name: columns.indexOf('name'), text: columns.indexOf('text') };
  if (at.name < 0 || at.text < 0) {
    plan.broken.unshift({ line: header?.line ?? 1, because: 'columns' });
    return plan;
  }

  const waiting = new Map<string, StoredList['replies'][number][]>();
  const sectionNames = new Map(stored.sections.map(({ sectionId, name }) => [sectionId, name]));
  for (const reply of stored.replies) {
    const key = keyOf(reply.sectionId === null ? '' : (sectionNames.get(reply.sectionId) ?? ''), reply.name);
    waiting.set(key, [...(waiting.get(key) ?? []), reply]);
  }
  const sections = new Set([...sectionNames.values()].map(folded));
  for (const { line, cells } of rest) {
    const cell = (column: keyof typeof at): string => cellAsWritten(cells[at[column]] ?? '').trim();
    const reply = { line, section: cell('section'), name: cell('name'), text: cell('text') };
    const because = wrongWith(reply) ?? (cells.slice(columns.length).some((one) => one.trim() !== '') ? 'cells' : null);
    if (because !== null) {
      plan.broken.push({ line, because });
      continue;
    }
    if (reply.section !== '' && !sections.has(folded(reply.section))) {
      if (sections.size >= mostSections) {
        plan.broken.push({ line, because: 'too-many-sections' });
        continue;
      }
      sections.add(folded(reply.section));
      plan.sections.push(reply.section);
    }
    const known = waiting.get(keyOf(reply.section, reply.name))?.shift();
    if (known === undefined) {
      if (stored.replies.length + plan.added.length >= mostReplies)
        plan.broken.push({ line, because: 'too-many-replies' });
      else plan.added.push(reply);
    } else if (known.text === reply.text && known.name === reply.name) plan.same += 1;
    else plan.changed.push({ ...reply, replyId: known.replyId });
  }
  plan.broken.sort((one, other) => one.line - other.line);
  return plan;
}

/** The name of a section or reply as two are compared. */
export function folded(name: string): string {
  return name.trim().toLowerCase();
}

function keyOf(section: string, name: string): string {
  return JSON.stringify([folded(section), folded(name)]);
}

function wrongWith({ section, name, text }: CsvReply): BrokenBecause | null {
  if (text === '') return 'text-missing';
  if (text.length > longestReply) return 'text-long';
  if (name === '') return 'name-missing';
  if (name.length > longestReplyName) return 'name-long';
  return section.length > longestReplyName ? 'section-long' : null;
}
