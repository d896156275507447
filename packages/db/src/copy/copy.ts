import { once } from 'node:events';
import type { Socket } from 'node:net';

import pg from 'pg';

/** What of pg's connection a COPY speaks to: its socket, and the message that ends a copy. */
type Wire = { stream: Socket; query(text: string): void; endCopyFrom(): void };

/**
 * A connection of the owner of everything, for filling tables in bulk: it is bound to no company, so whoever uses it names
 * one in every row. Nothing that serves a request may.
 */
export class OwnerConnection {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  /** Connects. Throws where the database does not answer, or where row security would stop who signs in. */
  static async open(url: string): Promise<OwnerConnection> {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, types });
    client.on('error', () => {});
    await client.connect();
    const { rows } = await client.query<{ free: boolean }>(
      'select rolsuper as free from pg_roles where rolname = current_user',
    );
    if (rows[0]?.free === true) return new OwnerConnection(client);
    await client.end();
    throw new Error(
      'Filling a company needs a superuser of the database: row security and checks are set aside for it',
    );
  }

  /** One statement with its rows. Counts and moments are numbers: moments in milliseconds. */
  async run<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.#client.query<Row>(text, values)).rows;
  }

  /** Begins to copy rows in PostgreSQL's binary form into these columns; goes on until it is ended. */
  copyInto(table: string, columns: readonly string[]): Copy {
    const list = columns.map((column) => `"${column}"`).join(', ');
    const copy = new Copy(`copy ${table} (${list}) from stdin (format binary)`);
    this.#client.query(copy as unknown as pg.Submittable);
    return copy;
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}

const types = new pg.TypeOverrides();
types.setTypeParser(20, Number);
types.setTypeParser(1184, (text) => Date.parse(text));

const head = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const tail = Buffer.from([0xff, 0xff]);

/** A COPY under way. pg hands the messages of the protocol to it, by the names it gives them. */
export class Copy {
  readonly #text: string;
  readonly #started = Promise.withResolvers<Wire>();
  readonly #ended = Promise.withResolvers<void>();
  #failed: Error | null = null;

  constructor(text: string) {
    this.#text = text;
    this.#started.promise.catch(() => {});
    this.#ended.promise.catch(() => {});
  }

  /** Sends whole rows; answers once there is room for more. Throws what the server said of rows before. */
  async write(rows: Buffer): Promise<void> {
    const { stream } = await this.#started.promise;
    if (this.#failed !== null) throw this.#failed;
    const header = Buffer.allocUnsafe(5);
    header[0] = 0x64;
    header.writeUInt32BE(rows.length + 4, 1);
    stream.write(header);
    if (!stream.write(rows)) await Promise.race([once(stream, 'drain'), this.#ended.promise]);
  }

  /** Ends it well: answers when the server has taken all rows. */
  async end(): Promise<void> {
    const wire = await this.#started.promise;
    await this.write(tail);
    wire.endCopyFrom();
    await this.#ended.promise;
  }

  submit(connection: Wire): null {
    connection.query(this.#text);
    return null;
  }

  handleCopyInResponse(connection: Wire): void {
    const header = Buffer.allocUnsafe(5);
    header[0] = 0x64;
    header.writeUInt32BE(head.length + 4, 1);
    connection.stream.write(Buffer.concat([header, head]));
    this.#started.resolve(connection);
  }

  handleError(error: Error): void {
    this.#failed = error;
    this.#started.reject(error);
    this.#ended.reject(error);
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#ended.resolve();
  }
}
