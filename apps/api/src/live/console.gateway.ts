import { Injectable, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { keysOf, opens, type Keys, type Shown } from '@switchboard/domain/access';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';

import { DialogQueries } from '../dialogs/dialog.queries.ts';
import { Runner } from '../dialogs/runner.ts';
import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { Metrics } from '../platform/metrics.ts';
import { poll } from '../platform/poll.ts';
import { Signals, type Look } from '../platform/signals.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { Viewers } from '../sign-in/viewer.service.ts';
import { Feed, type FeedItem } from './feed.ts';
import { frameFromConsole, type Change, type FrameToConsole } from './frames.ts';
import { closeAll, closeCodes, readFrame, refuseUpgrade, sendText, socketServer, type Upgrade } from './sockets.ts';

type Client = {
  socket: WebSocket;
  cookie: string;
  viewer: Viewer;
  keys: Keys;
  /** Clients with the same keys get the same text. */
  audience: string;
  cursor: number;
  /** What came while the gap was being read; null once it has caught up. */
  held: { items: FeedItem[]; cursor: number }[] | null;
  leave: () => void;
  looking: number | null;
  /** What he said last that he looks at; he is, once it is known that he may. */
  wanted: number | null;
  asking: boolean;
  rubbish: number;
};

/** How long somebody counts as looking without saying so again. */
const lookMs = 75_000;
const mostRubbish = 5;

/** The console's live feed: what changed, as far as each reader may see it, resumed by cursor. */
@Injectable()
export class ConsoleGateway implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #server = socketServer();
  readonly #clients = new Set<Client>();
  readonly #lookers = new Map<string, Map<string, number>>();
  readonly #log: Logger;
  #stop: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly feed: Feed,
    private readonly viewers: Viewers,
    private readonly runner: Runner,
    private readonly queries: DialogQueries,
    private readonly signals: Signals,
    private readonly metrics: Metrics,
    private readonly config: Config,
    log: Log,
  ) {
    this.#log = log.for('live');
  }

  onApplicationBootstrap(): void {
    this.signals.listen({ looking: (look) => this.#looked(look) });
    this.#stop = poll(30_000, this.#log, async () => {
      for (const client of this.#clients) await this.#recheck(client);
      return false;
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stop();
    closeAll(this.#server);
  }

  /** Upgrades a connection of a signed-in console. The origin must be the console's own. */
  async upgrade({ request, stream, head }: Upgrade): Promise<void> {
    if (request.headers.origin !== this.config.values.CONSOLE_URL) return refuseUpgrade(stream, 403);
    const cookie = request.headers.cookie ?? '';
    const viewer = await this.viewers.of(cookie).catch(() => undefined);
    if (viewer === undefined) return refuseUpgrade(stream, 503);
    if (viewer === null) return refuseUpgrade(stream, 401);
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#connected(socket, cookie, viewer));
  }

  #connected(socket: WebSocket, cookie: string, viewer: Viewer): void {
    const keys = keysOf(viewer);
    const client: Client = {
      socket,
      cookie,
      viewer,
      keys,
      audience: audienceOf(keys),
      cursor: 0,
      held: [],
      leave: () => {},
      looking: null,
      wanted: null,
      asking: false,
      rubbish: 0,
    };
    this.#clients.add(client);
    this.metrics.sockets.inc({ audience: 'console' });
    let greeted = false;
    const hello = setTimeout(() => socket.close(closeCodes.rubbish, 'no hello'), 10_000).unref();
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(hello);
      client.leave();
      this.#look(client, null);
      this.#clients.delete(client);
      this.metrics.sockets.dec({ audience: 'console' });
    });
    socket.on('message', (data, isBinary) => {
      const frame = readFrame(frameFromConsole, data, isBinary);
      if (!frame) {
        this.#send(client, { frame: 'error', message: 'This frame is not one of those described' });
        if (++client.rubbish >= mostRubbish) socket.close(closeCodes.rubbish, 'rubbish');
        return;
      }
      if (frame.frame === 'hello') {
        if (greeted) return;
        greeted = true;
        clearTimeout(hello);
        void this.#greet(client, frame.cursor).catch((error: Error) => {
          this.#log.warn({ err: error }, 'a console could not be greeted');
          socket.close(1011, 'try again');
        });
      } else if (frame.frame === 'here') {
        this.#heard(client, frame.used);
      } else {
        void this.#wants(client, frame.dialogId);
      }
    });
  }

  async #greet(client: Client, cursor: number | null): Promise<void> {
    const { companyId } = client.viewer;
    const joined = await this.feed.join(companyId, {
      take: (items, at) => {
        if (client.held) client.held.push({ items, cursor: at });
        else this.#take(client, items, at);
      },
      startOver: (at) => {
        client.cursor = at;
        this.#send(client, { frame: 'start-over', cursor: at });
      },
    });
    client.leave = joined.leave;
    if (client.socket.readyState !== client.socket.OPEN) joined.leave();
    this.#heard(client, true);
    // A cursor ahead of the feed's own: this process has not read that far yet, or the database is another one.
    const head = cursor !== null && cursor > joined.cursor ? await this.feed.head(companyId) : joined.cursor;
    const missed =
      cursor === null ? [] : cursor > head ? null : await this.feed.between(companyId, cursor, joined.cursor);
    if (missed === null) {
      client.cursor = Math.max(joined.cursor, head);
      this.#send(client, { frame: 'start-over', cursor: client.cursor });
    } else {
      client.cursor = cursor ?? joined.cursor;
      this.#send(client, { frame: 'welcome', cursor: client.cursor });
      if (cursor !== null && joined.cursor > cursor) this.#take(client, missed, joined.cursor);
    }
    const held = client.held ?? [];
    client.held = null;
    for (const { items, cursor: at } of held) this.#take(client, items, at);
  }

  readonly #texts = new WeakMap<FeedItem[], Map<string, string>>();

  #take(client: Client, items: FeedItem[], cursor: number): void {
    if (cursor <= client.cursor) return;
    const known = this.#texts.get(items) ?? new Map<string, string>();
    this.#texts.set(items, known);
    const cut = items.some((item) => item.number <= client.cursor);
    // What somebody is told is his own affair.
    const told = items.some((item) => item.change === 'notice');
    const audience = told ? `${client.audience} ${client.viewer.employeeId}` : client.audience;
    let text = cut ? undefined : known.get(audience);
    if (text === undefined) {
      const changes = items
        .filter((item) => item.number > client.cursor)
        .filter((item) => item.change !== 'notice' || item.employeeId === client.viewer.employeeId)
        .flatMap((item) => changeFor(client.keys, item));
      text = JSON.stringify({ frame: 'changes', cursor, changes } satisfies FrameToConsole);
      if (!cut) known.set(audience, text);
    }
    client.cursor = cursor;
    sendText(client.socket, text);
    if (items.some((item) => item.change === 'stale' && (item.what === 'lines' || item.what === 'people'))) {
      void this.#recheck(client).catch((error: Error) =>
        this.#log.warn({ err: error }, 'rights could not be read again'),
      );
    }
  }

  /** Is he still signed in, and has he the same rights? Other rights mean reading everything anew. */
  async #recheck(client: Client): Promise<void> {
    const viewer = await this.viewers.of(client.cookie);
    if (!viewer) {
      client.socket.close(closeCodes.unauthorized, 'signed out');
      return;
    }
    const before = client.viewer;
    client.viewer = viewer;
    const keys = keysOf(viewer);
    const audience = audienceOf(keys);
    if (audience === client.audience && JSON.stringify(viewer.rights) === JSON.stringify(before.rights)) return;
    client.keys = keys;
    client.audience = audience;
    this.#send(client, { frame: 'start-over', cursor: client.cursor });
  }

  #heard(client: Client, used: boolean): void {
    const note = {
      employeeId: client.viewer.employeeId,
      connectedAt: true as const,
      ...(used ? { usedAt: true as const } : {}),
    };
    void this.runner.presence(client.viewer.companyId, note);
    if (client.looking !== null)
      this.signals.looking({
        companyId: client.viewer.companyId,
        dialogId: client.looking,
        employeeId: client.viewer.employeeId,
        on: true,
      });
  }

  /** Only who may open a dialog looks at it, and learns who else does. One question at a time, about what he wants last. */
  async #wants(client: Client, dialogId: number | null): Promise<void> {
    client.wanted = dialogId;
    if (dialogId === null || dialogId === client.looking) return this.#look(client, dialogId);
    if (client.asking) return;
    client.asking = true;
    let asked: number | null = null;
    while (client.wanted !== null && client.wanted !== asked && client.wanted !== client.looking) {
      asked = client.wanted;
      const may = await this.queries.mayOpen(client.viewer, asked).catch(() => false);
      if (may && client.wanted === asked && client.socket.readyState === client.socket.OPEN) this.#look(client, asked);
    }
    client.asking = false;
  }

  #look(client: Client, dialogId: number | null): void {
    const { companyId, employeeId } = client.viewer;
    const before = client.looking;
    client.looking = dialogId;
    if (before !== null && before !== dialogId)
      this.signals.looking({ companyId, dialogId: before, employeeId, on: false });
    if (dialogId !== null) this.signals.looking({ companyId, dialogId, employeeId, on: true });
  }

  #looked(look: Look): void {
    const key = `${look.companyId} ${look.dialogId}`;
    const now = performance.now();
    const lookers = this.#lookers.get(key) ?? new Map<string, number>();
    if (look.on) lookers.set(look.employeeId, now + lookMs);
    else lookers.delete(look.employeeId);
    for (const [employeeId, until] of lookers) if (until < now) lookers.delete(employeeId);
    if (lookers.size === 0) this.#lookers.delete(key);
    else this.#lookers.set(key, lookers);
    if (this.#lookers.size > 20_000) this.#lookers.clear();
    for (const client of this.#clients) {
      if (client.viewer.companyId !== look.companyId || client.looking !== look.dialogId) continue;
      const others = [...lookers.keys()].filter((employeeId) => employeeId !== client.viewer.employeeId);
      this.#send(client, { frame: 'lookers', dialogId: look.dialogId, employeeIds: others });
    }
  }

  #send(client: Client, frame: FrameToConsole): void {
    sendText(client.socket, JSON.stringify(frame));
  }
}

