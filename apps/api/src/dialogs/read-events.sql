-- What a batch begins with, read in the round trip that takes the turn: pending events in order of receipt with the
-- chat each belongs to, the last dialog of that chat where it is open or awaits a vote, the dialogs that calls, deadlines and
-- buttons name with the open one of their chat, and calls already answered.
-- $1 company, $2 how many events, $3 dialog ids, $4 command ids, $5 a single event to take instead, or null
-- Whatever is looked up stands in a lateral of its own, by plain values: row security keeps an index from being asked with
-- what had to be computed from a row, and a join is planned by guesses about companies of another size.
with picked as materialized (
  select received_id, channel_id, event, attempts, at,
    event->'from'->>'id' as person, event->>'chat' as chat, event->>'messageId' as message, (event->>'dialogId')::bigint as dialog,
    event->'from'->'vouched'->>'phone' as phone, event->'from'->'vouched'->>'email' as email
  from (
    -- A number that stands here, the most a batch takes: of a parameter the planner fears that it is a tenth of the table.
    select * from received
    where company_id = $1 and done_at is null and ($5::bigint is null or received_id = $5)
    order by received_id limit 64
  ) oldest
  order by received_id limit $2
),
pending as (
  select p.received_id, p.channel_id, p.event, p.attempts, p.at, p.dialog,
         i.identity_id, i.client_id, c.chat_id, c.identity_id as chat_identity_id, c.last_number, c.asked, m.number as known_number,
         coalesce(b.blocked, false) as blocked, v.client_id as vouched_client_id, vp.client_id as phone_owner, ve.client_id as email_owner, a.consents, coalesce(nullif(b.name, ''), '') as client_name,
         exists (select from dialog where company_id = $1 and client_id = v.known) as met
  from picked p
  left join lateral (
    select identity_id, client_id from identity where company_id = $1 and channel_id = p.channel_id and external_id = p.person limit 1
  ) i on true
  left join lateral (
    select chat_id, identity_id, last_number, asked from chat where company_id = $1 and channel_id = p.channel_id and external_id = p.chat limit 1
  ) c on true
  left join lateral (
    select number from message where company_id = $1 and chat_id = c.chat_id and external_id = p.message limit 1
  ) m on true
  left join lateral (
    -- Whoever a channel vouches for is the client who has that address, whichever channel he wrote from before.
    select client_id from client_address
    where company_id = $1 and kind = 'phone' and value = p.phone and confidence = 'verified' limit 1
  ) vp on true
  left join lateral (
    select client_id from client_address
    where company_id = $1 and kind = 'email' and value = p.email and confidence = 'verified' limit 1
  ) ve on true
  -- Worked out by itself, so that what looks him up is asked by a plain value.
  cross join lateral (select coalesce(vp.client_id, ve.client_id) as client_id, coalesce(i.client_id, vp.client_id, ve.client_id) as known offset 0) v
  left join lateral (
    select blocked_at is not null as blocked, name from client where company_id = $1 and client_id = v.known limit 1
  ) b on true
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('agreementId', agreement_id, 'version', version, 'decision', decision)), '[]') as consents
    from client_consent where company_id = $1 and client_id = v.known
  ) a
),
named as (
  select d.* from (
    select unnest($3::bigint[]) as dialog_id union select dialog from pending where dialog is not null
  ) wanted
  cross join lateral (select * from dialog d where d.company_id = $1 and d.dialog_id = wanted.dialog_id limit 1) d
),
wanted as (
  select * from named
  union
  select d.* from (
    select distinct chat_id from pending where chat_id is not null union select chat_id from named where closed_at is not null
  ) p
  cross join lateral (select * from dialog where company_id = $1 and chat_id = p.chat_id order by dialog_id desc limit 1) d
  where d.closed_at is null or (d.vote_until is not null and d.vote is null)
)
select 'event' as kind, to_jsonb(p) as row from (select * from pending order by received_id) p
union all
select 'dialog', jsonb_build_object(
  'dialogId', w.dialog_id, 'body', w.body, 'facts', w.facts, 'messages', w.messages, 'clientId', w.client_id, 'channelId', w.channel_id,
  'chatId', w.chat_id, 'wakeAt', extract(epoch from w.wake_at) * 1000, 'offerUntil', extract(epoch from w.offer_until) * 1000,
  'firstAnswerAt', extract(epoch from w.first_answer_at) * 1000, 'acceptedAt', extract(epoch from w.accepted_at) * 1000,
  'readNumber', w.read_number, 'parkedAt', extract(epoch from w.parked_at) * 1000,
  'lastMessageAt', extract(epoch from w.last_message_at) * 1000,
  'lastNumber', c.last_number, 'asked', c.asked, 'chatExternalId', c.external_id, 'clientName', cl.name, 'clientBlocked', cl.blocked_at is not null,
  'lastFrom', l."from", 'lastEmployeeId', l.employee_id)
from wanted w
cross join lateral (select * from chat where company_id = $1 and chat_id = w.chat_id limit 1) c
cross join lateral (select name, blocked_at from client where company_id = $1 and client_id = w.client_id limit 1) cl
left join lateral (
  select "from", employee_id from message where company_id = $1 and chat_id = w.chat_id and number = c.last_number limit 1
) l on true
union all
select 'command', jsonb_build_object('commandId', command_id, 'dialogId', dialog_id, 'answer', answer) from command
where company_id = $1 and command_id = any($4::uuid[])
union all
-- A call named by the id of a message that is not its own.
select 'command', jsonb_build_object('commandId', m.message_id, 'dialogId', null, 'answer', null) 
from unnest($4::uuid[]) as named(message_id)
cross join lateral (select message_id from message where company_id = $1 and message_id = named.message_id limit 1) m
where not exists (select 1 from command c where c.company_id = $1 and c.command_id = m.message_id)
