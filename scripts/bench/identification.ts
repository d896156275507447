import { median, type Row } from './figures.ts';
import { drained, known, update, type Ground } from './ground.ts';
import { measured, oursWay } from './latency.ts';

const clients = 200_000;
const messages = 200;

const phoneOf = (number: number): string => `+7916${String(1_000_000 + number)}`;

// Everybody wrote before, is a contact with a number and an address, and has an employee who is responsible for him.
const fill = `with numbers as (select n, gen_random_uuid() as client_id, gen_random_uuid() as record_id from generate_series(1, ${clients}) n),
clients as (insert into client (company_id, client_id, name, created_at) select $1, client_id, 'Client ' || n, now() from numbers),
identities as (insert into identity (company_id, identity_id, client_id, channel_id, external_id, name, created_at)
  select $1, gen_random_uuid(), client_id, $2, 'before-' || n, 'Client ' || n, now() from numbers),
phones as (insert into client_address (company_id, client_address_id, client_id, kind, value, confidence, source, created_at)
  select $1, gen_random_uuid(), client_id, 'phone', '+7916' || (1000000 + n), 'verified', 'channel', now() from numbers),
records as (insert into crm_record (company_id, record_id, kind, name, responsible_id, created_at, changed_at)
  select $1, record_id, 'contact', 'Client ' || n, $3, now(), now() from numbers),
addresses as (insert into crm_record_address (company_id, record_id, kind, value) select $1, record_id, 'phone', '+7916' || (1000000 + n) from numbers),
emails as (insert into crm_record_address (company_id, record_id, kind, value) select $1, record_id, 'email', 'client-' || n || '@example.test' from numbers)
insert into client_record (company_id, client_id, record_id, confidence, at) select $1, client_id, record_id, 'verified', now() from numbers`;

/**
 * A client's first message, from before it is posted until it is on an operator's screen, in a company that has 200,000
 * clients and their contacts: every second one writes a number that somebody of them has, the others are made a lead. The
 * peer is the same path where the line looks for nobody.
 */
export async function identification(ground: Ground, pairs: number): Promise<Row> {
  const { owner, company, client } = ground;
  const ids = await owner.query<{ company_id: string; channel_id: string }>(
    "select company_id, channel_id from channel where kind = 'telegram' limit 1",
  );
  const { company_id: companyId, channel_id: channelId } = ids.rows[0] ?? { company_id: '', channel_id: '' };
  await owner.query(fill, [companyId, channelId, company.admin.employeeId]);
  await known(ground);
  const way = await oursWay(ground);
  const set = async (on: boolean): Promise<void> => {
    const { lineId, admin } = company;
    const { version } = (await client.rpc<{ version: number }>('lines.get', 'query', { lineId }, admin.cookie)).data;
    const changes = { 'crm.check': on, 'crm.tracker': on };
    await client.rpc('lines.save', 'mutation', { lineId, version, changes }, admin.cookie);
  };
  let people = 10_000_000;
  const first = () => {
    const person = { id: ++people, first_name: `Newcomer ${people}` };
    const { body } = update(1);
    const read = JSON.parse(body) as { message: Record<string, unknown> };
    const text =
      people % 2 === 0 ? `Newcomer ${people}, call ${phoneOf(1 + (people % clients))}` : `Newcomer ${people}`;
    const chat = { ...person, type: 'private' };
    Object.assign(read.message, { text, from: { ...person, is_bot: false }, chat });
    return { body: JSON.stringify(read), text };
  };
  const row: Row = {
    name: `a client’s first message with ${clients} clients in the company, p50`,
    peer: 'the same path where nobody is looked for',
    unit: 'ms',
    pairs: [],
    goal: { atMost: 1.5 },
  };
  for (const on of [true, false]) {
    await set(on);
    await measured(way, 50, first);
  }
  for (let pair = 0; pair < pairs; pair++) {
    await set(true);
    const ours = await measured(way, messages, first);
    await set(false);
    const peer = await measured(way, messages, first);
    row.pairs.push({ ours: median(ours), peer: median(peer) });
  }
  way.close();
  await drained(owner);
  return row;
}
