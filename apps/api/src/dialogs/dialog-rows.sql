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
    'from', m."from", 'text', left(m.text, 200), 'at', (extract(epoch from m.at) * 1000)::bigint) end as "lastMessage",
  c.last_number as "lastNumber",
  (select count(*)::int from message u where u.company_id = $1 and u.chat_id = d.chat_id and u.number > d.read_number
     and u.dialog_id = d.dialog_id and u."from" = 'client') as unread,
  d.messages, d.accepted_at as "acceptedAt", d.first_answer_at as "firstAnswerAt", d.closed_at as "closedAt",
  d.close_reason as "closeReason", d.parked_at is not null as parked
from unnest($2::bigint[]) with ordinality as wanted(dialog_id, position)
join dialog d on d.company_id = $1 and d.dialog_id = wanted.dialog_id
join chat c on c.company_id = $1 and c.chat_id = d.chat_id
join line l on l.company_id = $1 and l.line_id = d.line_id
join channel ch on ch.company_id = $1 and ch.channel_id = d.channel_id
join client cl on cl.company_id = $1 and cl.client_id = d.client_id
left join employee o on o.company_id = $1 and o.employee_id = d.operator_id
left join lateral (
  select * from message lm where lm.company_id = $1 and lm.chat_id = d.chat_id and lm.dialog_id = d.dialog_id order by lm.number desc limit 1
) m on true
order by wanted.position
