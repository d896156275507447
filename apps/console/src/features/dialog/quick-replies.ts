import { found, inSections, prepared, type Prepared } from '@switchboard/domain/quick-replies';

import type { LineReplies, QuickReply } from '../../rpc/shapes.ts';

export type PickerGroup = { key: string; title: string; replies: QuickReply[] };

const mostRecent = 5;
const mostFound = 100;

/**
 * What the picker shows, in groups: while nothing is sought, what this person used last and then the list by its
 * sections; otherwise what was found, the best first, in one group.
 */
export function pickerGroups(
  list: NonNullable<LineReplies['list']>,
  search: string,
  recentIds: readonly string[],
  words: { recent: string; noSection: string; found: string },
): PickerGroup[] {
  if (search.trim() !== '') {
    const replies = found(readyOf(list), search).slice(0, mostFound);
    return replies.length === 0 ? [] : [{ key: 'found', title: words.found, replies }];
  }
  const known = new Map(list.replies.map((reply) => [reply.replyId, reply]));
  const recent = recentIds.flatMap((replyId) => known.get(replyId) ?? []).slice(0, mostRecent);
  const all = [
    { key: 'recent', title: words.recent, replies: recent },
    ...inSections(list.replies, list.sections).map(({ section, replies }) => ({
      key: section?.sectionId ?? 'none',
      title: section?.name ?? words.noSection,
      replies,
    })),
  ];
  return all.filter(({ replies }) => replies.length > 0);
}

type Sought = QuickReply & { section: string | null };
const ready = new WeakMap<object, Prepared<Sought>[]>();

/** The replies as they are searched, made ready once and not with every letter that is typed. */
function readyOf(list: NonNullable<LineReplies['list']>): Prepared<Sought>[] {
  const known = ready.get(list);
  if (known !== undefined) return known;
  const names = new Map(list.sections.map(({ sectionId, name }) => [sectionId, name]));
  const made = prepared(
    list.replies.map((reply) => ({
      ...reply,
      section: reply.sectionId === null ? null : (names.get(reply.sectionId) ?? null),
    })),
  );
  ready.set(list, made);
  return made;
}

/** The option that a key leads to, from one of so many; null where the key leads nowhere. */
export function optionAfter(key: string, from: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case 'ArrowDown':
      return (from + 1) % count;
    case 'ArrowUp':
      return (from - 1 + count) % count;
    case 'PageDown':
      return Math.min(count - 1, from + 5);
    case 'PageUp':
      return Math.max(0, from - 5);
    default:
      return null;
  }
}

type Pressed = { key: string; code: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean };

/** The key opens the picker: a slash where nothing was written yet, or with Ctrl or ⌘ anywhere and on any keyboard. */
export function opensPicker({ key, code, ctrlKey, metaKey, altKey }: Pressed, text: string): boolean {
  if (altKey) return false;
  if (ctrlKey || metaKey) return key === '/' || code === 'Slash';
  return key === '/' && text === '';
}

/** A text with another in place of what was chosen in it, and where the cursor stands afterwards. */
export function withInserted(
  text: string,
  inserted: string,
  { start, end }: { start: number; end: number },
): { text: string; cursor: number } {
  return { text: text.slice(0, start) + inserted + text.slice(end), cursor: start + inserted.length };
}

const recentKey = 'switchboard.quick-replies.recent';
const mostKept = 30;

/** The replies that were used last in this browser, the latest first. */
export function recentReplies(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(recentKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

/** Remembers that a reply was used now. */
export function keepRecent(replyId: string): void {
  try {
    const others = recentReplies().filter((one) => one !== replyId);
    localStorage.setItem(recentKey, JSON.stringify([replyId, ...others].slice(0, mostKept)));
  } catch {
    // Without storage the list begins with its sections.
  }
}
