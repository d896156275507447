import { setTimeout as sleep } from 'node:timers/promises';

import { quantile, type Row } from './figures.ts';
import { ground, known, type Ground } from './ground.ts';
import { ingest } from './webhooks.ts';

const pending = 1_000_000;
/** Deadlines that pass while it is looked at how late they are kept, and within how many seconds they do. */
const due = 6_000;
const within = 30;
/** How often the waker looks, as a process does where nothing else is said. */
const poll = 1_000;
const seconds = 4;

/**
 * A million pending deadlines: what they cost the webhooks taken meanwhile, beside an installation of the same run that
 * has none; and how late those are kept that pass.
 */
export async function deadlines(empty: Ground, pairs: number): Promise<{ row: Row; lateness: Row }> {
  const full = await ground();
  try {
    await fill(full);
    await known(full);
    const row: Row = {
      name: 'one million pending deadlines: durable webhooks per second',
      peer: 'the same ingest without',
      unit: '/s',
      pairs: [],
      goal: { atLeast: 0.85 },
    };
    await ingest(empty, 2);
    await ingest(full, 2);
    for (let pair = 0; pair < pairs; pair++) {
      const ours = await ingest(full, seconds);
      row.pairs.push({ ours, peer: await ingest(empty, seconds) });
    }
    const lateness: Row = {
      name: `lateness of ${due} deadlines in ${within} s among them, p99`,
      peer: 'the poll of the waker',
      unit: 'ms',
      pairs: [{ ours: quantile(await kept(full), 0.99), peer: poll }],
      goal: { atMost: 1.2 },
    };
    return { row, lateness };
  } finally {
    await full.stop();
  }
}

/** Dialogs in which the last word is ours, each to be closed on a day of the coming month. */
async function fill({ owner, company }: Ground): Promise<void> {
  const { rows } = await owner.query<{ company_id: string }>('select company_id from line where line_id = $1', [
    company.lineId,
  ]);
  const companyId = rows[0]?.company_id;
  await owner.query('begin');
  // No clients and no chats stand behind those that nobody will look at.
  await owner.query('set local session_replication_role = replica');
  await owner.query(
    `insert into dialog (company_id, dialog_id, chat_id, line_id, client_id, channel_id, direction, state, body, operator_id, opened_at,
       accepted_at, first_answer_at, last_message_at, wake_at, facts)
     select $1, -n, gen_random_uuid(), $2, $1, $1, 'incoming', 'answered', '{"state": "answered"}', null, now(), now(), now(), now(),
       now() + interval '1 day' + n % 2592000 * interval '1 second', 4
     from generate_series(1, $3::int) n`,
    [companyId, company.lineId, pending],
  );
  await owner.query('commit');
  await owner.query('vacuum analyze dialog');
}

/** Puts deadlines among the others that pass one after the other, and answers how many milliseconds late each was kept. */
async function kept({ owner, company }: Ground): Promise<number[]> {
  const { rows } = await owner.query<{ company_id: string; channel_id: string }>(
    `select c.company_id, c.channel_id from channel c where c.line_id = $1 and c.kind = 'live-chat'`,
    [company.lineId],
  );
  const [of] = rows;
  const start = Date.now() + 8_000;
  await owner.query('begin');
  await owner.query(
    `create temporary table coming on commit drop as select n, gen_random_uuid() as id, $1::float8 + n * 1000.0 * $2 / $3 as at
     from generate_series(1, $3::int) n`,
    [start, within, due],
  );
  await owner.query(
    `insert into client (company_id, client_id, name, created_at) select $1, id, '', now() from coming`,
    [of?.company_id],
  );
  await owner.query(
    `insert into identity (company_id, identity_id, client_id, channel_id, external_id, name, created_at) select $1, id, id, $2, id::text, '', now() from coming`,
    [of?.company_id, of?.channel_id],
  );
  await owner.query(
    `insert into chat (company_id, chat_id, channel_id, identity_id, external_id, created_at) select $1, id, $2, id, id::text, now() from coming`,
    [of?.company_id, of?.channel_id],
  );
  // A day after our last word, as a new line has it.
  await owner.query(
    `insert into dialog (company_id, dialog_id, chat_id, line_id, client_id, channel_id, direction, state, body, opened_at, last_message_at, wake_at, facts)
     select $1, n + 1000000, id, $3, id, $2, 'incoming', 'waiting', jsonb_build_object('id', n + 1000000, 'lineId', $3::uuid, 'chatId', id,
       'direction', 'incoming', 'state', 'answered', 'operatorId', $4::uuid, 'acceptedAt', floor(at) - 86400000, 'openedAt', floor(at) - 86400000,
       'lastFactAt', floor(at) - 86400000, 'clientWroteAt', floor(at) - 86400000, 'unansweredSince', null, 'repliedAt', floor(at) - 86400000,
       'oursAt', floor(at) - 86400000, 'asked', '[]'::jsonb, 'declined', '[]'::jsonb),
       now(), now(), to_timestamp(floor(at) / 1000), 4 from coming`,
    [of?.company_id, of?.channel_id, company.lineId, company.admin.employeeId],
  );
  await owner.query('commit');
  if (Date.now() > start) throw new Error('the deadlines were not in place in time');
  await sleep(start - Date.now() + (within + 10) * 1_000);
  const { rows: found } = await owner.query<{ late: number }>(
    `select extract(epoch from closed_at)::float8 * 1000 - ((body->>'oursAt')::float8 + 86400000) as late
     from dialog where dialog_id > 1000000 and state = 'closed'`,
  );
  if (found.length !== due) throw new Error(`of ${due} deadlines ${found.length} were kept`);
  const early = found.filter(({ late }) => late < 0).length;
  if (early > 0) throw new Error(`${early} deadlines were kept early`);
  return found.map(({ late }) => late);
}
