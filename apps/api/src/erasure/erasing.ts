import { sql, type CompanyDb, type Turn } from '@switchboard/db';

/** Everything by which a person is found: the clients he is, their accounts, chats, dialogs and records. */
export type Person = {
  clientIds: string[];
  identities: { identityId: string; channelId: string; externalId: string }[];
  chats: { chatId: string; channelId: string; externalId: string }[];
  dialogIds: number[];
  /** Records that are surely his and of no other client who is still there. */
  recordIds: string[];
};

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

const findPerson = sql(
  'person-to-erase',
  `with recursive whole as (
     select client_id from client where company_id = $1 and client_id = $2
     union
     select c.client_id from whole w join client c on c.company_id = $1 and c.merged_into = w.client_id
   ),
   ids as (select client_id from whole limit 1000),
   accounts as (select identity_id, channel_id, external_id from identity where company_id = $1 and client_id in (select client_id from ids)),
   chats as (select chat_id, channel_id, external_id from chat where company_id = $1 and identity_id in (select identity_id from accounts)),
   his as (
     select distinct record_id from client_record where company_id = $1 and client_id in (select client_id from ids) and confidence <> 'asserted'
   ),
   own as (
     select record_id from his h where not exists (
       select from client_record o join client c on c.company_id = $1 and c.client_id = o.client_id and c.erased_at is null
       where o.company_id = $1 and o.record_id = h.record_id and o.confidence <> 'asserted' and o.client_id not in (select client_id from ids))
   ),
   records as (
     select record_id from own
     union select record_id from crm_record where company_id = $1 and (contact_id in (select record_id from own) or merged_into in (select record_id from own))
   )
   select (select coalesce(jsonb_agg(client_id), '[]') from ids) as "clientIds",
     (select coalesce(jsonb_agg(jsonb_build_object('identityId', identity_id, 'channelId', channel_id, 'externalId', external_id)), '[]') from accounts) as identities,
     (select coalesce(jsonb_agg(jsonb_build_object('chatId', chat_id, 'channelId', channel_id, 'externalId', external_id)), '[]') from chats) as chats,
     (select coalesce(jsonb_agg(dialog_id), '[]') from dialog where company_id = $1 and (client_id in (select client_id from ids) or chat_id in (select chat_id from chats))) as "dialogIds",
     (select coalesce(jsonb_agg(record_id), '[]') from records) as "recordIds"`,
);

/** Who a client is, as far as it can be erased; empty lists where he is not there. */
export async function personOf(db: Turn | CompanyDb, clientId: string): Promise<Person> {
  const [person] = await db.run<Person>(findPerson, [db.companyId, clientId]);
  return person ?? { clientIds: [], identities: [], chats: [], dialogIds: [], recordIds: [] };
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
   )
   update dialog set erased_at = $3 where company_id = $1 and dialog_id = any($2::bigint[]) and erased_at is null and closed_at is not null
   returning dialog_id as "dialogId", chat_id as "chatId"`,
);
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
         and exists (select from jsonb_to_recordset($4::jsonb) as x("channelId" uuid, "externalId" text)
           where x."channelId" = received.channel_id and (event->'from'->>'id' = x."externalId" or event->>'chat' = x."externalId"))))
     returning dialog_id
   )
   update dialog set parked_at = null where company_id = $1 and dialog_id in (select dialog_id from gone)`,
);
// The dedupe key of a live chat's event holds the visitor's id: what is left of it is a hash.
const eraseReceived = sql(
  'erase-received',
  `with looked as (
     select received_id from received where company_id = $1 and received_id > $2 order by received_id limit 5000
   ),
   erased as (
     update received r set raw = null, event = '{"kind":"ignored","externalId":"","why":"tidied"}', done_at = coalesce(r.done_at, now()),
       external_id = case when position(x."externalId" in r.external_id) > 0 then 'erased:' || encode(sha256(convert_to(r.external_id, 'UTF8')), 'hex') else r.external_id end
     from jsonb_to_recordset($3::jsonb) as x("channelId" uuid, "externalId" text)
     where r.company_id = $1 and r.received_id in (select received_id from looked) and r.channel_id = x."channelId"
       and (r.event->'from'->>'id' = x."externalId" or r.event->>'chat' = x."externalId")
     returning 1
   )
   select (select max(received_id) from looked) as last, (select count(*)::int from erased) as erased`,
);
// Bodies of tidied events may still be those of his: they are found by their key.
const eraseTidied = sql(
  'erase-tidied-keys',
  `update received r set raw = null, external_id = 'erased:' || encode(sha256(convert_to(r.external_id, 'UTF8')), 'hex')
   from jsonb_to_recordset($2::jsonb) as x("channelId" uuid, "externalId" text)
   where r.company_id = $1 and r.channel_id = x."channelId" and r.external_id like x."externalId" || ':%' and length(x."externalId") >= 8`,
);
const eraseRecords = sql(
  'erase-records',
  `with merges as (delete from crm_merge where company_id = $1 and (kept_id = any($2::uuid[]) or merged_id = any($2::uuid[])))
   delete from crm_record where company_id = $1 and record_id = any($2::uuid[]) returning 1 as one`,
);
// A record that is another's too loses what was his.
const eraseFromOthers = sql(
  'erase-addresses-from-others',
  `with called as (
     update crm_record r set title = '' from client_record l, client_address c
     where l.company_id = $1 and l.client_id = any($2::uuid[]) and c.company_id = $1 and c.client_id = any($2::uuid[])
       and r.company_id = $1 and r.record_id = l.record_id and r.title = c.value
   )
   delete from crm_record_address a using client_record l, client_address c
   where l.company_id = $1 and l.client_id = any($2::uuid[]) and c.company_id = $1 and c.client_id = any($2::uuid[])
     and a.company_id = $1 and a.record_id = l.record_id and a.kind = c.kind and a.value = c.value and l.confidence <> 'asserted'`,
);
const eraseClient = sql(
  'erase-client',
  `with links as (delete from client_record where company_id = $1 and client_id = any($2::uuid[])),
   merges as (update client_merge set moved = '{}' where company_id = $1 and (kept_id = any($2::uuid[]) or merged_id = any($2::uuid[]))),
   consents as (delete from client_consent where company_id = $1 and client_id = any($2::uuid[])),
   evidence as (
     delete from consent_evidence where company_id = $1 and number in (select number from consent_record where company_id = $1 and client_id = any($2::uuid[]))
     returning 1
   ),
   addresses as (delete from client_address where company_id = $1 and client_id = any($2::uuid[]) returning 1),
   accounts as (
     update identity set external_id = 'erased:' || identity_id, name = '', username = null, language = null
     where company_id = $1 and client_id = any($2::uuid[]) and external_id not like 'erased:%' returning identity_id
   ),
   chats as (
     update chat set external_id = 'erased:' || chat_id, page = null, asked = null
     where company_id = $1 and chat_id = any($4::uuid[]) and external_id not like 'erased:%'
   ),
   people as (update client set name = '', blocked_at = null, blocked_by = null, erased_at = $3 where company_id = $1 and client_id = any($2::uuid[]))
   select (select count(*)::int from evidence) as evidence, (select count(*)::int from addresses) as addresses, (select count(*)::int from accounts) as identities`,
);

