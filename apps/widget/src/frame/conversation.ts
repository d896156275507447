import type { FrameToWidget, LiveChatMessage, LiveChatStanding } from '@switchboard/channels/live-chat';

/*
 * What the visitor sees, as a value. Nothing here knows of sockets, time or storage.
 *
 * `messages` are those the server has numbered, in order. The last number is the cursor: after a loss the server is
 * asked for what comes after it. A message whose predecessors have not come waits in `ahead`, and does not move the
 * cursor; the server is asked again. If its answer does not bring them either, they are not meant for the visitor, and
 * what waited is shown. A lost connection drops what waited: it comes again.
 *
 * `outgoing` are the visitor's own messages that have no number yet. One is `sending` until the server has stored it,
 * then `sent`, and leaves when it comes back with its number; or `failed`, and stays until the visitor tries again or
 * takes it back.
 */
export type Conversation = {
  messages: LiveChatMessage[];
  ahead: LiveChatMessage[];
  outgoing: Outgoing[];
  standing: LiveChatStanding;
  /** Whether the server has messages before the first of `messages`. */
  hasEarlier: boolean;
  /** Whether they have been asked for and have not come. */
  fetchesEarlier: boolean;
  /** The highest number the visitor has seen, in this tab or another. */
  seen: number;
};

export type Outgoing = { id: string; text: string; at: number; state: 'sending' | 'sent' | 'failed' };

export type ConversationEvent =
  | { event: 'told'; frame: FrameToWidget }
  | { event: 'stays-missing' }
  | { event: 'wrote'; id: string; text: string; at: number }
  | { event: 'stored'; id: string }
  | { event: 'refused'; id: string }
  | { event: 'tried-again'; id: string }
  | { event: 'taken-back'; id: string }
  | { event: 'asked-for-earlier' }
  | { event: 'lost-connection' }
  | { event: 'saw'; number: number }
  | { event: 'became-another-visitor' };

export const emptyConversation: Conversation = {
  messages: [],
  ahead: [],
  outgoing: [],
  standing: { state: 'none', operator: null, rating: null },
  hasEarlier: false,
  fetchesEarlier: false,
  seen: 0,
};

/** The cursor: the number of the last message that was shown, 0 where there is none. */
export function lastNumber(conversation: Conversation): number {
  return conversation.messages.at(-1)?.number ?? 0;
}

/** Whether a message has come whose predecessors have not. */
export function misses(conversation: Conversation): boolean {
  return conversation.ahead.length > 0;
}

/** How many messages of ours the visitor has not seen. */
export function unread(conversation: Conversation): number {
  return conversation.messages.filter(({ from, number }) => from !== 'visitor' && number > conversation.seen).length;
}

/** The conversation after an event; the same value where the event changes nothing. */
export function next(conversation: Conversation, happened: ConversationEvent): Conversation {
  switch (happened.event) {
    case 'told':
      return told(conversation, happened.frame);
    case 'stays-missing':
      return misses(conversation) ? joined(conversation, conversation.ahead, true) : conversation;
    case 'wrote': {
      const { id, text, at } = happened;
      if (conversation.outgoing.some((one) => one.id === id) || hasArrived(conversation, id)) return conversation;
      return { ...conversation, outgoing: [...conversation.outgoing, { id, text, at, state: 'sending' }] };
    }
    case 'stored':
      return withState(conversation, happened.id, 'sent');
    case 'refused':
      return withState(conversation, happened.id, 'failed');
    case 'tried-again':
      return withState(conversation, happened.id, 'sending');
    case 'taken-back':
      return { ...conversation, outgoing: conversation.outgoing.filter(({ id }) => id !== happened.id) };
    case 'asked-for-earlier':
      return { ...conversation, fetchesEarlier: true };
    case 'lost-connection':
      return { ...conversation, ahead: [], fetchesEarlier: false };
    case 'saw':
      return happened.number > conversation.seen ? { ...conversation, seen: happened.number } : conversation;
    case 'became-another-visitor':
      return { ...emptyConversation, outgoing: conversation.outgoing.filter(({ state }) => state !== 'sent') };
  }
}

function told(conversation: Conversation, frame: FrameToWidget): Conversation {
  switch (frame.frame) {
    case 'welcome':
      return {
        ...conversation,
        standing: frame.standing,
        hasEarlier: conversation.messages.length === 0 ? frame.hasEarlier : conversation.hasEarlier,
        seen: Math.max(conversation.seen, frame.seen),
      };
    case 'messages':
      return joined(conversation, frame.messages, false);
    case 'earlier': {
      const first = conversation.messages[0]?.number ?? Infinity;
      const older = inOrder(frame.messages.filter(({ number }) => number < first));
      return {
        ...conversation,
        messages: [...older, ...conversation.messages],
        hasEarlier: frame.hasEarlier,
        fetchesEarlier: false,
      };
    }
    case 'standing':
      return { ...conversation, standing: frame.standing };
    case 'pong':
    case 'error':
      return conversation;
  }
}

/** Puts messages where they belong; those that do not follow on wait, unless `asTheyAre`. */
function joined(conversation: Conversation, arrived: LiveChatMessage[], asTheyAre: boolean): Conversation {
  const first = conversation.messages[0]?.number ?? 0;
  const known = new Set(conversation.messages.map(({ number }) => number));
  const arriving = arrived.filter(({ number }) => number > first && !known.has(number));
  const waiting = inOrder([...conversation.ahead, ...arriving]);
  const late = waiting.filter(({ number }) => number < lastNumber(conversation));
  const messages = late.length > 0 ? inOrder([...conversation.messages, ...late]) : [...conversation.messages];
  const ahead: LiveChatMessage[] = [];
  for (const message of waiting) {
    const last = messages.at(-1)?.number;
    if (last !== undefined && message.number <= last) continue;
    if (last === undefined || message.number === last + 1 || asTheyAre) messages.push(message);
    else ahead.push(message);
  }
  const arrivedIds = new Set(messages.map(({ clientId }) => clientId));
  const outgoing = conversation.outgoing.filter(({ id }) => !arrivedIds.has(id));
  return { ...conversation, messages, ahead, outgoing };
}

function inOrder(messages: LiveChatMessage[]): LiveChatMessage[] {
  const byNumber = new Map(messages.map((message) => [message.number, message]));
  return [...byNumber.values()].sort((one, other) => one.number - other.number);
}

function hasArrived(conversation: Conversation, id: string): boolean {
  return conversation.messages.some(({ clientId }) => clientId === id);
}

function withState(conversation: Conversation, id: string, state: Outgoing['state']): Conversation {
  const outgoing = conversation.outgoing.map((one) => (one.id === id ? { ...one, state } : one));
  return { ...conversation, outgoing };
}
