import { day, hour, minute } from '../people/index.ts';
import type { AutoActionsSettings } from './settings.ts';

/** How long a dialog may stand unaccepted before it is marked *unanswered*, in milliseconds (product §3.5). */
export function unansweredAfter(settings: AutoActionsSettings): number {
  return settings.unanswered.minutes * minute;
}

/**
 * How long after our last message a client's silence closes the dialog, in milliseconds; *off* is 31 days (product
 * §2, Deadlines).
 */
export function clientSilentAfter(settings: AutoActionsSettings): number {
  const { hours } = settings.clientSilent;
  return hours === null ? 31 * day : hours * hour;
}

/** How long a finished dialog may still be taken up before it closes in full, in milliseconds (product §3.5). */
export function graceTime(settings: AutoActionsSettings): number {
  return settings.fullClosingMinutes * minute;
}
