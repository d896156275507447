import type { ShownMessage } from '../../rpc/dialog-cache.ts';
import type { HistoryStep } from '../../rpc/shapes.ts';

/** What a thread shows, from top to bottom. */
export type ThreadItem =
  | { item: 'day'; key: string; at: number }
  /** Messages of another dialog of the chat begin. */
  | { item: 'dialog'; key: string; dialogId: number }
  /** Messages of one author in one go. */
  | { item: 'burst'; key: string; messages: [ShownMessage, ...ShownMessage[]] }
  | { item: 'event'; key: string; step: HistoryStep };

type Asked = {
  messages: ShownMessage[];
  /** Whether older messages than these exist: events before the first one then wait until they are read. */
  hasEarlier: boolean;
  /** Steps of the open dialog worth a line of their own. */
  steps: HistoryStep[];
  dialogId: number;
  timeZone: string;
};

/** A pause after which the same author begins a new burst. */
const burstPause = 5 * 60_000;

/** Messages and events in the order in which they happened, with a line for every day and every other dialog. */
export function threadItems({ messages, hasEarlier, steps, dialogId, timeZone }: Asked): ThreadItem[] {
  const dayOf = dayNamer(timeZone);
  const items: ThreadItem[] = [];
  let day = '';
  let inDialog: number | null = null;

  const startDay = (at: number) => {
    const name = dayOf(at);
    if (name === day) return;
    day = name;
    items.push({ item: 'day', key: `day-${name}-${items.length}`, at });
  };
  const enter = (id: number, key: string) => {
    if (id === inDialog) return;
    if (inDialog !== null || id !== dialogId) items.push({ item: 'dialog', key: `dialog-${id}-${key}`, dialogId: id });
    inDialog = id;
  };
  const event = (step: HistoryStep) => {
    startDay(step.fact.at);
    enter(dialogId, `event-${step.number}`);
    items.push({ item: 'event', key: `event-${step.number}`, step });
  };

  const first = messages[0]?.at ?? 0;
  const events = steps.filter((step) => !hasEarlier || step.fact.at >= first);
  let next = 0;

  for (const message of messages) {
    while ((events[next]?.fact.at ?? Infinity) <= message.at) event(events[next++]!);
    startDay(message.at);
    if (message.dialogId !== null) enter(message.dialogId, String(message.number));
    const last = items.at(-1);
    if (last?.item === 'burst' && continues(last.messages.at(-1)!, message)) last.messages.push(message);
    else items.push({ item: 'burst', key: `burst-${message.messageId}`, messages: [message] });
  }
  while (next < events.length) event(events[next++]!);
  return items;
}

function continues(before: ShownMessage, message: ShownMessage): boolean {
  return (
    before.from === message.from &&
    before.operator?.employeeId === message.operator?.employeeId &&
    message.at - before.at <= burstPause
  );
}

function dayNamer(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (at) => format.format(at);
}
