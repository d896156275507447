import type { WebhookEvent } from './webhook.shapes.ts';

/** What happened, with the ids it is about; `source` is what it comes from, told once to each webhook. */
export type Happened = {
  event: WebhookEvent;
  source: string;
  at: number;
  subject: Record<string, string | number | null>;
};

type FactRow = { dialogId: number; number: number; fact: string; at: number };
type MessageRow = { messageId: string; dialogId: number | null; from: string; at: number };
type EntryRow = { auditEntryId: string; what: string; subjectId: string | null; at: number };

const ofFacts: Partial<Record<string, WebhookEvent>> = {
  opened: 'dialog.opened',
  accepted: 'dialog.accepted',
  answered: 'dialog.answered',
  voted: 'dialog.rated',
  closed: 'dialog.closed',
};

/** What is told of a fact of a dialog; null of most. */
export function happenedIn({ dialogId, number, fact, at }: FactRow): Happened | null {
  const event = ofFacts[fact];
  return event === undefined ? null : { event, source: `fact:${dialogId}:${number}`, at, subject: { dialogId } };
}

/** What is told of a message, a client's or one of ours. */
export function happenedBy({ messageId, dialogId, from, at }: MessageRow): Happened {
  return {
    event: from === 'client' ? 'message.received' : 'message.sent',
    source: `message:${messageId}`,
    at,
    subject: { messageId, dialogId },
  };
}

/** What is told of a change that the audit log tells; null of those that programs are not told. */
export function happenedTo({ auditEntryId, what, subjectId, at }: EntryRow): Happened | null {
  const source = `audit:${auditEntryId}`;
  if (what.startsWith('line.')) return { event: 'line.changed', source, at, subject: { lineId: subjectId } };
  if (what === 'employee.joined' || what === 'employee.dismissed')
    return { event: what, source, at, subject: { employeeId: subjectId } };
  return null;
}
