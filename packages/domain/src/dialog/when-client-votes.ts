import type { Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { recordVote } from './rate.ts';
import { nothingHappened, refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/**
 * The client votes by a button, which names the dialog: it counts later too, when the time is over or the dialog is
 * closed, and another vote takes the place of the first. In the live chat he may vote while the dialog goes on, once an
 * operator has it, if the line says so (product §3.6).
 */
export function whenClientVotes(dialog: Dialog | null, event: EventOf<'client-votes'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  const line = world.lines[dialog.lineId];
  if (line === undefined) return refuse({ refused: 'no-such-line' });
  if (!line.active) return refuse({ refused: 'line-inactive' });
  if (dialog.rating?.vote === event.vote) return nothingHappened;
  const asked = dialog.rating !== null;
  const during = dialog.state !== 'closed' && dialog.via === 'live-chat' && line.rating.ask && line.rating.duringDialog;
  if (!asked && !during) return refuse({ refused: 'not-asked' });
  if (!asked && dialog.repliedAt === null) return refuse({ refused: 'no-operator' });
  const steps = new Steps(dialog, world);
  recordVote(steps, event.vote, 'button', null);
  return steps.decision;
}
