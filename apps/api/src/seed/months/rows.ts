/** What stands at a place of a row that differs from dialog to dialog. All of them are as long in every dialog. */
export const hole = {
  /** A moment, as PostgreSQL stores it. */
  moment: 0,
  /** The same, cut to whole seconds. */
  momentOfProvider: 1,
  /** A moment in milliseconds, written in digits. */
  digits: 2,
  dialog: 3,
  dialogDigits: 4,
  chat: 5,
  chatText: 6,
  message: 7,
  messageText: 8,
  /** A number of the chat, from the one before the dialog. */
  number: 9,
  /** The provider's number of a message, of ten digits. */
  providersNumber: 10,
  client: 11,
  /** A day, from that of the opening. */
  day: 12,
  quarter: 13,
} as const;
type HoleKind = (typeof hole)[keyof typeof hole];

/** Rows of one table in PostgreSQL's binary form, with the places at which dialogs differ. */
export type Rows = {
  bytes: Buffer;
  kinds: Uint8Array;
  offsets: Int32Array;
  values: Float64Array;
};

/** What of one dialog is put into the holes of its rows. */
export type Filling = {
  /** What is added to every moment. */
  shift: number;
  dialogId: number;
  chat: Buffer;
  chatText: Buffer;
  client: Buffer;
  /** The ids of its messages, one behind the other. */
  messages: Buffer;
  messageTexts: Buffer;
  /** The chat's last number before it. */
  number: number;
  /** Days since 2000-01-01 at its opening, and the quarter of an hour. */
  day: number;
  quarter: number;
};

/** 2000-01-01, from where PostgreSQL counts. */
export const epoch = Date.UTC(2000, 0, 1);
const marked = /"?\uE000([TDCM])(-?\d*)\uE001"?/g;

/** Puts rows together, field by field. */
export class RowMaker {
  #bytes = Buffer.alloc(4_096);
  #at = 0;
  readonly #kinds: number[] = [];
  readonly #offsets: number[] = [];
  readonly #values: number[] = [];

  get length(): number {
    return this.#at;
  }

  row(fields: number): this {
    this.#room(2);
    this.#at = this.#bytes.writeInt16BE(fields, this.#at);
    return this;
  }

  nothing(): this {
    this.#room(4);
    this.#at = this.#bytes.writeInt32BE(-1, this.#at);
    return this;
  }

  uuid(id: string | null): this {
    return id === null ? this.nothing() : this.#field(uuidBytes(id));
  }

  uuids(ids: readonly string[]): this {
    const head = Buffer.alloc(ids.length === 0 ? 12 : 20);
    head.writeInt32BE(ids.length === 0 ? 0 : 1, 0);
    head.writeInt32BE(2950, 8);
    if (ids.length > 0) {
      head.writeInt32BE(ids.length, 12);
      head.writeInt32BE(1, 16);
    }
    const length = Buffer.from([0, 0, 0, 16]);
    return this.#field(Buffer.concat([head, ...ids.flatMap((id) => [length, uuidBytes(id)])]));
  }

  text(text: string | null): this {
    return text === null ? this.nothing() : this.#field(Buffer.from(text));
  }

  boolean(value: boolean): this {
    return this.#field(Buffer.from([value ? 1 : 0]));
  }

  small(value: number | null): this {
    if (value === null) return this.nothing();
    const bytes = Buffer.alloc(2);
    bytes.writeInt16BE(value);
    return this.#field(bytes);
  }

  int(value: number | null): this {
    if (value === null) return this.nothing();
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return this.#field(bytes);
  }

  big(value: number): this {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(BigInt(value));
    return this.#field(bytes);
  }

  /** A moment that never comes. */
  infinity(): this {
    return this.#field(Buffer.from([0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
  }

  moment(at: number | null): this {
    return at === null ? this.nothing() : this.hole(hole.moment, at);
  }

