import { readFileSync } from 'node:fs';

import { parse } from '@switchboard/channels/telegram';
import pg from 'pg';

import type { Row } from './figures.ts';
import { drained, known, update, type Ground } from './ground.ts';
import { poster } from './post.ts';

const store = readFileSync(new URL('../../apps/api/src/receive/store.sql', import.meta.url), 'utf8');

const seconds = 4;
const connections = 64;
const clients = 200;

/**
 * Webhooks taken for good per second: signature checked, parsed, stored and committed before the answer, and worked in
 * by the same process meanwhile. The peer is a bare loop on one connection: the same insert, row by row, with nothing
 * before or after it.
 */
export async function webhooks(ground: Ground, pairs: number): Promise<Row> {
  const peer = new pg.Client({ connectionString: ground.peerUrl });
  await peer.connect();
  const row: Row = {
    name: 'durable webhooks per second',
    peer: 'a bare loop with the same insert, row by row',
    unit: '/s',
    pairs: [],
    goal: { atLeast: 0.8 },
  };
  await ingest(ground, 2);
  await bare(peer, 1);
  await known(ground);
  for (let pair = 0; pair < pairs; pair++) {
    const measured = await ingest(ground, seconds);
    row.pairs.push({ ours: measured, peer: await bare(peer, seconds) });
  }
  await peer.end();
  return row;
}

/** Webhooks taken per second over so many seconds, answered once each is stored for good, and then all worked in. */
export async function ingest({ apiUrl, company, owner }: Ground, forSeconds: number): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'x-telegram-bot-api-secret-token': company.webhook.secret,
  };
  const posters = await Promise.all(Array.from({ length: connections }, () => poster(apiUrl)));
  const began = performance.now();
  let taken = 0;
  await Promise.all(
    posters.map(async ({ post }) => {
      while (performance.now() - began < forSeconds * 1_000) {
        const status = await post(company.webhook.path, headers, update(clients).body);
        if (status !== 200) throw new Error(`a webhook was answered ${status}`);
        taken++;
      }
    }),
  );
  const rate = (taken / (performance.now() - began)) * 1_000;
  for (const { close } of posters) close();
  await drained(owner);
  return rate;
}

async function bare(peer: pg.Client, forSeconds: number): Promise<number> {
  const [companyId, channelId] = [crypto.randomUUID(), crypto.randomUUID()];
  const began = performance.now();
  let stored = 0;
  while (performance.now() - began < forSeconds * 1_000) {
    const { body } = update(clients);
    const [event] = parse(JSON.parse(body));
    const row = {
      companyId,
      channelId,
      externalId: event?.externalId,
      raw: Buffer.from(body).toString('base64'),
      event,
    };
    await peer.query({ name: 'store', text: store, values: [JSON.stringify([row])] });
    stored++;
  }
  return (stored / (performance.now() - began)) * 1_000;
}
