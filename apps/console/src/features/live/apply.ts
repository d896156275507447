import type { QueryClient } from '@tanstack/react-query';

import type { Change } from '@switchboard/api/rpc';

import type { useTRPC } from '../../rpc/client.tsx';
import { dropDialog, isOffer, putMessages, putRow, rowIn } from '../../rpc/dialog-cache.ts';
import type { DialogRow, MessageRow } from '../../rpc/shapes.ts';

type Rpc = ReturnType<typeof useTRPC>;
type What = Extract<Change, { change: 'stale' }>['what'];
type Heard = { onOffer: (row: DialogRow) => void };

/**
 * Works changes of the live feed into the cache. Figures that follow from many dialogs are read again,
 * at most every so often; a read that was under way while changes came is made once more, because its answer may be older.
 */
export function makeApply(
  cache: QueryClient,
  trpc: Rpc,
  employeeId: string,
  heard: Heard,
): { apply: (changes: Change[]) => void; readAnew: () => void; stop: () => void } {
  const known = new Set<number>();
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const again = new Set<string>();

  const soon = (name: string, milliseconds: number, act: () => void) => {
    if (waiting.has(name)) return;
    waiting.set(
      name,
      setTimeout(() => {
        waiting.delete(name);
        act();
      }, milliseconds),
    );
  };
  const reread = (queryKey: readonly unknown[]) => void cache.invalidateQueries({ queryKey });

  const unsubscribe = cache.getQueryCache().subscribe(({ type, query }) => {
    if (type !== 'updated' || query.state.fetchStatus !== 'idle' || !again.delete(query.queryHash)) return;
    void cache.invalidateQueries({ queryKey: query.queryKey, exact: true });
  });

  function rereadWhatIsUnderWay() {
    for (const key of [trpc.inbox.pathKey(), trpc.dialogs.pathKey(), ['thread']]) {
      for (const query of cache.getQueryCache().findAll({ queryKey: key, fetchStatus: 'fetching' }))
        again.add(query.queryHash);
    }
  }

  function dialog(row: DialogRow) {
    const offered = isOffer(row, employeeId);
    const before = rowIn(cache, trpc, row.dialogId);
    if (offered && !known.has(row.dialogId) && !(before !== undefined && isOffer(before, employeeId)))
      heard.onOffer(row);
    if (offered) known.add(row.dialogId);
    else known.delete(row.dialogId);

    putRow(cache, trpc, employeeId, row);
    soon(`view ${row.dialogId}`, 50, () => {
      reread(trpc.dialogs.get.queryKey({ dialogId: row.dialogId }));
      reread(trpc.dialogs.history.queryKey({ dialogId: row.dialogId }));
      reread(trpc.clients.ofDialog.queryKey({ dialogId: row.dialogId }));
    });
    if (before === undefined ? row.parked : before.parked !== row.parked)
      soon('parked', 500, () => reread(trpc.parked.pathKey()));
    // New dialogs come in, and what statistics say of the others follows a moment after what happened.
    soon('managers list', 3_000, () => reread(trpc.dialogList.page.pathKey()));
    soon('counts', 250, () => reread(trpc.inbox.counts.pathKey()));
    soon('clients', 2_000, () => {
      for (const call of ['list', 'get', 'dialogs', 'thread'] as const) reread(trpc.clients[call].pathKey());
    });
    soon('lines', 2_000, () => reread(trpc.lines.list.pathKey()));
    board();
  }

  /** Nobody looks at a hidden page; it asks by itself when it is looked at again. */
  function board() {
    soon('board', 1_000, () => {
      if (document.visibilityState === 'visible') reread(trpc.statistics.board.pathKey());
    });
  }

  function presence(change: Extract<Change, { change: 'presence' }>) {
    cache.setQueryData(trpc.people.list.queryKey({}), (people) =>
      people?.map((person) =>
        person.employeeId === change.employeeId ? { ...person, presence: change.presence } : person,
      ),
    );
    reread(trpc.people.employee.queryKey({ employeeId: change.employeeId }));
    // Somebody absent may be away as well: his own switch says only what he set.
    if (change.employeeId === employeeId) soon('me', 100, () => reread(trpc.session.me.pathKey()));
    soon('crew', 500, () => reread(trpc.lines.pathKey()));
    board();
  }

  return {
    apply: (changes) => {
      const messages = new Map<string, MessageRow[]>();
      for (const change of changes) {
        switch (change.change) {
          case 'dialog':
            dialog(change.row);
            break;
          case 'gone':
            known.delete(change.dialogId);
            dropDialog(cache, trpc, change.dialogId);
            board();
            soon('counts', 250, () => reread(trpc.inbox.counts.pathKey()));
            break;
          case 'message': {
            const list = messages.get(change.message.chatId) ?? [];
            list.push(change.message);
            messages.set(change.message.chatId, list);
            break;
          }
          case 'presence':
            presence(change);
            break;
          case 'notice':
            if (change.employeeId === employeeId) soon('notices', 100, () => reread(trpc.notices.pathKey()));
            break;
          case 'stale':
            for (const key of staleKeys(trpc, change.what)) reread(key);
            if (change.what === 'company' || change.what === 'people') reread(trpc.session.me.pathKey());
            if (change.what === 'people') reread(trpc.roles.pathKey());
            // A line chooses a list.
            if (change.what === 'lines') reread(trpc.quickReplies.pathKey());
            break;
        }
      }
      for (const [chatId, list] of messages) putMessages(cache, chatId, list);
      rereadWhatIsUnderWay();
    },
    readAnew: () => {
      void cache.invalidateQueries();
    },
    stop: () => {
      unsubscribe();
      for (const timer of waiting.values()) clearTimeout(timer);
    },
  };
}

/** The calls whose answers are old where this changed. */
function staleKeys(trpc: Rpc, what: What): (readonly unknown[])[] {
  switch (what) {
    case 'clients':
      return [trpc.clients.pathKey(), trpc.records.pathKey()];
    case 'crm':
      return [trpc.crmConnection.pathKey(), trpc.pipelines.pathKey(), trpc.records.pathKey()];
    case 'agreements':
      return [trpc.agreements.pathKey()];
    case 'consents':
      // Not the check of the ledger: whoever wants it asks for it.
      return [
        trpc.consents.list.pathKey(),
        trpc.consents.get.pathKey(),
        trpc.consents.ofClient.pathKey(),
        trpc.consents.state.pathKey(),
        trpc.clients.get.pathKey(),
        trpc.clients.ofDialog.pathKey(),
        trpc.erasures.list.pathKey(),
      ];
    default:
      return [trpc[what].pathKey()];
  }
}
