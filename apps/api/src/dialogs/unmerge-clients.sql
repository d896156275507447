-- A merge is taken back: what it moved and is still there returns. $1 company, $2 the merge's id, $3 by whom, $4 the clock.
-- Answers the merge's id or why it stands, and the open dialogs that are another client's now.
with
undone as (
  update client_merge m set undone_at = $4, undone_by = $3
  where m.company_id = $1 and m.merge_id = $2 and m.undone_at is null
    and exists (select from client where company_id = $1 and client_id = m.kept_id and merged_into is null and erased_at is null)
    and exists (select from client where company_id = $1 and client_id = m.merged_id and merged_into = m.kept_id and erased_at is null)
  returning m.merge_id, m.kept_id, m.merged_id, m.moved
),
addresses as (
  update client_address a set client_id = u.merged_id from undone u
  where a.company_id = $1 and a.client_id = u.kept_id
    and a.client_address_id in (select x::uuid from jsonb_array_elements_text(u.moved->'addresses') x)
  returning 1
),
replaced as (
  insert into client_address (company_id, client_address_id, client_id, kind, value, confidence, source, message_id, created_at)
  select $1, r.client_address_id, u.kept_id, r.kind, r.value, 'asserted', r.source, r.message_id, r.created_at
  from undone u cross join lateral jsonb_to_recordset(u.moved->'replaced') as r(client_address_id uuid, kind text, value text, source text, message_id uuid, created_at timestamptz)
  where (select count(*) from addresses) >= 0
),
records as (
  update client_record c set client_id = u.merged_id from undone u
  where c.company_id = $1 and c.client_id = u.kept_id and c.record_id in (select x::uuid from jsonb_array_elements_text(u.moved->'records') x)
),
consents as (
  -- A decision of after the merge stays the kept one's.
  select u.kept_id, c."agreementId" as agreement_id, c.before from undone u
  cross join lateral jsonb_to_recordset(u.moved->'consents') as c(taken bigint, "agreementId" uuid, before jsonb)
  join client_consent k on k.company_id = $1 and k.client_id = u.kept_id and k.agreement_id = c."agreementId" and k.number = c.taken
),
taken as (
  delete from client_consent k using consents c
  where c.before is null and k.company_id = $1 and k.client_id = c.kept_id and k.agreement_id = c.agreement_id
),
given as (
  update client_consent k set version = (c.before->>'version')::int, decision = c.before->>'decision', number = (c.before->>'number')::bigint,
    at = (c.before->>'at')::timestamptz
  from consents c where c.before is not null and k.company_id = $1 and k.client_id = c.kept_id and k.agreement_id = c.agreement_id
),
identities as (
  update identity i set client_id = u.merged_id from undone u
  where i.company_id = $1 and i.client_id = u.kept_id and i.identity_id in (select x::uuid from jsonb_array_elements_text(u.moved->'identities') x)
),
dialogs as (
  update dialog d set client_id = u.merged_id from undone u, chat c
  where c.company_id = $1 and c.identity_id in (select x::uuid from jsonb_array_elements_text(u.moved->'identities') x)
    and d.company_id = $1 and d.chat_id = c.chat_id and d.client_id = u.kept_id
  returning d.dialog_id, d.chat_id, d.closed_at
),
kept as (
  update client k set name = case when (u.moved->>'named')::boolean then '' else k.name end from undone u where k.company_id = $1 and k.client_id = u.kept_id
),
merged as (
  update client m set merged_into = null from undone u where m.company_id = $1 and m.client_id = u.merged_id
)
select (select merge_id from undone) as "mergeId", case when not exists (select from undone) then 'cannot-be-undone' end as because,
  (select coalesce(jsonb_agg(jsonb_build_object('dialogId', dialog_id, 'chatId', chat_id)), '[]') from dialogs where closed_at is null) as dialogs
