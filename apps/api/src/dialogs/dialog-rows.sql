-- Dialogs as lists and the live feed show them. $1 company, $2 dialog ids
select d.dialog_id as "dialogId", d.chat_id as "chatId", d.state, d.direction,
  jsonb_build_object('lineId', l.line_id, 'name', l.name) as line,
  jsonb_build_object('channelId', ch.channel_id, 'kind', ch.kind, 'name', ch.name) as channel,
  jsonb_build_object('clientId', cl.client_id, 'name', cl.name) as client,
  case when o.employee_id is null then null
    else jsonb_build_object('employeeId', o.employee_id, 'name', o.name, 'surname', o.surname, 'photo', o.photo) end as operator,
  to_jsonb(d.offered_to) as "offeredTo",
  d.offer_until as "offerUntil", d.opened_at as "openedAt", d.unanswered_since as "unansweredSince",
  case when m.number is null then null else jsonb_build_object(
    'from', m."from", 'text', case when d.state = 'held' then '' else left(m.text, 200) end, 'at', (extract(epoch from m.at) * 1000)::bigint) end as "lastMessage",
  c.last_number as "lastNumber",
  (select count(*)::int from (
     select 1 from message where company_id = $1 and chat_id = d.chat_id and number > d.read_number
       and dialog_id = d.dialog_id and "from" = 'client' order by number limit 1000) u) as unread,
  d.messages, d.accepted_at as "acceptedAt", d.first_answer_at as "firstAnswerAt", d.closed_at as "closedAt",
  d.close_reason as "closeReason", d.parked_at is not null as parked,
  d.pinned, d.unanswered, d.outside_hours as "outsideHours", d.overdue, to_jsonb(d.joined) as joined, d.finished_at as "finishedAt", d.vote, d.stars
from unnest($2::bigint[]) with ordinality as wanted(dialog_id, position)
cross join lateral (select * from dialog where company_id = $1 and dialog_id = wanted.dialog_id limit 1) d
cross join lateral (select last_number from chat where company_id = $1 and chat_id = d.chat_id limit 1) c
cross join lateral (select line_id, name from line where company_id = $1 and line_id = d.line_id limit 1) l
cross join lateral (select channel_id, kind, name from channel where company_id = $1 and channel_id = d.channel_id limit 1) ch
cross join lateral (select client_id, name from client where company_id = $1 and client_id = d.client_id limit 1) cl
left join lateral (
  select employee_id, name, surname, photo from employee where company_id = $1 and employee_id = d.operator_id limit 1
) o on true
left join lateral (
  select number, "from", text, at from message where company_id = $1 and chat_id = d.chat_id and dialog_id = d.dialog_id and said is null
  order by number desc limit 1
) m on true
order by wanted.position
