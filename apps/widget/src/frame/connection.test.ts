import { describe, expect, it } from 'vitest';
import { clockAt, type Clock } from '../testing/clock.ts';
import { liveChatServer, type LiveChatServer } from '../testing/live-chat-server.ts';
import { connect, type Answer, type Connection } from './connection.ts';

type Setting = { clock: Clock; server: LiveChatServer; open(): Connection };

function setting(): Setting {
  const clock = clockAt(Date.UTC(2026, 10, 21, 12));
  const server = liveChatServer(clock);
  const open = (): Connection => {
    const connection = connect(
      server.tab(() => connection.keptChanged()),
      () => {},
    );
    connection.start(true);
    return connection;
  };
  return { clock, server, open };
}

const texts = (connection: Connection): string[] => connection.state().conversation.messages.map(({ text }) => text);
const outgoing = (connection: Connection): string[] =>
  connection.state().conversation.outgoing.map(({ text, state }) => `${text}: ${state}`);
const stored = (server: LiveChatServer, visitor = 0): string[] =>
  (server.visitors[visitor]?.messages ?? []).map(({ text }) => text);
const refused = (status: number, error: string, retryAfterSeconds: number | null = null): Answer => ({
  status,
  body: { error, message: '' },
  retryAfterSeconds,
});

describe('a visitor', () => {
  it('leaves no trace by looking', async () => {
    const { clock, server, open } = setting();
    const chat = open();
    await clock.pass(60_000);
    expect(server.calls).toEqual(['GET /config']);
    expect(chat.state()).toMatchObject({ config: { title: 'Shop' }, troubled: false });
  });

  it('is made by the first message, which is sending, then stored, then numbered', async () => {
    const { clock, server, open } = setting();
    const chat = open();
    chat.write('  Hello ');
    expect(outgoing(chat)).toEqual(['Hello: sending']);
    await clock.pass(75);
    expect(outgoing(chat)).toEqual(['Hello: sending']);
    await clock.pass(200);
    expect(stored(server)).toEqual(['Hello']);
    expect([texts(chat), outgoing(chat)]).toEqual([['Hello'], []]);
    server.operatorWrites('Good day');
    await clock.pass(50);
    expect(texts(chat)).toEqual(['Hello', 'Good day']);
  });

  it('does not send whitespace', async () => {
    const { clock, server, open } = setting();
    open().write(' \n ');
    await clock.pass(1_000);
    expect(server.visitors).toEqual([]);
  });

  it('finds his conversation on the next page', async () => {
    const { clock, server, open } = setting();
    const first = open();
    first.write('Hello');
    await clock.pass(500);
    first.stop();
    server.operatorWrites('Good day');
    const second = open();
    await clock.pass(500);
    expect(texts(second)).toEqual(['Hello', 'Good day']);
    expect(server.visitors).toHaveLength(1);
  });
});

