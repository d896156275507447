import { isOpen } from '../hours/index.ts';
import { giveBack, giveBackIfLeft, leavesBecause } from './back-to-queue.ts';
import { begin, consentAndGoOn, unsealIfFree } from './begin.ts';
import { endBotsTurn, goToPeople } from './bots-turn.ts';
import { consent } from './consented.ts';
import { voteAwaited, type Dialog } from './dialog.ts';
import { distribute } from './distribute.ts';
import type { EventOf } from './events.ts';
import { sayOutsideHours } from './outside-hours.ts';
import { recordVote } from './rate.ts';
import { keepRecords } from './records.ts';
import { refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/**
 * A client's message joins the open dialog of its chat; without one (or after closing) it opens a dialog, which goes
 * its way: consent, bot, the responsible in the CRM, the queue (product §2, Opening). A vote that is awaited is a vote,
 * not a message. On a dialog in which the last word was ours, and whose operator is not there, it goes back to the queue.
 */
export function whenClientWrites(dialog: Dialog | null, event: EventOf<'client-writes'>, world: World): Decision {
  const vote = event.means?.vote ?? null;
  const line = dialog === null ? undefined : world.lines[dialog.lineId];
  if (dialog !== null && vote !== null && line?.active && voteAwaited(dialog, world.now, line)) {
    const steps = new Steps(dialog, world);
    recordVote(steps, vote, 'text', event.messageId);
    return steps.decision;
  }
  if (dialog === null || dialog.state === 'closed') return opens(event, world);

  const steps = new Steps(dialog, world);
  const wrote = { fact: 'client-wrote', messageId: event.messageId } as const;
  switch (dialog.state) {
    case 'held':
      steps.happens(wrote);
      if (unsealIfFree(steps, event.crm)) return steps.decision;
      if (dialog.via === 'text') consentAndGoOn(steps, 'continued-writing', event.messageId, event.crm);
      return steps.decision;
    case 'with-bot':
      steps.happens(wrote);
      consentByWriting(steps, event.messageId);
      keepRecords(steps, event.crm);
      if (event.means?.callsPerson) {
        endBotsTurn(steps, 'client-called');
        goToPeople(steps, 'bot-left');
      } else {
        steps.does({ effect: 'tell-bot', botId: dialog.bot!.botId, what: 'client-wrote', messageId: event.messageId });
      }
      return steps.decision;
    case 'finishing':
      steps.happens({ fact: 'resumed', by: null, because: 'client-wrote' });
      break;
    default:
  }

  const lastWordOurs = steps.open.unansweredSince === null;
  steps.happens(wrote);
  consentByWriting(steps, event.messageId);
  keepRecords(steps, event.crm);
  if (steps.dialog.bot?.turn === 'silent') {
    const { botId } = steps.dialog.bot;
    steps.does({ effect: 'tell-bot', botId, what: 'client-wrote', messageId: event.messageId });
  }
  sayOutsideHours(steps);
  if (dialog.state === 'finishing' && dialog.operatorId === null) {
    distribute(steps, 'reopened');
    return steps.decision;
  }
  const because = lastWordOurs ? leavesBecause(steps.open, world) : null;
  if (because !== null) giveBack(steps, because);
  else giveBackIfLeft(steps);
  return steps.decision;
}

function opens(event: EventOf<'client-writes'>, world: World): Decision {
  const { opens: opening } = event;
  const line = world.lines[opening.lineId];
  if (line === undefined) return refuse({ refused: 'no-such-line' });
  const steps = new Steps(null, world);
  const { dialogId, chatId, lineId, via, firstContact, responsible } = opening;
  steps.happens({
    fact: 'opened',
    dialogId,
    chatId,
    lineId,
    direction: 'incoming',
    because: 'client-wrote',
    ...(via === undefined ? {} : { via }),
    ...(firstContact === true ? { firstContact } : {}),
    ...(isOpen(line.hours, world.now) ? {} : { outsideHours: true }),
    ...(responsible === undefined || responsible === null ? {} : { responsible }),
  });
  steps.happens({ fact: 'client-wrote', messageId: event.messageId });
  begin(steps, opening, event.messageId, event.crm);
  return steps.decision;
}

/** Whoever was asked for consent and goes on writing has given it, where nothing was held back for it (product §3.4). */
function consentByWriting(steps: Steps, messageId: string): void {
  if (steps.dialog.consent === 'asked') consent(steps, 'continued-writing', messageId);
}