/** A statement that is repeated until it finds nothing more, each time in a turn of its own. */
export type InTurns = <T>(use: (turn: Turn) => Promise<T>) => Promise<T>;

/**
 * Erases everything about a person in small steps, each of which may be done again: his messages and what was written to
 * him, what waits to be sent, raw events, parked decisions, records of the built-in CRM and references to those of
 * another, evidence of consents, addresses, accounts. Dialogs, facts and the ledger stay: they hold ids. Answers what
 * was erased.
 */
export async function erasePerson(inTurn: InTurns, person: Person): Promise<Counts> {
  const counts = { ...nothingErased };
  const { clientIds, dialogIds, recordIds } = person;
  const chatIds = person.chats.map(({ chatId }) => chatId);
  const senders = JSON.stringify(
    [...person.identities, ...person.chats].map(({ channelId, externalId }) => ({ channelId, externalId })),
  );
  counts.jobs = await inSteps(inTurn, (turn) => turn.run(eraseOutbox, [turn.companyId, chatIds, clientIds]));
  counts.messages = await inSteps(inTurn, async (turn) => turn.run(eraseMessages, [turn.companyId, chatIds]));
  await inTurn((turn) => turn.run(eraseParked, [turn.companyId, chatIds, dialogIds, senders]));
  await inTurn((turn) => turn.run(eraseAttempts, [turn.companyId, dialogIds, chatIds]));
  counts.events = await eraseEvents(inTurn, senders);
  await inTurn((turn) => turn.run(eraseFromOthers, [turn.companyId, clientIds]));
  counts.records = (await inTurn((turn) => turn.run(eraseRecords, [turn.companyId, recordIds]))).length;
  await inTurn((turn) => markErased(turn, dialogIds));
  const [last] = await inTurn((turn) => {
    turn.announce({ change: 'stale', what: 'clients' });
    return turn.run<Pick<Counts, 'evidence' | 'addresses' | 'identities'>>(eraseClient, [
      turn.companyId,
      clientIds,
      new Date(turn.now),
      chatIds,
    ]);
  });
  return { ...counts, ...last };
}

/** Erases what was said in these closed dialogs: kept for as long as the company keeps it, or without consent. */
export async function eraseDialogs(inTurn: InTurns, dialogIds: readonly number[]): Promise<number> {
  const messages = await inSteps(inTurn, (turn) => turn.run(eraseDialogMessages, [turn.companyId, dialogIds]));
  await inTurn((turn) => turn.run(eraseAttempts, [turn.companyId, dialogIds, []]));
  await inTurn((turn) => markErased(turn, dialogIds));
  return messages;
}

/** Takes the raw events of these senders, or those that came to these chats. */
export async function eraseEvents(inTurn: InTurns, senders: string): Promise<number> {
  let erased = 0;
  for (let after = 0; ;) {
    const [found] = await inTurn((turn) =>
      turn.run<{ last: number | null; erased: number }>(eraseReceived, [turn.companyId, after, senders]),
    );
    erased += found?.erased ?? 0;
    if (!found || found.last === null) break;
    after = found.last;
  }
  await inTurn((turn) => turn.run(eraseTidied, [turn.companyId, senders]));
  return erased;
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
