import { describe, expect, it } from 'vitest';
import { keptIn, keyValuesInMemory, type KeptMessage } from './kept.ts';

const message = (id: string, at: number): KeptMessage => ({ id, text: id, page: null, at, state: 'sending' });

describe('what the browser keeps', () => {
  it('is the same for every tab of a chat, and another for another chat', () => {
    const storage = keyValuesInMemory();
    const [one, other, elsewhere] = [keptIn(storage, 'shop'), keptIn(storage, 'shop'), keptIn(storage, 'bank')];
    one.keepToken('t');
    one.keepDraft('Hel');
    one.keepSeen(4);
    one.keepMessage(message('a', 1));
    expect([other.token(), other.draft(), other.seen(), other.outbox().length]).toEqual(['t', 'Hel', 4, 1]);
    expect([elsewhere.token(), elsewhere.draft(), elsewhere.seen(), elsewhere.outbox().length]).toEqual([
      null,
      '',
      0,
      0,
    ]);
  });

  it('gives messages in the order of writing, whichever tab wrote them', () => {
    const storage = keyValuesInMemory();
    const [one, other] = [keptIn(storage, 'shop'), keptIn(storage, 'shop')];
    one.keepMessage(message('c', 3));
    other.keepMessage(message('a', 1));
    one.keepMessage(message('b', 2));
    other.forgetMessage('c');
    expect(one.outbox().map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('forgets a token that is not good any more', () => {
    const kept = keptIn(keyValuesInMemory(), 'shop');
    kept.keepToken('t');
    kept.keepToken(null);
    expect(kept.token()).toBeNull();
  });

  it('survives a store that is full and one that somebody else wrote into', () => {
    const storage = keyValuesInMemory();
    storage.setItem('switchboard:shop:out:x', '{');
    storage.setItem('switchboard:shop:out:y', '{"id":1}');
    storage.setItem('switchboard:shop:seen', 'many');
    const full = {
      ...storage,
      length: storage.length,
      setItem: (): never => {
        throw new Error('QuotaExceededError');
      },
    };
    const kept = keptIn(full, 'shop');
    kept.keepMessage(message('a', 1));
    expect(kept.outbox().map(({ id }) => id)).toEqual(['a']);
    expect(kept.seen()).toBe(0);
  });
});
