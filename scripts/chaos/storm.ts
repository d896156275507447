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
import { telegramClients, visitor, watching, working, type Ledger } from './clients.ts';
import { aCompany, impatience, impatient } from './company.ts';
import { apiProcess } from './processes.ts';
import { quietTelegram } from './telegram.ts';

export type StormOptions = {
  /** How often an API process is killed, and PostgreSQL stopped as by a power cut. */
  kills: number;
  databaseStops: number;
  /** In place of that: blow upon blow for so long, every eighth at PostgreSQL. */
  minutes?: number;
  /** From one blow to the next, in milliseconds. */
  everyMs: number;
  chats: number;
  visitors: number;
  /** Of the three operators, how many are there and accept nothing: what they are offered goes on at its deadline. */
  idle: number;
  /** The line's queue, where it is another than a new line's. */
  queue?: object;
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
  /** Numbers that are missing among those of messages, facts, dialogs and changes. */
  gaps: string[];
  /** What else the audit of the database and the consoles say. */
  problems: string[];
  /** Deadlines that ran out, of offers, answers and grace times; the latest by so many milliseconds, and those missed. */
  deadlines: number;
  latestDeadline: number;
  deadlinesMissed: number;
};

/** A deadline may be late by as long as nobody served, and is missed after this. */
const lateSeconds = 15;

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
      LEDGER_FOLDER: path.join(folder, 'ledger'),
      POLL_MS: '250',
    };
    const processes = ports.map((port) => apiProcess(port, env));
    stops.push(async () => void (await Promise.all(processes.map((process) => process.stop()))));
    await Promise.all(processes.map((process) => process.ready()));
    const client = new Client(processes.map((process) => process.url));
    const company = await aCompany(client, mailFolder, telegram, 2, options.queue);
    const people = [company.admin, ...company.operators];
    const consoles = people.map((operator) => watching(client, operator));
    stops.push(() => consoles.forEach((console) => console.stop()));
    const owner = new pg.Pool({ connectionString: databaseUrl, max: 1 });
    owner.on('error', () => {});
    stops.push(() => owner.end());
    await impatient(owner, company);
    await sleep(300);

    const ledger: Ledger = { written: new Map(), replied: new Map() };
    const running = { on: true };
    const work = Promise.all([
      ...Array.from({ length: options.chats }, (_, chat) =>
        telegramClients(client, company, ledger, chat + 1, running, 150),
      ),
      ...Array.from({ length: options.visitors }, (_, name) => visitor(client, company, ledger, name + 1, running)),
      ...people.slice(options.idle).map((operator) => working(client, operator, ledger, running, 150)),
    ]);
    work.catch(() => (running.on = false));

    const afterKill: number[] = [];
    const afterDatabaseStop: number[] = [];
    const everybodyReady = async (): Promise<void> =>
      void (await Promise.all(processes.map((process) => process.ready())));
    const blows: Blow[] = [];
    for (const blow of blowsOf(options)) {
      await sleep(options.everyMs);
      if (!running.on) break;
      blows.push(blow);
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

    const stuck = await settled(owner, options.untilDelivered);
    const { rows: heads } = await owner.query<{ head: string }>('select max(change_number) as head from turn');
    await Promise.all(consoles.map((console) => console.reaches(Number(heads[0]?.head))));
    // From here on nobody does anything: what was sent and what is stored are told of one moment.
    await Promise.all(processes.map((process) => process.stop()));
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
    const expired = await kept(owner);
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
      deadlines: expired.length,
      latestDeadline: Math.max(0, ...expired),
      deadlinesMissed: late + expired.filter((milliseconds) => milliseconds > lateSeconds * 1_000).length,
    };
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

type Blow = 0 | 1 | 'both' | 'database';

/** The blows in their order: processes in turn, every fourth time both at once, the database spread among them. */
function blowsOf(options: StormOptions): Iterable<Blow> {
  return options.minutes === undefined ? counted(options) : during(options.minutes);
}

function* during(minutes: number): Iterable<Blow> {
  const until = performance.now() + minutes * 60_000;
  for (let count = 1; performance.now() < until; count++)
    yield count % 8 === 0 ? 'database' : count % 4 === 3 ? 'both' : count % 2 ? 1 : 0;
}

