import type { DialogFilter } from '../../rpc/shapes.ts';

const states = ['with-bot', 'client-waits', 'answered', 'closed'] as const;
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The filter of the list of dialogs as the address says it; what is not understood is left out. */
export function filterIn(search: URLSearchParams): DialogFilter {
  const state = states.find((one) => one === search.get('state'));
  const lineId = search.get('line');
  const operatorId = search.get('operator');
  const text = search.get('search')?.trim().slice(0, 100) ?? '';
  return {
    ...(state === undefined ? {} : { state }),
    ...(lineId !== null && id.test(lineId) ? { lineId } : {}),
    ...(operatorId !== null && id.test(operatorId) ? { operatorId } : {}),
    ...(text === '' ? {} : { search: text }),
  };
}

/** The address of the same list with one thing of the filter changed; an empty value takes it away. */
export function withFilter(
  path: string,
  search: URLSearchParams,
  name: 'state' | 'line' | 'operator' | 'search',
  value: string,
): string {
  const changed = new URLSearchParams(search);
  if (value.trim() === '') changed.delete(name);
  else changed.set(name, value);
  return changed.size === 0 ? path : `${path}?${changed}`;
}

/** What the list is read by; server and browser must agree. */
export function dialogsInput(filter: DialogFilter) {
  return { ...filter, limit: 50 };
}
