-- Messages of chats as dialogs and the live feed show them; of a dialog that is sealed until the client consents, that
-- something waits and not what. $1 company, $2 [{chatId, number}]
select m.chat_id as "chatId", m.number, m.message_id as "messageId", m.dialog_id as "dialogId", m."from",
  case when e.employee_id is null then null
    else jsonb_build_object('employeeId', e.employee_id, 'name', e.name, 'surname', e.surname, 'photo', e.photo) end as operator,
  case when s.sealed then 'sealed' else m.kind end as kind, case when s.sealed then '' else m.text end as text,
  case when s.sealed then null else m.unsupported end as unsupported, m.at, m.edited_at as "editedAt",
  case when s.sealed then null else m.former_text end as "formerText", m.delivery, m.problem, m.undecided, m.said
from jsonb_to_recordset($2::jsonb) as wanted("chatId" uuid, number bigint)
cross join lateral (
  -- The first from this number on: asked in the order of the primary key, so that no other index is taken.
  select * from message where company_id = $1 and chat_id = wanted."chatId" and number >= wanted.number order by number limit 1
) m
left join lateral (
  select employee_id, name, surname, photo from employee where company_id = $1 and employee_id = m.employee_id limit 1
) e on true
left join lateral (
  select true as sealed from dialog
  where company_id = $1 and dialog_id = m.dialog_id and state = 'held' and m."from" = 'client' limit 1
) s on true
where m.number = wanted.number
order by m.chat_id, m.number
