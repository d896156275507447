import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Row = Record<string, unknown> & { ID: string };
type Kind = 'contact' | 'lead' | 'deal';
type Params = Record<string, unknown>;

/** What the portal does to calls, instead of answering them or with it. */
export type Mood =
  | 'well'
  /** Every call waits for `slowMs` first. */
  | 'slow'
  /** More than it lets pass is refused with QUERY_LIMIT_EXCEEDED. */
  | 'limited'
  /** Every call is answered 502 with a page. */
  | 'down'
  /** Every call is answered 200 with a page. */
  | 'html'
  /** Every answer ends in its middle, as if it were whole. */
  | 'truncated'
  /** The connection is cut before anything is done. */
  | 'cut'
  /** The work is done, and the connection is cut instead of an answer. */
  | 'forgetful'
  /** The portal was deleted. */
  | 'gone';

export const portalSecret = 'secret0fakeportal';
const client = { id: 'local.fake', secret: 'fake client secret' };
const html = '<!doctype html><html><body><h1>Bitrix24</h1></body></html>';

/**
 * A Bitrix24 portal on loopback, as far as a CRM is asked: contacts, leads, deals, users, pipelines, sources, comments;
 * by its webhook's address or with tokens that grow old. It can be slow, limited, down, or forget to answer.
 */
export class FakeBitrix24 {
  readonly contacts: Row[] = [];
  readonly leads: Row[] = [];
  readonly deals: Row[] = [];
  readonly comments: { ID: string; ENTITY_ID: string; ENTITY_TYPE: string; COMMENT: string }[] = [];
  readonly users = [
    { ID: '1', NAME: 'Anna', LAST_NAME: 'Petrova', EMAIL: 'anna@portal.example', ACTIVE: true },
    { ID: '7', NAME: 'Boris', LAST_NAME: 'Orlov', EMAIL: 'boris@portal.example', ACTIVE: true },
  ];
  readonly categories = [
    { id: 0, name: 'Sales', sort: 100, isDefault: 'Y' },
    { id: 4, name: 'Repairs', sort: 200, isDefault: 'N' },
  ];
  readonly statuses = [
    { ENTITY_ID: 'SOURCE', STATUS_ID: 'CALL', NAME: 'Call', SORT: '10', SEMANTICS: null },
    { ENTITY_ID: 'SOURCE', STATUS_ID: 'WEB', NAME: 'Website', SORT: '20', SEMANTICS: null },
    { ENTITY_ID: 'SOURCE', STATUS_ID: 'OTHER', NAME: 'Other', SORT: '30', SEMANTICS: null },
    { ENTITY_ID: 'DEAL_STAGE', STATUS_ID: 'NEW', NAME: 'New', SORT: '10', SEMANTICS: null },
    { ENTITY_ID: 'DEAL_STAGE', STATUS_ID: 'WON', NAME: 'Won', SORT: '20', SEMANTICS: 'S' },
    { ENTITY_ID: 'DEAL_STAGE', STATUS_ID: 'LOSE', NAME: 'Lost', SORT: '30', SEMANTICS: 'F' },
    { ENTITY_ID: 'DEAL_STAGE_4', STATUS_ID: 'C4:NEW', NAME: 'Brought', SORT: '10', SEMANTICS: null },
    { ENTITY_ID: 'STATUS', STATUS_ID: 'NEW', NAME: 'New', SORT: '10', SEMANTICS: null },
  ];
  /** The methods that were called, in their order; those in a batch by their own names. */
  readonly calls: string[] = [];
  mood: Mood = 'well';
  slowMs = 300;
  /** How many calls pass in the mood `limited` until more are let in. */
  letIn = 0;
  /** The mood is for so many calls, and then it is well again. */
  moodFor = Infinity;
  /** The mood is for this method alone, where one is named. */
  moodOn: string | null = null;
  /** The scopes that a token or the webhook has. */
  scopes = ['crm', 'user'];
  /** How often tokens were renewed. */
  renewals = 0;
  #accessTokens = new Set<string>();
  #refreshToken = '';
  #code = '';
  #lastId = 100;
  #lastToken = 0;
  #server: Server | null = null;
  url = '';

  async start(): Promise<this> {
    const server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
  }

  /** The address of its inbound webhook. */
  get webhook(): string {
    return `${this.url}/rest/1/${portalSecret}/`;
  }

  get client(): { id: string; secret: string } {
    return client;
  }

  /** Somebody signs in there and lets the application in: the code that comes back. */
  letApplicationIn(): string {
    this.#code = `code${++this.#lastToken}`;
    return this.#code;
  }

