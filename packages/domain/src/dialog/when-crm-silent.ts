import type { Dialog } from './dialog.ts';
import { nothingHappened, refuse } from './refuse.ts';
import { Steps } from './steps.ts';
import type { Decision, World } from './world.ts';

/**
 * The CRM does not answer. The history says so, once, until it does; the dialog waits no longer than it would have, and
 * the CRM is asked again (product §3.2: a CRM that is slow or down never delays a message).
 */
export function whenCrmSilent(dialog: Dialog | null, world: World): Decision {
  if (dialog === null) return refuse({ refused: 'no-dialog' });
  if (dialog.state === 'closed') return refuse({ refused: 'closed' });
  if (dialog.crm.unreachable) return nothingHappened;
  const steps = new Steps(dialog, world);
  steps.happens({ fact: 'crm-unreachable' });
  return steps.decision;
}
