import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type pg from 'pg';

import type { Client } from './calls.ts';
import type { QuietTelegram } from './telegram.ts';

export type Operator = { employeeId: string; cookie: string };
export type Company = {
  admin: Operator;
  operators: Operator[];
  lineId: string;
  /** The public address of its live chat. */
  chat: string;
  /** Where Telegram posts its updates, without the host, and the secret that goes with them. */
  webhook: { path: string; secret: string };
};

const token = '7000000009:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0';
const password = 'a password of chaos';
type Me = { employeeId: string };

/** A company made as everybody makes one: signing up, confirming, inviting, connecting a bot. Everybody is available. */
export async function aCompany(
  client: Client,
  mailFolder: string,
  telegram: QuietTelegram,
  operators = 2,
  queue: object = {},
): Promise<Company> {
  const email = `${crypto.randomUUID()}@example.test`;
  await client.rpc('signUp.begin', 'mutation', {
    company: 'Samovar',
    name: 'Anna Petrova',
    email,
    password,
    language: 'en',
    timeZone: 'UTC',
  });
  const confirmed = await client.rpc('signUp.confirm', 'mutation', { token: await tokenFor(mailFolder, email) });
  const admin = await operator(client, confirmed.cookies);
  const all: Operator[] = [];
  for (let count = 0; count < operators; count++) {
    const invited = `${crypto.randomUUID()}@example.test`;
    await client.rpc('people.invite', 'mutation', { email: invited, roleIds: ['operator'] }, admin.cookie);
    const accepted = await client.rpc('invitations.accept', 'mutation', {
      token: await tokenFor(mailFolder, invited),
      name: `Operator ${count + 1}`,
      surname: '',
      password,
    });
    all.push(await operator(client, accepted.cookies));
  }
  const [line] = (await client.rpc<{ lineId: string }[]>('lines.list', 'query', {}, admin.cookie)).data;
  const lineId = line?.lineId ?? '';
  const seen = (await client.rpc<{ version: number }>('lines.get', 'query', { lineId }, admin.cookie)).data;
  const members = [admin, ...all].map(({ employeeId }) => ({ employeeId }));
  const changes = Object.fromEntries(
    Object.entries({ members, ...queue }).map(([name, value]) => [`queue.${name}`, value]),
  );
  await client.rpc('lines.save', 'mutation', { lineId, version: seen.version, changes }, admin.cookie);
  const connected = await client.rpc<{ connected: boolean }>(
    'channels.connectTelegram',
    'mutation',
    { lineId, token },
    admin.cookie,
  );
  if (!connected.data.connected || !telegram.webhook) throw new Error('the bot was not connected');
  const channels = await client.rpc<{ liveChat: { page: string } | null }[]>(
    'channels.list',
    'query',
    {},
    admin.cookie,
  );
  const page = channels.data.find((channel) => channel.liveChat)?.liveChat?.page ?? '';
  for (const { cookie } of [admin, ...all]) await client.rpc('people.setAway', 'mutation', { away: false }, cookie);
  return {
    admin,
    operators: all,
    lineId,
    chat: page.split('/').at(-1) ?? '',
    webhook: { path: new URL(telegram.webhook.url).pathname, secret: telegram.webhook.secret },
  };
}

/** How soon the line of `impatient` has deadlines run out, in milliseconds. */
export const impatience = { unanswered: 60_000, first: 2_000, further: 60_000 };

/**
 * The line says all of its texts, welcomes in each dialog, and has its deadlines run out as soon as its settings allow:
 * those who should have answered are told of after seconds, and what is finished is closed after a minute.
 */
export async function impatient(owner: pg.Pool, { admin, lineId }: Company): Promise<void> {
  type Texts = Record<string, Record<string, unknown>>;
  const { rows } = await owner.query<{ settings: { autoActions: Texts; kpi: Texts } & Record<string, unknown> }>(
    'select s.settings from line l join line_settings s on s.line_id = l.line_id and s.version = l.version where l.line_id = $1',
    [lineId],
  );
  const settings = rows[0]?.settings;
  if (!settings) throw new Error('the line has no settings');
  const { autoActions, kpi } = settings;
  const told = { notify: true, whom: [admin.employeeId] };
  const next = {
    ...settings,
    autoActions: {
      ...autoActions,
      welcome: { ...autoActions['welcome'], when: 'each-dialog' },
      unanswered: { ...autoActions['unanswered'], minutes: impatience.unanswered / 60_000, then: 'text' },
      fullClosingMinutes: 1,
    },
    kpi: {
      first: { ...kpi['first'], seconds: impatience.first / 1_000, ...told },
      further: { ...kpi['further'], minutes: impatience.further / 60_000, ...told },
    },
  };
  await owner.query(
    `with outdated as (update turn set version = version + 1),
     next as (update line set version = version + 1 where line_id = $1 returning company_id, version)
     insert into line_settings (company_id, line_id, version, settings, saved_at, saved_by) select company_id, $1, version, $2, now(), $3 from next`,
    [lineId, JSON.stringify(next), admin.employeeId],
  );
}

async function operator(client: Client, setCookies: string[]): Promise<Operator> {
  const cookie = setCookies.map((one) => one.split(';')[0]).join('; ');
  const { data } = await client.rpc<Me | null>('session.me', 'query', {}, cookie);
  if (!data) throw new Error('not signed in');
  return { employeeId: data.employeeId, cookie };
}

/** The token in the link of the mail that came to this address. */
async function tokenFor(mailFolder: string, address: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    for (const name of await readdir(mailFolder).catch(() => [])) {
      const mail = await readFile(path.join(mailFolder, name), 'utf8');
      const text = mail.replaceAll('=\n', '').replaceAll('=3D', '=');
      const link = text.includes(`To: ${address}`) ? /[?&]token=([^\s"<&]+)/.exec(text)?.[1] : undefined;
      if (link) return decodeURIComponent(link);
    }
    await sleep(25);
  }
  throw new Error(`no mail came to ${address}`);
}
