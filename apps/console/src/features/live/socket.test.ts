import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Change } from '@switchboard/api/rpc';

import { hereEvery, keepConnected, type Wire } from './socket.ts';

type FakeWire = Wire & { sent: unknown[]; say: (frame: unknown) => void; drop: () => void; open: () => void };

function aWire(): FakeWire {
  const wire: FakeWire = {
    readyState: 0,
    sent: [],
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (text) => void wire.sent.push(JSON.parse(text)),
    close: () => wire.drop(),
    open: () => {
      wire.readyState = 1;
      wire.onopen?.();
    },
    say: (frame) => wire.onmessage?.({ data: JSON.stringify(frame) }),
    drop: () => {
      wire.readyState = 3;
      wire.onclose?.();
    },
  };
  return wire;
}

function aConsole() {
  const wires: FakeWire[] = [];
  const applied: Change[] = [];
  const phases: string[] = [];
  let readAnew = 0;
  let used = false;
  const feed = keepConnected({
    open: () => {
      const wire = aWire();
      wires.push(wire);
      return wire;
    },
    onChanges: (changes) => void applied.push(...changes),
    onReadAnew: () => void (readAnew += 1),
    onConnection: ({ phase }) => void phases.push(phase),
    used: () => {
      const was = used;
      used = false;
      return was;
    },
  });
  return {
    feed,
    wires,
    applied,
    phases,
    anew: () => readAnew,
    use: () => void (used = true),
    wire: () => wires.at(-1)!,
  };
}

const gone = (dialogId: number): Change => ({ change: 'gone', dialogId });

describe('the socket of the live feed', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('has nothing missing and nothing twice after the connection returns', () => {
    const console = aConsole();
    console.wire().open();
    console.wire().say({ frame: 'welcome', cursor: 1 });
    console.wire().say({ frame: 'changes', cursor: 2, changes: [gone(1)] });
    console.wire().drop();
    vi.advanceTimersByTime(500);
    console.wire().open();
    expect(console.wire().sent[0]).toEqual({ frame: 'hello', cursor: 2 });
    console.wire().say({ frame: 'welcome', cursor: 4 });
    console.wire().say({ frame: 'changes', cursor: 4, changes: [gone(2), gone(3)] });
    expect(console.applied).toEqual([gone(1), gone(2), gone(3)]);
    expect(console.anew()).toBe(1);
    expect(console.phases).toEqual(['connected', 'waiting', 'connecting', 'connected']);
    console.feed.stop();
  });

  it('hears nothing from a socket it has given up', () => {
    const console = aConsole();
    const old = console.wire();
    old.open();
    old.drop();
    vi.advanceTimersByTime(500);
    console.wire().open();
    old.say({ frame: 'changes', cursor: 5, changes: [gone(1)] });
    expect(console.applied).toEqual([]);
    console.feed.stop();
  });

  it('says every half minute that it is here, and whether the person did something', () => {
    const console = aConsole();
    console.use();
    console.wire().open();
    console.wire().say({ frame: 'welcome', cursor: 1 });
    vi.advanceTimersByTime(hereEvery);
    console.use();
    vi.advanceTimersByTime(hereEvery);
    expect(console.wire().sent.slice(1)).toEqual([
      { frame: 'here', used: true },
      { frame: 'here', used: false },
      { frame: 'here', used: true },
    ]);
    console.feed.stop();
  });

  it('survives frames it does not know', () => {
    const console = aConsole();
    console.wire().open();
    console.wire().onmessage?.({ data: 'nonsense' });
    console.wire().say({ frame: 'from-tomorrow' });
    console.wire().say({ frame: 'welcome', cursor: 3 });
    expect(console.phases).toEqual(['connected']);
    console.feed.stop();
  });

  it('tries at once when it is told that the network is back', () => {
    const console = aConsole();
    console.wire().drop();
    expect(console.wires).toHaveLength(1);
    console.feed.tryNow();
    expect(console.wires).toHaveLength(2);
    console.feed.stop();
  });

  it('opens nothing any more after it was stopped', () => {
    const console = aConsole();
    console.wire().open();
    console.feed.stop();
    vi.advanceTimersByTime(60_000);
    expect(console.wires).toHaveLength(1);
  });
});
