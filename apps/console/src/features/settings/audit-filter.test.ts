import { describe, expect, it } from 'vitest';

import type { AuditRow } from '../../rpc/shapes.ts';
import { auditFilterIn, auditGroups, withAuditFilter } from './audit-filter.ts';

type Offered = (typeof auditGroups)[keyof typeof auditGroups][number];
/** Does not compile while something that can happen is offered by no group. */
const nothingIsMissing: [Exclude<AuditRow['what'], Offered>] extends [never] ? true : never = true;

const ann = '0198f3c0-0000-7000-8000-000000000001';
const line = '0198f3c0-0000-7000-8000-000000000002';
const read = (text: string) => auditFilterIn(new URLSearchParams(text));

describe('the filter of the audit log', () => {
  it.each([
    ['', {}],
    [`who=${ann}&what=line.saved&of=${line}`, { employeeId: ann, what: 'line.saved', subjectId: line }],
    ['what=line', { subject: 'line' }],
    ['who=api-key', { byKind: 'api-key' }],
    ['from=2026-02-28&until=2026-03-01', { from: '2026-02-28', until: '2026-03-01' }],
    ['from=2026-02-30&until=soon&who=ann&what=everything&of=1', {}],
  ])('reads %j', (text, filter) => expect(read(text)).toEqual(filter));

  it('stands in the address, and goes from it when it is taken away', () => {
    const search = new URLSearchParams('what=line&from=2026-02-28');
    expect(withAuditFilter(search, { what: 'line.saved' })).toBe('/settings/audit?what=line.saved&from=2026-02-28');
    expect(withAuditFilter(search, { what: '', from: '' })).toBe('/settings/audit');
  });

  it('offers everything that can happen, each once', () => {
    expect(nothingIsMissing).toBe(true);
    const offered = Object.values(auditGroups).flat();
    expect(new Set(offered).size).toBe(offered.length);
  });
});
