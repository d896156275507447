-- Two clients become one. $1 company, $2 the one that is kept, $3 the one that goes into him, $4 the merge's id, $5 why, $6 by whom,
-- $7 the clock. Answers the merge's id or why it was not made, and the open dialogs that are another client's now.
with
both_ as (
  select client_id, merged_into, erased_at, name from client where company_id = $1 and client_id in ($2, $3)
),
refused as (
  select case
    when (select count(*) from both_ where erased_at is null) < 2 then 'no-such-client'
    when exists (select from both_ where merged_into is not null) then 'merged-before'
  end as because
),
goes as (select 1 from refused where because is null),
ids as (select array(select identity_id from identity where company_id = $1 and client_id = $3) as identities),
-- The same address of both: the better one stays. One that is verified replaces what the other only wrote.
replaced as (
  delete from client_address k using client_address m
  where k.company_id = $1 and k.client_id = $2 and m.company_id = $1 and m.client_id = $3 and m.kind = k.kind and m.value = k.value
    and m.confidence = 'verified' and k.confidence = 'asserted' and exists (select from goes)
  returning k.client_address_id, k.kind, k.value, k.source, k.message_id, k.created_at
),
addresses as (
  update client_address m set client_id = $2
  -- What is replaced goes first.
  where m.company_id = $1 and m.client_id = $3 and exists (select from goes) and (select count(*) from replaced) >= 0
    and not exists (select from client_address k where k.company_id = $1 and k.client_id = $2 and k.kind = m.kind and k.value = m.value
      and not (m.confidence = 'verified' and k.confidence = 'asserted'))
  returning m.client_address_id
),
records as (
  update client_record m set client_id = $2
  where m.company_id = $1 and m.client_id = $3 and exists (select from goes)
    and not exists (select from client_record k where k.company_id = $1 and k.client_id = $2 and k.record_id = m.record_id)
  returning m.record_id
),
later as (
  select m.agreement_id, m.version, m.decision, m.number, m.at from client_consent m
  left join client_consent k on k.company_id = $1 and k.client_id = $2 and k.agreement_id = m.agreement_id
  where m.company_id = $1 and m.client_id = $3 and (k.number is null or k.number < m.number) and exists (select from goes)
),
before as (
  select k.agreement_id, k.version, k.decision, k.number, k.at from client_consent k join later l using (agreement_id)
  where k.company_id = $1 and k.client_id = $2
),
consents as (
  insert into client_consent (company_id, client_id, agreement_id, version, decision, number, at)
  select $1, $2, agreement_id, version, decision, number, at from later
  on conflict (company_id, client_id, agreement_id) do update
    set version = excluded.version, decision = excluded.decision, number = excluded.number, at = excluded.at
),
identities as (
  update identity set client_id = $2
  where company_id = $1 and identity_id = any((select identities from ids)::uuid[]) and exists (select from goes)
),
dialogs as (
  update dialog d set client_id = $2
  from chat c
  where c.company_id = $1 and c.identity_id = any((select identities from ids)::uuid[]) and d.company_id = $1 and d.chat_id = c.chat_id
    and exists (select from goes)
  returning d.dialog_id, d.chat_id, d.closed_at
),
kept as (
  update client set name = case when name = '' then coalesce((select name from both_ where client_id = $3), '') else name end
  where company_id = $1 and client_id = $2 and exists (select from goes)
),
gone as (
  update client set merged_into = $2 where company_id = $1 and client_id = $3 and exists (select from goes)
),
noted as (
  insert into client_merge (company_id, merge_id, kept_id, merged_id, because, by, at, moved)
  select $1, $4, $2, $3, $5, $6, $7, jsonb_build_object(
    'identities', to_jsonb((select identities from ids)),
    'addresses', (select coalesce(jsonb_agg(client_address_id), '[]') from addresses),
    'replaced', (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from replaced r),
    'records', (select coalesce(jsonb_agg(record_id), '[]') from records),
    'consents', (select coalesce(jsonb_agg(jsonb_build_object('taken', l.number, 'agreementId', l.agreement_id,
        'before', (select to_jsonb(b) from before b where b.agreement_id = l.agreement_id))), '[]') from later l),
    'named', exists (select from both_ where client_id = $2 and name = ''))
  from goes returning merge_id
)
select (select merge_id from noted) as "mergeId", (select because from refused) as because,
  (select coalesce(jsonb_agg(jsonb_build_object('dialogId', dialog_id, 'chatId', chat_id)), '[]') from dialogs where closed_at is null) as dialogs
