import type {
  FrameFromWidget,
  FrameToWidget,
  LiveChatMessage,
  LiveChatStanding,
  LiveChatConfig,
  VisitorConsent,
  VisitorMessage,
} from '@switchboard/channels/live-chat';
import type { Answer, Outside, Socket, SocketEvents } from '../frame/connection.ts';
import { keptIn, keyValuesInMemory, type KeyValues } from '../frame/kept.ts';
import type { Clock } from './clock.ts';

type Visitor = { token: string; good: boolean; messages: LiveChatMessage[]; seen: number; consented: number };
type Line = { visitor: Visitor | null; events: SocketEvents; open: boolean };

/** A server of the live-chat protocol in memory, with a network whose faults the test chooses. */
export type LiveChatServer = {
  network: {
    up: boolean;
    latency: number;
    /** Whether a call that was carried out loses its answer on the way back. */
    losesAnswer: () => boolean;
    /** Whether a new message is not told to a listening widget, as by a server that fails to wake a reader. */
    losesNews: () => boolean;
    /** Whether the server does not answer what a widget said. */
    ignores: (frame: FrameFromWidget) => boolean;
  };
  /** What a visitor accepts first. */
  asks: LiveChatConfig['asks'];
  /** What visitors decided, in that order. */
  consents: boolean[];
  /** What every call is answered instead of being carried out, while it is not null. */
  refusal: Answer | null;
  /** Every call that reached the server: `POST /messages`. */
  calls: string[];
  /** Every frame that reached the server. */
  heard: FrameFromWidget[];
  visitors: Visitor[];
  operatorWrites(text: string, visitor?: Visitor): LiveChatMessage;
  cutSockets(): void;
  /** One more tab of the same browser. */
  tab(onKept?: () => void): Outside;
};

const operator = { name: 'Anna Smith', position: 'Support', photo: '' };

