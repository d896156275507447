import type { VisitorMessage } from '@switchboard/channels/live-chat';

/**
 * What the browser keeps for one chat, shared by the visitor's tabs: his token, the messages that the server has not
 * stored yet, what he has seen, and the text he has not sent. Every message has a key of its own, so tabs that write at
 * the same time take nothing from each other.
 */
export type Kept = {
  token(): string | null;
  keepToken(token: string | null): void;
  /** In the order of writing. */
  outbox(): KeptMessage[];
  keepMessage(message: KeptMessage): void;
  forgetMessage(id: string): void;
  seen(): number;
  keepSeen(number: number): void;
  draft(): string;
  keepDraft(text: string): void;
  /** What he decided last on the agreement that the chat asks for: its id, its version, and whether he accepted. */
  consent(): string;
  keepConsent(decided: string): void;
};

export type KeptMessage = VisitorMessage & { at: number; state: 'sending' | 'failed' };

/** The part of `Storage` that is needed. */
export type KeyValues = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export function keptIn(storage: KeyValues, address: string): Kept {
  const key = (name: string): string => `switchboard:${address}:${name}`;
  const overflow = keyValuesInMemory();
  const keep = (name: string, value: string | null): void => {
    overflow.removeItem(key(name));
    if (value === null || value === '') return storage.removeItem(key(name));
    try {
      storage.setItem(key(name), value);
    } catch {
      // The store is full: what does not fit is kept until the page is left.
      overflow.setItem(key(name), value);
    }
  };
  const get = (name: string): string | null => overflow.getItem(key(name)) ?? storage.getItem(key(name));
  return {
    token: () => get('token'),
    keepToken: (token) => keep('token', token),
    outbox() {
      const messages: KeptMessage[] = [];
      for (const store of [storage, overflow]) {
        for (let index = 0; index < store.length; index++) {
          const name = store.key(index);
          if (name?.startsWith(key('out:')) !== true) continue;
          const message = readMessage(store.getItem(name));
          if (message !== null) messages.push(message);
        }
      }
      return messages.sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
    },
    keepMessage: (message) => keep(`out:${message.id}`, JSON.stringify(message)),
    forgetMessage: (id) => keep(`out:${id}`, null),
    seen: () => Number(get('seen') ?? 0) || 0,
    keepSeen: (number) => keep('seen', String(number)),
    draft: () => get('draft') ?? '',
    keepDraft: (text) => keep('draft', text),
    consent: () => get('consent') ?? '',
    keepConsent: (decided) => keep('consent', decided),
  };
}

/** A store for browsers that refuse theirs to a framed page: as good, until the page is left. */
export function keyValuesInMemory(): KeyValues {
  const values = new Map<string, string>();
  return {
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, value),
    removeItem: (name) => void values.delete(name),
    key: (index) => [...values.keys()][index] ?? null,
    get length() {
      return values.size;
    },
  };
}

function readMessage(text: string | null): KeptMessage | null {
  try {
    const read = JSON.parse(text ?? 'null') as KeptMessage | null;
    return typeof read?.id === 'string' && typeof read.text === 'string' && typeof read.at === 'number' ? read : null;
  } catch {
    return null;
  }
}
