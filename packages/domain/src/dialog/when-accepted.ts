import { availability } from '../people/index.ts';
import { handsFull } from '../queue/index.ts';
import { holder, offeredTo, type Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { marksOf } from './outsider.ts';
import { nothingHappened, refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/**
 * An operator takes the dialog: one offered to him, or a waiting one of a line whose queue he is in, past limit and
 * order (product §2). Of two who accept at the same moment the first has it, and the other is told who. Nobody
 * exceeds the cap of the product. Accepting what one already holds changes nothing.
 */
export function whenAccepted(dialog: Dialog | null, event: EventOf<'accept'>, world: World): Decision {
  const { by } = event;
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  const holds = holder(dialog);
  if (holds === by) return nothingHappened;
  if (holds !== null) return refuse({ refused: 'taken', by: holds });

  const person = world.people[by];
  if (person === undefined) return refuse({ refused: 'no-such-person' });
  if (!availability(person, world.now, false).available) return refuse({ refused: 'dismissed', employeeId: by });
  if (dialog.state !== 'waiting' && !offeredTo(dialog).includes(by)) return refuse({ refused: 'not-offered' });
  if (dialog.state === 'waiting' && !world.lines[dialog.lineId]!.crew.includes(by))
    return refuse({ refused: 'not-in-queue' });
  if (handsFull(world.held[by] ?? [], dialog.id)) return refuse({ refused: 'too-many-open', employeeId: by });

  const steps = new Steps(dialog, world);
  const because = dialog.state === 'offered' ? 'offered' : 'taken-from-waiting';
  steps.happens({ fact: 'accepted', employeeId: by, because, ...marksOf(by, dialog, world) });
  return steps.decision;
}
