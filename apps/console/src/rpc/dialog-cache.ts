import type { InfiniteData, QueryClient } from '@tanstack/react-query';

import type { useTRPC } from './client.tsx';
import type { DialogPage, DialogRow, DialogView, InboxList, ListedPage, MessageRow } from './shapes.ts';

/**
 * How a dialog or a message that arrived, by the live feed or as the answer to a call, gets into what is
 * on the screen. The functions on top are pure; `putRow`, `putMessages` and `dropDialog` apply them to the cache.
 */

type Rpc = ReturnType<typeof useTRPC>;

/** A message as the screen has it: `sending` until the API stored it, `unsent` where it could not be reached. */
export type ShownMessage = MessageRow & { pending?: 'sending' | 'unsent' };
export type Thread = { messages: ShownMessage[]; hasEarlier: boolean };

/** Numbers of messages that have none yet; above every real one, so that they stand last. */
export const firstPendingNumber = 1_000_000_000;

export function isOffer(row: DialogRow, employeeId: string): boolean {
  return row.state === 'offered' && row.offeredTo.includes(employeeId);
}

/** Whether a dialog stands in a list of the inbox. */
export function belongs(list: InboxList, row: DialogRow, employeeId: string): boolean {
  if (row.state === 'closed') return false;
  if (list === 'mine')
    return row.operator?.employeeId === employeeId || row.joined.includes(employeeId) || isOffer(row, employeeId);
  if (list === 'waiting') return row.state === 'waiting' || row.state === 'offered';
  return true;
}

/**
 * The order of a list, the same the API pages in. Mine: offers first, then the latest talked in.
 * Waiting: the longest waiting first. All: the latest talked in first.
 */
export function inOrder(list: InboxList, rows: DialogRow[], employeeId: string): DialogRow[] {
  const waits = (row: DialogRow) => row.unansweredSince ?? row.openedAt;
  const talked = (row: DialogRow) => row.lastMessage?.at ?? row.openedAt;
  return rows.toSorted((a, b) => {
    if (list === 'waiting') return waits(a) - waits(b) || a.dialogId - b.dialogId;
    const offers = list === 'mine' ? Number(isOffer(b, employeeId)) - Number(isOffer(a, employeeId)) : 0;
    return offers || talked(b) - talked(a) || a.dialogId - b.dialogId;
  });
}

/** Pages of a list with this dialog in it (in its place, or on the first page), or without it. */
export function withRow(pages: DialogPage[], row: DialogRow, present: boolean): DialogPage[] {
  const has = pages.some((page) => page.rows.some((other) => other.dialogId === row.dialogId));
  if (!has && !present) return pages;
  if (!has) return pages.map((page, index) => (index === 0 ? { ...page, rows: [row, ...page.rows] } : page));
  return pages.map((page) => ({
    ...page,
    rows: page.rows.flatMap((other) => (other.dialogId !== row.dialogId ? [other] : present ? [row] : [])),
  }));
}

/** The way of a message that arrives. Whatever came of it, it never goes back on this way. */
const steps = ['queued', 'sending', 'sent', 'delivered', 'read'];

/** The answer to a call may come after the news of what happened since: the message has got no less far by it. */
function noLessFar(known: ShownMessage | undefined, told: ShownMessage): ShownMessage {
  const [was, is] = [steps.indexOf(known?.delivery ?? ''), steps.indexOf(told.delivery ?? '')];
  return known !== undefined && is >= 0 && was > is && was >= steps.indexOf('sent')
    ? { ...told, delivery: known.delivery }
    : told;
}

/** A thread with these messages in it: each number once, each message id once, in order. Later news replace earlier. */
export function withMessages(thread: Thread, told: ShownMessage[]): Thread {
  const known = new Map(thread.messages.map((message) => [message.messageId, message]));
  const news = told.map((message) => noLessFar(known.get(message.messageId), message));
  const ids = new Set(news.map((message) => message.messageId));
  const numbers = new Set(news.map((message) => message.number));
  const kept = thread.messages.filter((message) => !ids.has(message.messageId) && !numbers.has(message.number));
  return { ...thread, messages: [...kept, ...news].toSorted((a, b) => a.number - b.number) };
}

/** The latest messages as read, joined to what was there: earlier ones stay if nothing lies between. */
export function joinLatest(before: Thread | undefined, latest: Thread): Thread {
  if (before === undefined) return latest;
  const first = latest.messages[0]?.number ?? 0;
  const pending = before.messages.filter((message) => message.pending !== undefined);
  const stored = before.messages.filter((message) => message.pending === undefined);
  const last = stored.at(-1)?.number ?? 0;
  const continues = stored.length > 0 && first <= last + 1;
  const base = continues
    ? { messages: [...stored, ...pending], hasEarlier: before.hasEarlier }
    : { messages: pending, hasEarlier: latest.hasEarlier };
  return withMessages(base, latest.messages);
}

/** Whether messages are missing between a thread and this one. */
export function leavesGap(thread: Thread, message: MessageRow): boolean {
  const last = thread.messages.findLast((other) => other.pending === undefined)?.number;
  return last !== undefined && message.number > last + 1;
}

