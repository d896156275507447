-- What the managers' list and files say of dialogs. $1 company, $2 and $3 whose records the reader sees, $4 dialog ids
select d.dialog_id as "dialogId", d.state, d.direction, d.line_id as "lineId", l.name as line, d.channel_id as "channelId", ch.kind as channel, ch.name as "channelName",
  d.client_id as "clientId", cl.name as client, d.operator_id as "operatorId", nullif(trim(e.name || ' ' || e.surname), '') as operator,
  to_jsonb(d.offered_to) as "offeredTo", to_jsonb(d.joined) as joined,
  d.unanswered, d.pinned, d.outside_hours as "outsideHours", d.messages, d.opened_at as "openedAt", d.accepted_at as "acceptedAt", d.first_answer_at as "firstAnswerAt",
  d.last_message_at as "lastMessageAt", d.finished_at as "finishedAt", d.closed_at as "closedAt", d.close_reason as "closeReason", d.vote, d.stars,
  c.page, m.comment,
  case when s.dialog_id is null then null else jsonb_build_object(
    'assignedAt', (extract(epoch from s.assigned_at) * 1000)::bigint,
    'toAccept', s.to_accept, 'toFirstAnswer', s.to_first_answer, 'handling', s.handling, 'toClose', s.to_close, 'botTime', s.bot_time,
    'kpiFirst', s.to_first_answer_working, 'furtherAnswers', s.further_answers, 'furtherTotal', s.further_total, 'furtherLongest', s.further_longest) end as figures,
  (select coalesce(jsonb_agg(jsonb_build_object('recordId', r.record_id, 'kind', r.kind, 'title', coalesce(nullif(r.title, ''), trim(r.name || ' ' || r.surname))) order by r.record_id), '[]')
     from (select record_id from dialog_record where company_id = $1 and dialog_id = d.dialog_id and confidence <> 'asserted' order by record_id limit 5) x
     join crm_record r on r.company_id = $1 and r.record_id = x.record_id and r.removed_at is null and r.merged_into is null
     where $2::bool or r.responsible_id = any($3::uuid[]) or d.operator_id = any($3::uuid[]) or d.joined && $3::uuid[]) as records
from unnest($4::bigint[]) with ordinality as wanted(dialog_id, position)
cross join lateral (select * from dialog where company_id = $1 and dialog_id = wanted.dialog_id limit 1) d
cross join lateral (select name from line where company_id = $1 and line_id = d.line_id limit 1) l
cross join lateral (select kind, name from channel where company_id = $1 and channel_id = d.channel_id limit 1) ch
cross join lateral (select name from client where company_id = $1 and client_id = d.client_id limit 1) cl
cross join lateral (select page from chat where company_id = $1 and chat_id = d.chat_id limit 1) c
left join lateral (select name, surname from employee where company_id = $1 and employee_id = d.operator_id limit 1) e on true
left join lateral (select comment from dialog_mark where company_id = $1 and dialog_id = d.dialog_id limit 1) m on true
left join lateral (select * from dialog_summary where company_id = $1 and dialog_id = d.dialog_id limit 1) s on true
order by wanted.position