  /** A moment that is the same for whatever is filled in. */
  fixedMoment(at: number | null): this {
    if (at === null) return this.nothing();
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(BigInt(at - epoch) * 1_000n);
    return this.#field(bytes);
  }

  bytes(bytes: Buffer): this {
    return this.#field(bytes);
  }

  /** A field that differs from dialog to dialog. */
  hole(kind: HoleKind, value = 0): this {
    const length = lengthOf(kind);
    this.#room(4);
    this.#at = this.#bytes.writeInt32BE(length, this.#at);
    this.#leave(kind, value, length);
    return this;
  }

  /** A document in which moments, the dialog, its chat and its messages differ from dialog to dialog. */
  json(value: unknown, ids: { dialogId: number; chatId: string; messageIds: ReadonlyMap<string, number> }): this {
    const text = JSON.stringify(value, (key, one: unknown) => {
      if (typeof one === 'number' && one > 1e12) return `\uE000T${one}\uE001`;
      if ((key === 'id' || key === 'dialogId') && one === ids.dialogId) return '\uE000D\uE001';
      if (typeof one !== 'string') return one;
      if (one === ids.chatId) return '\uE000C\uE001';
      const place = ids.messageIds.get(one);
      return place === undefined ? one : `\uE000M${place}\uE001`;
    });
    this.#room(4);
    const begin = this.#at;
    this.#at += 4;
    this.#raw(Buffer.from([1]));
    let read = 0;
    for (const found of text.matchAll(marked)) {
      const [whole, kind, number] = found;
      this.#raw(Buffer.from(text.slice(read, found.index)));
      read = found.index + whole.length;
      if (kind === 'T') this.#leave(hole.digits, Number(number), lengthOf(hole.digits));
      else if (kind === 'D') this.#leave(hole.dialogDigits, 0, lengthOf(hole.dialogDigits));
      else {
        this.#raw(quote);
        if (kind === 'C') this.#leave(hole.chatText, 0, 36);
        else this.#leave(hole.messageText, Number(number), 36);
        this.#raw(quote);
      }
    }
    this.#raw(Buffer.from(text.slice(read)));
    this.#bytes.writeInt32BE(this.#at - begin - 4, begin);
    return this;
  }

