import { Egress, EgressRefused, EgressTimeout, EgressUnreachable } from '../../platform/egress.ts';
import {
  CrmBlocked,
  CrmBusy,
  CrmTokenExpired,
  CrmUnreachable,
  readAnswer,
  refusal,
  type CallResult,
} from './answers.ts';
import type { Pacer } from './pacer.ts';

/** One command of a batch. */
export type Command = { method: string; params: Record<string, unknown> };

/** How the portal is reached: by an address that holds its secret, or with a token that is renewed. */
export type Access = {
  /** `https://portal/rest/` or `https://portal/rest/1/secret/`. */
  endpoint: string;
  token: string | null;
  /** Another token, where this one is too old; null where there is none to be had. */
  renew: ((old: string) => Promise<string>) | null;
};

const callMs = 10_000;
const mostBytes = 4_000_000;
/** Commands that one call may carry. */
const mostCommands = 50;

/**
 * A Bitrix24 portal as it is called: paced, with a time-out, its answers told apart. Secrets stand in addresses and bodies
 * and are in no error that it throws.
 */
export class Portal {
  #token: string | null;

  constructor(
    private readonly egress: Egress,
    private readonly access: Access,
    private readonly pacer: Pacer,
  ) {
    this.#token = access.token;
  }

  /** Calls a method. Throws what `readAnswer` does. */
  async call(method: string, params: Record<string, unknown> = {}): Promise<CallResult> {
    try {
      return await this.#send(method, params);
    } catch (error) {
      if (!(error instanceof CrmTokenExpired)) throw error;
      if (!this.access.renew || this.#token === null) throw new CrmBlocked('expired', error.message);
      this.#token = await this.access.renew(this.#token);
      try {
        return await this.#send(method, params);
      } catch (again) {
        throw again instanceof CrmTokenExpired
          ? new CrmUnreachable('A new token is taken for an old one', 'no')
          : again;
      }
    }
  }

  /**
   * Calls several methods at once, in their order; answers their results under the same names. Throws where any of them
   * failed, as if it had been called alone: nothing here asks for more than one change at a time.
   */
  async batch<Name extends string>(commands: Record<Name, Command>): Promise<Record<Name, unknown>> {
    const names = Object.keys(commands) as Name[];
    if (names.length > mostCommands) throw new Error(`A batch of ${names.length} commands`);
    const cmd = Object.fromEntries(
      names.map((name) => [name, `${commands[name].method}?${queryOf(commands[name].params)}`]),
    );
    const { result } = await this.call('batch', { halt: 0, cmd });
    const { result: results, result_error: errors } = result as {
      result?: Record<string, unknown>;
      result_error?: Record<string, { error?: string } | undefined>;
    };
    const answers = {} as Record<Name, unknown>;
    for (const name of names) {
      const failed = errors?.[name];
      if (failed) throw asCall(refusal({ error: failed.error ?? 'UNKNOWN', error_description: '' }));
      const one = results?.[name];
      if (one === undefined) throw new CrmUnreachable('A part of the answer is missing', 'maybe');
      answers[name] = one;
    }
    return answers;
  }

  /** Every row of a list, page by page, at most `most`. */
  async all(method: string, params: Record<string, unknown>, most: number): Promise<unknown[]> {
    const rows: unknown[] = [];
    for (let start: number | null = 0; start !== null && rows.length < most;) {
      const { result, next }: CallResult = await this.call(method, { ...params, start });
      if (!Array.isArray(result)) throw new CrmUnreachable('A list is none', 'no');
      rows.push(...(result as unknown[]));
      start = next !== null && next > start ? next : null;
    }
    return rows.slice(0, most);
  }

  async #send(method: string, params: Record<string, unknown>): Promise<CallResult> {
    await this.pacer.turn();
    const body = JSON.stringify(this.#token === null ? params : { ...params, auth: this.#token });
    try {
      const answer = await this.egress.send(
        {
          method: 'POST',
          url: `${this.access.endpoint}${method}.json`,
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body,
        },
        { milliseconds: callMs, bytes: mostBytes },
      );
      return readAnswer(answer);
    } catch (error) {
      if (error instanceof CrmBusy) this.pacer.rest(error.seconds);
      throw called(error);
    }
  }
}

/** What became of a call that did not come to an answer. */
export function called(error: unknown): unknown {
  if (error instanceof EgressTimeout) return new CrmUnreachable('No answer came in time', 'maybe');
  if (error instanceof EgressUnreachable) return new CrmUnreachable('The portal cannot be reached', 'no');
  if (error instanceof EgressRefused) return new CrmBlocked('gone', 'The portal has a private address');
  return error;
}

/** A token cannot be too old for a part of a call that was let in. */
function asCall(error: Error): Error {
  return error instanceof CrmTokenExpired ? new CrmUnreachable(error.message, 'maybe') : error;
}

/** Parameters as PHP reads them from an address: `filter[ID][0]=1`. */
export function queryOf(params: Record<string, unknown>): string {
  const parts: string[] = [];
  const add = (name: string, value: unknown): void => {
    if (value === null || value === undefined) return;
    if (typeof value === 'object')
      for (const [key, one] of Object.entries(value)) add(name === '' ? key : `${name}[${key}]`, one);
    else parts.push(`${encodeURIComponent(name)}=${encodeURIComponent(String(value as string | number | boolean))}`);
  };
  add('', params);
  return parts.join('&');
}
