-- The rest of what a batch decided: what most batches have none of. It goes in the same round trip, after `write.sql`.
-- $1 company, $2 the clock, $3 one document of rows per table.
with
edits as (
  update message m set former_text = m.text, text = x.text, kind = x.kind, unsupported = x.unsupported, edited_at = $2
  from jsonb_to_recordset($3::jsonb->'edits') as x("chatId" uuid, number bigint, kind text, text text, unsupported text)
  -- What was erased does not come back by an edit.
  where m.company_id = $1 and m.chat_id = x."chatId" and m.number = x.number and m.kind <> 'erased'
),
people as (
  update employee e set away_since = case when x.away is null then e.away_since when x.away then coalesce(e.away_since, $2) end, connected_at = coalesce(x."connectedAt", e.connected_at),
    used_at = coalesce(x."usedAt", e.used_at),
    -- A moment that has come stays until it was looked at.
    wake_at = case when e.wake_at <= $2 and not x.looked then e.wake_at else x."wakeAt" end
  from jsonb_to_recordset($3::jsonb->'people') as x("employeeId" uuid, away boolean, "connectedAt" timestamptz, "usedAt" timestamptz, "wakeAt" timestamptz, looked boolean)
  where e.company_id = $1 and e.employee_id = x."employeeId"
    and e.employee_id = any(array(select (row->>'employeeId')::uuid from jsonb_array_elements($3::jsonb->'people') row))
),
presence as (
  insert into presence_fact (company_id, presence_fact_id, employee_id, at, available, because)
  select $1, x."presenceFactId", x."employeeId", x.at, x.available, x.because
  from jsonb_to_recordset($3::jsonb->'presence') as x("presenceFactId" uuid, "employeeId" uuid, at timestamptz, available boolean, because text)
),
comments as (
  insert into dialog_mark (company_id, dialog_id, stars, comment, by, at)
  select $1, x."dialogId", x.stars, x.comment, x.by, $2
  from jsonb_to_recordset($3::jsonb->'marked') as x("dialogId" bigint, stars int, comment text, by uuid)
  on conflict (company_id, dialog_id) do update set stars = excluded.stars, comment = excluded.comment, by = excluded.by, at = excluded.at
),
blocked as (
  update client c set blocked_at = $2, blocked_by = x.by
  from jsonb_to_recordset($3::jsonb->'blocked') as x("clientId" uuid, by uuid)
  where c.company_id = $1 and c.client_id = x."clientId"
    and c.client_id = any(array(select (row->>'clientId')::uuid from jsonb_array_elements($3::jsonb->'blocked') row))
),
notices as (
  insert into notice (company_id, notice_id, employee_id, what, dialog_id, body, at)
  select $1, x."noticeId", x."employeeId", x.what, x."dialogId", x.body, $2
  from jsonb_to_recordset($3::jsonb->'notices') as x("noticeId" uuid, "employeeId" uuid, what text, "dialogId" bigint, body jsonb)
  where x.what <> 'nobody-left' or not exists (
    select from notice n where n.company_id = $1 and n.employee_id = x."employeeId" and n.what = x.what
      and n.body->>'lineId' = x.body->>'lineId' and n.read_at is null
  )
),
parked as (
  insert into parked (company_id, parked_id, dialog_id, chat_id, received_id, event, error, at)
  select $1, x."parkedId", x."dialogId", x."chatId", x."receivedId", x.event, x.error, $2
  from jsonb_to_recordset($3::jsonb->'parked') as x("parkedId" uuid, "dialogId" bigint, "chatId" uuid, "receivedId" bigint, event jsonb, error text)
),
again as (
  update received set done_at = null, attempts = 0
  where company_id = $1 and received_id = any(array(select jsonb_array_elements_text($3::jsonb->'again')::bigint))
),
decided as (
  update message m set undecided = false, dialog_id = coalesce(x."dialogId", m.dialog_id)
  from jsonb_to_recordset($3::jsonb->'decided') as x("chatId" uuid, number bigint, "dialogId" bigint)
  where m.company_id = $1 and m.chat_id = x."chatId" and m.number = x.number
),
-- Of what is sealed and erased only its place in the chat is left.
erased as (
  update message m set text = '', former_text = null, kind = 'erased', unsupported = null
  from jsonb_to_recordset($3::jsonb->'erased') as x("dialogId" bigint)
  where m.company_id = $1 and m.dialog_id = x."dialogId"
    and m.dialog_id = any(array(select (row->>'dialogId')::bigint from jsonb_array_elements($3::jsonb->'erased') row))
),
failed_again as (
  update parked p set attempts = p.attempts + 1, error = x.error, at = $2
  from jsonb_to_recordset($3::jsonb->'retried') as x("parkedId" uuid, error text)
  where p.company_id = $1 and p.parked_id = x."parkedId" and x.error is not null
),
tried as (
  delete from parked p
  where p.company_id = $1 and p.parked_id = any(array(
    select (row->>'parkedId')::uuid from jsonb_array_elements($3::jsonb->'retried') row where row->>'error' is null))
)
update dialog d set parked_at = $2, wake_at = case when x.asleep then null else d.wake_at end
from (
  select "dialogId", bool_or(asleep) as asleep from jsonb_to_recordset($3::jsonb->'marks') as m("dialogId" bigint, asleep boolean) group by 1
) x
where d.company_id = $1 and d.dialog_id = x."dialogId"
  and d.dialog_id = any(array(select (row->>'dialogId')::bigint from jsonb_array_elements($3::jsonb->'marks') row))