  /** Every access token so far has become too old. */
  growOld(): void {
    this.#accessTokens = new Set();
  }

  /** The application was taken out: nothing of it is taken any more. */
  takeApplicationOut(): void {
    this.growOld();
    this.#refreshToken = 'none';
  }

  /** Puts a record there, as if it had been made by hand. */
  put(kind: Kind, fields: Params): string {
    const ID = String(++this.#lastId);
    this.rows(kind).push({ ...defaults(kind), ...fields, ID });
    return ID;
  }

  rows(kind: Kind): Row[] {
    return kind === 'contact' ? this.contacts : kind === 'lead' ? this.leads : this.deals;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', this.url);
    const body = Buffer.concat(chunks).toString('utf8');
    const concerns = this.moodFor > 0 && (this.moodOn === null || url.pathname.endsWith(`/${this.moodOn}.json`));
    const mood = concerns ? this.mood : 'well';
    if (mood !== 'well') this.moodFor--;
    if (mood === 'cut') return void request.socket.destroy();
    if (mood === 'slow') await new Promise((resolve) => setTimeout(resolve, this.slowMs));
    if (mood === 'down') return page(response, 502);
    if (mood === 'html') return page(response, 200);
    if (mood === 'gone') return json(response, 403, failed('PORTAL_DELETED'));
    if (mood === 'limited' && this.letIn-- <= 0) return json(response, 503, failed('QUERY_LIMIT_EXCEEDED'));
    const [status, answer] =
      url.pathname === '/oauth/token/' ? this.#token(url) : this.#call(url.pathname, parse(url, body));
    if (mood === 'forgetful') return void request.socket.destroy();
    if (mood === 'truncated') {
      const whole = JSON.stringify(answer);
      response.writeHead(status, { 'content-type': 'application/json' }).end(whole.slice(0, whole.length >> 1));
      return;
    }
    json(response, status, answer);
  }

  #token(url: URL): [number, unknown] {
    const given = Object.fromEntries(url.searchParams);
    if (given['client_id'] !== client.id || given['client_secret'] !== client.secret)
      return [400, failed('invalid_client')];
    if (given['grant_type'] === 'authorization_code') {
      if (this.#code === '' || given['code'] !== this.#code) return [400, failed('invalid_grant')];
      this.#code = '';
    } else {
      if (given['refresh_token'] !== this.#refreshToken) return [400, failed('invalid_grant')];
      this.renewals++;
    }
    const access = `access${++this.#lastToken}`;
    this.#accessTokens.add(access);
    this.#refreshToken = `refresh${++this.#lastToken}`;
    return [
      200,
      {
        access_token: access,
        refresh_token: this.#refreshToken,
        expires_in: 3_600,
        client_endpoint: `${this.url}/rest/`,
        member_id: 'fake',
        scope: 'crm,user',
      },
    ];
  }

  #call(path: string, params: Params): [number, unknown] {
    const named = /^\/rest\/(?:1\/([\w-]+)\/)?([\w.]+?)(?:\.json)?$/.exec(path);
    if (!named) return [404, failed('ERROR_METHOD_NOT_FOUND')];
    const [, secret, method = ''] = named;
    if (secret !== undefined && secret !== portalSecret) return [401, failed('INVALID_CREDENTIALS')];
    if (secret === undefined && !this.#accessTokens.has(String(params['auth']))) return [401, failed('expired_token')];
    return this.#method(method, params);
  }

  #method(method: string, params: Params): [number, unknown] {
    const scope = method.startsWith('user') ? 'user' : 'crm';
    if (method === 'batch') {
      const result: Params = {};
      const errors: Params = {};
      for (const [name, command] of Object.entries(params['cmd'] as Record<string, string>)) {
        const [called = '', query = ''] = command.split(/\?(.*)/s);
        const [, answer] = this.#method(called, fromQuery(new URLSearchParams(query)));
        const { result: one, ...rest } = answer as { result?: unknown };
        if (one === undefined) errors[name] = rest;
        else result[name] = one;
      }
      return [200, { result: { result, result_error: Object.keys(errors).length > 0 ? errors : [] } }];
    }
    this.calls.push(method);
    if (!this.scopes.includes(scope)) return [403, failed('insufficient_scope')];
    const crm = /^crm\.(contact|lead|deal)\.(list|add|update)$/.exec(method);
    if (crm) return this.#records(crm[1] as Kind, crm[2] as 'list' | 'add' | 'update', params);
    switch (method) {
      case 'crm.duplicate.findbycomm':
        return [200, { result: this.#holders(params) }];
      case 'user.get':
        return paged(this.users, params);
      case 'crm.category.list':
        return [200, { result: { categories: this.categories }, total: this.categories.length }];
      case 'crm.status.list':
        return [200, { result: this.statuses }];
      case 'crm.timeline.comment.add': {
        const fields = params['fields'] as { ENTITY_ID: string | number; ENTITY_TYPE: string; COMMENT: string };
        const ID = String(++this.#lastId);
        this.comments.push({ ...fields, ENTITY_ID: String(fields.ENTITY_ID), ID });
        return [200, { result: Number(ID) }];
      }
      case 'crm.timeline.comment.list': {
        const { ENTITY_ID, ENTITY_TYPE } = params['filter'] as Params;
        const found = this.comments.filter(
          (one) => one.ENTITY_ID === String(ENTITY_ID) && one.ENTITY_TYPE === ENTITY_TYPE,
        );
        return paged(found.toReversed(), params);
      }
      default:
        return [404, failed('ERROR_METHOD_NOT_FOUND')];
    }
  }

  #records(kind: Kind, what: 'list' | 'add' | 'update', params: Params): [number, unknown] {
    const rows = this.rows(kind);
    if (what === 'list') {
      const filter = Object.entries((params['filter'] ?? {}) as Params);
      const found = rows.filter((row) =>
        filter.every(([field, wanted]) => listed(wanted).includes(String(row[field] ?? ''))),
      );
      return paged(found.toReversed(), params);
    }
    const fields = params['fields'] as Params;
    if (what === 'add') return [200, { result: Number(this.put(kind, fields)) }];
    const row = rows.find((one) => one.ID === String(params['id']));
    if (!row) return [400, failed('ERROR_CORE')];
    for (const [field, value] of Object.entries(fields))
      row[field] = field === 'PHONE' || field === 'EMAIL' ? [...((row[field] as []) ?? []), ...(value as [])] : value;
    return [200, { result: true }];
  }

  #holders(params: Params): unknown {
    const field = params['type'] === 'PHONE' ? 'PHONE' : 'EMAIL';
    const values = listed(params['values']).map(plain);
    const holding = (rows: Row[]) =>
      rows
        .filter((row) => ((row[field] ?? []) as { VALUE: string }[]).some(({ VALUE }) => values.includes(plain(VALUE))))
        .map(({ ID }) => Number(ID))
        .slice(0, 20);
    const found = { CONTACT: holding(this.contacts), LEAD: holding(this.leads) };
    const some = Object.entries(found).filter(([, ids]) => ids.length > 0);
    return some.length === 0 ? [] : Object.fromEntries(some);
  }
}

function defaults(kind: Kind): Params {
  if (kind === 'contact') return { ASSIGNED_BY_ID: '1' };
  if (kind === 'lead') return { ASSIGNED_BY_ID: '1', STATUS_ID: 'NEW', STATUS_SEMANTIC_ID: 'P' };
  return { ASSIGNED_BY_ID: '1', CATEGORY_ID: '0', STAGE_ID: 'NEW', STAGE_SEMANTIC_ID: 'P', CLOSED: 'N' };
}

function paged(rows: readonly unknown[], params: Params): [number, unknown] {
  const start = Number(params['start'] ?? 0);
  const result = rows.slice(start, start + 50);
  const next = start + 50 < rows.length ? { next: start + 50 } : {};
  return [200, { result, ...next, total: rows.length }];
}

function listed(value: unknown): string[] {
  const all = Array.isArray(value)
    ? value
    : typeof value === 'object' && value !== null
      ? Object.values(value)
      : [value];
  return all.map(String);
}

function plain(value: string): string {
  if (value.includes('@')) return value.trim().toLowerCase();
  const digits = value.replace(/\D/g, '');
  return /^8\d{10}$/.test(digits) ? `7${digits.slice(1)}` : digits;
}

function parse(url: URL, body: string): Params {
  const query = fromQuery(url.searchParams);
  return body.startsWith('{') ? { ...query, ...(JSON.parse(body) as Params) } : query;
}

/** An address's parameters as PHP reads them. */
function fromQuery(query: URLSearchParams): Params {
  const params: Params = {};
  for (const [name, value] of query) {
    const path = name.split(/[[\]]+/).filter(Boolean);
    let at: Params = params;
    for (const key of path.slice(0, -1)) at = (at[key] ??= {}) as Params;
    at[path.at(-1) ?? name] = value;
  }
  return params;
}

function failed(error: string): { error: string; error_description: string } {
  return { error, error_description: `The portal says ${error}` };
}

function json(response: ServerResponse, status: number, answer: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
}

function page(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/html' }).end(html);
}