  made(): Rows {
    return {
      bytes: Buffer.from(this.#bytes.subarray(0, this.#at)),
      kinds: Uint8Array.from(this.#kinds),
      offsets: Int32Array.from(this.#offsets),
      values: Float64Array.from(this.#values),
    };
  }

  #field(bytes: Buffer): this {
    this.#room(4);
    this.#at = this.#bytes.writeInt32BE(bytes.length, this.#at);
    this.#raw(bytes);
    return this;
  }

  #raw(bytes: Buffer): void {
    this.#room(bytes.length);
    bytes.copy(this.#bytes, this.#at);
    this.#at += bytes.length;
  }

  #leave(kind: HoleKind, value: number, length: number): void {
    this.#room(length);
    this.#kinds.push(kind);
    this.#offsets.push(this.#at);
    this.#values.push(value);
    this.#at += length;
  }

  #room(length: number): void {
    if (this.#at + length <= this.#bytes.length) return;
    const larger = Buffer.alloc(Math.max(this.#bytes.length * 2, this.#at + length));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

const quote = Buffer.from('"');

function lengthOf(kind: HoleKind): number {
  switch (kind) {
    case hole.moment:
    case hole.momentOfProvider:
    case hole.dialog:
    case hole.number:
      return 8;
    case hole.digits:
      return 13;
    case hole.dialogDigits:
    case hole.providersNumber:
      return 10;
    case hole.chat:
    case hole.message:
    case hole.client:
      return 16;
    case hole.chatText:
    case hole.messageText:
      return 36;
    case hole.day:
      return 4;
    case hole.quarter:
      return 2;
  }
}

/** Copies the rows to this place and fills their holes. Answers where they end. */
export function fillIn(rows: Rows, filling: Filling, into: Buffer, at: number): number {
  const { bytes, kinds, offsets, values } = rows;
  bytes.copy(into, at);
  for (let number = 0; number < kinds.length; number++) {
    const place = at + offsets[number]!;
    const value = values[number]!;
    switch (kinds[number]) {
      case hole.moment:
        writeMoment(into, place, value + filling.shift);
        break;
      case hole.momentOfProvider:
        writeMoment(into, place, Math.floor((value + filling.shift) / 1_000) * 1_000);
        break;
      case hole.digits:
        writeDigits(into, place, value + filling.shift, 13);
        break;
      case hole.dialog:
        writeBig(into, place, filling.dialogId);
        break;
      case hole.dialogDigits:
        writePadded(into, place, filling.dialogId);
        break;
      case hole.chat:
        filling.chat.copy(into, place);
        break;
      case hole.chatText:
        filling.chatText.copy(into, place);
        break;
      case hole.message:
        filling.messages.copy(into, place, value * 16, value * 16 + 16);
        break;
      case hole.messageText:
        filling.messageTexts.copy(into, place, value * 36, value * 36 + 36);
        break;
      case hole.number:
        writeBig(into, place, filling.number + value);
        break;
      case hole.providersNumber:
        writeDigits(into, place, 1_000_000_000 + filling.number + value, 10);
        break;
      case hole.client:
        filling.client.copy(into, place);
        break;
      case hole.day:
        into.writeInt32BE(filling.day + value, place);
        break;
      case hole.quarter:
        into.writeInt16BE(filling.quarter, place);
        break;
    }
  }
  return at + bytes.length;
}

function writeMoment(into: Buffer, at: number, moment: number): void {
  writeBig(into, at, (moment - epoch) * 1_000);
}

function writeBig(into: Buffer, at: number, value: number): void {
  into.writeInt32BE(Math.floor(value / 4_294_967_296), at);
  into.writeUInt32BE(value % 4_294_967_296, at + 4);
}

function writeDigits(into: Buffer, at: number, value: number, length: number): void {
  // Two halves, because whole numbers of 32 bits are divided much faster than larger ones.
  let high = Math.floor(value / 1e6);
  let low = value - high * 1e6;
  for (let place = at + length - 1; place >= at + length - 6; place--) {
    into[place] = 48 + (low % 10);
    low = (low / 10) | 0;
  }
  for (let place = at + length - 7; place >= at; place--) {
    into[place] = 48 + (high % 10);
    high = (high / 10) | 0;
  }
}

function writePadded(into: Buffer, at: number, value: number): void {
  let left = value;
  for (let place = at + 9; place >= at; place--) {
    into[place] = left === 0 && place < at + 9 ? 32 : 48 + (left % 10);
    left = Math.floor(left / 10);
  }
}

function uuidBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

const hexes = Buffer.from('0123456789abcdef');

/** The id of something that came to be at this moment: like those the product gives, but the same in every run. */
export function writeId(into: Buffer, at: number, moment: number, kind: number, seed: number, number: number): void {
  into.writeUIntBE(moment, at, 6);
  into[at + 6] = 0x70 | ((seed >>> 8) & 0xf);
  into[at + 7] = seed & 0xff;
  into[at + 8] = 0x80 | (kind & 0x3f);
  into[at + 9] = (seed >>> 12) & 0xff;
  into.writeUIntBE(number, at + 10, 6);
}

/** An id in the way it is read. */
export function writeIdText(into: Buffer, at: number, id: Buffer, from: number): void {
  let place = at;
  for (let byte = 0; byte < 16; byte++) {
    if (byte === 4 || byte === 6 || byte === 8 || byte === 10) into[place++] = 45;
    const value = id[from + byte]!;
    into[place++] = hexes[value >> 4]!;
    into[place++] = hexes[value & 15]!;
  }
}
