import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { startEmbedded } from '@switchboard/db/embedded';
import { migrate } from '@switchboard/db/migrate';
import pg from 'pg';

import { freePort } from '../installation/installation.ts';
import { problems } from './audit.ts';
import { Client } from './calls.ts';
import { telegramClient, visitor, watching, working, type Ledger } from './clients.ts';
import { aCompany } from './company.ts';
import { apiProcess } from './processes.ts';
import { quietTelegram } from './telegram.ts';

export type StormOptions = {
  /** How often an API process is killed, and PostgreSQL stopped as by a power cut. */
  kills: number;
  databaseStops: number;
  /** From one blow to the next, in milliseconds. */
  everyMs: number;
  chats: number;
  visitors: number;
  /** Waits at the end until every answer has left, which a killed process can hold up for its lease. */
  untilDelivered: boolean;
  say?: (sentence: string) => void;
};

export type StormReport = {
  written: number;
  replied: number;
  kills: number;
  databaseStops: number;
  /** Milliseconds from a blow until every process could serve again. */
  afterKill: number[];
  afterDatabaseStop: number[];
  /** What waited longest for its answer, repetitions included. */
  slowest: { milliseconds: number; path: string };
  repeated: number;
  lost: string[];
  doubled: string[];
  /** What the audit of the database and the consoles say. */
  problems: string[];
  deadlinesMissed: number;
};

/**
 * Two real processes of the API over a PostgreSQL of their own, clients and operators at work, and blow upon blow.
 * Answers what of all that was promised is missing or there twice. The API must have been built.
 */