export function liveChatServer(clock: Clock): LiveChatServer {
  const storage = keyValuesInMemory();
  const listeners: (() => void)[] = [];
  const locks = new Map<string, Promise<unknown>>();
  let lines: Line[] = [];
  let made = 0;
  const newId = (): string => `0197c0de-0000-7000-8000-${String(++made).padStart(12, '0')}`;

  const server: LiveChatServer = {
    network: { up: true, latency: 20, losesAnswer: () => false, losesNews: () => false, ignores: () => false },
    asks: null,
    consents: [],
    refusal: null,
    calls: [],
    heard: [],
    visitors: [],
    operatorWrites(text, visitor = server.visitors[0]) {
      if (visitor === undefined) throw new Error('nobody has written yet');
      return store(visitor, { from: 'operator', sender: operator, text });
    },
    cutSockets() {
      for (const line of lines) close(line);
    },
    tab(onKept = () => {}) {
      const own = shared(onKept);
      listeners.push(onKept);
      return {
        call: (method, path, body, token) => call(method, path, body, token),
        openSocket,
        after: (milliseconds, work) => clock.after(milliseconds, work),
        now: () => clock.now(),
        random: () => 0.5,
        newId,
        page: () => ({ url: 'https://shop.example/cart', title: 'Cart' }),
        language: 'en',
        kept: keptIn(own, 'shop'),
        alone(name, work) {
          const before = locks.get(name) ?? Promise.resolve();
          const mine = before.then(work);
          locks.set(name, mine);
          return mine;
        },
      };
    },
  };

  /** The browser's store as one tab has it: what it changes, the others are told. */
  function shared(own: () => void): KeyValues {
    const tell = (): void => {
      for (const listener of listeners) if (listener !== own) clock.after(1, listener);
    };
    return {
      getItem: (name) => storage.getItem(name),
      setItem(name, value) {
        storage.setItem(name, value);
        tell();
      },
      removeItem(name) {
        storage.removeItem(name);
        tell();
      },
      key: (index) => storage.key(index),
      get length() {
        return storage.length;
      },
    };
  }

  function store(
    visitor: Visitor,
    said: Pick<LiveChatMessage, 'from' | 'sender' | 'text' | 'clientId'>,
  ): LiveChatMessage {
    const message = { number: visitor.messages.length + 1, id: newId(), at: clock.now(), ...said };
    visitor.messages.push(message);
    for (const line of lines) {
      if (line.visitor === visitor && !server.network.losesNews())
        tell(line, { frame: 'messages', messages: [message] });
    }
    return message;
  }

  async function call(method: string, path: string, body: object | null, token: string | null): Promise<Answer | null> {
    const wait = (): Promise<void> => new Promise((resolve) => void clock.after(server.network.latency, resolve));
    await wait();
    if (!server.network.up) return null;
    server.calls.push(`${method} ${path}`);
    const answer = server.refusal ?? carryOut(path, body, token);
    await wait();
    return server.network.up && !server.network.losesAnswer() ? answer : null;
  }

  function carryOut(path: string, body: object | null, token: string | null): Answer {
    const answered = (status: number, body: unknown): Answer => ({ status, body, retryAfterSeconds: null });
    if (path === '/config') return answered(200, { title: 'Shop', language: 'en', open: true, asks: server.asks });
    if (path === '/visitor') {
      const visitor: Visitor = {
        token: `token-${server.visitors.length + 1}`,
        good: true,
        messages: [],
        seen: 0,
        consented: 0,
      };
      server.visitors.push(visitor);
      return answered(200, { token: visitor.token, visitorId: newId() });
    }
    const visitor = server.visitors.find((one) => one.token === token && one.good);
    if (visitor === undefined) return answered(401, { error: 'bad-token', message: '' });
    if (path === '/consent') {
      const { version, accepts } = body as VisitorConsent;
      if (version !== server.asks?.version) return answered(409, { error: 'consent', message: '' });
      visitor.consented = accepts ? version : 0;
      server.consents.push(accepts);
      return answered(200, {});
    }
    if (server.asks !== null && visitor.consented !== server.asks.version)
      return answered(403, { error: 'consent', message: '' });
    const { id, text } = body as VisitorMessage;
    if (text === 'refuse this') return answered(400, { error: 'bad-request', message: '' });
    if (!visitor.messages.some(({ clientId }) => clientId === id)) {
      store(visitor, { from: 'visitor', sender: null, text, clientId: id });
    }
    return answered(200, {});
  }

  function openSocket(events: SocketEvents): Socket {
    const line: Line = { visitor: null, events, open: true };
    lines.push(line);
    clock.after(server.network.latency, () => (server.network.up ? line.open && events.opened() : close(line)));
    return {
      send(text) {
        clock.after(server.network.latency, () => {
          const frame = JSON.parse(text) as FrameFromWidget;
          if (isUp(line) && !server.network.ignores(frame)) hear(line, frame);
        });
      },
      close() {
        line.open = false;
        lines = lines.filter((other) => other !== line);
      },
    };
  }

  function close(line: Line): void {
    if (!line.open) return;
    line.open = false;
    lines = lines.filter((other) => other !== line);
    clock.after(0, () => line.events.closed());
  }

  /** A line that loses anything to the network carries nothing more, though neither side is told. */
  function isUp(line: Line): boolean {
    if (!server.network.up) lines = lines.filter((other) => other !== line);
    return line.open && lines.includes(line);
  }

  function tell(line: Line, frame: FrameToWidget): void {
    clock.after(server.network.latency, () => {
      if (!isUp(line)) return;
      line.events.said(JSON.stringify(frame));
    });
  }

  function hear(line: Line, frame: FrameFromWidget): void {
    server.heard.push(frame);
    const standing: LiveChatStanding = { state: 'with-operator', operator, rating: null };
    switch (frame.frame) {
      case 'hello': {
        const visitor = server.visitors.find(({ token, good }) => token === frame.token && good);
        if (visitor === undefined) return tell(line, { frame: 'error', error: { error: 'bad-token', message: '' } });
        const isFirst = line.visitor === null;
        line.visitor = visitor;
        const newer = visitor.messages.filter(({ number }) => number > frame.after);
        const first = frame.after === 0 ? Math.max(0, newer.length - 50) : 0;
        if (isFirst) tell(line, { frame: 'welcome', standing, hasEarlier: first > 0, seen: visitor.seen });
        for (let from = first; from < newer.length; from += 50) {
          tell(line, { frame: 'messages', messages: newer.slice(from, from + 50) });
        }
        return;
      }
      case 'get-earlier': {
        const older = (line.visitor?.messages ?? []).filter(({ number }) => number < frame.before);
        return tell(line, { frame: 'earlier', messages: older.slice(-50), hasEarlier: older.length > 50 });
      }
      case 'seen':
        if (line.visitor !== null) line.visitor.seen = Math.max(line.visitor.seen, frame.number);
        return;
      case 'ping':
        return tell(line, { frame: 'pong' });
    }
  }

  return server;
}
