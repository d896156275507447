import type {
  FrameFromWidget,
  FrameToWidget,
  LiveChatConfig,
  LiveChatError,
  VisitorAnswer,
  VisitorConsent,
  VisitorMessage,
  VisitorRequest,
  VisitorVote,
} from '@switchboard/channels/live-chat';
import {
  emptyConversation,
  lastNumber,
  misses,
  next,
  type Conversation,
  type ConversationEvent,
} from './conversation.ts';
import type { Kept, KeptMessage } from './kept.ts';

/*
 * Keeps the conversation and the server in step, whatever the network does.
 *
 * Reading: one socket. It says `hello` with the cursor, so whatever was missed comes after every loss. A socket that
 * is silent for a while is asked for a `pong`, and dropped without one. A dropped socket comes back after a pause that
 * grows with each failure. Where messages are missing, `hello` is said again.
 *
 * Writing: an outbox in the browser's store. One message at a time, in the order of writing, by one tab at a time, each
 * under an id of ours: sending again after a lost answer stores nothing twice. A refusal for good marks the message and
 * lets the next one go; everything else is tried again.
 *
 * Where the chat asks for consent, nothing leaves the browser before it is given; what is written waits in the outbox.
 *
 * A visitor is made when he first writes or answers that, so one who only looks leaves no trace. A token that the server does not
 * accept is replaced by the one another tab may have, else forgotten; the next message makes a new visitor.
 */
export type Connection = {
  state(): ChatState;
  /** Begins: reads the configuration where the chat is in sight, sends what was left, listens if there is a visitor. */
  start(inSight: boolean): void;
  /** The visitor looks at the chat. */
  look(): void;
  write(text: string): void;
  tryAgain(id: string): void;
  takeBack(id: string): void;
  /** Answers the request for consent, read in this language; answers whether it was noted. */
  consent(accepts: boolean, language: string): Promise<boolean>;
  /** Rates the dialog; answers whether the vote was stored. */
  vote(dialogId: number, vote: VisitorVote['vote']): Promise<boolean>;
  getEarlier(): void;
  /** The visitor has seen everything up to this number. */
  see(number: number): void;
  /** The network or the page is back: what waits is tried at once. */
  wake(): void;
  /** Another tab changed what is kept. */
  keptChanged(): void;
  stop(): void;
};

export type ChatState = {
  conversation: Conversation;
  /** Null until it was read. */
  config: LiveChatConfig | null;
  /** There is no chat at this address. */
  missing: boolean;
  /** The server has been out of reach for longer than a blink. */
  troubled: boolean;
  /** What he decided on what the chat asks him to accept before anything is sent; null where nothing is asked. */
  consent: 'open' | 'given' | 'declined' | null;
};

export type Answer = { status: number; body: unknown; retryAfterSeconds: number | null };
export type Socket = { send(text: string): void; close(): void };
export type SocketEvents = { opened(): void; said(text: string): void; closed(): void };

/** All that the connection takes from outside. */
export type Outside = {
  /** A call under the chat's address; null where no answer came. */
  call(method: 'GET' | 'POST', path: string, body: object | null, token: string | null): Promise<Answer | null>;
  openSocket(events: SocketEvents): Socket;
  /** Runs `work` after a time, unless the answer is called before. */
  after(milliseconds: number, work: () => void): () => void;
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  newId(): string;
  page(): VisitorRequest['page'];
  language: string;
  kept: Kept;
  /** Runs `work` while no other tab of the visitor runs work of this name. */
  alone<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
};

const blink = 1_500;
const gapPause = 3_000;
const silence = 25_000;
const patience = 10_000;
const longestPause = 30_000;