/** What a change is to somebody with these keys: the change, that the dialog is gone from his sight, or nothing. */
export function changeFor(keys: Keys, item: FeedItem): Change[] {
  switch (item.change) {
    case 'dialog': {
      const sees = item.row !== null && opens(keys, shownRow(item.row));
      if (sees && item.row) return [{ change: 'dialog', row: item.row }];
      const saw = item.before.some((before) =>
        opens(keys, {
          lineId: before.lineId,
          holder: before.operatorId,
          offeredTo: before.offeredTo,
          joined: before.joined ?? [],
          waiting: before.state === 'waiting',
        }),
      );
      return saw ? [{ change: 'gone', dialogId: item.dialogId }] : [];
    }
    case 'message':
      return item.row && opens(keys, shownRow(item.row)) ? [{ change: 'message', message: item.message }] : [];
    case 'presence':
      return [{ change: 'presence', employeeId: item.employeeId, presence: item.presence }];
    case 'notice':
      return [{ change: 'notice', employeeId: item.employeeId }];
    case 'stale':
      return [{ change: 'stale', what: item.what }];
  }
}

function shownRow(row: {
  line: { lineId: string };
  operator: { employeeId: string } | null;
  offeredTo: string[];
  joined: string[];
  state: string;
}): Shown {
  return {
    lineId: row.line.lineId,
    holder: row.operator?.employeeId ?? null,
    offeredTo: row.offeredTo,
    joined: row.joined,
    waiting: row.state === 'waiting',
  };
}

/** The same text for the same keys. */
function audienceOf({ general, lines }: Keys): string {
  return JSON.stringify([[...general], [...lines].map(([lineId, keys]) => [lineId, ...keys])]);
}
