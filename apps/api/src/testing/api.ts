import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { sql } from '@switchboard/db';
import { cloneTemplate } from '@switchboard/db/testing';
import { lineSettings, type LineChanges, type LineSettings } from '@switchboard/domain/line';
import type { RoleId } from '@switchboard/domain/access';
import type { QueueSettings } from '@switchboard/domain/queue';
import { createTRPCClient, httpLink } from '@trpc/client';
import pg from 'pg';
import { v7 } from 'uuid';
import { inject } from 'vitest';

import { Changes } from '../company/changes.ts';
import { Config } from '../platform/config.ts';
import type { AppRouter } from '../rpc/app-router.ts';
import { startApi, type Running } from '../server.ts';
import { Auth } from '../sign-in/auth.ts';
import { Foundings, type Founded } from '../sign-in/founding.ts';
import { PeopleService } from '../people/people.service.ts';
import { cookieHeader, SignInService } from '../sign-in/sign-in.service.ts';

export type TestApi = Running & {
  databaseUrl: string;
  /** Asks the database as its owner, whom row security does not stop: what is stored, whoever it belongs to. */
  query: <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>;
};

const origin = 'http://console.test';

/** The environment of a test's API: everything on loopback, mail into a folder of its own. */
export function testEnvironment(databaseUrl: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    API_PORT: '0',
    API_HOST: '127.0.0.1',
    API_URL: 'http://127.0.0.1:4000',
    CONSOLE_URL: origin,
    SECRET: 'a secret of tests, as long as it must be',
    LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent',
    EGRESS_ALLOW: '127.0.0.1',
    POLL_MS: '200',
    LEDGER_FOLDER: path.join(os.tmpdir(), `switchboard-ledger-${randomUUID()}`),
    ...more,
  };
}

/** An API of its own on a database of its own; `databaseUrl` joins another's. */
export async function testApi(
  more: Record<string, string> = {},
  databaseUrl?: string,
  clock?: () => Date | null,
): Promise<TestApi> {
  const clone = databaseUrl === undefined ? await cloneTemplate(inject('postgres')) : null;
  const url = databaseUrl ?? clone?.url ?? '';
  const running = await startApi(Config.from(testEnvironment(url, more)), clock);
  const owner = new pg.Pool({ connectionString: url, max: 2, types: numbers });
  owner.on('error', () => {});
  return {
    ...running,
    databaseUrl: url,
    query: async (text, values = []) => (await owner.query(text, values)).rows,
    stop: async () => {
      await running.stop();
      await owner.end();
      await clone?.drop();
    },
  };
}

const numbers = new pg.TypeOverrides();
numbers.setTypeParser(20, Number);

/** A port that nobody listens on now, for an API whose own address must be known before it starts. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export type Company = Founded & { companyId: string; admin: Person };
export type Person = { employeeId: string; userId: string; email: string; cookie: string };

const password = 'a password of tests';

/** A company with its administrator, line and live chat, signed in. Its line says nothing by itself, unless `talks`. */
export async function aCompany(api: Running, name = 'Samovar', { talks = false } = {}): Promise<Company> {
  const email = `${v7()}@example.test`;
  const companyId = v7();
  const userId = await api.app.get(Auth).createConfirmed({ email, name: 'Anna Petrova', password, language: 'en' });
  const founded = await api.app
    .get(Foundings)
    .found({ userId, companyId, name: 'Anna Petrova', email, company: name, language: 'en', timeZone: 'UTC' }, false);
  const company = {
    ...founded,
    companyId,
    admin: { employeeId: founded.employeeId, userId, email, cookie: await signIn(api, email) },
  };
  if (!talks) await theSettings(api, company, silent);
  return company;
}

/** Puts other settings of the company's line in force, as a new version; its open dialogs look again, as after a save. */
export async function theSettings(
  api: Running,
  company: Pick<Company, 'companyId' | 'lineId' | 'employeeId'>,
  change: (settings: LineSettings) => LineSettings,
  lineId = company.lineId,
): Promise<void> {
  const { companyId, employeeId } = company;
  await api.app.get(Changes).make(companyId, 'lines', async (turn, again) => {
    const [now] = await turn.run<{ settings: unknown }>(inForce, [companyId, lineId]);
    const next = lineSettings.parse(change(lineSettings.parse(now?.settings)));
    await turn.run(putInForce, [companyId, lineId, JSON.stringify(next), new Date(turn.now), employeeId]);
    await again({ openOf: [lineId], waitingOf: [lineId] });
  });
}

