-- What a batch begins with, read in the round trip that takes the turn: pending events in order of receipt with the
-- chat each belongs to, the open dialog of that chat, the dialogs that calls and deadlines name, and calls already answered.
-- $1 company, $2 how many events, $3 dialog ids, $4 command ids, $5 a single event to take instead, or null
with pending as (
  select r.received_id, r.channel_id, r.event, r.attempts, r.at,
         i.identity_id, i.client_id, c.chat_id, c.identity_id as chat_identity_id, c.last_number, m.number as known_number
  from (
    select * from received
    where company_id = $1 and done_at is null and ($5::bigint is null or received_id = $5)
    order by received_id limit $2
  ) r
  left join identity i on i.company_id = $1 and i.channel_id = r.channel_id and i.external_id = r.event->'from'->>'id'
  left join chat c on c.company_id = $1 and c.channel_id = r.channel_id and c.external_id = r.event->>'chat'
  left join message m on m.company_id = $1 and m.chat_id = c.chat_id and m.external_id = r.event->>'messageId'
),
wanted as (
  select d.* from dialog d where d.company_id = $1 and d.dialog_id = any($3::bigint[])
  union
  select d.* from dialog d where d.company_id = $1 and d.closed_at is null and d.chat_id in (select chat_id from pending)
)
select 'event' as kind, to_jsonb(p) as row from (select * from pending order by received_id) p
union all
select 'dialog', jsonb_build_object(
  'dialogId', w.dialog_id, 'body', w.body, 'facts', w.facts, 'messages', w.messages, 'clientId', w.client_id, 'channelId', w.channel_id,
  'chatId', w.chat_id, 'wakeAt', extract(epoch from w.wake_at) * 1000, 'offerUntil', extract(epoch from w.offer_until) * 1000,
  'firstAnswerAt', extract(epoch from w.first_answer_at) * 1000, 'acceptedAt', extract(epoch from w.accepted_at) * 1000,
  'readNumber', w.read_number, 'parkedAt', extract(epoch from w.parked_at) * 1000,
  'lastMessageAt', extract(epoch from w.last_message_at) * 1000,
  'lastNumber', c.last_number, 'chatExternalId', c.external_id,
  'lastFrom', l."from", 'lastEmployeeId', l.employee_id)
from wanted w
join chat c on c.company_id = $1 and c.chat_id = w.chat_id
left join message l on l.company_id = $1 and l.chat_id = c.chat_id and l.number = c.last_number
union all
select 'command', jsonb_build_object('commandId', command_id, 'answer', answer) from command
where company_id = $1 and command_id = any($4::uuid[])
