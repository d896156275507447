-- Stores what came, over companies, each event once. Answers how many were new per company.
-- $1 rows
insert into public.received (company_id, channel_id, source, external_id, raw, event)
select x."companyId", x."channelId", x."channelId"::text, x."externalId", decode(x.raw, 'base64'), x.event
from rows from (jsonb_to_recordset($1::jsonb) as ("companyId" uuid, "channelId" uuid, "externalId" text, raw text, event jsonb)) with ordinality
  as x("companyId", "channelId", "externalId", raw, event, position)
order by x.position
on conflict do nothing
