-- The managers' figures straight from dialogs and their facts, without anything that statistics keep: what the product would
-- ask where it kept nothing. Of dialogs that no bot had and no consent sealed, whose people have stayed in their departments.
-- $1 company, $2 its time zone, $3 and $4 the days; lines, channels, operators and departments, null for all: $5 to $8.
-- $9: what lines were like, [{lineId, version, savedAt, first, further}], the last two: whether there is a goal. $10: when
-- they were open, without what their clocks stood, [{lineId, version, from, until}]. Moments are milliseconds.
with settings as materialized (
  select * from jsonb_to_recordset($9::jsonb) as x("lineId" text, version int, "savedAt" float8, first boolean, further boolean)
),
open as materialized (
  select * from jsonb_to_recordset($10::jsonb) as x("lineId" text, version int, "from" float8, "until" float8)
),
opened as materialized (
  select d.dialog_id, d.line_id, d.channel_id, d.direction, d.opened_at, d.accepted_at, d.first_answer_at, d.closed_at, d.unanswered,
    d.outside_hours, d.vote, d.stars, coalesce(d.operator_id, '00000000-0000-0000-0000-000000000000') as operator_id,
    d.opened_at at time zone $2 as local
  from dialog d
  where d.company_id = $1 and d.opened_at >= ($3::date)::timestamp at time zone $2 and d.opened_at < ($4::date + 1)::timestamp at time zone $2
    and ($5::uuid[] is null or d.line_id = any($5)) and ($6::uuid[] is null or d.channel_id = any($6))
    and ($7::uuid[] is null or coalesce(d.operator_id, '00000000-0000-0000-0000-000000000000') = any($7))
),
happened as (
  select f.dialog_id, f.number, f.fact, f.at,
    case f.fact when 'opened' then f.body->>'lineId' when 'transferred' then f.body->'to'->>'lineId' end as to_line,
    case f.fact when 'opened' then f.body->>'firstContact' when 'overdue' then f.body->>'answer' end as word,
    case when f.fact in ('accepted', 'taken-over') then coalesce(f.body->>'departmentId', '00000000-0000-0000-0000-000000000000')
      when f.fact = 'transferred' and f.body->'to'->>'kind' = 'person'
        then coalesce(f.body->'to'->>'departmentId', '00000000-0000-0000-0000-000000000000') end as department_id,
    (f.body->>'settings')::int as version
  from fact f join opened d on d.dialog_id = f.dialog_id where f.company_id = $1
),
-- Every fact with how often somebody had answered before it, and in which stretch between two ends of waiting it lies.
placed as (
  select h.*,
    count(*) filter (where fact in ('answered', 'finished', 'closed')) over before as stretch,
    count(*) filter (where fact = 'answered') over before as answers,
    right(max(case when to_line is not null then lpad(number::text, 6, '0') || to_line end) over before, 36) as line_before,
    max(number * 1000000::bigint + version) over so_far % 1000000 as version_so_far
  from happened h
  window so_far as (partition by dialog_id order by number),
    before as (partition by dialog_id order by number rows between unbounded preceding and 1 preceding)
),
-- One stretch: the burst that was answered at its end, and what else happened in it.
stretch as (
  select dialog_id,
    min(number) filter (where fact = 'client-wrote') as wrote, min(at) filter (where fact = 'client-wrote') as wrote_at,
    max(number) filter (where to_line <> line_before and answers = 0) as moved,
    max(at) filter (where to_line <> line_before and answers = 0) as moved_at,
    max(at) filter (where fact = 'answered') as answered_at, max(line_before) filter (where fact = 'answered') as line_id,
    max(version_so_far) filter (where fact = 'answered') as version, min(answers) as answers,
    bool_or(fact = 'opened' and word = 'true') as first_contact, bool_or(fact = 'bot-took') as with_bot,
    count(*) filter (where fact = 'transferred') as transfers, count(*) filter (where fact = 'client-wrote') as client_messages,
    count(*) filter (where fact = 'answered') as operator_messages, count(*) filter (where fact in ('said', 'bot-wrote')) as other_messages,
    bool_or(fact = 'overdue' and word = 'first') as first_late, count(*) filter (where fact = 'overdue' and word = 'further') as further_late,
    max(at) filter (where fact = 'finished') as finished_at,
    max(number * 2 + (fact = 'finished')::int) filter (where fact in ('finished', 'resumed')) as finished,
    max(lpad(number::text, 6, '0') || department_id) as department_id
  from placed group by dialog_id, stretch
),
-- A client's burst, from his first message until somebody answered it; another line's time begins when it gets the dialog.
burst as (
  select b.*, d.direction = 'incoming' and b.answers = 0 as first, s.first as first_goal, s.further as further_goal,
    case when s.version is not null then floor(coalesce(t.open, 0) / 1000)::bigint end as took
  from stretch b join opened d on d.dialog_id = b.dialog_id
  left join lateral (
    select s.* from settings s where s."lineId" = b.line_id and (s.version = b.version or b.version is null)
    order by case when s."savedAt" <= extract(epoch from d.opened_at) * 1000 then -s.version else s.version + 1000000000 end limit 1
  ) s on b.answered_at is not null and b.wrote is not null
  cross join lateral (
    select extract(epoch from case when b.moved > b.wrote then b.moved_at else b.wrote_at end) * 1000 as since,
      extract(epoch from b.answered_at) * 1000 as until
  ) w
  left join lateral (
    select sum(least(o."until", w.until) - greatest(o."from", w.since)) as open
    from open o where o."lineId" = s."lineId" and o.version = s.version and o."from" < w.until and o."until" > w.since
  ) t on s.version is not null
),
kept as (
  select dialog_id, bool_or(first_contact) as first_contact, bool_or(with_bot) as with_bot, sum(transfers) as transfers,
    sum(client_messages) as client_messages, sum(operator_messages) as operator_messages, sum(other_messages) as other_messages,
    bool_or(first_late) as first_late, sum(further_late) as further_late, max(finished_at) as finished_at,
    max(finished) % 2 = 1 as finished, right(max(department_id), 36) as department_id,
    max(took) filter (where first) as first_took, bool_or(first_goal) filter (where first) as first_goal,
    count(took) filter (where not first) as further, coalesce(sum(took) filter (where not first), 0) as further_total,
    max(took) filter (where not first) as further_longest, count(took) filter (where not first and further_goal and further_late = 0) + sum(further_late) as further_goals
  from burst group by dialog_id
),
told as (
  select d.*, d.local::date as day, extract(isodow from d.local)::int - 1 as weekday, extract(hour from d.local)::int as hour,
    case when d.operator_id = '00000000-0000-0000-0000-000000000000' then d.operator_id else coalesce(k.department_id::uuid, '00000000-0000-0000-0000-000000000000') end as department_id,
    d.direction = 'incoming' as incoming, d.direction = 'incoming' and k.first_contact as new_client, k.with_bot, k.transfers,
    k.client_messages, k.operator_messages, k.other_messages, k.first_late, k.further_late,
    coalesce(k.first_goal, false) or k.first_late as first_goal, k.further as further_answers,
    k.further_total as further_total, k.further_goals,
    floor(extract(epoch from d.accepted_at - d.opened_at))::int as to_accept,
    case when d.direction = 'incoming' then floor(extract(epoch from d.first_answer_at - d.opened_at))::int end as to_first_answer,
    k.first_took as to_first_answer_working, floor(k.further_total / nullif(k.further, 0))::bigint as further_average, k.further_longest,
    floor(extract(epoch from case when k.finished then k.finished_at else d.closed_at end - d.accepted_at))::int as handling,
    floor(extract(epoch from d.closed_at - d.opened_at))::int as to_close
  from opened d join kept k on k.dialog_id = d.dialog_id 
)
select :keys, count(*)::float8 as "dialogs", count(*) filter (where incoming)::float8 as "incoming",
  count(*) filter (where not incoming)::float8 as "outgoing", count(*) filter (where new_client)::float8 as "newClients",
  count(*) filter (where incoming and not new_client)::float8 as "repeatedClients", count(accepted_at)::float8 as "accepted",
  count(first_answer_at)::float8 as "answered", count(*) filter (where closed_at is not null and first_answer_at is null)::float8 as "missed",
  count(*) filter (where unanswered)::float8 as "unanswered", count(closed_at)::float8 as "closed",
  count(*) filter (where outside_hours)::float8 as "outsideHours", count(*) filter (where with_bot)::float8 as "withBot",
  coalesce(sum(transfers), 0)::float8 as "transfers", coalesce(sum(client_messages), 0)::float8 as "clientMessages",
  coalesce(sum(operator_messages), 0)::float8 as "operatorMessages", coalesce(sum(other_messages), 0)::float8 as "otherMessages",
  count(*) filter (where first_goal)::float8 as "firstGoals", count(*) filter (where first_late)::float8 as "firstLate",
  coalesce(sum(further_answers), 0)::float8 as "furtherAnswers", coalesce(sum(further_total), 0)::float8 as "furtherTotal",
  coalesce(sum(further_goals), 0)::float8 as "furtherGoals", coalesce(sum(further_late), 0)::float8 as "furtherLate",
  count(*) filter (where vote = 'good')::float8 as "good", count(*) filter (where vote = 'bad')::float8 as "bad",
  count(stars)::float8 as "marked", coalesce(sum(told.stars), 0)::float8 as "stars" :more
from told where $8::uuid[] is null or department_id = any($8)
group by :sets
