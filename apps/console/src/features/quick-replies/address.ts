/** What the address of the page says: the list that is open, what of it is shown, and the reply in the editor. */
export type Shown = {
  list: string | null;
  /** A section, or `none`: the replies in no section; null: all of them. */
  section: string | null;
  search: string;
  sort: 'place' | 'used';
  /** A reply; or `new`, with the section it begins in behind a colon. */
  reply: string | null;
};

/** The page as its address says it; what is not understood is left out. */
export function shownIn(search: URLSearchParams): Shown {
  return {
    list: short(search.get('list')),
    section: short(search.get('section')),
    search: search.get('search')?.slice(0, 100) ?? '',
    sort: search.get('sort') === 'used' ? 'used' : 'place',
    reply: short(search.get('reply')),
  };
}

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the API takes for an id. */
export function isId(text: string | null): text is string {
  return text !== null && id.test(text);
}

/** Where a new reply begins, as the address names it. */
export function newIn(sectionId: string | null): string {
  return sectionId === null ? 'new' : `new:${sectionId}`;
}

/** The section a new reply begins in, null for none; undefined where the address names no new one. */
export function sectionOfNew(reply: string | null): string | null | undefined {
  if (reply === 'new') return null;
  return reply?.startsWith('new:') === true ? reply.slice('new:'.length) : undefined;
}

function short(value: string | null): string | null {
  return value === null || value === '' || value.length > 64 ? null : value;
}

/** The address with some of it changed; null takes a part away. What belongs to a list goes with it. */
export function withShown(search: URLSearchParams, changes: { [part in keyof Shown]?: string | null }): string {
  const changed = new URLSearchParams(search);
  if ('list' in changes) for (const part of ['section', 'search', 'reply']) changed.delete(part);
  for (const [part, value] of Object.entries(changes)) {
    if (value === null || value === '' || (part === 'sort' && value === 'place')) changed.delete(part);
    else changed.set(part, value);
  }
  return changed.size === 0 ? '/quick-replies' : `/quick-replies?${changed}`;
}
