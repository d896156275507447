import { sql, type CompanyDb, type Turn } from '@switchboard/db';

/** Everything by which a person is found: the clients he is, their accounts, chats, dialogs and records. */
export type Person = {
  clientIds: string[];
  identities: { identityId: string; channelId: string; externalId: string }[];
  chats: { chatId: string; channelId: string; externalId: string }[];
  dialogIds: number[];
  /** Records that are surely his and of no other client who is still there. */
  recordIds: string[];
  /** When the first of his accounts was met. */
  since: number | null;
};

/** By what a person's events are known, and the last event that was there when his accounts were taken from him. */
export type Sender = { channelId: string; externalId: string; through: number };

/** What of a person was erased, in numbers. */
export type Counts = {
  messages: number;
  identities: number;
  addresses: number;
  records: number;
  evidence: number;
  events: number;
  jobs: number;
  mails: number;
};
export const nothingErased: Counts = {
  messages: 0,
  identities: 0,
  addresses: 0,
  records: 0,
  evidence: 0,
  events: 0,
  jobs: 0,
  mails: 0,
};

/** How many rows one turn touches, so that nobody waits for it long. */
const step = 1_000;
/** What came before the first of his accounts was made, and failed then, is his too. */
const slackMs = 86_400_000;

const findPerson = sql(
  'person-to-erase',
  `with recursive whole as (
     select client_id from client where company_id = $1 and client_id = $2
     union
     select c.client_id from whole w join client c on c.company_id = $1 and c.merged_into = w.client_id
   ),
   ids as (select client_id from whole limit 1000),
   accounts as (select identity_id, channel_id, external_id, created_at from identity where company_id = $1 and client_id in (select client_id from ids)),
   chats as (select chat_id, channel_id, external_id, created_at from chat where company_id = $1 and identity_id in (select identity_id from accounts)),
   his as (
     select distinct record_id from client_record where company_id = $1 and client_id in (select client_id from ids) and confidence <> 'asserted'
   ),
   own as (
     select record_id from his h where not exists (
       select from client_record o join client c on c.company_id = $1 and c.client_id = o.client_id and c.erased_at is null
       where o.company_id = $1 and o.record_id = h.record_id and o.confidence <> 'asserted' and o.client_id not in (select client_id from ids))
   ),
   -- What went into his records, by however many steps, and what belongs to them.
   records as (
     select record_id from own
     union select r.record_id from records k join crm_record r on r.company_id = $1 and (r.contact_id = k.record_id or r.merged_into = k.record_id)
   )
   select (select coalesce(jsonb_agg(client_id), '[]') from ids) as "clientIds",
     (select coalesce(jsonb_agg(jsonb_build_object('identityId', identity_id, 'channelId', channel_id, 'externalId', external_id)), '[]') from accounts) as identities,
     (select coalesce(jsonb_agg(jsonb_build_object('chatId', chat_id, 'channelId', channel_id, 'externalId', external_id)), '[]') from chats) as chats,
     (select coalesce(jsonb_agg(dialog_id), '[]') from dialog where company_id = $1 and (client_id in (select client_id from ids) or chat_id in (select chat_id from chats))) as "dialogIds",
     (select coalesce(jsonb_agg(record_id), '[]') from records) as "recordIds",
     (select least((select min(created_at) from accounts), (select min(created_at) from chats))) as since`,
);

/** Who a client is, as far as it can be erased; empty lists where he is not there. */
export async function personOf(db: Turn | CompanyDb, clientId: string): Promise<Person> {
  const [person] = await db.run<Person>(findPerson, [db.companyId, clientId]);
  return person ?? { clientIds: [], identities: [], chats: [], dialogIds: [], recordIds: [], since: null };
}

