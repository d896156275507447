-- What must be so of a database in which nothing is under way any more, as sentences about what is not so; no rows: all
-- is well. Facts are replayed beside this, by the domain. What facts say is worked out here a second time, in other words
-- than the rules', so that a rule that is wrong does not agree with itself.
-- $1: how many seconds a deadline may be late. $2: the clock that deadlines go by; null for the database's own.
with
-- What of each fact the sentences below look at, without what makes facts long.
f as materialized (
  select company_id, dialog_id, number, fact, at, (body->>'at')::bigint as told_at, body->>'fact' as told_as,
    case fact when 'taken-over' then body->>'by' when 'finished' then body->>'by' when 'returned' then body->>'from' else body->>'employeeId' end as who,
    -- Into whose hands it puts the dialog; those that take it out of somebody's name nobody.
    case when fact = 'accepted' then body->>'employeeId' when fact = 'taken-over' then body->>'by'
      when fact = 'transferred' then body->'to'->>'employeeId' end as into_hands,
    fact in ('accepted', 'taken-over', 'transferred', 'returned') as moves,
    case fact when 'opened' then body->>'lineId' when 'transferred' then body->'to'->>'lineId' end as line_id,
    case fact when 'transferred' then body->>'from' end as gave,
    case fact when 'said' then body->>'what' end as what,
    case when fact in ('unanswered', 'overdue') then body->>'since' end as since,
    case when fact in ('finished', 'closed') then body->>'because' end as because,
    fact = 'answered' and body->>'echo' is null as by_call,
    fact = 'closed' and body->>'blocks' is not null as blocks,
    fact = 'offered' and (body->>'newRound')::boolean as new_round,
    case fact when 'transferred' then body->'to'->>'kind' end as target
  from fact
),
eras as materialized (
  select f.*, count(*) filter (where moves) over so_far as era,
    count(*) filter (where new_round or target in ('line', 'department')) over so_far as round,
    count(line_id) over so_far as line_era,
    lag(told_at) over so_far as before_at
  from f window so_far as (partition by company_id, dialog_id order by number)
),
answerers as (
  select distinct on (company_id, dialog_id, era) company_id, dialog_id, era, number, who from eras
  where fact = 'answered' order by company_id, dialog_id, era, number
),
-- Who holds the dialog after each fact: whoever it was put into the hands of last, or who answered when nobody held it.
held as materialized (
  select e.*, coalesce(b.into_hands, case when a.number <= e.number then a.who end) as holder
  from eras e
  left join eras b on b.moves and b.company_id = e.company_id and b.dialog_id = e.dialog_id and b.era = e.era
  left join answerers a on a.company_id = e.company_id and a.dialog_id = e.dialog_id and a.era = e.era
),
owned as materialized (
  select held.*, lag(holder) over (partition by company_id, dialog_id order by number) as held_by from held
),
lines as materialized (
  select company_id, dialog_id, line_era, line_id from eras where line_id is not null
),
-- Each offer with the line in which it was made.
offers as materialized (
  select e.company_id, e.dialog_id, e.number, e.round, e.new_round, e.at, o.body, o.body->'to'->>'kind' as kind,
    o.body->'to'->>'employeeId' as employee_id, coalesce(o.body->'to'->>'route', 'queue') as route, l.line_id
  from eras e
  join fact o on o.company_id = e.company_id and o.dialog_id = e.dialog_id and o.number = e.number
  join lines l on l.company_id = e.company_id and l.dialog_id = e.dialog_id and l.line_era = e.line_era
  where e.fact = 'offered'
),
-- Whom a dialog has asked in which of its rounds: by an offer to him alone, because he declined, or because he gave it back
-- to the line it came from.
asked as materialized (
  select company_id, dialog_id, number, round, employee_id from offers where kind = 'one'
  union all
  select company_id, dialog_id, number, round, who from eras where fact = 'declined'
  union all
  select e.company_id, e.dialog_id, e.number, e.round, e.gave
  from eras e
  join lines l on l.company_id = e.company_id and l.dialog_id = e.dialog_id and l.line_era = e.line_era - 1
  where e.target = 'line' and e.gave is not null and e.line_id = l.line_id
),
-- Answers of who did not hold the dialog, with when he joined it last and when he left it, or got it, last.
guests as (
  select company_id, dialog_id, number, who, joins, max(number) filter (where joins) over so_far as joined, max(number) filter (where not joins) over so_far as gone
  from (
    select company_id, dialog_id, number, who, case fact when 'joined' then true when 'left' then false end as joins from f where fact in ('joined', 'left')
    union all
    select company_id, dialog_id, number, into_hands, false from f where into_hands is not null
    union all
    select company_id, dialog_id, number, who, null from owned where by_call and who is distinct from held_by
  ) came_or_wrote
  window so_far as (partition by company_id, dialog_id, who order by number)
),
-- Since when each client was blocked at first. He may have been unblocked, and then what came meanwhile stays without a dialog.
blocked as (
  select d.company_id, d.client_id, min(f.at) as at from f join dialog d on d.company_id = f.company_id and d.dialog_id = f.dialog_id
  where f.blocks group by 1, 2
),
said as (
  select company_id, dialog_id, what, count(*) as times, min(number) as first from f where what is not null group by 1, 2, 3
),
heard as (
  select company_id, dialog_id, said as what, count(*) as times from message where said is not null group by 1, 2, 3
),
problem as (
  -- What came in.
  select format('event %s was received and is not worked in', received_id) as problem from received where done_at is null
  union all
  select format('event %s is done, and its message is not there', r.received_id)
  from received r join channel ch on ch.company_id = r.company_id and ch.channel_id = r.channel_id
  where r.done_at is not null and r.event->>'kind' = 'message' and ch.removed_at is null and not exists (
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

  -- Numbers.
  union all
  select format('chat %s: messages are not numbered 1 to %s without a gap', c.chat_id, c.last_number)
  from chat c
  left join lateral (
    select count(*) as n, min(number) as first, max(number) as last from message m where m.company_id = c.company_id and m.chat_id = c.chat_id
  ) m on true
  where m.n <> c.last_number or (m.n > 0 and (m.first <> 1 or m.last <> c.last_number))
  union all
  select format('dialog %s: facts are not numbered 1 to %s without a gap', d.dialog_id, d.facts)
  from dialog d
  left join (
    select company_id, dialog_id, count(*) as n, min(number) as first, max(number) as last from f group by 1, 2
  ) f on f.company_id = d.company_id and f.dialog_id = d.dialog_id
  where f.n is distinct from d.facts or f.first <> 1 or f.last <> d.facts
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
  select format('dialog %s: %s is told of another moment or under another name than it has', dialog_id, fact)
  from f where told_as is distinct from fact or told_at is distinct from (extract(epoch from at) * 1000)::bigint
  union all
  select format('dialog %s: %s goes back in time', dialog_id, fact) from eras where told_at < before_at

  -- What is stored beside the state.
  union all
  select format('dialog %s: its columns (%s) are not what its state says', dialog_id, differ)
  from dialog
  cross join lateral concat_ws(', ',
    case when state is distinct from body->>'state' then 'state' end,
    case when dialog_id::text is distinct from body->>'id' then 'dialog' end,
    case when chat_id::text is distinct from body->>'chatId' then 'chat' end,
    case when line_id::text is distinct from body->>'lineId' then 'line' end,
    case when direction is distinct from body->>'direction' then 'direction' end,
    case when operator_id::text is distinct from case when state <> 'offered' then body->>'operatorId' end then 'operator' end,
    case when (closed_at is null) <> (state <> 'closed') or close_reason is distinct from case when state = 'closed' then body->>'because' end
      or extract(epoch from closed_at) * 1000 is distinct from (body->>'closedAt')::numeric then 'closing' end,
    case when (cardinality(offered_to) > 0) <> (state = 'offered') or (offer_until is not null) <> (state = 'offered' and body->>'to' = 'one')
      or (state = 'offered' and to_jsonb(offered_to) <> case body->>'to' when 'one' then jsonb_build_array(body->'operatorId') else body->'operatorIds' end)
      then 'offer' end,
    case when extract(epoch from opened_at) * 1000 is distinct from (body->>'openedAt')::numeric then 'opening' end,
    case when extract(epoch from unanswered_since) * 1000 is distinct from (body->>'unansweredSince')::numeric then 'waiting' end,
    case when extract(epoch from finished_at) * 1000 is distinct from case when state = 'finishing' then (body->>'finishedAt')::numeric end then 'finishing' end,
    case when pinned is distinct from (body->>'pinned')::boolean then 'pin' end,
    case when unanswered is distinct from (body->>'unanswered')::boolean then 'unanswered' end,
    case when overdue is distinct from (body->>'overdue')::boolean then 'overdue' end,
    case when outside_hours is distinct from (body->>'outsideHours')::boolean then 'outside hours' end,
    case when to_jsonb(joined) is distinct from body->'joined' then 'joined' end,
    case when bot_id::text is distinct from body->'bot'->>'botId' then 'bot' end,
    case when vote is distinct from body->'rating'->>'vote' or extract(epoch from voted_at) * 1000 is distinct from (body->'rating'->>'votedAt')::numeric
      then 'vote' end,
    case when stars is distinct from (body->>'stars')::int then 'stars' end
  ) differ
  where differ <> ''
  union all
  select format('dialog %s: when it was first answered is not when a person first answered', d.dialog_id)
  from dialog d
  left join (select company_id, dialog_id, min(at) as at from f where fact = 'answered' group by 1, 2) a
    on a.company_id = d.company_id and a.dialog_id = d.dialog_id
  where d.first_answer_at is distinct from a.at
  union all
  select format('dialog %s counts %s messages and has %s', d.dialog_id, d.messages, coalesce(m.n, 0))
  from dialog d
  left join (select company_id, dialog_id, count(*) as n from message where dialog_id is not null group by 1, 2) m
    on m.company_id = d.company_id and m.dialog_id = d.dialog_id
  where d.messages <> coalesce(m.n, 0)
  union all
  select format('chat %s has %s open dialogs', chat_id, count(*)) from dialog where closed_at is null group by company_id, chat_id having count(*) > 1
  union all
  select format('message %s of chat %s belongs to no dialog, and its client was not blocked', m.number, m.chat_id)
  from message m
  join chat c on c.company_id = m.company_id and c.chat_id = m.chat_id
  join identity i on i.company_id = c.company_id and i.identity_id = c.identity_id
  left join blocked b on b.company_id = i.company_id and b.client_id = i.client_id
  where m.dialog_id is null and not m.undecided and (m."from" <> 'client' or b.at is null or m.at < b.at)
  union all
  select format('dialog %s was opened by a client who was blocked', d.dialog_id)
  from dialog d join client cl on cl.company_id = d.company_id and cl.client_id = d.client_id
  where d.direction = 'incoming' and d.opened_at > cl.blocked_at
  union all
  -- What a blocked client writes is kept, and nobody is told.
  select format('message %s of chat %s was never announced', m.number, m.chat_id)
  from message m
  where m.dialog_id is not null and not exists (
    select 1 from change c where c.company_id = m.company_id and c.change = 'message' and c.chat_id = m.chat_id and c.message = m.number
  )

  -- Calls, and what leaves.
  union all
  select format('the call %s was answered with a message that is not there', c.command_id)
  from command c
  where c.answer->>'message' is not null and not exists (
    select 1 from message m
    where m.company_id = c.company_id and m.message_id = c.command_id
      and m.chat_id::text = c.answer->'message'->>'chatId' and m.number = (c.answer->'message'->>'number')::bigint
  )
  union all
  -- A call that finds everything as it wants it changes nothing, and is remembered all the same.
  select format('the call %s wrote a message and left no fact', c.command_id)
  from command c
  where c.answer->>'message' is not null and not exists (
    select 1 from fact f where f.company_id = c.company_id and f.command_id = c.command_id and f.fact = 'answered'
  )
  union all
  select format('message %s of chat %s is on no way out', m.number, m.chat_id)
  from message m join chat c on c.company_id = m.company_id and c.chat_id = m.chat_id
  join channel ch on ch.company_id = c.company_id and ch.channel_id = c.channel_id
  where m."from" <> 'client' and ch.kind <> 'live-chat' and m.delivery is distinct from 'failed' and not exists (
    select 1 from outbox o where o.company_id = m.company_id and o.thread = m.chat_id::text and (o.body->>'number')::bigint = m.number
  )
  union all
  select format('message %s of chat %s says %s, its way out says %s', m.number, m.chat_id, m.delivery, o.state)
  from outbox o join message m on m.company_id = o.company_id and m.chat_id::text = o.thread and m.number = (o.body->>'number')::bigint
  where o.lane = 'message' and (o.body->>'last')::boolean
    and m.delivery is distinct from case o.state when 'done' then 'sent' when 'sending' then 'queued' else o.state end
    and not (o.state = 'done' and m.delivery in ('delivered', 'read'))
  union all
  select format('notice %s (%s) has no mail', n.notice_id, n.what)
  from notice n
  where not exists (
    select 1 from outbox o where o.company_id = n.company_id and o.lane = 'mail' and o.thread = n.employee_id::text and o.body->>'noticeId' = n.notice_id::text
  )

  -- One owner.
  union all
  select format('dialog %s was accepted by %s while %s held it', dialog_id, who, held_by) from owned where fact = 'accepted' and held_by is not null
  union all
  select format('dialog %s was %s while %s held it', dialog_id, case fact when 'offered' then 'offered' else 'let wait' end, holder)
  from owned where fact in ('offered', 'waits') and holder is not null
  union all
  select format('dialog %s was answered by %s, who neither held nor joined it', dialog_id, who)
  from guests where joins is null and (joined is null or gone > joined)
  union all
  -- Whose rights reach the dialogs of others may finish them.
  select format('dialog %s was finished by %s, held by %s', o.dialog_id, o.who, coalesce(o.held_by, 'nobody'))
  from owned o left join employee e on e.company_id = o.company_id and e.employee_id::text = o.who
  where o.fact = 'finished' and o.because = 'finished' and o.who is distinct from o.held_by
    and (o.held_by is null or coalesce(e.role_ids, array['operator']) = array['operator'])
  union all
  select format('dialog %s is in the hands of %s, by its facts of %s', d.dialog_id, coalesce(d.operator_id::text, 'nobody'), coalesce(o.holder, 'nobody'))
  from dialog d join owned o on o.company_id = d.company_id and o.dialog_id = d.dialog_id and o.number = d.facts
  where d.operator_id::text is distinct from o.holder
  union all
  select format('%s holds %s dialogs', hands, count(*))
  from dialog cross join lateral coalesce(operator_id, case when offer_until is not null then offered_to[1] end) hands
  where closed_at is null and hands is not null
  group by company_id, hands having count(*) > 1000
  union all
  select format('dialog %s is with %s, who was dismissed', d.dialog_id, e.employee_id)
  from dialog d
  join employee e on e.company_id = d.company_id and (e.employee_id = d.operator_id or e.employee_id = any(d.offered_to))
  where d.state not in ('finishing', 'closed') and e.dismissed_at is not null

  -- The queue.
  union all
  select format('dialog %s was offered to %s, who was at his limit', o.dialog_id, o.employee_id)
  from offers o cross join lateral jsonb_array_elements(o.body->'candidates') c
  where o.kind = 'one' and o.route = 'queue' and c->>'employeeId' = o.employee_id and (c->'slots'->>'taken')::int >= (c->'slots'->>'limit')::int
  union all
  select format('dialog %s was offered to %s, whom it passes over as %s', o.dialog_id, c->>'employeeId', c->>'passedOver')
  from offers o cross join lateral jsonb_array_elements(o.body->'candidates') c
  where c->>'passedOver' is not null
    and (c->>'employeeId' = o.employee_id or (o.kind = 'all' and o.body->'to'->'employeeIds' ? (c->>'employeeId')))
  union all
  select format('dialog %s went past %s, who was assigned one longer ago than %s', o.dialog_id, other->>'employeeId', o.employee_id)
  from offers o
  cross join lateral jsonb_array_elements(o.body->'candidates') chosen
  cross join lateral jsonb_array_elements(o.body->'candidates') other
  where o.kind = 'one' and o.route = 'queue' and chosen->>'employeeId' = o.employee_id and chosen ? 'assignedAt'
    and other->>'passedOver' = 'later-in-turn' and coalesce((other->>'assignedAt')::bigint, 0) < coalesce((chosen->>'assignedAt')::bigint, 0)
  union all
  select format('dialog %s was offered to %s twice in one round', o.dialog_id, a.employee_id)
  from offers o
  join asked a on a.company_id = o.company_id and a.dialog_id = o.dialog_id and a.round = o.round and a.number < o.number
    and (a.employee_id = o.employee_id or (o.kind = 'all' and o.body->'to'->'employeeIds' ? a.employee_id))
  where o.route = 'queue'
  union all
  select format('dialog %s began a new round before %s was asked', o.dialog_id, c->>'employeeId')
  from offers o cross join lateral jsonb_array_elements(o.body->'candidates') c
  where o.new_round and o.body->>'after' <> 'distribution-changed'
    and (c->>'passedOver' is null or c->>'passedOver' in ('later-in-turn', 'older-dialog-first'))
    and not exists (
      select 1 from asked a
      where a.company_id = o.company_id and a.dialog_id = o.dialog_id and a.round = o.round - 1 and a.employee_id = c->>'employeeId'
    )
  union all
  select format('dialog %s was offered to %s, who had been dismissed', o.dialog_id, e.employee_id)
  from offers o
  join employee e on e.company_id = o.company_id and e.dismissed_at < o.at
    and (e.employee_id::text = o.employee_id or (o.kind = 'all' and o.body->'to'->'employeeIds' ? e.employee_id::text))
  union all
  select format('the place of %s in the order of line %s is that of %s, his last offer was at %s', o.employee_id, o.line_id,
    coalesce(s.assigned_at::text, 'never'), o.at)
  from (
    select company_id, line_id, employee_id, max(to_timestamp((coalesce(body->'to'->'assignedAt', body->'at'))::bigint / 1000.0)) as at
    from offers where kind = 'one' and route = 'queue' group by 1, 2, 3
  ) o
  left join queue_stamp s on s.company_id = o.company_id and s.line_id::text = o.line_id and s.employee_id::text = o.employee_id
  where s.assigned_at is distinct from o.at::timestamptz(3)
    -- Who comes into the queue anew starts at its back.
    and (
      exists (select 1 from line_settings v where v.company_id = s.company_id and v.line_id = s.line_id and v.saved_at = s.assigned_at)
      or exists (select 1 from change c where c.company_id = s.company_id and c.change = 'stale' and c.what = 'lines' and c.at = s.assigned_at)
      or s.assigned_at < (select min(c.at) from change c where c.company_id = s.company_id)) is not true

  -- What the line says by itself.
  union all
  select format('dialog %s: %s was said %s times', dialog_id, what, times)
  from said where times > 1 and what in ('welcome', 'no-answer', 'closing', 'client-silent', 'rate', 'consent')
  union all
  select format('dialog %s: both the closing text and that for a silent client were said', a.dialog_id)
  from said a join said b on b.company_id = a.company_id and b.dialog_id = a.dialog_id
  where a.what = 'closing' and b.what = 'client-silent'
  union all
  select format('dialog %s was welcomed, and a bot took it', s.dialog_id)
  from said s join f on f.company_id = s.company_id and f.dialog_id = s.dialog_id and f.fact = 'bot-took' where s.what = 'welcome'
  union all
  select format('dialog %s: before the first answer both that nobody is there and that nobody answered was said', a.dialog_id)
  from said a join said b on b.company_id = a.company_id and b.dialog_id = a.dialog_id
  where a.what = 'outside-hours' and b.what = 'no-answer' and not exists (
    select 1 from f where f.company_id = a.company_id and f.dialog_id = a.dialog_id and f.fact = 'answered' and f.number < greatest(a.first, b.first)
  )
  union all
  select format('dialog %s: %s was said %s times, its messages are %s', coalesce(s.dialog_id, m.dialog_id), coalesce(s.what, m.what), coalesce(s.times, 0), coalesce(m.times, 0))
  from said s full join heard m on m.company_id = s.company_id and m.dialog_id = s.dialog_id and m.what = s.what
  where coalesce(s.times, 0) <> coalesce(m.times, 0)
  union all
  select format('dialog %s was asked to be rated %s times', dialog_id, count(*)) from f where fact = 'rating-asked' group by company_id, dialog_id having count(*) > 1
  union all
  select format('dialog %s was asked to be rated, and no person had written', r.dialog_id)
  from f r
  where r.fact = 'rating-asked' and not exists (
    select 1 from f a where a.company_id = r.company_id and a.dialog_id = r.dialog_id and a.fact = 'answered' and a.number < r.number
  )

  -- Deadlines.
  union all
  select format('dialog %s was marked %s %s times for one clock', dialog_id, fact, count(*))
  from f where fact in ('unanswered', 'overdue') group by company_id, dialog_id, fact, case fact when 'overdue' then since end having count(*) > 1
  union all
  select format('dialog %s is %s seconds past its deadline', dialog_id, round(extract(epoch from clock.now - wake_at)))
  from dialog cross join (select coalesce($2::timestamptz, clock_timestamp()) as now) clock
  where wake_at < clock.now - $1 * interval '1 second'
  union all
  select format('employee %s is %s seconds past the moment at which he may have left or come', employee_id, round(extract(epoch from clock.now - wake_at)))
  from employee cross join (select coalesce($2::timestamptz, clock_timestamp()) as now) clock
  where wake_at < clock.now - $1 * interval '1 second'
  union all
  -- In an inactive line the clock of a silent client stands, and that of a bot with it.
  select format('dialog %s is %s and has no deadline', d.dialog_id, case d.state when 'finishing' then 'finishing' else 'open' end)
  from dialog d join line l on l.company_id = d.company_id and l.line_id = d.line_id
  where d.closed_at is null and d.wake_at is null and d.parked_at is null
    and (l.active or d.state in ('held', 'waiting', 'offered', 'finishing') or (d.unanswered_since is not null and d.state <> 'with-bot'))
  union all
  select format('dialog %s is closed and would wake', dialog_id) from dialog where closed_at is not null and wake_at is not null
)
select problem from problem order by problem
