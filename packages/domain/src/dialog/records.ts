import { recognise, type RecordKind } from '../crm/index.ts';
import { holder, type Dialog } from './dialog.ts';
import type { CrmSays } from './events.ts';
import type { Fact } from './facts.ts';
import { Steps } from './steps.ts';
import type { World } from './world.ts';

/**
 * What the CRM says of the client becomes the dialog's: records that are his are attached, one that is missing is made,
 * and why none was is told (product §3.2). One that stands elsewhere is asked. A line that does not check its clients, and
 * a group, have no records.
 */
export function keepRecords(steps: Steps, says: CrmSays | undefined): void {
  const { dialog } = steps;
  const line = steps.world.lines[dialog.lineId];
  if (says === undefined || line === undefined || !line.crm.check || dialog.via === 'group') return;
  // It may answer after the end; of what is gone, unwanted or goes on elsewhere there is nothing to keep.
  if (dialog.state === 'closed' && saysNothing.has(dialog.because)) return;
  if (says.answer === 'asking') {
    steps.does({ effect: 'ask-crm' });
    return;
  }
  const { records } = dialog.crm;
  const known = recognise({
    settings: line.crm,
    answer: says.answer,
    reachable: says.reachable,
    has: records,
    made: records.some(({ confidence }) => confidence === 'made'),
  });
  for (const { recordId, kind, confidence } of known.attach) {
    steps.happens({ fact: 'record-attached', recordId, kind, confidence });
    steps.does({ effect: 'attach-record', recordId, confidence });
  }
  let { contact } = known;
  known.create.forEach(({ kind, because }, index) => {
    const recordId = says.ids[index];
    if (recordId === undefined) throw new Error('Records are made and there are no ids for them');
    makeRecord(steps, { recordId, kind, because, contact: kind === 'deal' ? contact : null, by: null });
    if (kind === 'contact') contact = recordId;
  });
  const { nothing } = known;
  if (nothing !== null && told.has(nothing) && dialog.crm.nothing !== nothing && dialog.state !== 'closed')
    steps.happens({ fact: 'not-recorded', because: nothing });
}

/** Why nothing was made, where neither a setting nor an attached record says it. */
const told: ReadonlySet<string> = new Set(['likeness', 'manually', 'cannot-be-written-to']);

/**
 * Makes a record for the dialog's client. It belongs to the operator who holds the dialog; until one does, to the first
 * of the line's queue (product §3.2).
 */
export function makeRecord(
  steps: Steps,
  {
    recordId,
    kind,
    because,
    contact,
    by,
  }: {
    recordId: string;
    kind: RecordKind;
    because: 'not-found' | 'always-new-deal' | 'by-hand';
    contact: string | null;
    by: string | null;
  },
): void {
  const { dialog, line } = steps;
  const holds = holder(dialog);
  const responsible = holds ?? line.crew[0] ?? null;
  steps.happens({
    fact: 'record-created',
    recordId,
    kind,
    because,
    responsible,
    ...(holds === null ? {} : { holds: true }),
    ...(by === null ? {} : { by }),
  });
  steps.does({ effect: 'create-record', recordId, kind, responsible, contact, by });
}

/**
 * What follows for the records of a dialog from what happened to it: those it made belong to whoever first accepted it; a
 * transfer or a take-over by hand changes that where the line says so, and never for records that were there before
 * (product §3.2). When it closes, what was said is noted on its records, but on those it is only like.
 */
export function followRecords(dialog: Dialog, facts: readonly Fact[], world: World): Steps {
  const steps = new Steps(dialog, world);
  const made = dialog.crm.records.filter(({ confidence }) => confidence === 'made').map(({ recordId }) => recordId);
  const change = made.length === 0 ? null : changeOf(dialog, facts, world);
  if (change !== null) {
    steps.happens({ fact: 'responsible-changed', recordIds: made, ...change });
    steps.does({ effect: 'change-responsible', recordIds: made, to: change.to });
  }
  const noted = dialog.crm.records
    .filter(({ confidence }) => confidence !== 'asserted')
    .map(({ recordId }) => recordId);
  const closed = facts.find((fact) => fact.fact === 'closed');
  if (closed !== undefined && noted.length > 0 && !saysNothing.has(closed.because))
    steps.does({ effect: 'note-transcript', recordIds: noted });
  return steps;
}

/** Ends after which there is nothing to note: what was said is gone, unwanted, or stands in another dialog. */
const saysNothing: ReadonlySet<string> = new Set(['spam', 'duplicate', 'no-consent', 'erased']);

function changeOf(
  dialog: Dialog,
  facts: readonly Fact[],
  world: World,
): { to: string; because: 'first-accepted' | 'transferred' | 'taken-over' } | null {
  const holds = dialog.state === 'closed' ? null : holder(dialog);
  if (holds === null) return null;
  const follows = world.lines[dialog.lineId]?.crm.changeResponsible === true;
  const moved = facts.findLast((fact) => fact.fact === 'transferred' || fact.fact === 'taken-over');
  if (moved !== undefined && dialog.crm.settled) {
    if (!follows || (moved.fact === 'transferred' && moved.by === null)) return null;
    return { to: holds, because: moved.fact === 'transferred' ? 'transferred' : 'taken-over' };
  }
  // Whoever gets it by hand before anybody accepted it is the first to have it.
  const taken = moved !== undefined || facts.some((fact) => fact.fact === 'accepted');
  return taken && !dialog.crm.settled ? { to: holds, because: 'first-accepted' } : null;
}
