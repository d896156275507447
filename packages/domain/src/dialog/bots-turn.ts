import { route } from './distribute.ts';
import type { BotEnd, RouteReason } from './facts.ts';
import { sayOutsideHours } from './outside-hours.ts';
import type { Steps } from './steps.ts';

/**
 * A bot goes first: in each dialog, or at the client's first contact only. Never in a group, never in an inactive line,
 * and only a bot that can be given dialogs. Answers whether it took it (product §3.7).
 */
export function giveToBot(steps: Steps, messageId: string | null): boolean {
  const { dialog, line, world } = steps;
  const { first, botId, when } = line.bot;
  if (!first || botId === null || !line.active || dialog.via === 'group' || !world.bots.includes(botId)) return false;
  if (when === 'first-contact' && !dialog.firstContact) return false;
  steps.happens({ fact: 'bot-took', botId, because: when });
  steps.does({ effect: 'tell-bot', botId, what: 'opened', messageId });
  return true;
}

/**
 * The bot's turn is over. By the line's setting it goes, or stays silent until the dialog closes; a person's message,
 * take-over or transfer ends its turn like a hand-over. One that failed is gone for good.
 */
export function endBotsTurn(steps: Steps, because: BotEnd): void {
  const { bot } = steps.dialog;
  if (bot === null || bot.turn !== 'on') return;
  const stays = steps.line.bot.leaves === 'closing' && because !== 'failed' && because !== 'silent';
  steps.happens({ fact: 'bot-left', botId: bot.botId, because, stays });
  steps.does({ effect: 'tell-bot', botId: bot.botId, what: 'over', messageId: null });
}

/** People's turn: the responsible in the CRM or the queue, and the text that nobody is there now, if so. */
export function goToPeople(steps: Steps, after: RouteReason): void {
  route(steps, after);
  sayOutsideHours(steps);
}