function counted({ kills, databaseStops }: StormOptions): Blow[] {
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

/** Waits until nothing is under way any more; a sentence where something still is and has not moved for two minutes. */
async function settled(owner: pg.Pool, delivered: boolean): Promise<string | null> {
  let fewest = Infinity;
  for (let since = performance.now(); performance.now() - since < 120_000;) {
    const { rows } = await owner.query<{ events: number; outbox: number }>(
      `select (select count(*) from received where done_at is null)::int as events, (select count(*) from outbox where done_at is null)::int as outbox`,
    );
    const left = (rows[0]?.events ?? 0) + (delivered ? (rows[0]?.outbox ?? 0) : 0);
    if (left === 0) return null;
    // A provider takes only so many a second.
    if (left < fewest) [fewest, since] = [left, performance.now()];
    await sleep(100);
  }
  return `for two minutes ${fewest} events and messages have been under way`;
}

/** What was promised against what is there. */
async function compare(
  owner: pg.Pool,
  ledger: Ledger,
  sent: Map<string, number>,
): Promise<{ lost: string[]; doubled: string[]; gaps: string[]; problems: string[] }> {
  const lost: string[] = [];
  const doubled: string[] = [];
  const found = await problems(owner, lateSeconds);
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
  // What the line says by itself has the same words in each dialog of a client, and is counted.
  const leaving = new Map<string, { stored: number; sent: number }>();
  for (const { from, text, delivery, outgoing } of rows) {
    if (from === 'client' || !outgoing) continue;
    const count = leaving.get(text) ?? { stored: 0, sent: 0 };
    leaving.set(text, { stored: count.stored + 1, sent: count.sent + (delivery === 'sent' ? 1 : 0) });
    if (delivery === 'failed') lost.push(`${text} failed on a Telegram that takes everything`);
  }
  for (const [text, count] of leaving) {
    const times = arrived.get(text) ?? 0;
    if (times > count.stored) doubled.push(`${text} was sent ${times} times, and is stored ${count.stored} times`);
    if (times < count.sent) lost.push(`${text} counts as sent ${count.sent} times, and was sent ${times} times`);
  }
  for (const text of arrived.keys()) if (!leaving.has(text)) found.push(`${text} was sent, and is not stored`);
  const { rows: notices } = await owner.query<{ dialogId: string; overdue: number; told: number }>(
    `select coalesce(f.dialog_id, n.dialog_id) as "dialogId", coalesce(f.times, 0)::int as overdue, coalesce(n.times, 0)::int as told
     from (select dialog_id, count(*) as times from fact where fact = 'overdue' group by 1) f
     full join (select dialog_id, count(*) as times from notice where what like '%answer-overdue' group by 1) n on n.dialog_id = f.dialog_id
     where coalesce(f.times, 0) <> coalesce(n.times, 0)`,
  );
  for (const { dialogId, overdue, told } of notices)
    (told < overdue ? lost : doubled).push(
      `dialog ${dialogId} was overdue ${overdue} times, and that was told ${told} times`,
    );
  const gaps = found.filter((problem) => problem.includes('without a gap'));
  return { lost, doubled, gaps, problems: found.filter((problem) => !gaps.includes(problem)) };
}

/** By how many milliseconds each deadline that ran out was late. */
async function kept(owner: pg.Pool): Promise<number[]> {
  const { rows } = await owner.query<{ late: number }>(
    `select told.at - case f.fact
         when 'offer-expired' then (before.offer->'to'->>'until')::float8
         when 'closed' then (before.finished->>'until')::float8
         when 'unanswered' then (f.body->>'since')::float8 + $1
         else (f.body->>'since')::float8 + case f.body->>'answer' when 'first' then $2::float8 else $3::float8 end
       end as late
     from fact f
     cross join lateral (select (f.body->>'at')::float8 as at) told
     cross join lateral (
       select (array_agg(b.body order by b.number desc) filter (where b.fact = 'offered'))[1] as offer,
         (array_agg(b.body order by b.number desc) filter (where b.fact = 'finished'))[1] as finished
       from fact b where b.company_id = f.company_id and b.dialog_id = f.dialog_id and b.number < f.number
     ) before
     where f.fact in ('offer-expired', 'unanswered', 'overdue')
       or (f.fact = 'closed' and f.body->>'by' is null and f.body->>'because' = 'finished' and before.finished is not null)`,
    [impatience.unanswered, impatience.first, impatience.further],
  );
  return rows.map((row) => row.late);
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
