-- What must be so of a database in which nothing is under way any more, as sentences about what is not so; no rows: all
-- is well. Facts are replayed beside this, by the domain. $1: how many seconds a deadline may be late.
with problem as (
  select format('chat %s: messages are not numbered 1 to %s without a gap', c.chat_id, c.last_number) as problem
  from chat c
  left join lateral (
    select count(*) as n, min(number) as first, max(number) as last from message m where m.company_id = c.company_id and m.chat_id = c.chat_id
  ) m on true
  where m.n <> c.last_number or (m.n > 0 and (m.first <> 1 or m.last <> c.last_number))
  union all
  select format('event %s was received and is not worked in', received_id) from received where done_at is null
  union all
  select format('event %s is done, and its message is not there', r.received_id)
  from received r join channel ch on ch.company_id = r.company_id and ch.channel_id = r.channel_id
  where r.done_at is not null and r.event->>'kind' = 'message' and not exists (
    select 1 from chat c join message m on m.company_id = c.company_id and m.chat_id = c.chat_id
    where c.company_id = r.company_id and c.channel_id = r.channel_id and c.external_id = r.event->>'chat' and m.external_id = r.event->>'messageId'
  )
  union all
  select format('message %s of chat %s came from nowhere', m.number, m.chat_id)
  from message m join chat c on c.company_id = m.company_id and c.chat_id = m.chat_id
  where m."from" = 'client' and not exists (
    select 1 from received r
    where r.company_id = m.company_id and r.channel_id = c.channel_id and r.event->>'chat' = c.external_id and r.event->>'messageId' = m.external_id
  )
  union all
  select format('the decision %s is parked: %s', parked_id, error) from parked
  union all
  select format('message %s of chat %s is undecided', number, chat_id) from message where undecided
  union all
  select format('dialog %s: facts are not numbered 1 to %s without a gap', d.dialog_id, d.facts)
  from dialog d
  left join lateral (
    select count(*) as n, min(number) as first, max(number) as last from fact f where f.company_id = d.company_id and f.dialog_id = d.dialog_id
  ) f on true
  where f.n <> d.facts or f.n = 0 or f.first <> 1 or f.last <> d.facts
  union all
  select format('dialog %s: its columns are not what its state says', dialog_id)
  from dialog
  where state is distinct from body->>'state'
    or line_id::text is distinct from body->>'lineId'
    or operator_id::text is distinct from case when state <> 'offered' then body->>'operatorId' end
    or (closed_at is null) <> (state <> 'closed')
    or close_reason is distinct from case when state = 'closed' then body->>'because' end
    or (cardinality(offered_to) > 0) <> (state = 'offered')
  union all
  select format('dialog %s counts %s messages and has %s', d.dialog_id, d.messages, m.n)
  from dialog d
  join lateral (select count(*) as n from message m where m.company_id = d.company_id and m.dialog_id = d.dialog_id) m on true
  where d.messages <> m.n
  union all
  select format('chat %s has %s open dialogs', chat_id, count(*)) from dialog where closed_at is null group by company_id, chat_id having count(*) > 1
  union all
  select format('company %s: dialogs are not numbered 1 to %s without a gap', t.company_id, t.dialog_number)
  from turn t
  left join lateral (select count(*) as n, max(dialog_id) as last from dialog d where d.company_id = t.company_id) d on true
  where d.n <> t.dialog_number or coalesce(d.last, 0) <> t.dialog_number
  union all
  select format('company %s: changes are not numbered up to %s without a gap', t.company_id, t.change_number)
  from turn t
  left join lateral (select count(*) as n, min(number) as first, max(number) as last from change c where c.company_id = t.company_id) c on true
  where (c.n = 0 and t.change_number > 0) or (c.n > 0 and (c.last <> t.change_number or c.n <> c.last - c.first + 1))
  union all
  select format('message %s of chat %s was never announced', m.number, m.chat_id)
  from message m
  where not exists (
    select 1 from change c where c.company_id = m.company_id and c.change = 'message' and c.chat_id = m.chat_id and c.message = m.number
  )
  union all
  select format('the call %s was answered with a message that is not there', c.command_id)
  from command c
  where c.answer->>'message' is not null and not exists (
    select 1 from message m
    where m.company_id = c.company_id and m.message_id = c.command_id
      and m.chat_id::text = c.answer->'message'->>'chatId' and m.number = (c.answer->'message'->>'number')::bigint
  )
  union all
  select format('the call %s was answered and left no fact', c.command_id)
  from command c
  where not exists (select 1 from fact f where f.company_id = c.company_id and f.command_id = c.command_id)
  union all
  select format('message %s of chat %s is on no way out', m.number, m.chat_id)
  from message m join chat c on c.company_id = m.company_id and c.chat_id = m.chat_id
  join channel ch on ch.company_id = c.company_id and ch.channel_id = c.channel_id
  where m."from" = 'operator' and ch.kind <> 'live-chat' and not exists (
    select 1 from outbox o where o.company_id = m.company_id and o.thread = m.chat_id::text and (o.body->>'number')::bigint = m.number
  )
  union all
  select format('message %s of chat %s says %s, its way out says %s', m.number, m.chat_id, m.delivery, o.state)
  from outbox o join message m on m.company_id = o.company_id and m.chat_id::text = o.thread and m.number = (o.body->>'number')::bigint
  where o.lane = 'message' and (o.body->>'last')::boolean
    and m.delivery is distinct from case o.state when 'done' then 'sent' when 'sending' then 'queued' else o.state end
    and not (o.state = 'done' and m.delivery in ('delivered', 'read'))
  union all
  select format('dialog %s is %s seconds past its deadline', dialog_id, round(extract(epoch from clock_timestamp() - wake_at)))
  from dialog where wake_at < clock_timestamp() - $1 * interval '1 second'
  union all
  select format('dialog %s is open and has no deadline', dialog_id)
  from dialog where closed_at is null and wake_at is null and parked_at is null
)
select problem from problem order by problem
