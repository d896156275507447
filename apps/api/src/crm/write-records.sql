-- What a batch found out about clients: their addresses, their records, and what happened to those. It goes in the round
-- trip of `write.sql`, after it. $1 company, $2 the clock, $3 one document of rows per table.
with
addresses as (
  insert into client_address (company_id, client_address_id, client_id, kind, value, confidence, source, message_id, created_at)
  select $1, x."clientAddressId", x."clientId", x.kind, x.value, x.confidence, x.source, x."messageId", $2
  from jsonb_to_recordset($3::jsonb->'clientAddresses') as x("clientAddressId" uuid, "clientId" uuid, kind text, value text, confidence text, source text, "messageId" uuid)
  on conflict (company_id, client_id, kind, value) do update set confidence = excluded.confidence, source = excluded.source
    where excluded.confidence = 'verified'
),
records as (
  insert into crm_record (company_id, record_id, crm, kind, title, name, surname, responsible_id, source, pipeline_id, stage_id, contact_id, made_by_dialog_id, created_by, created_at, changed_at, stage_at)
  select $1, x."recordId", x.crm, x.kind, x.title, x.name, x.surname, x."responsibleId", x.source, x."pipelineId", x."stageId", x."contactId", x."madeByDialogId", x."createdBy", $2, $2, $2
  from jsonb_to_recordset($3::jsonb->'records') as x("recordId" uuid, crm text, kind text, title text, name text, surname text, "responsibleId" uuid, source text,
    "pipelineId" uuid, "stageId" uuid, "contactId" uuid, "madeByDialogId" bigint, "createdBy" uuid)
),
record_addresses as (
  insert into crm_record_address (company_id, record_id, kind, value, confidence)
  select $1, x."recordId", x.kind, x.value, x.confidence from jsonb_to_recordset($3::jsonb->'recordAddresses') as x("recordId" uuid, kind text, value text, confidence text)
  on conflict (company_id, record_id, kind, value) do update set confidence = excluded.confidence where excluded.confidence = 'verified'
),
of_clients as (
  insert into client_record (company_id, client_id, record_id, confidence, at)
  select $1, x."clientId", x."recordId", x.confidence, $2
  from jsonb_to_recordset($3::jsonb->'clientRecords') as x("clientId" uuid, "recordId" uuid, confidence text)
  on conflict (company_id, client_id, record_id) do update set confidence = excluded.confidence where client_record.confidence = 'asserted'
),
of_dialogs as (
  insert into dialog_record (company_id, dialog_id, record_id, confidence, at)
  select $1, x."dialogId", x."recordId", x.confidence, $2
  from jsonb_to_recordset($3::jsonb->'dialogRecords') as x("dialogId" bigint, "recordId" uuid, confidence text)
  on conflict (company_id, dialog_id, record_id) do update set confidence = excluded.confidence where dialog_record.confidence = 'asserted'
),
responsible as (
  update crm_record r set responsible_id = x."responsibleId", version = r.version + 1, changed_at = $2
  from jsonb_to_recordset($3::jsonb->'responsible') as x("recordId" uuid, "responsibleId" uuid)
  where r.company_id = $1 and r.record_id = x."recordId"
    and r.record_id = any(array(select (row->>'recordId')::uuid from jsonb_array_elements($3::jsonb->'responsible') row))
)
insert into crm_entry (company_id, entry_id, record_id, at, what, by, dialog_id, body)
select $1, x."entryId", x."recordId", $2, x.what, x.by, x."dialogId", x.body
from jsonb_to_recordset($3::jsonb->'entries') as x("entryId" uuid, "recordId" uuid, what text, by uuid, "dialogId" bigint, body jsonb)
