import { availability } from '../people/index.ts';
import { holder, type Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { nothingHappened, refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/** The most colleagues that join one dialog. */
export const mostJoined = 50;

/** A colleague joins a dialog: he writes in it beside its holder, whose it stays. One who holds or joined it is there already. */
export function whenJoined(dialog: Dialog | null, event: EventOf<'join'>, world: World): Decision {
  const { by } = event;
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  if (dialog.state === 'held') return refuse({ refused: 'held' });
  const person = world.people[by];
  if (person === undefined) return refuse({ refused: 'no-such-person' });
  if (!availability(person, world.now, false).available) return refuse({ refused: 'dismissed', employeeId: by });
  const holds = holder(dialog);
  if (holds === null) return refuse({ refused: 'no-operator' });
  if (holds === by || dialog.joined.includes(by)) return nothingHappened;
  if (dialog.joined.length >= mostJoined) return refuse({ refused: 'too-many-open', employeeId: by });
  const steps = new Steps(dialog, world);
  steps.happens({ fact: 'joined', employeeId: by });
  return steps.decision;
}

/** He leaves it again. */
export function whenLeft(dialog: Dialog | null, event: EventOf<'leave'>, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  if (!dialog.joined.includes(event.by)) return nothingHappened;
  const steps = new Steps(dialog, world);
  steps.happens({ fact: 'left', employeeId: event.by });
  return steps.decision;
}
