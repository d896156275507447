import {
  found,
  inSections,
  mostUsedFirst,
  prepared,
  withMoved,
  type Prepared,
} from '@switchboard/domain/quick-replies';

import type { QuickReply, QuickReplyListView } from '../../rpc/shapes.ts';
import type { Shown } from './address.ts';

type Section = QuickReplyListView['sections'][number];
export type Group = { key: string; section: Section | null; replies: QuickReply[] };

/** What the page shows of a list: by section in its order, or, where something is sought or sorted, in one group. */
export function groupsOf(
  list: Pick<QuickReplyListView, 'sections' | 'replies'>,
  { section, search, sort }: Pick<Shown, 'section' | 'search' | 'sort'>,
): { grouped: boolean; groups: Group[] } {
  const isWithin = ({ sectionId }: QuickReply) => section === null || (sectionId ?? 'none') === section;
  if (search.trim() !== '' || sort === 'used') {
    const matching = found(
      readyOf(list).filter(({ reply }) => isWithin(reply)),
      search,
    );
    return {
      grouped: false,
      groups: [{ key: 'found', section: null, replies: sort === 'used' ? matching.toSorted(mostUsedFirst) : matching }],
    };
  }
  const groups = inSections(list.replies.filter(isWithin), list.sections).map((group) => ({
    key: group.section?.sectionId ?? 'none',
    section: group.section,
    replies: group.replies,
  }));
  return {
    grouped: true,
    groups: groups.filter((group) =>
      section === null ? group.section !== null || group.replies.length > 0 : group.key === section,
    ),
  };
}

type Sought = QuickReply & { section: string | null };
const ready = new WeakMap<object, Prepared<Sought>[]>();

/** The replies as they are searched, made ready once and not with every letter that is typed. */
function readyOf(list: Pick<QuickReplyListView, 'sections' | 'replies'>): Prepared<Sought>[] {
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

/** Where a reply goes. */
export type Place = { sectionId: string | null; beforeReplyId: string | null };

/** Where a reply stands one step up or down from where it is, into the next section at the ends; null at the very ends. */
export function stepOf(
  { sections, replies }: Pick<QuickReplyListView, 'sections' | 'replies'>,
  replyId: string,
  step: -1 | 1,
): Place | null {
  const groups = inSections(replies, sections);
  const at = groups.findIndex((group) => group.replies.some((reply) => reply.replyId === replyId));
  const ids = groups[at]?.replies.map((reply) => reply.replyId) ?? [];
  const index = ids.indexOf(replyId);
  const sectionId = groups[at]?.section?.sectionId ?? null;
  if (step === -1 && index > 0) return { sectionId, beforeReplyId: ids[index - 1] ?? null };
  if (step === 1 && index >= 0 && index < ids.length - 1) return { sectionId, beforeReplyId: ids[index + 2] ?? null };
  const next = groups[at + step];
  if (index < 0 || next === undefined) return null;
  return {
    sectionId: next.section?.sectionId ?? null,
    beforeReplyId: step === 1 ? (next.replies[0]?.replyId ?? null) : null,
  };
}

/** The list with a reply put elsewhere. */
export function withReplyAt(
  list: QuickReplyListView,
  replyId: string,
  { sectionId, beforeReplyId }: Place,
): QuickReplyListView {
  const known = new Map(list.replies.map((reply) => [reply.replyId, reply]));
  const moved = known.get(replyId);
  if (moved === undefined) return list;
  const inside = list.replies.filter((reply) => reply.sectionId === sectionId).map((reply) => reply.replyId);
  const order = withMoved(inside, replyId, beforeReplyId);
  const others = list.replies.filter((reply) => reply.sectionId !== sectionId && reply.replyId !== replyId);
  known.set(replyId, { ...moved, sectionId });
  return { ...list, replies: [...others, ...order.flatMap((id) => known.get(id) ?? [])] };
}

/** The list with a section put before another, or at the end. */
export function withSectionAt(list: QuickReplyListView, sectionId: string, before: string | null): QuickReplyListView {
  const known = new Map(list.sections.map((section) => [section.sectionId, section]));
  return {
    ...list,
    sections: withMoved([...known.keys()], sectionId, before).flatMap((id) => known.get(id) ?? []),
  };
}
