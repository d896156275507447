import { endBotsTurn, goToPeople } from './bots-turn.ts';
import type { Dialog } from './dialog.ts';
import { distribute } from './distribute.ts';
import type { EventOf } from './events.ts';
import { marksOf } from './outsider.ts';
import { sayOutsideHours } from './outside-hours.ts';
import { refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import { whyNot } from './when-transferred.ts';
import type { Decision, World } from './world.ts';

type BotEvent = EventOf<'bot-writes' | 'bot-hands-over' | 'bot-finishes' | 'bot-fails'>;

/**
 * The bot that has the dialog acts (product §3.7). Its message goes to the client and is no answer for KPI; it hands over
 * to a person, a line or the queue; its *finish* closes the dialog without a rating; failing loses it to the queue. A
 * bot whose turn is over, or that never had it, is refused: it only listens.
 */
export function whenBotActs(dialog: Dialog | null, event: BotEvent, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  if (dialog.state !== 'with-bot' || dialog.bot?.botId !== event.botId) return refuse({ refused: 'not-with-bot' });
  const steps = new Steps(dialog, world);
  switch (event.event) {
    case 'bot-writes':
      if (!steps.line.active) return refuse({ refused: 'line-inactive' });
      steps.happens({ fact: 'bot-wrote', botId: event.botId, messageId: event.messageId });
      steps.does({ effect: 'deliver', messageId: event.messageId });
      return steps.decision;
    case 'bot-hands-over':
      return handsOver(steps, event, world);
    case 'bot-finishes':
      steps.happens({ fact: 'closed', because: 'by-bot', by: null });
      return steps.decision;
    case 'bot-fails':
      endBotsTurn(steps, 'failed');
      goToPeople(steps, 'bot-left');
      return steps.decision;
  }
}

function handsOver(steps: Steps, { to }: EventOf<'bot-hands-over'>, world: World): Decision {
  if (to === 'queue') {
    endBotsTurn(steps, 'handed-over');
    goToPeople(steps, 'bot-left');
  } else if ('employeeId' in to) {
    const refused = whyNot(steps.open, to.employeeId, false, world);
    if (refused !== null) return refuse(refused);
    const target = {
      kind: 'person',
      ...to,
      evenIfUnavailable: false,
      ...marksOf(to.employeeId, steps.dialog, world),
    };
    endBotsTurn(steps, 'handed-over');
    steps.happens({ fact: 'transferred', by: null, from: null, to: { ...target, kind: 'person' }, because: 'by-bot' });
  } else {
    if (world.lines[to.lineId] === undefined) return refuse({ refused: 'no-such-line' });
    endBotsTurn(steps, 'handed-over');
    steps.happens({ fact: 'transferred', by: null, from: null, to: { kind: 'line', ...to }, because: 'by-bot' });
    distribute(steps, 'transferred-to-line');
    sayOutsideHours(steps);
  }
  return steps.decision;
}