const lastReceived = sql(
  'last-received',
  'select coalesce(max(received_id), 0) as last from received where company_id = $1',
);
const addCounts = sql(
  'add-erasure-counts',
  `update erasure e set counts = e.counts || (
     select coalesce(jsonb_object_agg(x.key, coalesce((e.counts->>x.key)::int, 0) + x.value::int), '{}') from jsonb_each_text($3::jsonb) x)
   where e.company_id = $1 and e.erasure_id = $2`,
);
const keepSenders = sql(
  'keep-erasure-senders',
  `update erasure set senders = coalesce(senders, '[]') || $3::jsonb where company_id = $1 and erasure_id = $2 returning senders`,
);
// A record that is another's too loses what was his: his addresses, and his name where it was made for him.
const eraseFromOthers = sql(
  'erase-addresses-from-others',
  `with his as (
     select record_id, bool_or(confidence = 'made') as made, bool_or(confidence <> 'asserted') as sure
     from client_record where company_id = $1 and client_id = any($2::uuid[]) group by record_id
   ),
   addresses as (select kind, value from client_address where company_id = $1 and client_id = any($2::uuid[])),
   called as (
     update crm_record r set name = case when h.made then '' else r.name end, surname = case when h.made then '' else r.surname end, title = '',
       version = r.version + 1, changed_at = $4
     from his h
     where r.company_id = $1 and r.record_id = h.record_id and r.record_id <> all($3::uuid[])
       and (h.made and (r.name <> '' or r.surname <> '' or r.title <> '') or r.title in (select value from addresses))
   )
   delete from crm_record_address a using his h, addresses c
   where a.company_id = $1 and a.record_id = h.record_id and h.sure and a.kind = c.kind and a.value = c.value
     and not exists (
       select from client_record l join client_address o on o.company_id = $1 and o.client_id = l.client_id
       where l.company_id = $1 and l.record_id = a.record_id and l.client_id <> all($2::uuid[]) and l.confidence <> 'asserted'
         and o.kind = a.kind and o.value = a.value)`,
);
// What he sent last and nobody has worked in yet goes too: worked in later, it would make somebody of him again.
const hide = sql(
  'hide-person',
  `with evidence as (
     delete from consent_evidence where company_id = $1 and number in (select number from consent_record where company_id = $1 and client_id = any($2::uuid[]))
     returning 1
   ),
   consents as (delete from client_consent where company_id = $1 and client_id = any($2::uuid[])),
   merges as (update client_merge set moved = '{}' where company_id = $1 and (kept_id = any($2::uuid[]) or merged_id = any($2::uuid[])) and moved <> '{}'),
   addresses as (delete from client_address where company_id = $1 and client_id = any($2::uuid[]) returning 1),
   accounts as (
     update identity set external_id = 'erased:' || identity_id, name = '', username = null, language = null
     where company_id = $1 and client_id = any($2::uuid[]) and external_id not like 'erased:%' returning 1
   ),
   chats as (
     update chat set external_id = 'erased:' || chat_id, page = null, asked = null
     where company_id = $1 and chat_id = any($4::uuid[]) and external_id not like 'erased:%'
   ),
   people as (
     update client set name = '', blocked_at = null, blocked_by = null, erased_at = coalesce(erased_at, $3)
     where company_id = $1 and client_id = any($2::uuid[])
   ),
   dropped as (
     update received r set raw = null, event = '{"kind":"ignored","externalId":"","why":"tidied"}', done_at = $3,
       external_id = case when position(x."externalId" in r.external_id) > 0 then 'erased:' || encode(sha256(convert_to(r.external_id, 'UTF8')), 'hex') else r.external_id end
     from jsonb_to_recordset($5::jsonb) as x("channelId" uuid, "externalId" text)
     where r.company_id = $1 and r.done_at is null and r.channel_id = x."channelId"
       and (r.event->'from'->>'id' = x."externalId" or r.event->>'chat' = x."externalId")
     returning 1
   )
   select (select count(*)::int from evidence) as evidence, (select count(*)::int from addresses) as addresses,
     (select count(*)::int from accounts) as identities, (select count(*)::int from dropped) as events`,
);

/**
 * Takes from a person all by which he is known: accounts, chats, addresses, name. Whoever writes from these accounts
 * after this turn is somebody nobody knows, and nothing that comes can reach what is being erased. The channels' ids
 * are kept with the erasure until it is done, for finding what he sent. May be done again, and then takes what was
 * found to be his meanwhile.
 */
export async function hidePerson(
  turn: Turn,
  erasureId: string,
  clientId: string,
): Promise<Person & { senders: Sender[] }> {
  const { companyId } = turn;
  const person = await personOf(turn, clientId);
  const { clientIds, recordIds } = person;
  const [{ last } = { last: 0 }] = await turn.run<{ last: number }>(lastReceived, [companyId]);
  const found = [...person.identities, ...person.chats]
    .filter(({ externalId }) => !externalId.startsWith('erased:'))
    .map(({ channelId, externalId }): Sender => ({ channelId, externalId, through: last }));
  const now = new Date(turn.now);
  const chatIds = person.chats.map(({ chatId }) => chatId);
  const senders = JSON.stringify(found);
  const [kept] = await turn.run<{ senders: Sender[] }>(keepSenders, [companyId, erasureId, senders]);
  await turn.run(eraseFromOthers, [companyId, clientIds, recordIds, now]);
  const [hidden] = await turn.run<Pick<Counts, 'evidence' | 'addresses' | 'identities' | 'events'>>(hide, [
    companyId,
    clientIds,
    now,
    chatIds,
    senders,
  ]);
  await turn.run(addCounts, [companyId, erasureId, JSON.stringify(hidden ?? {})]);
  return { ...person, senders: kept?.senders ?? found };
}