/** A list is read in pages where it can be continued, and as a single page where only its beginning is wanted. */
type Read<Page> = InfiniteData<Page> | Page;
type Listed = Read<ListedPage>;

/** What was read, with its pages changed, whichever way it was read. */
export function inPages<Page extends { rows: unknown[] }>(
  data: Read<Page> | undefined,
  change: (pages: Page[]) => Page[],
): Read<Page> | undefined {
  if (data === undefined) return undefined;
  if ('pages' in data) return { ...data, pages: change(data.pages) };
  return change([data])[0] ?? data;
}

export function threadKey(chatId: string): ['thread', string] {
  return ['thread', chatId];
}

export const inboxLists: readonly InboxList[] = ['mine', 'waiting', 'all'];

/** What the lists of the inbox are read by; the cache keeps each under the same key everywhere. */
export function inboxInput(list: InboxList) {
  return { list, limit: 50 };
}

/** Puts a dialog as it now stands wherever it is, or should be, on the screen. */
export function putRow(cache: QueryClient, trpc: Rpc, employeeId: string, row: DialogRow): void {
  for (const list of inboxLists) {
    cache.setQueryData(trpc.inbox.list.infiniteQueryKey(inboxInput(list)), (data) =>
      data === undefined ? data : { ...data, pages: withRow(data.pages, row, belongs(list, row, employeeId)) },
    );
  }
  cache.setQueriesData<Listed>({ queryKey: trpc.dialogList.page.pathKey() }, (data) =>
    inPages(data, (pages) => withListed(pages, row)),
  );
  cache.setQueryData(trpc.dialogs.get.queryKey({ dialogId: row.dialogId }), (view) =>
    view === undefined ? view : withRowInView(view, row),
  );
}

/** Pages of the managers' list with this dialog as it now stands; what else they say of it stays until it is read again. */
export function withListed(pages: ListedPage[], row: DialogRow): ListedPage[] {
  if (!pages.some((page) => page.rows.some((other) => other.dialogId === row.dialogId))) return pages;
  return pages.map((page) => ({
    ...page,
    rows: page.rows.map((other) =>
      other.dialogId === row.dialogId
        ? { ...other, ...row, lastMessageAt: row.lastMessage?.at ?? other.lastMessageAt }
        : other,
    ),
  }));
}

function withRowInView(view: DialogView, row: DialogRow): DialogView {
  return {
    ...view,
    row,
    client: {
      ...view.client,
      dialogs: view.client.dialogs.map((other) =>
        other.dialogId === row.dialogId ? { ...other, state: row.state, closedAt: row.closedAt } : other,
      ),
    },
  };
}

/** The dialog as the cache knows it, from whichever place has it. */
export function rowIn(cache: QueryClient, trpc: Rpc, dialogId: number): DialogRow | undefined {
  const view = cache.getQueryData(trpc.dialogs.get.queryKey({ dialogId }));
  if (view !== undefined) return view.row;
  for (const list of inboxLists) {
    const data = cache.getQueryData(trpc.inbox.list.infiniteQueryKey(inboxInput(list)));
    const row = data?.pages.flatMap((page) => page.rows).find((other) => other.dialogId === dialogId);
    if (row !== undefined) return row;
  }
  return undefined;
}

/** Takes a dialog that may no longer be seen off every list. */
export function dropDialog(cache: QueryClient, trpc: Rpc, dialogId: number): void {
  const without = <Page extends { rows: { dialogId: number }[] }>(pages: Page[]): Page[] =>
    pages.map((page) => ({ ...page, rows: page.rows.filter((row) => row.dialogId !== dialogId) }));
  cache.setQueriesData<Read<DialogPage>>({ queryKey: trpc.inbox.list.pathKey() }, (data) => inPages(data, without));
  cache.setQueriesData<Listed>({ queryKey: trpc.dialogList.page.pathKey() }, (data) => inPages(data, without));
  void cache.invalidateQueries({ queryKey: trpc.dialogs.get.queryKey({ dialogId }) });
}

/** Puts messages into the thread they belong to, if it was read; a gap makes it be read again. */
export function putMessages(cache: QueryClient, chatId: string, messages: ShownMessage[]): void {
  const thread = cache.getQueryData<Thread>(threadKey(chatId));
  if (thread === undefined) return;
  const gap = messages.some(
    (message) =>
      message.pending === undefined &&
      leavesGap(
        withMessages(
          thread,
          messages.filter((other) => other !== message && other.number < message.number),
        ),
        message,
      ),
  );
  if (gap) {
    void cache.invalidateQueries({ queryKey: threadKey(chatId) });
    return;
  }
  const first = thread.messages[0]?.number ?? 0;
  const wanted = messages.filter((message) => message.number >= first || !thread.hasEarlier);
  cache.setQueryData<Thread>(threadKey(chatId), withMessages(thread, wanted));
}

/** Takes a message that was never stored out again. */
export function dropPending(cache: QueryClient, chatId: string, messageId: string): void {
  cache.setQueryData<Thread>(threadKey(chatId), (thread) =>
    thread === undefined
      ? thread
      : {
          ...thread,
          messages: thread.messages.filter(
            (message) => message.messageId !== messageId || message.pending === undefined,
          ),
        },
  );
}
