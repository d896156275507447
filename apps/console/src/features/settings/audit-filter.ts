import type { AuditFilter, AuditRow } from '../../rpc/shapes.ts';

type What = AuditRow['what'];
type Subject = AuditRow['subject']['kind'];

/** What every entry is of, and what can have happened to it; in the order in which the filter offers them. */
export const auditGroups = {
  company: ['company.saved', 'company.plan', 'company.retention', 'workdays.tracked'],
  line: ['line.created', 'line.saved', 'line.renamed', 'line.switched-on', 'line.switched-off', 'line.deleted'],
  channel: ['channel.connected', 'channel.moved', 'channel.removed'],
  employee: [
    'employee.joined',
    'employee.saved',
    'employee.roles',
    'employee.put',
    'employee.second-factor',
    'employee.tracked',
    'employee.dismissed',
    'employee.reinstated',
  ],
  role: ['role.created', 'role.saved', 'role.deleted'],
  invitation: ['employee.invited', 'invitation.resent', 'invitation.withdrawn'],
  department: ['department.created', 'department.renamed', 'department.moved', 'department.head', 'department.removed'],
  absence: ['absence.added', 'absence.changed', 'absence.cancelled'],
  'api-key': ['api-key.created', 'api-key.revoked'],
  webhook: [
    'webhook.created',
    'webhook.saved',
    'webhook.secret',
    'webhook.switched-on',
    'webhook.switched-off',
    'webhook.removed',
  ],
  'quick-replies': [
    'quick-replies.list-created',
    'quick-replies.list-renamed',
    'quick-replies.list-removed',
    'quick-replies.list-restored',
    'quick-replies.section-created',
    'quick-replies.section-renamed',
    'quick-replies.section-moved',
    'quick-replies.section-removed',
    'quick-replies.section-restored',
    'quick-replies.reply-added',
    'quick-replies.reply-saved',
    'quick-replies.reply-moved',
    'quick-replies.reply-removed',
    'quick-replies.reply-restored',
    'quick-replies.imported',
  ],
  crm: [
    'crm.connected',
    'crm.disconnected',
    'crm.user-put',
    'crm.pipeline-created',
    'crm.pipeline-renamed',
    'crm.pipeline-moved',
    'crm.pipeline-removed',
    'crm.stage-added',
    'crm.stage-saved',
    'crm.stage-moved',
    'crm.stage-removed',
    'crm.field-added',
    'crm.field-saved',
    'crm.field-moved',
    'crm.field-removed',
    'crm.field-restored',
  ],
  record: ['record.removed', 'record.restored', 'record.merged', 'record.unmerged', 'record.imported'],
  agreement: [
    'agreement.created',
    'agreement.saved',
    'agreement.published',
    'agreement.removed',
    'agreement.restored',
    'consent.withdrawn',
  ],
  client: ['client.merged', 'client.unmerged', 'client.erased'],
  parked: ['parked.retried', 'parked.dropped'],
} as const satisfies Record<Subject, readonly What[]>;

const subjects = Object.keys(auditGroups) as Subject[];
const whats = Object.values(auditGroups).flat() as What[];
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const date = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** The names of the filter in the address. */
export type AuditField = 'who' | 'what' | 'of' | 'from' | 'until';

/** The filter of the audit log as the address says it; what is not understood is left out. */
export function auditFilterIn(search: URLSearchParams): AuditFilter {
  const who = search.get('who') ?? '';
  const what = whats.find((one) => one === search.get('what'));
  const subject = subjects.find((one) => one === search.get('what'));
  const of = search.get('of') ?? '';
  const from = dateIn(search.get('from'));
  const until = dateIn(search.get('until'));
  return {
    ...(id.test(who) ? { employeeId: who } : {}),
    ...(who === 'api-key' || who === 'system' ? { byKind: who } : {}),
    ...(what === undefined ? {} : { what }),
    ...(subject === undefined ? {} : { subject }),
    ...(id.test(of) ? { subjectId: of } : {}),
    ...(from === null ? {} : { from }),
    ...(until === null ? {} : { until }),
  };
}

/** The address of the log with some of its filter changed; an empty value takes one away. */
export function withAuditFilter(search: URLSearchParams, changes: Partial<Record<AuditField, string>>): string {
  const changed = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') changed.delete(name);
    else changed.set(name, value);
  }
  return changed.size === 0 ? '/settings/audit' : `/settings/audit?${changed}`;
}

/** What the log is read by; server and browser must agree. */
export function auditInput(filter: AuditFilter) {
  return { ...filter, limit: 50 };
}

function dateIn(text: string | null): string | null {
  if (text === null || !date.test(text)) return null;
  const day = new Date(`${text}T00:00:00Z`);
  return day.toISOString().startsWith(text) ? text : null;
}
