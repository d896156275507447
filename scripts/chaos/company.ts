import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

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
    await client.rpc('people.invite', 'mutation', { email: invited, role: 'operator' }, admin.cookie);
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
  const seen = (await client.rpc<{ version: number; queue: object }>('lines.get', 'query', { lineId }, admin.cookie))
    .data;
  const members = [admin, ...all].map(({ employeeId }) => ({ employeeId }));
  await client.rpc(
    'lines.saveQueue',
    'mutation',
    { lineId, version: seen.version, queue: { ...seen.queue, members, ...queue } },
    admin.cookie,
  );
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
