import type { Dialog } from './dialog.ts';
import type { DialogEvent } from './events.ts';
import { fold } from './evolve.ts';
import { followRecords } from './records.ts';
import { refuse } from './refuse.ts';
import { stirred } from './stirred.ts';
import { whenAccepted } from './when-accepted.ts';
import { whenBotActs } from './when-bot-acts.ts';
import { whenClientConsents } from './when-client-consents.ts';
import { whenClientVotes } from './when-client-votes.ts';
import { whenClientWrites } from './when-client-writes.ts';
import { whenClosed } from './when-closed.ts';
import { whenCrmSilent } from './when-crm-silent.ts';
import { whenDeclined } from './when-declined.ts';
import { whenFinished } from './when-finished.ts';
import { whenJoined, whenLeft } from './when-joined.ts';
import { whenMarked } from './when-marked.ts';
import { whenOperatorWrites } from './when-operator-writes.ts';
import { whenPinned } from './when-pinned.ts';
import { whenRecognised } from './when-recognised.ts';
import { whenRecordMade } from './when-record-made.ts';
import { whenResumed } from './when-resumed.ts';
import { whenTakenOver } from './when-taken-over.ts';
import { whenTimePasses } from './when-time-passes.ts';
import { whenTransferred } from './when-transferred.ts';
import { whenTryingWaiting } from './when-trying-waiting.ts';
import { whenWrittenFirst } from './when-written-first.ts';
import type { Decision, World } from './world.ts';

/**
 * What follows from this event: facts with their effects, or why it was refused. Pure: the same arguments give
 * the same decision, and nothing given is changed. `dialog` is the one the event names: the open dialog of the chat, or a
 * closed one that a vote or a mark still reaches; null where there is none. An open dialog whose line the world does not
 * hold is refused as `no-such-line`.
 */
export function decide(dialog: Dialog | null, event: DialogEvent, world: World): Decision {
  if (dialog !== null && dialog.state !== 'closed' && world.lines[dialog.lineId] === undefined) {
    return refuse({ refused: 'no-such-line' });
  }
  const decision = rule(dialog, event, world);
  if ('refused' in decision || decision.facts.length === 0) return decision;
  const before = opensAnew(dialog, decision.facts[0]!.fact) ? null : dialog;
  const after = fold(before, decision.facts)!;
  const records = followRecords(after, decision.facts, world);
  const lines = stirred(world, before, after, decision.facts);
  // What is sealed when it closes is never read: it goes, whatever closed it.
  const sealed = before?.state === 'held' && after.state === 'closed' ? [{ effect: 'erase-content' as const }] : [];
  if (lines.length === 0 && sealed.length === 0 && records.facts.length === 0 && records.effects.length === 0)
    return decision;
  return {
    facts: [...decision.facts, ...records.facts],
    effects: [
      ...decision.effects,
      ...sealed,
      ...records.effects,
      ...lines.map((lineId) => ({ effect: 'stir' as const, lineId })),
    ],
  };
}

/** The table of contents: what may reach a dialog, and the file that says what then happens. */
function rule(dialog: Dialog | null, event: DialogEvent, world: World): Decision {
  switch (event.event) {
    case 'client-writes':
      return whenClientWrites(dialog, event, world);
    case 'client-consents':
      return whenClientConsents(dialog, event, world);
    case 'client-votes':
      return whenClientVotes(dialog, event, world);
    case 'client-recognised':
      return whenRecognised(dialog, event, world);
    case 'crm-silent':
      return whenCrmSilent(dialog, world);
    case 'make-record':
      return whenRecordMade(dialog, event, world);
    case 'accept':
      return whenAccepted(dialog, event, world);
    case 'decline':
      return whenDeclined(dialog, event, world);
    case 'operator-writes':
      return whenOperatorWrites(dialog, event, world);
    case 'write-first':
      return whenWrittenFirst(dialog, event, world);
    case 'transfer':
      return whenTransferred(dialog, event, world);
    case 'take-over':
      return whenTakenOver(dialog, event, world);
    case 'join':
      return whenJoined(dialog, event, world);
    case 'leave':
      return whenLeft(dialog, event, world);
    case 'pin':
    case 'unpin':
      return whenPinned(dialog, event, world);
    case 'finish':
      return whenFinished(dialog, event, world);
    case 'resume':
      return whenResumed(dialog, event, world);
    case 'close':
      return whenClosed(dialog, event, world);
    case 'mark':
      return whenMarked(dialog, event, world);
    case 'bot-writes':
    case 'bot-hands-over':
    case 'bot-finishes':
    case 'bot-fails':
      return whenBotActs(dialog, event, world);
    case 'time-passed':
      return whenTimePasses(dialog, event, world);
    case 'try-waiting':
      return whenTryingWaiting(dialog, world);
  }
}

function opensAnew(dialog: Dialog | null, first: string): boolean {
  return dialog === null || first === 'opened';
}