describe('when the connection is lost', () => {
  it('says so only when it lasts, and gets what it missed', async () => {
    const { clock, server, open } = setting();
    const chat = open();
    chat.write('Hello');
    await clock.pass(500);
    server.cutSockets();
    await clock.pass(1_000);
    expect(chat.state().troubled).toBe(false);
    server.network.up = false;
    server.cutSockets();
    server.operatorWrites('one');
    await clock.pass(20_000);
    expect(chat.state().troubled).toBe(true);
    server.operatorWrites('two');
    server.network.up = true;
    await clock.pass(40_000);
    expect(chat.state().troubled).toBe(false);
    expect(texts(chat)).toEqual(['Hello', 'one', 'two']);
  });

  it('keeps what is written meanwhile and sends it in order, also from the next page', async () => {
    const { clock, server, open } = setting();
    const first = open();
    await clock.pass(100);
    server.network.up = false;
    for (const text of ['one', 'two', 'three']) first.write(text);
    await clock.pass(5_000);
    expect(outgoing(first)).toEqual(['one: sending', 'two: sending', 'three: sending']);
    first.stop();
    const second = open();
    second.write('four');
    await clock.pass(5_000);
    server.network.up = true;
    await clock.pass(40_000);
    expect(stored(server)).toEqual(['one', 'two', 'three', 'four']);
    expect([texts(second), outgoing(second)]).toEqual([['one', 'two', 'three', 'four'], []]);
  });

  it('does not store a message twice whose answer was lost', async () => {
    const { clock, server, open } = setting();
    const chat = open();
    let losses = 0;
    server.network.losesAnswer = () => server.calls.at(-1) === 'POST /messages' && losses++ < 3;
    chat.write('Hello');
    await clock.pass(60_000);
    expect(losses).toBeGreaterThan(0);
    expect(stored(server)).toEqual(['Hello']);
    expect([texts(chat), outgoing(chat)]).toEqual([['Hello'], []]);
  });

  it('notices a network that fell silent, and asks for an answer before it gives up', async () => {
    const { clock, server, open } = setting();
    const chat = open();
    chat.write('Hello');
    await clock.pass(500);
    await clock.pass(60_000);
    expect(server.heard.filter(({ frame }) => frame === 'hello')).toHaveLength(1);
    expect(server.heard.filter(({ frame }) => frame === 'ping').length).toBeGreaterThan(0);
    server.network.up = false;
    await clock.pass(40_000);
    expect(chat.state().troubled).toBe(true);
  });

  it('pauses longer with every failure, and not at all when the network says it is back', async () => {
    const { clock, server, open } = setting();
    const chat = open();
    server.network.up = false;
    chat.write('Hello');
    await clock.pass(300_000);
    server.network.up = true;
    chat.wake();
    await clock.pass(500);
    expect(stored(server)).toEqual(['Hello']);
  });
});

describe('when messages are missing', () => {
  it('asks again with the cursor and loses nothing', async () => {
    const { clock, server, open } = setting();
    const chat = open();
    chat.write('Hello');
    await clock.pass(500);
    server.network.losesNews = () => true;
    server.operatorWrites('lost on the way');
    server.network.losesNews = () => false;
    server.operatorWrites('arrives');
    await clock.pass(500);
    expect(texts(chat)).toEqual(['Hello', 'lost on the way', 'arrives']);
    expect(server.heard.filter(({ frame }) => frame === 'hello')).toMatchObject([{ after: 0 }, { after: 1 }]);
    chat.see(3);
    await clock.pass(100);
    expect(server.visitors[0]?.seen).toBe(3);
  });

  it('shows what came where the server has nothing to fill the gap with', async () => {
    const { clock, server, open } = setting();
    const chat = open();
    chat.write('Hello');
    await clock.pass(500);
    server.network.losesNews = () => true;
    const note = server.operatorWrites('not for the visitor');
    server.network.losesNews = () => false;
    const visitor = server.visitors[0];
    server.operatorWrites('for the visitor');
    if (visitor !== undefined) visitor.messages = visitor.messages.filter((message) => message !== note);
    await clock.pass(500);
    expect(texts(chat)).toEqual(['Hello']);
    await clock.pass(4_000);
    expect(texts(chat)).toEqual(['Hello', 'for the visitor']);
    const again = open();
    await clock.pass(5_000);
    expect(texts(again)).toEqual(['Hello', 'for the visitor']);
  });

  it('comes back on a new connection where asking again is not answered', async () => {
    const { clock, server, open } = setting();
    const chat = open();
    chat.write('Hello');
    await clock.pass(500);
    server.network.losesNews = () => true;
    server.operatorWrites('lost on the way');
    server.network.losesNews = () => false;
    server.network.ignores = ({ frame }) => frame === 'hello';
    server.operatorWrites('arrives');
    await clock.pass(5_000);
    expect(texts(chat)).toEqual(['Hello']);
    server.network.ignores = () => false;
    await clock.pass(20_000);
    expect(texts(chat)).toEqual(['Hello', 'lost on the way', 'arrives']);
  });

  it('fetches the history page by page', async () => {
    const { clock, server, open } = setting();
    const chat = open();
    chat.write('Hello');
    await clock.pass(500);
    for (let number = 2; number <= 120; number++) server.operatorWrites(`answer ${number}`);
    chat.stop();
    const again = open();
    await clock.pass(500);
    expect(texts(again)).toHaveLength(50);
    again.getEarlier();
    again.getEarlier();
    await clock.pass(500);
    expect(texts(again)).toHaveLength(100);
    again.getEarlier();
    await clock.pass(500);
    expect(texts(again)).toHaveLength(120);
    expect(again.state().conversation.hasEarlier).toBe(false);
    expect(server.heard.filter(({ frame }) => frame === 'get-earlier')).toMatchObject([{ before: 71 }, { before: 21 }]);
  });
});

