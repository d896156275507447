-- The rest of the world for the lines and people of a batch.
-- $1 company, $2 line ids, $3 employee ids, $4 [{lineId, after}]: lines whose offers to all look again, from a dialog on
with looking as (
  select 'waiting' as kind, w.* from unnest($2::uuid[]) as wanted(line_id)
  cross join lateral (
    select * from dialog d where d.company_id = $1 and d.line_id = wanted.line_id and d.state = 'waiting'
    order by d.unanswered_since, d.dialog_id limit 64
  ) w
  union all
  select 'circle', o.* from jsonb_to_recordset($4::jsonb) as circle("lineId" uuid, "after" bigint)
  cross join lateral (
    select * from dialog d where d.company_id = $1 and d.line_id = circle."lineId" and d.state = 'offered' and d.closed_at is null
      and d.dialog_id > circle."after"
    order by d.dialog_id limit 64
  ) o
)
select w.kind, jsonb_build_object(
  'dialogId', w.dialog_id, 'body', w.body, 'facts', w.facts, 'messages', w.messages, 'clientId', w.client_id, 'channelId', w.channel_id,
  'chatId', w.chat_id, 'wakeAt', extract(epoch from w.wake_at) * 1000, 'offerUntil', extract(epoch from w.offer_until) * 1000,
  'firstAnswerAt', extract(epoch from w.first_answer_at) * 1000, 'acceptedAt', extract(epoch from w.accepted_at) * 1000,
  'readNumber', w.read_number, 'parkedAt', extract(epoch from w.parked_at) * 1000,
  'lastMessageAt', extract(epoch from w.last_message_at) * 1000,
  'lastNumber', c.last_number, 'chatExternalId', c.external_id, 'clientName', cl.name, 'clientBlocked', cl.blocked_at is not null, 'lastFrom', null, 'lastEmployeeId', null) as row
from looking w
cross join lateral (select * from chat where company_id = $1 and chat_id = w.chat_id limit 1) c
cross join lateral (select name, blocked_at from client where company_id = $1 and client_id = w.client_id limit 1) cl
union all
select 'held', jsonb_build_object('employeeId', operator_id, 'dialogId', dialog_id, 'lineId', line_id, 'state', state, 'everAnswered', first_answer_at is not null)
from dialog where company_id = $1 and closed_at is null and operator_id = any($3::uuid[])
union all
select 'held', jsonb_build_object('employeeId', offered_to[1], 'dialogId', dialog_id, 'lineId', line_id, 'state', state, 'everAnswered', first_answer_at is not null)
from dialog where company_id = $1 and closed_at is null and offer_until is not null and offered_to[1] = any($3::uuid[])
union all
select 'person', jsonb_build_object('employeeId', employee_id, 'awaySince', extract(epoch from away_since) * 1000,
  'connectedAt', extract(epoch from connected_at) * 1000, 'usedAt', extract(epoch from used_at) * 1000,
  'wakeAt', extract(epoch from wake_at) * 1000)
from employee where company_id = $1 and employee_id = any($3::uuid[])
union all
select 'stamp', jsonb_build_object('lineId', line_id, 'employeeId', employee_id, 'assignedAt', extract(epoch from assigned_at) * 1000)
from queue_stamp where company_id = $1 and line_id = any($2::uuid[])