const eraseMessages = sql(
  'erase-messages',
  `update message set text = '', former_text = null, unsupported = null, problem = null, kind = 'erased'
   where company_id = $1 and (chat_id, number) in (
     select chat_id, number from message where company_id = $1 and chat_id = any($2::uuid[]) and kind <> 'erased' limit ${step})
   returning 1 as one`,
);
const eraseDialogMessages = sql(
  'erase-messages-of-dialogs',
  `update message set text = '', former_text = null, unsupported = null, problem = null, kind = 'erased'
   where company_id = $1 and (chat_id, number) in (
     select chat_id, number from message where company_id = $1 and dialog_id = any($2::bigint[]) and kind <> 'erased' limit ${step})
   returning 1 as one`,
);
const markDialogs = sql(
  'mark-dialogs-erased',
  `with marks as (
     update dialog_mark set comment = '' where company_id = $1 and dialog_id = any($2::bigint[]) and comment <> ''
   ),
   words as (delete from dialog_words where company_id = $1 and dialog_id = any($2::bigint[]))
   update dialog set erased_at = $3 where company_id = $1 and dialog_id = any($2::bigint[]) and erased_at is null and closed_at is not null
   returning dialog_id as "dialogId", chat_id as "chatId"`,
);
// Nobody knows in which of the files he stands; those who want one have it written again.
const eraseExports = sql('erase-exports', 'delete from export where company_id = $1 returning 1 as one');
// Of the outbox nothing of him is sent any more; what stands there for others has ids only.
const eraseOutbox = sql(
  'erase-outbox',
  `delete from outbox where company_id = $1 and outbox_id in (
     select outbox_id from outbox where company_id = $1 and (
       (lane = 'message' and thread = any($2::text[])) or (lane = 'crm' and thread = any($3::text[]))
     ) limit ${step}) returning 1 as one`,
);
const eraseAttempts = sql(
  'erase-webhook-answers',
  `update webhook_attempt a set answer = '', error = null
   from webhook_delivery d
   where d.company_id = $1 and a.company_id = $1 and a.delivery_id = d.delivery_id and (a.answer <> '' or a.error is not null)
     and ((d.subject->>'dialogId')::bigint = any($2::bigint[]) or (d.subject->>'chatId')::uuid = any($3::uuid[]))`,
);
const eraseParked = sql(
  'erase-parked',
  `with gone as (
     delete from parked where company_id = $1 and (chat_id = any($2::uuid[]) or dialog_id = any($3::bigint[])
       or received_id in (select received_id from received where company_id = $1 and received_id = parked.received_id
         and exists (select from jsonb_to_recordset($4::jsonb) as x("channelId" uuid, "externalId" text, through bigint)
           where x."channelId" = received.channel_id and received.received_id <= x.through
             and (event->'from'->>'id' = x."externalId" or event->>'chat' = x."externalId"))))
     returning dialog_id
   )
   update dialog set parked_at = null where company_id = $1 and dialog_id in (select dialog_id from gone)`,
);
// The dedupe key of a live chat's event holds the visitor's id: what is left of it is a hash. Bodies of tidied events
// may still be those of his: they are found by their key.
const eraseReceived = sql(
  'erase-received',
  `with looked as (
     select received_id, done_at from received where company_id = $1 and received_id < $2 order by received_id desc limit 5000
   ),
   erased as (
     update received r set raw = null, event = '{"kind":"ignored","externalId":"","why":"tidied"}', done_at = coalesce(r.done_at, $4),
       external_id = case when position(x."externalId" in r.external_id) > 0 then 'erased:' || encode(sha256(convert_to(r.external_id, 'UTF8')), 'hex') else r.external_id end
     from jsonb_to_recordset($3::jsonb) as x("channelId" uuid, "externalId" text, through bigint)
     where r.company_id = $1 and r.received_id in (select received_id from looked) and r.channel_id = x."channelId" and r.received_id <= x.through
       and (r.event->'from'->>'id' = x."externalId" or r.event->>'chat' = x."externalId"
         or r.event->>'why' = 'tidied' and length(x."externalId") >= 8 and starts_with(r.external_id, x."externalId" || ':'))
     returning 1
   )
   select (select min(received_id) from looked) as first, (select max(done_at) from looked) as latest, (select count(*)::int from erased) as erased`,
);
// Of a dialog goes what was worked in while it was open, and of messages only its own: what its client sends next, and
// what he said in another dialog, is not touched. The keys stay, so that nothing comes twice.
const eraseReceivedOfDialog = sql(
  'erase-received-of-dialog',
  `with looked as (
     select received_id, done_at from received where company_id = $1 and ($2::bigint is null or received_id < $2) order by received_id desc limit 5000
   ),
   erased as (
     update received r set raw = null, event = '{"kind":"ignored","externalId":"","why":"tidied"}'
     from dialog d join chat c on c.company_id = $1 and c.chat_id = d.chat_id
     where d.company_id = $1 and d.dialog_id = $3 and r.company_id = $1 and r.received_id in (select received_id from looked)
       and r.channel_id = d.channel_id and r.event->>'chat' = c.external_id and r.done_at between d.opened_at and d.closed_at
       and case when r.event->>'messageId' is not null then exists (
           select from message m where m.company_id = $1 and m.chat_id = d.chat_id and m.external_id = r.event->>'messageId' and m.dialog_id = $3)
         else coalesce((r.event->>'dialogId')::bigint, $3) = $3 end
     returning 1
   )
   select (select min(received_id) from looked) as first, (select max(done_at) from looked) as latest, (select count(*)::int from erased) as erased`,
);
const openedAt = sql(
  'dialog-opened-at',
  'select opened_at as "openedAt" from dialog where company_id = $1 and dialog_id = $2 and closed_at is not null',
);
const eraseRecords = sql(
  'erase-records',
  `with merges as (delete from crm_merge where company_id = $1 and (kept_id = any($2::uuid[]) or merged_id = any($2::uuid[])))
   delete from crm_record where company_id = $1 and record_id = any($2::uuid[]) returning 1 as one`,
);
const eraseLinks = sql(
  'erase-client-records',
  'delete from client_record where company_id = $1 and client_id = any($2::uuid[])',
);
const leftOf = sql(
  'left-of-person',
  `select exists (select from dialog where company_id = $1 and dialog_id = any($2::bigint[]) and (closed_at is null or erased_at is null))
     or exists (select from message where company_id = $1 and chat_id = any($3::uuid[]) and kind <> 'erased')
     or exists (select from identity where company_id = $1 and client_id = any($4::uuid[]) and external_id not like 'erased:%')
     or exists (select from client_address where company_id = $1 and client_id = any($4::uuid[]))
     or exists (select from client_record where company_id = $1 and client_id = any($4::uuid[])) as "left"`,
);