describe('when the server refuses', () => {
  it('marks the message, lets the next one go, and tries again when told to', async () => {
    const { clock, server, open } = setting();
    const chat = open();
    chat.write('refuse this');
    chat.write('take this');
    await clock.pass(1_000);
    expect([texts(chat), outgoing(chat)]).toEqual([['take this'], ['refuse this: failed']]);
    const id = chat.state().conversation.outgoing[0]?.id ?? '';
    chat.tryAgain(id);
    expect(outgoing(chat)).toEqual(['refuse this: sending']);
    await clock.pass(1_000);
    expect(outgoing(chat)).toEqual(['refuse this: failed']);
    chat.takeBack(id);
    expect(outgoing(chat)).toEqual([]);
    chat.stop();
    expect(outgoing(open())).toEqual([]);
    expect(stored(server)).toEqual(['take this']);
  });

  it('waits as long as it is asked to', async () => {
    const { clock, server, open } = setting();
    const chat = open();
    server.refusal = refused(429, 'too-many', 12);
    chat.write('Hello');
    await clock.pass(11_000);
    const before = server.calls.length;
    server.refusal = null;
    expect(outgoing(chat)).toEqual(['Hello: sending']);
    await clock.pass(2_000);
    expect(server.calls.length).toBeGreaterThan(before);
    expect(stored(server)).toEqual(['Hello']);
  });

  it('takes another visitor where the token is not good, and sends what was written', async () => {
    const { clock, server, open } = setting();
    const chat = open();
    chat.write('Hello');
    await clock.pass(500);
    const first = server.visitors[0];
    if (first !== undefined) first.good = false;
    chat.write('Still there?');
    await clock.pass(1_000);
    expect(stored(server, 1)).toEqual(['Still there?']);
    expect(texts(chat)).toEqual(['Still there?']);
    server.operatorWrites('Yes', server.visitors[1]);
    await clock.pass(100);
    expect(texts(chat)).toEqual(['Still there?', 'Yes']);
  });

  it('makes no new visitor of one who only listens', async () => {
    const { clock, server, open } = setting();
    const chat = open();
    chat.write('Hello');
    await clock.pass(500);
    const first = server.visitors[0];
    if (first !== undefined) first.good = false;
    server.cutSockets();
    await clock.pass(60_000);
    expect(server.visitors).toHaveLength(1);
    expect([texts(chat), chat.state().troubled]).toEqual([[], false]);
  });

  it('says that a chat was closed and keeps the text', async () => {
    const { clock, server, open } = setting();
    const chat = open();
    await clock.pass(100);
    server.refusal = refused(409, 'closed');
    chat.write('Hello');
    await clock.pass(1_000);
    expect(chat.state().config?.open).toBe(false);
    expect(outgoing(chat)).toEqual(['Hello: failed']);
  });

  it('says that there is no chat at this address', async () => {
    const { clock, server, open } = setting();
    server.refusal = refused(404, 'no-such-chat');
    const chat = open();
    await clock.pass(1_000);
    expect(chat.state()).toMatchObject({ missing: true, config: null });
  });
});

