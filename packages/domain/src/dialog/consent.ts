import { consent } from './consented.ts';
import type { Via } from './dialog.ts';
import type { Steps } from './steps.ts';

/**
 * Asks for consent to personal data, where the line asks and there is an agreement to accept (product §3.4). The text
 * goes even in an inactive line. In the live chat and in messengers alike the tab says whether the dialog is held until
 * the answer; a group is never asked. A chat is asked once: whoever writes on in it has consented, except where only a
 * button counts; whoever said no is asked again only where nothing goes on without his consent. Answers what became of the
 * dialog.
 */
export function askConsent(steps: Steps, messageId: string, before?: 'open' | 'declined'): 'held' | 'goes-on' {
  const { dialog, line, world } = steps;
  const { ask, agreementId, hold } = line.agreement;
  const version = agreementId === null ? undefined : world.agreements[agreementId];
  if (!ask || agreementId === null || dialog.via === 'group' || version === undefined) return 'goes-on';
  const holds = holdsBack(hold, dialog.via);
  if (before === 'open' && !(holds && dialog.via !== 'text')) {
    consent(steps, 'continued-writing', messageId, { agreementId, version });
    return 'goes-on';
  }
  if (before === 'declined' && !holds) return 'goes-on';
  steps.happens({ fact: 'consent-asked', agreementId, version, holds });
  steps.happens({ fact: 'said', what: 'consent' });
  steps.does({ effect: 'say', what: 'consent', operatorId: null });
  return holds ? 'held' : 'goes-on';
}

/** Does the line still hold this sealed dialog back, as it asks now? */
export function isHeldBack({ dialog, line, world }: Steps): boolean {
  const { ask, agreementId, hold } = line.agreement;
  return ask && agreementId !== null && world.agreements[agreementId] !== undefined && holdsBack(hold, dialog.via);
}

function holdsBack(hold: { liveChat: boolean; messengers: boolean }, via: Via): boolean {
  return via === 'live-chat' ? hold.liveChat : hold.messengers;
}

/** Sealed without consent to the end: closed, and with it goes what was written. */
export function closeWithoutConsent(steps: Steps): void {
  steps.happens({ fact: 'closed', because: 'no-consent', by: null });
}
