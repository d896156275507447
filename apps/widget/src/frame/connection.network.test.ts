import { expect, it } from 'vitest';
import { clockAt } from '../testing/clock.ts';
import { liveChatServer } from '../testing/live-chat-server.ts';
import { connect, type Connection } from './connection.ts';

const seeds = Array.from({ length: 25 }, (_, index) => index + 1);
it.each(seeds)('whatever the network does, nothing is lost, doubled or out of order (seed %s)', async (seed) => {
  const random = chance(seed);
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
  server.network.losesAnswer = () => random() < 0.2;
  server.network.losesNews = () => random() < 0.2;
  let tabs = [open(), open()];
  const written: string[] = [];
  for (let step = 0; step < 60; step++) {
    const chat = tabs[Math.floor(random() * tabs.length)];
    const what = random();
    if (what < 0.35) {
      written.push(`visitor ${step}`);
      chat?.write(`visitor ${step}`);
    } else if (what < 0.6 && server.visitors.length > 0) {
      server.operatorWrites(`operator ${step}`, server.visitors.at(-1));
    } else if (what < 0.7) server.network.up = !server.network.up;
    else if (what < 0.8) server.cutSockets();
    else if (what < 0.85) chat?.wake();
    else if (what < 0.9 && chat !== undefined) {
      chat.stop();
      tabs = [...tabs.filter((other) => other !== chat), open()];
    }
    await clock.pass(Math.floor(random() * 3_000));
  }
  server.network.up = true;
  server.network.losesAnswer = () => false;
  server.network.losesNews = () => false;
  server.cutSockets();
  await clock.pass(120_000);

  // A visitor whose token was lost on its way stays without a message.
  const visitors = server.visitors.filter(({ messages }) => messages.some(({ from }) => from === 'visitor'));
  expect(visitors.length).toBeLessThanOrEqual(1);
  const all = (visitors[0]?.messages ?? []).map(({ text }) => text);
  expect(all.filter((text) => text.startsWith('visitor'))).toEqual(written);
  for (const chat of tabs) {
    expect(chat.state().conversation.messages.map(({ text }) => text)).toEqual(all);
    expect([chat.state().conversation.outgoing, chat.state().troubled]).toEqual([[], false]);
  }
});

/** A generator of Lehmer: the same numbers for the same seed. */
function chance(seed: number): () => number {
  let state = seed * 48271;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
