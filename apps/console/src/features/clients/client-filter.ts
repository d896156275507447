import type { ClientFilter } from '../../rpc/shapes.ts';

/** What the address of the list says; what is not understood is left out. */
export function clientFilterIn(search: URLSearchParams): ClientFilter {
  const text = search.get('search')?.trim().slice(0, 100) ?? '';
  const only = search.get('only');
  return {
    ...(text === '' ? {} : { search: text }),
    ...(only === 'open' ? { open: true } : {}),
    ...(only === 'blocked' ? { blocked: true } : {}),
  };
}

/** What the list is read by; server and browser must agree. */
export function clientsInput(filter: ClientFilter) {
  return { ...filter, limit: 50 };
}

/** The address of the list with some of it changed; an empty value takes one away. */
export function withClientFilter(search: URLSearchParams, changes: { search?: string; only?: string }): string {
  const changed = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value.trim() === '') changed.delete(name);
    else changed.set(name, value);
  }
  return changed.size === 0 ? '/clients' : `/clients?${changed}`;
}

const views = ['about', 'thread', 'records', 'dialogs', 'consents'] as const;
export type ClientViewName = (typeof views)[number];

/** What of a client the address shows. */
export function clientViewIn(search: URLSearchParams): ClientViewName | null {
  return views.find((view) => view === search.get('view')) ?? null;
}