export async function storm(options: StormOptions): Promise<StormReport> {
  const say = options.say ?? (() => {});
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-storm-'));
  const stops: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const [databasePort, ...ports] = await Promise.all([freePort(), freePort(), freePort()]);
    const database = { folder: path.join(folder, 'postgres'), port: databasePort };
    let server = await startEmbedded(database);
    stops.push(() => server.stopImmediately());
    const databaseUrl = server.url;
    await migrate(databaseUrl);
    const telegram = await quietTelegram();
    stops.push(() => telegram.close());
    const mailFolder = path.join(folder, 'mail');
    const env = {
      DATABASE_URL: databaseUrl,
      API_URL: `http://127.0.0.1:${ports[0]}`,
      TELEGRAM_API_URL: telegram.url,
      MAIL_FOLDER: mailFolder,
      POLL_MS: '250',
    };
    const processes = ports.map((port) => apiProcess(port, env));
    stops.push(async () => void (await Promise.all(processes.map((process) => process.stop()))));
    await Promise.all(processes.map((process) => process.ready()));
    const client = new Client(processes.map((process) => process.url));
    const company = await aCompany(client, mailFolder, telegram);
    const people = [company.admin, ...company.operators];
    const consoles = people.map((operator) => watching(client, operator));
    stops.push(() => consoles.forEach((console) => console.stop()));
    await sleep(300);

    const ledger: Ledger = { written: new Map(), replied: new Map() };
    const running = { on: true };
    const work = Promise.all([
      ...Array.from({ length: options.chats }, (_, chat) =>
        telegramClient(client, company, ledger, chat + 1, running, 150),
      ),
      ...Array.from({ length: options.visitors }, (_, name) => visitor(client, company, ledger, name + 1, running)),
      ...people.map((operator) => working(client, operator, ledger, running, 150)),
    ]);
    work.catch(() => (running.on = false));

    const afterKill: number[] = [];
    const afterDatabaseStop: number[] = [];
    const everybodyReady = async (): Promise<void> =>
      void (await Promise.all(processes.map((process) => process.ready())));
    const blows = blowsOf(options);
    for (const blow of blows) {
      await sleep(options.everyMs);
      if (!running.on) break;
      const began = performance.now();
      if (blow === 'database') {
        await server.stopImmediately();
        await sleep(Math.random() * 1_000);
        server = await startEmbedded(database);
        const back = performance.now();
        await everybodyReady();
        afterDatabaseStop.push(performance.now() - back);
        say(
          `PostgreSQL stopped at once; ${Math.round(performance.now() - back)} ms after it was back, everybody served`,
        );
      } else {
        const struck = blow === 'both' ? processes : [processes[blow]];
        await Promise.all(
          struck.map(async (process) => {
            await process?.kill();
            process?.start();
          }),
        );
        await everybodyReady();
        afterKill.push(performance.now() - began);
        say(
          `killed ${blow === 'both' ? 'both' : `process ${blow + 1}`}; ${Math.round(performance.now() - began)} ms until everybody served`,
        );
      }
    }
    await sleep(500);
    running.on = false;
    await work;

    const owner = new pg.Client({ connectionString: databaseUrl });
    owner.on('error', () => {});
    await owner.connect();
    stops.push(() => owner.end());
    const stuck = await settled(owner, options.untilDelivered);
    const { rows: heads } = await owner.query<{ head: string }>('select max(change_number) as head from turn');
    await Promise.all(consoles.map((console) => console.reaches(Number(heads[0]?.head))));
    const report = await compare(owner, ledger, telegram.sent);
    if (stuck) report.problems.push(stuck);
    const admin = consoles[0];
    const { rows: stored } = await owner.query<{ key: string }>(
      `select chat_id || ' ' || number as key from message where "from" = 'client'`,
    );
    for (const { key } of stored) {
      const times = admin?.messages.get(key) ?? 0;
      if (times !== 1) report.problems.push(`the console was told of message ${key} ${times} times`);
    }
    for (const console of consoles)
      if (console.startedOver > 0) report.problems.push(`a console had to start over ${console.startedOver} times`);
    report.problems.push(...client.broke.map((what) => `an answer said that something broke: ${what}`));
    const late = report.problems.filter((problem) => problem.includes('past its deadline')).length;
    return {
      ...report,
      written: [...ledger.written.values()].reduce((count, texts) => count + texts.length, 0),
      replied: ledger.replied.size,
      kills: blows.reduce<number>((count, blow) => count + (blow === 'both' ? 2 : blow === 'database' ? 0 : 1), 0),
      databaseStops: afterDatabaseStop.length,
      afterKill,
      afterDatabaseStop,
      slowest: client.slowest,
      repeated: client.repeated,
      deadlinesMissed: late,
    };
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

type Blow = 0 | 1 | 'both' | 'database';

/** The blows in their order: processes in turn, every fourth time both at once, the database spread among them. */
function blowsOf({ kills, databaseStops }: StormOptions): Blow[] {
  const blows: Blow[] = [];
  for (let left = kills, count = 0; left > 0; count++) {
    const both = count % 4 === 3 && left > 1;
    blows.push(both ? 'both' : count % 2 ? 1 : 0);
    left -= both ? 2 : 1;
  }
  for (let count = databaseStops; count > 0; count--)
    blows.splice(Math.round((blows.length * count) / (databaseStops + 1)), 0, 'database');
  return blows;
}

/** Waits until nothing is under way any more, at most two minutes; a sentence where something still is. */
async function settled(owner: pg.Client, delivered: boolean): Promise<string | null> {
  for (let tries = 0; tries < 1_200; tries++) {
    const { rows } = await owner.query<{ events: boolean; outbox: boolean }>(
      `select exists (select from received where done_at is null) as events, exists (select from outbox where done_at is null) as outbox`,
    );
    if (!rows[0]?.events && !(delivered && rows[0]?.outbox)) return null;
    await sleep(100);
  }
  return 'after two minutes something is still under way';
}

/** What was promised against what is there. */
async function compare(
  owner: pg.Client,
  ledger: Ledger,
  sent: Map<string, number>,
): Promise<{ lost: string[]; doubled: string[]; problems: string[] }> {
  const lost: string[] = [];
  const doubled: string[] = [];
  const found = await problems(owner);
  const { rows } = await owner.query<Stored>(
    `select text, message_id as id, "from", chat_id as chat, number, delivery,
       exists (select from outbox o where o.thread = m.chat_id::text and (o.body->>'number')::bigint = m.number) as outgoing
     from message m order by chat_id, number`,
  );
  const ofClients = new Map<string, Stored[]>();
  for (const row of rows) if (row.from === 'client') ofClients.set(row.text, [...(ofClients.get(row.text) ?? []), row]);
  for (const [chat, texts] of ledger.written) {
    let before = 0;
    for (const text of texts) {
      const there = ofClients.get(text) ?? [];
      if (there.length === 0) lost.push(text);
      if (there.length > 1) doubled.push(text);
      const number = Number(there[0]?.number ?? before + 1);
      if (number <= before) found.push(`${chat}: ${text} stands before what was written earlier`);
      before = number;
    }
  }
  const replies = new Map(rows.filter((row) => row.from === 'operator').map((row) => [row.id, row]));
  for (const [commandId, text] of ledger.replied) if (replies.get(commandId)?.text !== text) lost.push(text);
  const twice = [...replies.values()].map((row) => row.text);
  if (new Set(twice).size !== twice.length) doubled.push('an answer was stored twice');
  // The first of a burst begins with the operator's name, in a line of its own.
  const arrived = new Map<string, number>();
  for (const [text, times] of sent) {
    const bare = text.split('\n').at(-1) ?? '';
    arrived.set(bare, (arrived.get(bare) ?? 0) + times);
  }
  for (const { text, delivery, outgoing } of replies.values()) {
    const times = arrived.get(text) ?? 0;
    if (times > 1) doubled.push(`${text} was sent ${times} times`);
    if (outgoing && delivery === 'sent' && times === 0) lost.push(`${text} counts as sent and was not`);
    if (outgoing && delivery === 'failed') lost.push(`${text} failed on a Telegram that takes everything`);
  }
  return { lost, doubled, problems: found };
}

type Stored = {
  text: string;
  id: string;
  from: string;
  chat: string;
  number: string;
  delivery: string | null;
  outgoing: boolean;
};
