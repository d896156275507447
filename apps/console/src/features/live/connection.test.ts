import { describe, expect, it } from 'vitest';

import type { Change } from '@switchboard/api/rpc';

import { before, next, type Connection, type ConnectionEffect, type ConnectionEvent } from './connection.ts';

const gone = (dialogId: number): Change => ({ change: 'gone', dialogId });
const changes = (cursor: number, ...list: Change[]): ConnectionEvent => ({
  event: 'said',
  frame: { frame: 'changes', cursor, changes: list },
});
const welcome = (cursor: number): ConnectionEvent => ({ event: 'said', frame: { frame: 'welcome', cursor } });
const lost: ConnectionEvent = { event: 'lost', chance: 0 };

function play(...events: ConnectionEvent[]): { connection: Connection; effects: ConnectionEffect[] } {
  return events.reduce<{ connection: Connection; effects: ConnectionEffect[] }>(
    (told, event) => {
      const { connection, effects } = next(told.connection, event);
      return { connection, effects: [...told.effects, ...effects] };
    },
    { connection: before, effects: [] },
  );
}

describe('the live feed', () => {
  it('begins with what comes from now on, and reads anew what was read before', () => {
    const { connection, effects } = play({ event: 'opened' }, welcome(7));
    expect(effects).toEqual([{ effect: 'send', frame: { frame: 'hello', cursor: null } }, { effect: 'read-anew' }]);
    expect(connection).toEqual({ phase: 'connected', cursor: 7, attempts: 0 });
  });

  it('after a lost connection asks from the last change it worked in', () => {
    const { effects } = play(
      { event: 'opened' },
      welcome(7),
      changes(9, gone(1)),
      lost,
      { event: 'try-again' },
      { event: 'opened' },
    );
    expect(effects.slice(-3)).toEqual([
      { effect: 'connect-later', milliseconds: 500 },
      { effect: 'connect' },
      { effect: 'send', frame: { frame: 'hello', cursor: 9 } },
    ]);
  });

  it('misses nothing when the connection is lost between the welcome and the changes', () => {
    const { effects } = play(
      { event: 'opened' },
      welcome(7),
      lost,
      { event: 'try-again' },
      { event: 'opened' },
      welcome(20),
      lost,
      { event: 'try-again' },
      { event: 'opened' },
    );
    expect(effects.at(-1)).toEqual({ effect: 'send', frame: { frame: 'hello', cursor: 7 } });
  });

  it('works a change in once, however often it comes', () => {
    const { connection, effects } = play(
      { event: 'opened' },
      welcome(7),
      changes(9, gone(1)),
      changes(9, gone(1)),
      changes(8, gone(2)),
    );
    expect(effects.filter((each) => each.effect === 'apply')).toEqual([{ effect: 'apply', changes: [gone(1)] }]);
    expect(connection.cursor).toBe(9);
  });

  it('keeps the screen as it is on a welcome that changes will follow', () => {
    const { effects } = play(
      { event: 'opened' },
      welcome(7),
      lost,
      { event: 'try-again' },
      { event: 'opened' },
      welcome(12),
      changes(12, gone(3)),
    );
    expect(effects.filter((each) => each.effect === 'read-anew')).toHaveLength(1);
    expect(effects.at(-1)).toEqual({ effect: 'apply', changes: [gone(3)] });
  });

  it('starts over where it is told to', () => {
    const { connection, effects } = play({ event: 'opened' }, welcome(7), {
      event: 'said',
      frame: { frame: 'start-over', cursor: 400 },
    });
    expect(effects.at(-1)).toEqual({ effect: 'read-anew' });
    expect(connection.cursor).toBe(400);
  });

  it('waits longer with every attempt, at most 15 seconds, and begins anew once connected', () => {
    let connection: Connection = { phase: 'connected', cursor: 1, attempts: 0 };
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      const told = next(connection, lost);
      connection = told.connection;
      for (const each of told.effects) if (each.effect === 'connect-later') waits.push(each.milliseconds);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    expect(next(connection, welcome(1)).connection.attempts).toBe(0);
  });

  it('spreads attempts by chance', () => {
    const [effect] = next(before, { event: 'lost', chance: 0.5 }).effects;
    expect(effect).toEqual({ effect: 'connect-later', milliseconds: 375 });
  });

  it('does not open a second socket when asked to try again while it is connected', () => {
    const connection: Connection = { phase: 'connected', cursor: 1, attempts: 0 };
    expect(next(connection, { event: 'try-again' })).toEqual({ connection, effects: [] });
  });
});
