-- Parked decisions to be tried again, with the chat they are about, its open dialog, and the message that waits for its decision.
-- $1 company, $2 ids
select p.parked_id as "parkedId", p.received_id as "receivedId", p.event, coalesce(p.dialog_id, o.dialog_id) as "dialogId", p.attempts,
  case when c.chat_id is null then null else jsonb_build_object(
    'chatId', c.chat_id, 'channelId', c.channel_id, 'externalId', c.external_id, 'lastNumber', c.last_number,
    'clientId', i.client_id, 'clientName', cl.name) end as chat,
  case when m.number is null then null else jsonb_build_object('number', m.number, 'dialogId', m.dialog_id) end as message,
  cl.blocked_at is not null as blocked,
  (select coalesce(jsonb_agg(jsonb_build_object('agreementId', agreement_id, 'version', version, 'decision', decision)), '[]')
     from client_consent where company_id = $1 and client_id = i.client_id) as consents,
  exists (select from dialog where company_id = $1 and client_id = i.client_id) as met,
  (select count(*)::int from parked x where x.company_id = $1 and x.dialog_id = coalesce(p.dialog_id, o.dialog_id) and not x.parked_id = any($2::uuid[])) as others
from unnest($2::uuid[]) as wanted(parked_id)
cross join lateral (select * from parked where company_id = $1 and parked_id = wanted.parked_id limit 1) p
left join lateral (select * from chat where company_id = $1 and chat_id = p.chat_id limit 1) c on true
left join lateral (select client_id from identity where company_id = $1 and identity_id = c.identity_id limit 1) i on true
left join lateral (select name, blocked_at from client where company_id = $1 and client_id = i.client_id limit 1) cl on true
left join lateral (
  select dialog_id from dialog where company_id = $1 and chat_id = p.chat_id and closed_at is null limit 1
) o on true
left join lateral (
  -- What never got as far as a message names it as its provider does.
  select number, dialog_id from message
  where company_id = $1 and message_id = case when p.event->>'event' = 'client-writes' then (p.event->>'messageId')::uuid end limit 1
) m on true
