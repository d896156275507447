/** What stands in a section of a list, or before all of them. */
export type Placed = { sectionId: string | null };

/** A list's replies by section: those in none first, then the sections in their order, the empty ones too. */
export function inSections<R extends Placed, S extends { sectionId: string }>(
  replies: readonly R[],
  sections: readonly S[],
): { section: S | null; replies: R[] }[] {
  const of = (sectionId: string | null): R[] => replies.filter((reply) => reply.sectionId === sectionId);
  return [
    { section: null, replies: of(null) },
    ...sections.map((section) => ({ section, replies: of(section.sectionId) })),
  ];
}

/** The ids with one of them put before another, or at the end where `before` is null. One that is not among them is added. */
export function withMoved(ids: readonly string[], id: string, before: string | null): string[] {
  if (id === before) return [...ids];
  const others = ids.filter((one) => one !== id);
  const place = before === null ? others.length : others.indexOf(before);
  return place < 0 ? [...others, id] : [...others.slice(0, place), id, ...others.slice(place)];
}
