import { availability } from '../people/index.ts';
import { handsFull } from '../queue/index.ts';
import type { Dialog } from './dialog.ts';
import type { EventOf } from './events.ts';
import { departmentOf } from './outsider.ts';
import { keepRecords } from './records.ts';
import { refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/**
 * An operator opens a dialog to write first. It starts accepted by him: no queue, no welcome, no KPI of the first
 * answer. Refused where the chat has an open dialog, and in an inactive line (product §2, Opening).
 */
export function whenWrittenFirst(dialog: Dialog | null, event: EventOf<'write-first'>, world: World): Decision {
  const { by, opens } = event;
  if (dialog !== null && dialog.state !== 'closed') return refuse({ refused: 'has-open-dialog', dialogId: dialog.id });
  const line = world.lines[opens.lineId];
  if (line === undefined) return refuse({ refused: 'no-such-line' });
  if (!line.active) return refuse({ refused: 'line-inactive' });
  const person = world.people[by];
  if (person === undefined) return refuse({ refused: 'no-such-person' });
  if (!availability(person, world.now, false).available) return refuse({ refused: 'dismissed', employeeId: by });
  if (handsFull(world.held[by] ?? [])) return refuse({ refused: 'too-many-open', employeeId: by });
  const { dialogId, chatId, lineId, via } = opens;
  const steps = new Steps(null, world);
  steps.happens({
    fact: 'opened',
    dialogId,
    chatId,
    lineId,
    direction: 'outgoing',
    because: 'operator-wrote',
    ...(via === undefined ? {} : { via }),
  });
  const outsider = line.crew.includes(by) ? {} : { outsider: true as const };
  steps.happens({ fact: 'accepted', employeeId: by, because: 'wrote-first', ...outsider, ...departmentOf(person) });
  keepRecords(steps, event.crm);
  return steps.decision;
}
