import { z } from 'zod';

/** Every change of settings and rights that the audit log tells, named after what was done to what. */
export const audited = [
  'line.created',
  'line.renamed',
  'line.saved',
  'line.switched-on',
  'line.switched-off',
  'line.deleted',
  'channel.connected',
  'channel.moved',
  'channel.removed',
  'company.saved',
  'company.plan',
  'employee.invited',
  'invitation.resent',
  'invitation.withdrawn',
  'employee.joined',
  'employee.dismissed',
  'employee.reinstated',
  'employee.saved',
  'employee.roles',
  'employee.second-factor',
  'employee.tracked',
  'absence.added',
  'absence.changed',
  'absence.cancelled',
  'department.created',
  'department.renamed',
  'department.moved',
  'department.head',
  'department.removed',
  'employee.put',
  'workdays.tracked',
  'role.created',
  'role.saved',
  'role.deleted',
  'api-key.created',
  'api-key.revoked',
  'webhook.created',
  'webhook.saved',
  'webhook.secret',
  'webhook.switched-on',
  'webhook.switched-off',
  'webhook.removed',
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
  'parked.retried',
  'parked.dropped',
] as const;
export type Audited = (typeof audited)[number];

/** Who made a change: an employee, a program with a key of the company's API, or the product by itself. */
export const auditedBy = z.enum(['employee', 'api-key', 'system']);
export type AuditedBy = { kind: 'employee' | 'api-key'; id: string } | { kind: 'system' };

/** What a change was made to. */
export const auditSubjects = [
  'line',
  'channel',
  'company',
  'employee',
  'invitation',
  'department',
  'absence',
  'role',
  'parked',
  'api-key',
  'webhook',
  'quick-replies',
] as const;
export type AuditSubject = { kind: (typeof auditSubjects)[number]; id: string | null };

/** What is told of it beside: ids, codes, numbers and moments, never words that somebody wrote. */
export const auditDetails = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
);
export type AuditDetails = z.infer<typeof auditDetails>;
