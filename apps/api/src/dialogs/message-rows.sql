-- Messages of chats as dialogs and the live feed show them. $1 company, $2 [{chatId, number}]
select m.chat_id as "chatId", m.number, m.message_id as "messageId", m.dialog_id as "dialogId", m."from",
  case when e.employee_id is null then null
    else jsonb_build_object('employeeId', e.employee_id, 'name', e.name, 'surname', e.surname, 'photo', e.photo) end as operator,
  m.kind, m.text, m.unsupported, m.at, m.edited_at as "editedAt", m.former_text as "formerText", m.delivery, m.problem, m.undecided
from jsonb_to_recordset($2::jsonb) as wanted("chatId" uuid, number bigint)
join message m on m.company_id = $1 and m.chat_id = wanted."chatId" and m.number = wanted.number
left join employee e on e.company_id = $1 and e.employee_id = m.employee_id
order by m.chat_id, m.number
