import { decisions } from '@switchboard/domain/agreement';

import type { ConsentFilter } from '../../rpc/shapes.ts';

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const date = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** The names of the filter in the address. */
export type ConsentField = 'agreement' | 'version' | 'decision' | 'line' | 'channel' | 'client' | 'from' | 'until';

/** The filter of the consents as the address says it; what is not understood is left out. */
export function consentFilterIn(search: URLSearchParams): ConsentFilter {
  const idIn = (name: ConsentField): string | null => {
    const value = search.get(name) ?? '';
    return id.test(value) ? value : null;
  };
  const dateIn = (name: ConsentField): string | null => {
    const value = search.get(name) ?? '';
    if (!date.test(value)) return null;
    const day = new Date(`${value}T00:00:00Z`);
    return day.toISOString().startsWith(value) ? value : null;
  };
  const [agreementId, lineId, channelId, clientId] = [idIn('agreement'), idIn('line'), idIn('channel'), idIn('client')];
  const [from, until] = [dateIn('from'), dateIn('until')];
  const version = /^\d{1,6}$/.test(search.get('version') ?? '') ? Number(search.get('version')) : 0;
  const decision = decisions.find((one) => one === search.get('decision'));
  return {
    ...(agreementId === null ? {} : { agreementId }),
    // A version is one of an agreement: alone it says nothing.
    ...(agreementId === null || version < 1 ? {} : { version }),
    ...(decision === undefined ? {} : { decision }),
    ...(lineId === null ? {} : { lineId }),
    ...(channelId === null ? {} : { channelId }),
    ...(clientId === null ? {} : { clientId }),
    ...(from === null ? {} : { from }),
    ...(until === null ? {} : { until }),
  };
}

/** The address of the list with some of its filter changed; an empty value takes one away. */
export function withConsentFilter(search: URLSearchParams, changes: Partial<Record<ConsentField, string>>): string {
  const changed = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') changed.delete(name);
    else changed.set(name, value);
  }
  return changed.size === 0 ? '/consents' : `/consents?${changed}`;
}

/** What the list is read by; server and browser must agree. */
export function consentInput(filter: ConsentFilter) {
  return { ...filter, limit: 50 };
}
