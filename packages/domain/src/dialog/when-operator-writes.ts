import { holder, type Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { happened, refuse } from './outcome.ts';
import type { Decision, World } from './world.ts';

/** The holder answers, and his message goes to the client. Nobody else writes in his dialog. */
export function whenOperatorWrites(dialog: Dialog | null, event: EventOf<'operator-writes'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  const holds = holder(dialog);
  if (holds !== event.by) return refuse({ refused: 'not-yours', holder: holds });
  return happened(
    [{ fact: 'answered', at: world.now, employeeId: event.by, messageId: event.messageId }],
    [{ effect: 'deliver', messageId: event.messageId }],
  );
}
