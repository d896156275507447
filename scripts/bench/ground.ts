import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { startEmbedded } from '@switchboard/db/embedded';
import { migrate } from '@switchboard/db/migrate';
import pg from 'pg';

import { Client } from '../chaos/calls.ts';
import { aCompany, type Company } from '../chaos/company.ts';
import { apiProcess } from '../chaos/processes.ts';
import { quietTelegram } from '../chaos/telegram.ts';
import { freePort } from '../installation/installation.ts';

/** Where a bench runs: one real process of the API, a PostgreSQL as durable as it comes, and a second database for the peers. */
export type Ground = {
  apiUrl: string;
  company: Company;
  client: Client;
  /** The API's database, as its owner. */
  owner: pg.Client;
  databaseUrl: string;
  /** A migrated database on the same server that no API knows of. */
  peerUrl: string;
  stopApi: () => Promise<void>;
  /** Stops the API where it runs, and starts it with more in its environment. */
  restart: (more?: Record<string, string>) => Promise<void>;
  stop: () => Promise<void>;
};

/** A ground with so many operators beside the administrator. */
export async function ground(operators = 1): Promise<Ground> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-bench-'));
  const stops: (() => Promise<unknown> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const server = await startEmbedded({ folder: path.join(folder, 'postgres') });
    stops.push(async () => {
      await server.stop();
      rmSync(server.folder, { recursive: true, force: true });
    });
    const owner = new pg.Client({ connectionString: server.url });
    await owner.connect();
    await owner.query('create database peer');
    stops.push(() => owner.end());
    const peerUrl = new URL(server.url);
    peerUrl.pathname = '/peer';
    await migrate(server.url);
    await migrate(peerUrl.href);
    const telegram = await quietTelegram();
    stops.push(() => telegram.close());
    const mailFolder = path.join(folder, 'mail');
    const port = await freePort();
    const begin = (more: Record<string, string> = {}) =>
      apiProcess(port, {
        DATABASE_URL: server.url,
        API_URL: `http://127.0.0.1:${port}`,
        TELEGRAM_API_URL: telegram.url,
        MAIL_FOLDER: mailFolder,
        LEDGER_FOLDER: path.join(folder, 'ledger'),
        ...more,
      });
    let api: ReturnType<typeof begin> | null = begin();
    const stopApi = async (): Promise<void> => {
      const running = api;
      api = null;
      await running?.stop();
    };
    const restart = async (more?: Record<string, string>): Promise<void> => {
      await stopApi();
      api = begin(more);
      await api.ready();
    };
    stops.push(stopApi);
    await api.ready();
    const client = new Client([api.url]);
    const company = await aCompany(client, mailFolder, telegram, operators);
    const urls = { apiUrl: api.url, databaseUrl: server.url, peerUrl: peerUrl.href };
    return { ...urls, company, client, owner, stopApi, restart, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

let updates = 1;

/** The body of a webhook of Telegram: a new message of one of some clients. */
export function update(clients: number): { body: string; text: string } {
  const id = updates++;
  const person = { id: 1 + (id % clients), first_name: `Client ${id % clients}` };
  const text = `message ${id}`;
  return {
    text,
    body: JSON.stringify({
      update_id: id,
      message: {
        message_id: id,
        date: 1_765_454_402,
        text,
        from: { ...person, is_bot: false },
        chat: { ...person, type: 'private' },
      },
    }),
  };
}

/** Has PostgreSQL look at what its tables hold, on both sides, as it does by itself within its first minutes. */
export async function known({ owner, peerUrl }: Ground): Promise<void> {
  await owner.query('analyze');
  const peer = new pg.Client({ connectionString: peerUrl });
  await peer.connect();
  await peer.query('analyze');
  await peer.end();
}

/** Waits until everything that was received is worked in. */
export async function drained(owner: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await owner.query('select 1 from received where done_at is null limit 1');
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