describe('two tabs of a visitor', () => {
  it('are one visitor and show the same', async () => {
    const { clock, server, open } = setting();
    const [one, other] = [open(), open()];
    one.write('from one');
    other.write('from the other');
    await clock.pass(2_000);
    expect(server.visitors).toHaveLength(1);
    expect(stored(server)).toEqual(['from one', 'from the other']);
    for (const chat of [one, other]) {
      expect([texts(chat), outgoing(chat)]).toEqual([['from one', 'from the other'], []]);
    }
  });

  it('show a message that waits in both, and one that was seen as seen in both', async () => {
    const { clock, server, open } = setting();
    const [one, other] = [open(), open()];
    await clock.pass(500);
    server.network.up = false;
    one.write('Hello');
    await clock.pass(100);
    expect(outgoing(other)).toEqual(['Hello: sending']);
    server.network.up = true;
    await clock.pass(40_000);
    const { number } = server.operatorWrites('Good day');
    await clock.pass(100);
    one.see(number);
    await clock.pass(100);
    expect(other.state().conversation.seen).toBe(number);
    expect(server.visitors[0]?.seen).toBe(number);
  });
});

describe('a chat that asks for consent first', () => {
  const asks = (version: number) => ({
    agreementId: '0197c0de-0000-7000-8000-0000000000aa',
    version,
    texts: [{ language: 'en', title: 'Privacy', link: 'https://desk.example/agreement/x' }],
  });
  const asking = () => {
    const made = setting();
    made.server.asks = asks(1);
    return made;
  };

  it('keeps what is written in the browser until the visitor accepts', async () => {
    const { clock, server, open } = asking();
    const chat = open();
    await clock.pass(100);
    expect(chat.state().consent).toBe('open');
    chat.write('Hello');
    await clock.pass(60_000);
    expect(server.calls).toEqual(['GET /config']);
    expect(outgoing(chat)).toEqual(['Hello: sending']);
    const noted = chat.consent(true, 'en');
    await clock.pass(1_000);
    expect(await noted).toBe(true);
    expect([server.consents, stored(server), chat.state().consent]).toEqual([[true], ['Hello'], 'given']);
  });

  it('sends nothing after a refusal, which is noted, and all of it when he thinks again', async () => {
    const { clock, server, open } = asking();
    const chat = open();
    await clock.pass(100);
    chat.write('Hello');
    void chat.consent(false, 'en');
    await clock.pass(5_000);
    expect([server.consents, stored(server), chat.state().consent]).toEqual([[false], [], 'declined']);
    void chat.consent(true, 'en');
    await clock.pass(5_000);
    expect(stored(server)).toEqual(['Hello']);
  });

  it('is not asked again on the next page, and is for a new version', async () => {
    const { clock, server, open } = asking();
    const first = open();
    await clock.pass(100);
    void first.consent(true, 'en');
    await clock.pass(1_000);
    first.stop();
    const second = open();
    await clock.pass(500);
    expect(second.state().consent).toBe('given');
    server.asks = asks(2);
    second.write('Hello');
    await clock.pass(2_000);
    expect(second.state().consent).toBe('open');
    expect([stored(server), outgoing(second)]).toEqual([[], ['Hello: sending']]);
    void second.consent(true, 'en');
    await clock.pass(2_000);
    expect(stored(server)).toEqual(['Hello']);
  });

  it('reads anew what is asked where he accepted what is asked no more', async () => {
    const { clock, server, open } = asking();
    const chat = open();
    await clock.pass(100);
    server.asks = asks(2);
    const noted = chat.consent(true, 'en');
    await clock.pass(2_000);
    expect(await noted).toBe(false);
    expect(chat.state()).toMatchObject({ consent: 'open', config: { asks: { version: 2 } } });
  });

  it('is told of an answer that another tab gave', async () => {
    const { clock, open } = asking();
    const [one, other] = [open(), open()];
    await clock.pass(100);
    void one.consent(true, 'en');
    await clock.pass(1_000);
    expect(other.state().consent).toBe('given');
  });
});