export function connect(outside: Outside, changed: (state: ChatState) => void): Connection {
  const { kept } = outside;
  let state: ChatState = {
    conversation: emptyConversation,
    config: null,
    missing: false,
    troubled: false,
    consent: null,
  };
  let token = kept.token();
  const life = { over: false };

  const set = (change: Partial<ChatState>): void => {
    if (life.over) return;
    state = { ...state, ...change };
    changed(state);
  };
  const happen = (event: ConversationEvent): void => {
    const conversation = next(state.conversation, event);
    if (conversation !== state.conversation) set({ conversation });
  };

  // What is out of reach; said to the visitor only when it lasts.
  const troubles = new Set<'config' | 'outbox' | 'socket'>();
  let sayTrouble: (() => void) | null = null;
  function trouble(what: 'config' | 'outbox' | 'socket', is: boolean): void {
    if (is) troubles.add(what);
    else troubles.delete(what);
    if (troubles.size === 0) {
      sayTrouble?.();
      sayTrouble = null;
      if (state.troubled) set({ troubled: false });
    } else if (!state.troubled) {
      sayTrouble ??= outside.after(blink, () => {
        sayTrouble = null;
        set({ troubled: true });
      });
    }
  }

  const pauseAfter = (failures: number): number =>
    Math.min(longestPause, 1_000 * 2 ** failures) * (0.5 + outside.random() / 2);

  function become(newToken: string | null): void {
    if (newToken === token) return;
    if (token !== null) happen({ event: 'became-another-visitor' });
    token = newToken;
    dropSocket();
    trouble('socket', false);
    listen();
  }

  /** The server does not accept this token: another tab may have a better one. */
  function refuseToken(bad: string): void {
    if (kept.token() === bad) kept.keepToken(null);
    if (token === bad) become(kept.token());
  }

  // The configuration

  let readingConfig = false;
  let configFailures = 0;
  let retryConfig: (() => void) | null = null;
  async function readConfig(): Promise<void> {
    if (state.config !== null || state.missing || readingConfig || life.over) return;
    readingConfig = true;
    retryConfig?.();
    retryConfig = null;
    const answer = await outside.call('GET', '/config', null, null);
    readingConfig = false;
    if (answer?.status === 200) {
      configFailures = 0;
      trouble('config', false);
      set({ config: answer.body as LiveChatConfig });
      set({ consent: decided() });
      void deliver();
    } else if (answer?.status === 404) {
      trouble('config', false);
      set({ missing: true });
    } else {
      trouble('config', true);
      retryConfig = outside.after(pauseAfter(configFailures++), () => void readConfig());
    }
  }

  // Consent

  /** The version that is asked for, as what he decided on it is kept. */
  const asked = (): string | null => {
    const asks = state.config?.asks ?? null;
    return asks === null ? null : `${asks.agreementId}:${asks.version}`;
  };
  function decided(): ChatState['consent'] {
    const [what, keptAs] = [asked(), kept.consent()];
    if (what === null) return null;
    return keptAs === `${what}:given` ? 'given' : keptAs === `${what}:declined` ? 'declined' : 'open';
  }
  /** The server knows of no consent to what it asks for now: what is asked is read anew. */
  function consentIsMissing(): void {
    kept.keepConsent('');
    set({ config: null, consent: 'open' });
    void readConfig();
  }
  /** Nothing leaves the browser before the consent, nor before it is known whether one is asked for. */
  const maySend = (): boolean => state.config !== null && state.consent !== 'open' && state.consent !== 'declined';

  // Writing

  let delivering = false;
  let outboxFailures = 0;
  let retryOutbox: (() => void) | null = null;
  async function deliver(): Promise<void> {
    if (delivering || life.over) return;
    if (waiting() !== undefined && state.config === null) void readConfig();
    if (!maySend()) return;
    delivering = true;
    retryOutbox?.();
    retryOutbox = null;
    let pause: number | null = null;
    while (pause === null && !life.over && maySend() && waiting() !== undefined) {
      pause = await outside.alone('outbox', deliverFirst);
    }
    delivering = false;
    if (pause === null) {
      outboxFailures = 0;
      trouble('outbox', false);
    } else if (!life.over) {
      trouble('outbox', true);
      retryOutbox = outside.after(pause, () => void deliver());
    }
  }

  const waiting = (): KeptMessage | undefined => kept.outbox().find((message) => message.state === 'sending');

  /** Sends the first message that waits; answers how long to pause before trying again, null to go on. */
  async function deliverFirst(): Promise<number | null> {
    const message = waiting();
    if (message === undefined) return null;
    const bearer = await visitorToken();
    if (typeof bearer !== 'string') return bearer.pause;
    const { id, text, page } = message;
    const answer = await outside.call('POST', '/messages', { id, text, page } satisfies VisitorMessage, bearer);
    if (answer?.status === 200) {
      outboxFailures = 0;
      trouble('outbox', false);
      kept.forgetMessage(id);
      happen({ event: 'stored', id });
      return null;
    }
    if (answer?.status === 401) {
      refuseToken(bearer);
      return outboxFailures++ === 0 ? null : pauseAfter(outboxFailures);
    }
    if (answer?.status === 403 && (answer.body as Partial<LiveChatError>).error === 'consent') {
      consentIsMissing();
      return null;
    }
    if (isPassing(answer)) return pauseOf(answer);
    refuse(message, answer);
    return null;
  }

  function refuse(message: KeptMessage, answer: Answer): void {
    const { error } = answer.body as Partial<LiveChatError>;
    if (error === 'closed' && state.config !== null) set({ config: { ...state.config, open: false } });
    if (error === 'no-such-chat') set({ missing: true });
    kept.keepMessage({ ...message, state: 'failed' });
    happen({ event: 'refused', id: message.id });
  }

  /** The visitor's token, made where there is none; or how long to pause before asking again. */
  async function visitorToken(): Promise<string | { pause: number | null }> {
    const known = token ?? kept.token();
    if (known !== null) {
      become(known);
      return known;
    }
    const body: VisitorRequest = { page: outside.page(), language: outside.language };
    const answer = await outside.call('POST', '/visitor', body, null);
    if (answer?.status === 200) {
      const made = (answer.body as VisitorAnswer).token;
      kept.keepToken(made);
      become(made);
      return made;
    }
    if (isPassing(answer)) return { pause: pauseOf(answer) };
    for (const message of kept.outbox()) refuse(message, answer);
    return { pause: null };
  }

  /** Whether it may go well another time: no answer, too many, or trouble at the server. */
  const isPassing = (answer: Answer | null): answer is null | Answer =>
    answer === null || answer.status === 408 || answer.status === 429 || answer.status >= 500;

  const pauseOf = (answer: Answer | null): number =>
    Math.max((answer?.retryAfterSeconds ?? 0) * 1_000, pauseAfter(outboxFailures++));

  // Reading

  let socket: Socket | null = null;
  let socketFailures = 0;
  let reopen: (() => void) | null = null;
  let watch: (() => void) | null = null;
  let stopFilling: (() => void) | null = null;
  /** The server has welcomed this socket. */
  let isWelcome = false;
  /** The cursor the server was last told, and whether it has sent anything of the chat since. */
  let hello = { after: 0, answered: false };

  function listen(): void {
    if (socket !== null || token === null || state.missing || life.over) return;
    reopen?.();
    reopen = null;
    const own: Socket = outside.openSocket({
      opened: () => own === socket && sayHello(),
      said: (text) => own === socket && hear(text),
      closed: () => own === socket && lost(),
    });
    socket = own;
    expectWithin(patience, lost);
  }

  function lost(): void {
    dropSocket();
    trouble('socket', true);
    happen({ event: 'lost-connection' });
    if (!life.over) reopen ??= outside.after(pauseAfter(socketFailures++), listen);
  }

  function dropSocket(): void {
    for (const cancel of [watch, reopen, stopFilling]) cancel?.();
    watch = reopen = stopFilling = null;
    const dropped = socket;
    socket = null;
    isWelcome = false;
    dropped?.close();
  }

  function expectWithin(milliseconds: number, otherwise: () => void): void {
    watch?.();
    watch = outside.after(milliseconds, otherwise);
  }

  function say(frame: FrameFromWidget): void {
    socket?.send(JSON.stringify(frame));
  }

  function sayHello(): void {
    if (token === null) return;
    hello = { after: lastNumber(state.conversation), answered: false };
    say({ frame: 'hello', token, after: hello.after });
    expectWithin(patience, lost);
  }

  function hear(text: string): void {
    const frame = JSON.parse(text) as FrameToWidget;
    if (frame.frame === 'error') return beRefused(frame.error);
    if (frame.frame === 'welcome' || frame.frame === 'messages') hello.answered = true;
    happen({ event: 'told', frame });
    if (frame.frame === 'welcome') {
      socketFailures = 0;
      isWelcome = true;
      trouble('socket', false);
      happen({ event: 'saw', number: kept.seen() });
      if (state.conversation.seen > frame.seen) say({ frame: 'seen', number: state.conversation.seen });
    }
    if (frame.frame === 'messages') {
      for (const { clientId } of frame.messages) if (clientId !== undefined) kept.forgetMessage(clientId);
    }
    if (misses(state.conversation)) return fillGap();
    stopFilling?.();
    stopFilling = null;
    expectWithin(silence, ping);
  }

  function ping(): void {
    say({ frame: 'ping' });
    expectWithin(patience, lost);
  }

  /** Asks for what is missing, once; the answer may come in several frames, so it is over when no more come. */
  function fillGap(): void {
    if (stopFilling === null) sayHello();
    stopFilling?.();
    stopFilling = outside.after(gapPause, () => {
      if (!hello.answered) return;
      if (hello.after === lastNumber(state.conversation)) {
        stopFilling = null;
        happen({ event: 'stays-missing' });
        expectWithin(silence, ping);
      } else {
        sayHello();
        fillGap();
      }
    });
  }

  function beRefused({ error }: LiveChatError): void {
    if (error === 'bad-token' && token !== null) return refuseToken(token);
    if (error === 'no-such-chat') {
      dropSocket();
      return set({ missing: true });
    }
    if (error === 'closed' && state.config !== null) set({ config: { ...state.config, open: false } });
    lost();
  }

  return {
    state: () => state,
    start(inSight) {
      let { conversation } = state;
      for (const { id, text, at, state: standing } of kept.outbox()) {
        conversation = next(conversation, { event: 'wrote', id, text, at });
        if (standing === 'failed') conversation = next(conversation, { event: 'refused', id });
      }
      set({ conversation });
      if (inSight || token !== null) void readConfig();
      listen();
      void deliver();
    },
    look: () => void readConfig(),
    write(text) {
      const trimmed = text.trim();
      if (trimmed === '') return;
      const last = kept.outbox().at(-1)?.at ?? 0;
      const message = { id: outside.newId(), text: trimmed, at: Math.max(outside.now(), last + 1) };
      kept.keepMessage({ ...message, page: outside.page(), state: 'sending' });
      happen({ event: 'wrote', ...message });
      void deliver();
    },
    tryAgain(id) {
      const message = kept.outbox().find((one) => one.id === id);
      if (message === undefined) return;
      kept.keepMessage({ ...message, state: 'sending' });
      happen({ event: 'tried-again', id });
      void deliver();
    },
    takeBack(id) {
      kept.forgetMessage(id);
      happen({ event: 'taken-back', id });
    },
    async consent(accepts, language) {
      const asks = state.config?.asks;
      if (!asks) return false;
      const { agreementId, version } = asks;
      const body: VisitorConsent = {
        id: outside.newId(),
        agreementId,
        version,
        language,
        accepts,
        page: outside.page(),
      };
      for (let tries = 0; tries < 3 && !life.over; tries++) {
        const bearer = await visitorToken();
        const answer = typeof bearer === 'string' ? await outside.call('POST', '/consent', body, bearer) : null;
        if (answer?.status === 200) {
          kept.keepConsent(`${agreementId}:${version}:${accepts ? 'given' : 'declined'}`);
          set({ consent: decided() });
          void deliver();
          return true;
        }
        if (answer?.status === 401 && typeof bearer === 'string') refuseToken(bearer);
        else if (answer?.status === 409) {
          consentIsMissing();
          return false;
        } else if (!isPassing(answer)) return false;
        await new Promise<void>((resolve) => outside.after(pauseAfter(tries), resolve));
      }
      return false;
    },
    async vote(dialogId, vote) {
      const body: VisitorVote = { id: outside.newId(), dialogId, vote };
      for (let tries = 0; tries < 3; tries++) {
        if (token === null || life.over) return false;
        const answer = await outside.call('POST', '/vote', body, token);
        if (answer?.status === 200) return true;
        if (!isPassing(answer)) return false;
        await new Promise<void>((resolve) => outside.after(pauseAfter(tries), resolve));
      }
      return false;
    },
    getEarlier() {
      const first = state.conversation.messages[0]?.number;
      if (first === undefined || !isWelcome) return;
      if (!state.conversation.hasEarlier || state.conversation.fetchesEarlier) return;
      happen({ event: 'asked-for-earlier' });
      say({ frame: 'get-earlier', before: first });
    },
    see(number) {
      if (number <= state.conversation.seen) return;
      happen({ event: 'saw', number });
      kept.keepSeen(number);
      if (isWelcome) say({ frame: 'seen', number });
    },
    wake() {
      outboxFailures = socketFailures = configFailures = 0;
      if (retryConfig !== null) void readConfig();
      if (reopen !== null) listen();
      else if (isWelcome) ping();
      void deliver();
    },
    keptChanged() {
      const known = kept.token();
      if (known !== token) become(known);
      happen({ event: 'saw', number: kept.seen() });
      if (state.consent !== decided() && state.config !== null) set({ consent: decided() });
      const outbox = new Map(kept.outbox().map((message) => [message.id, message]));
      for (const { id, state: standing } of state.conversation.outgoing) {
        const message = outbox.get(id);
        if (message === undefined) happen({ event: standing === 'failed' ? 'taken-back' : 'stored', id });
        else if (message.state !== standing)
          happen({ event: message.state === 'failed' ? 'refused' : 'tried-again', id });
      }
      for (const { id, text, at } of outbox.values()) happen({ event: 'wrote', id, text, at });
      void deliver();
    },
    stop() {
      life.over = true;
      for (const cancel of [sayTrouble, retryConfig, retryOutbox]) cancel?.();
      dropSocket();
    },
  };
}
