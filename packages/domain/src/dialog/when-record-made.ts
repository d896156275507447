import type { Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { makeRecord } from './records.ts';
import { refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/**
 * Somebody has a record made for the client, from the chat (product §3.2, manually): once a dialog, never in a group and
 * never of a sealed one. It is made whatever the line does by itself.
 */
export function whenRecordMade(dialog: Dialog | null, event: EventOf<'make-record'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  if (dialog.state === 'held') return refuse({ refused: 'held' });
  if (dialog.via === 'group') return refuse({ refused: 'group' });
  if (dialog.crm.records.some(({ confidence }) => confidence === 'made')) return refuse({ refused: 'has-record' });
  const { by, kind, recordId } = event;
  const steps = new Steps(dialog, world);
  const contact = dialog.crm.records.find((record) => record.kind === 'contact' && record.confidence !== 'asserted');
  makeRecord(steps, {
    recordId,
    kind,
    because: 'by-hand',
    contact: kind === 'deal' ? (contact?.recordId ?? null) : null,
    by,
  });
  return steps.decision;
}
