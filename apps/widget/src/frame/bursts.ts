import type { ShownSender } from '@switchboard/channels/live-chat';
import type { Conversation, Outgoing } from './conversation.ts';

/** A message as the thread shows it. `key` stays the same when an own message gets its number. */
export type Entry = {
  key: string;
  from: 'visitor' | 'operator' | 'line';
  sender: ShownSender | null;
  text: string;
  at: number;
  /** Of own messages without a number; null once the server has given one. */
  standing: Outgoing['state'] | null;
};

/** What one side wrote without a pause: one name and one picture for all of it. */
export type Burst = { key: string; from: Entry['from']; sender: ShownSender | null; entries: Entry[] };

/** A day of the conversation; `at` is the time of its first message. */
export type Day = { key: string; at: number; bursts: Burst[] };

const pause = 5 * 60_000;

/**
 * The conversation in the order of showing, own messages without a number last. `dayOf` names the day of a time in the
 * reader's zone. A burst ends with another writer, another name, another day, or five minutes of silence.
 */
export function days(conversation: Conversation, dayOf: (at: number) => string): Day[] {
  const found: Day[] = [];
  for (const entry of entries(conversation)) {
    const key = dayOf(entry.at);
    let day = found.at(-1);
    if (day === undefined || day.key !== key) {
      // A clock that is wrong may come back to a day: it is shown as one more.
      day = { key: found.some((one) => one.key === key) ? `${key} ${entry.key}` : key, at: entry.at, bursts: [] };
      found.push(day);
    }
    const burst = day.bursts.at(-1);
    if (burst !== undefined && continues(burst, entry)) burst.entries.push(entry);
    else day.bursts.push({ key: entry.key, from: entry.from, sender: entry.sender, entries: [entry] });
  }
  return found;
}

function entries({ messages, outgoing }: Conversation): Entry[] {
  return [
    ...messages.map(({ id, clientId, from, sender, text, at }) => {
      return { key: clientId ?? id, from, sender, text, at, standing: null };
    }),
    ...outgoing.map(({ id, text, at, state }) => {
      return { key: id, from: 'visitor' as const, sender: null, text, at, standing: state };
    }),
  ];
}

function continues(burst: Burst, entry: Entry): boolean {
  const last = burst.entries.at(-1);
  return (
    last !== undefined &&
    burst.from === entry.from &&
    burst.sender?.name === entry.sender?.name &&
    burst.sender?.photo === entry.sender?.photo &&
    last.standing !== 'failed' &&
    entry.standing !== 'failed' &&
    Math.abs(entry.at - last.at) < pause
  );
}