/** A statement that is repeated until it finds nothing more, each time in a turn of its own. */
export type InTurns = <T>(use: (turn: Turn) => Promise<T>) => Promise<T>;

/**
 * Erases what there is of a person who was hidden, in small steps, each of which may be done again and is counted with
 * what it erased: his messages and what was written to him, what waits to be sent, raw events, parked decisions,
 * records of the built-in CRM and references to those of another. Dialogs, facts and the ledger stay: they hold ids.
 */
export async function erasePerson(
  inTurn: InTurns,
  erasureId: string,
  person: Person & { senders: Sender[] },
): Promise<void> {
  const { clientIds, dialogIds, recordIds, senders } = person;
  const chatIds = person.chats.map(({ chatId }) => chatId);
  const counted =
    (what: keyof Counts, take: (turn: Turn) => Promise<object[]>) =>
    async (turn: Turn): Promise<object[]> => {
      const taken = await take(turn);
      if (taken.length > 0) await countErased(turn, erasureId, { [what]: taken.length });
      return taken;
    };
  await inSteps(
    inTurn,
    counted('jobs', (turn) => turn.run(eraseOutbox, [turn.companyId, chatIds, clientIds])),
  );
  await inSteps(
    inTurn,
    counted('messages', (turn) => turn.run(eraseMessages, [turn.companyId, chatIds])),
  );
  await inTurn((turn) => turn.run(eraseParked, [turn.companyId, chatIds, dialogIds, JSON.stringify(senders)]));
  await inTurn((turn) => turn.run(eraseAttempts, [turn.companyId, dialogIds, chatIds]));
  await eraseEvents(inTurn, { erasureId, senders, since: person.since });
  await inTurn(counted('records', (turn) => turn.run(eraseRecords, [turn.companyId, recordIds])));
  await inTurn((turn) => markErased(turn, dialogIds));
  await inTurn((turn) => turn.run(eraseExports, [turn.companyId]));
  await inTurn((turn) => {
    turn.announce({ change: 'stale', what: 'clients' });
    return turn.run(eraseLinks, [turn.companyId, clientIds]);
  });
}