const inForce = sql(
  'test-settings-in-force',
  `select s.settings from line l join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id and s.version = l.version
   where l.company_id = $1 and l.line_id = $2`,
);
const putInForce = sql(
  'test-put-in-force',
  `with next as (update line set version = version + 1 where company_id = $1 and line_id = $2 returning version)
   insert into line_settings (company_id, line_id, version, settings, saved_at, saved_by) select $1, $2, version, $3, $4, $5 from next`,
);

function silent(settings: LineSettings): LineSettings {
  const { autoActions, hours, rating } = settings;
  return {
    ...settings,
    hours: { ...hours, outside: { ...hours.outside, then: 'nothing' } },
    autoActions: {
      ...autoActions,
      welcome: { ...autoActions.welcome, on: false },
      finishing: { ...autoActions.finishing, then: 'nothing' },
    },
    rating: { ...rating, ask: false },
  };
}

/** One more employee of the company, signed in; in no queue yet. */
export async function anEmployee(
  api: Running,
  company: Company,
  role: RoleId = 'operator',
  name = 'Boris',
): Promise<Person> {
  const invited = await callAs(api, company.admin).people.invite.mutate({
    email: `${v7()}@example.test`,
    roleIds: [role],
  });
  if (!invited.invited) throw new Error('not invited');
  const email = invited.invitation.email;
  const userId = await api.app.get(Auth).createConfirmed({ email, name, password, language: 'en' });
  const employeeId = await api.app
    .get(PeopleService)
    .join(company.companyId, { userId, name, surname: '', email, roleIds: [role], language: 'en' });
  await api.app.get(SignInService).link(userId, company.companyId, employeeId);
  return { employeeId, userId, email, cookie: await signIn(api, email) };
}

/** Puts these employees, in this order, into the queue of the company's line, and whatever else is to be set. */
export async function theQueue(
  api: Running,
  company: Company,
  employeeIds: string[],
  more: Partial<QueueSettings> = {},
): Promise<void> {
  await saveQueue(api, company, { members: employeeIds.map((employeeId) => ({ employeeId })), ...more });
}

/** One more line of the company. */
export async function anotherLine(api: { url: string }, company: Company, name: string): Promise<string> {
  const made = await callAs(api, company.admin).lines.create.mutate({ name });
  if (!made.created) throw new Error('the plan has no more lines');
  return made.lineId;
}

/** Saves settings of the Queue tab as the console does. */
export async function saveQueue(api: { url: string }, company: Company, queue: Partial<QueueSettings>): Promise<void> {
  await saveLine(
    api,
    company,
    Object.fromEntries(Object.entries(queue).map(([name, value]) => [`queue.${name}`, value])),
  );
}

/** Saves settings of a line by their paths, as the console does; the company's own line unless told. */
export async function saveLine(
  api: { url: string },
  company: Company,
  changes: LineChanges,
  lineId = company.lineId,
): Promise<void> {
  const { lines } = callAs(api, company.admin);
  const { version } = await lines.get.query({ lineId });
  const saved = await lines.save.mutate({ lineId, version, changes });
  if (!saved.saved) throw new Error('the settings were not saved');
}

async function signIn(api: Running, email: string): Promise<string> {
  // Each from an address of his own: how often one address may try is limited.
  const ip = `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 256)).join('.')}`;
  const answer = await api.app.get(SignInService).signIn({ ip, cookie: '' }, { email, password });
  if (!('cookies' in answer)) throw new Error(`not signed in: ${answer.because}`);
  return cookieHeader(answer.cookies);
}

/** The console's calls, as this person; without one, as nobody. */
export function callAs(api: { url: string }, person?: { cookie: string }) {
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${api.url}/rpc`, headers: { origin, ...(person ? { cookie: person.cookie } : {}) } })],
  });
}

export { origin as consoleOrigin };

/** Asks again until the answer is there, at most ten seconds unless told. */
export async function eventually<T>(
  look: () => Promise<T | null | undefined | false>,
  what = 'it',
  seconds = 10,
): Promise<T> {
  const until = Date.now() + seconds * 1_000;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > until) throw new Error(`${what} did not come about in ${seconds} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
