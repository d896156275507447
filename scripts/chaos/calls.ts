import { setTimeout as sleep } from 'node:timers/promises';

import { consoleUrl } from './processes.ts';

export type Answer = { status: number; text: string; cookies: string[] };

/** A client that sees several processes as one: goes round, and comes again with the same call until it is answered. */
export class Client {
  /** What took longest to be answered, every repetition included. */
  slowest = { milliseconds: 0, path: '' };
  /** Calls that were sent again. */
  repeated = 0;
  /** Answers that say something broke, as opposed to “come again”. */
  broke: string[] = [];
  #urls: string[];
  #next = 0;

  constructor(urls: string[]) {
    this.#urls = urls;
  }

  /** The address of the next process in turn. */
  url(): string {
    return this.#urls[this.#next++ % this.#urls.length] ?? '';
  }

  /** Sends until an answer comes that is final: neither a lost connection, nor 5xx, nor “too many”. */
  async call(path: string, init: RequestInit = {}, seconds = 90): Promise<Answer> {
    const began = performance.now();
    for (let tries = 0; ; tries++) {
      try {
        const answer = await fetch(`${this.url()}${path}`, { ...init, signal: AbortSignal.timeout(10_000) });
        const text = await answer.text();
        if (answer.status === 500) this.broke.push(`${path}: ${text.slice(0, 200)}`);
        if (answer.status < 500 && answer.status !== 429) {
          const took = performance.now() - began;
          if (took > this.slowest.milliseconds) this.slowest = { milliseconds: took, path: path.split('?')[0] ?? '' };
          return { status: answer.status, text, cookies: answer.headers.getSetCookie() };
        }
      } catch {
        // Killed while it answered, or not up: the next one is asked.
      }
      if (performance.now() - began > seconds * 1_000) throw new Error(`${path} was not answered in ${seconds} s`);
      this.repeated++;
      await sleep(Math.min(400, 20 * 2 ** tries));
    }
  }

  /** A call of the console. Answers its data; throws where it is refused. */
  async rpc<T>(
    path: string,
    type: 'query' | 'mutation',
    input: object,
    cookie = '',
  ): Promise<{ data: T; cookies: string[] }> {
    const query = type === 'query' ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
    const answer = await this.call(`/rpc/${path}${query}`, {
      method: type === 'query' ? 'GET' : 'POST',
      headers: {
        'content-type': 'application/json',
        origin: consoleUrl,
        'x-forwarded-for': someAddress(),
        ...(cookie ? { cookie } : {}),
      },
      ...(type === 'query' ? {} : { body: JSON.stringify(input) }),
    });
    const body = JSON.parse(answer.text) as { result?: { data: T }; error?: { message: string } };
    if (!body.result) throw new Error(`${path}: ${body.error?.message ?? answer.text}`);
    return { data: body.result.data, cookies: answer.cookies };
  }
}

/** Somebody's address, another each time. */
export function someAddress(): string {
  return `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 256)).join('.')}`;
}