/** Is something of a person still open, or not erased yet? */
export async function isSomethingLeft(turn: Turn, clientId: string): Promise<boolean> {
  const { clientIds, dialogIds, chats } = await personOf(turn, clientId);
  const chatIds = chats.map(({ chatId }) => chatId);
  const [found] = await turn.run<{ left: boolean }>(leftOf, [turn.companyId, dialogIds, chatIds, clientIds]);
  return found?.left ?? false;
}

/** Adds to what an erasure says was erased, in the turn that erased it: begun anew, nothing is counted twice. */
export async function countErased(turn: Turn, erasureId: string, counts: Partial<Counts>): Promise<void> {
  await turn.run(addCounts, [turn.companyId, erasureId, JSON.stringify(counts)]);
}

/** Erases what was said in these closed dialogs: kept for as long as the company keeps it, or without consent. */
export async function eraseDialogs(inTurn: InTurns, dialogIds: readonly number[]): Promise<number> {
  const messages = await inSteps(inTurn, (turn) => turn.run(eraseDialogMessages, [turn.companyId, dialogIds]));
  await inTurn((turn) => turn.run(eraseAttempts, [turn.companyId, dialogIds, []]));
  await inTurn((turn) => markErased(turn, dialogIds));
  return messages;
}

type Looked = { first: number | null; latest: number | null; erased: number };

/** Takes the raw events of these senders, from the last that was theirs back to when the first of them was met. */
export async function eraseEvents(
  inTurn: InTurns,
  { erasureId, senders, since }: { erasureId: string; senders: readonly Sender[]; since: number | null },
): Promise<void> {
  if (senders.length === 0) return;
  const until = (since ?? 0) - slackMs;
  for (let before: number | null = Math.max(...senders.map(({ through }) => through)) + 1; before !== null;) {
    const from: number = before;
    const found: Looked | undefined = await inTurn(async (turn) => {
      const values = [turn.companyId, from, JSON.stringify(senders), new Date(turn.now)];
      const [looked] = await turn.run<Looked>(eraseReceived, values);
      if (looked && looked.erased > 0) await countErased(turn, erasureId, { events: looked.erased });
      return looked;
    });
    before = further(found, until);
  }
}

/** Takes the raw events of a closed dialog. */
export async function eraseEventsOf(inTurn: InTurns, dialogId: number): Promise<number> {
  const [dialog] = await inTurn((turn) => turn.run<{ openedAt: number }>(openedAt, [turn.companyId, dialogId]));
  if (!dialog) return 0;
  let erased = 0;
  for (let before: number | null | undefined = undefined; before !== null;) {
    const from: number | null = before ?? null;
    const [found] = await inTurn((turn) => turn.run<Looked>(eraseReceivedOfDialog, [turn.companyId, from, dialogId]));
    erased += found?.erased ?? 0;
    before = further(found, dialog.openedAt);
  }
  return erased;
}

/** Events are worked in as they come: where all of a piece were done before that moment, so were those before them. */
function further(found: Looked | undefined, until: number): number | null {
  if (!found || found.first === null) return null;
  return found.latest !== null && found.latest < until ? null : found.first;
}

async function markErased(turn: Turn, dialogIds: readonly number[]): Promise<void> {
  const marked = await turn.run<{ dialogId: number; chatId: string }>(markDialogs, [
    turn.companyId,
    dialogIds,
    new Date(turn.now),
  ]);
  for (const { dialogId, chatId } of marked) turn.announce({ change: 'dialog', dialogId, chatId });
}

async function inSteps(inTurn: InTurns, take: (turn: Turn) => Promise<object[]>): Promise<number> {
  let taken = 0;
  for (;;) {
    const { length } = await inTurn(take);
    taken += length;
    if (length < step) return taken;
  }
}
