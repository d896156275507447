import type { Steps } from './steps.ts';

/**
 * The line welcomes the client: in each dialog or at his first contact only, in incoming ones, and never where a bot
 * takes the dialog (product §3.5).
 */
export function greet(steps: Steps): void {
  const { dialog, line } = steps;
  const { welcome } = line.autoActions;
  if (dialog.direction === 'outgoing' || dialog.said.includes('welcome')) return;
  if (welcome.when === 'each-dialog' || dialog.firstContact) steps.say('welcome', welcome.when);
}
