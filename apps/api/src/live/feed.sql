-- Changes after a cursor, in order. $1 company, $2 cursor, $3 most
select number, change, dialog_id as "dialogId", chat_id as "chatId", message, employee_id as "employeeId", what, before
from change where company_id = $1 and number > $2 order by number limit $3
