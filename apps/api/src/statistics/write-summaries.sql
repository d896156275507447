-- Stores what dialogs come to and who did what in them, and notes the days whose figures that changes: where they were
-- counted before, and where they are now. $1 company, $2 summaries, $3 parts, $4 now.
with summary as (
  select * from jsonb_to_recordset($2::jsonb) as x("dialogId" bigint, facts int, "lineId" uuid, "channelId" uuid, "operatorId" uuid,
    "departmentId" uuid, direction text, state text, day date, quarter smallint, "openedAt" float8, "assignedAt" float8, "acceptedAt" float8,
    "firstAnswerAt" float8, "lastMessageAt" float8, "finishedAt" float8, "closedAt" float8, "closeReason" text, "newClient" boolean,
    unanswered boolean, missed boolean, "outsideHours" boolean, pinned boolean, "withBot" boolean, "clientMessages" int,
    "operatorMessages" int, "otherMessages" int, transfers int, "toAccept" int, "toFirstAnswer" int, "toFirstAnswerWorking" int,
    "furtherAnswers" int, "furtherTotal" int, "furtherLongest" int, handling int, "toClose" int, "botTime" int, "firstGoal" boolean,
    "firstLate" boolean, "furtherGoals" int, "furtherLate" int, vote text, "votedAt" float8, "votedFor" uuid, stars smallint, "markedAt" float8)
),
part as (
  select * from jsonb_to_recordset($3::jsonb) as x("dialogId" bigint, "employeeId" uuid, day date, "lineId" uuid, "channelId" uuid,
    "departmentId" uuid, assigned int, accepted int, declined int, missed int, answers int, finished int, transferred int, "takenOver" int,
    good int, bad int, marked int, stars int)
),
former as (
  delete from dialog_part p using summary s where p.company_id = $1 and p.dialog_id = s."dialogId"
    and not exists (select 1 from part n where n."dialogId" = p.dialog_id and n."employeeId" = p.employee_id and n.day = p.day and n."lineId" = p.line_id)
  returning p.day
),
parts as (
  insert into dialog_part (company_id, dialog_id, employee_id, day, line_id, channel_id, department_id, assigned, accepted, declined, missed,
    answers, finished, transferred, taken_over, good, bad, marked, stars)
  select $1, "dialogId", "employeeId", day, "lineId", "channelId", "departmentId", assigned, accepted, declined, missed, answers, finished,
    transferred, "takenOver", good, bad, marked, stars from part
  on conflict (company_id, dialog_id, employee_id, day, line_id) do update set channel_id = excluded.channel_id,
    department_id = excluded.department_id, assigned = excluded.assigned, accepted = excluded.accepted, declined = excluded.declined,
    missed = excluded.missed, answers = excluded.answers, finished = excluded.finished, transferred = excluded.transferred,
    taken_over = excluded.taken_over, good = excluded.good, bad = excluded.bad, marked = excluded.marked, stars = excluded.stars
),
written as (
  insert into dialog_summary (company_id, dialog_id, facts, line_id, channel_id, operator_id, department_id, direction, state, day, quarter,
    opened_at, assigned_at, accepted_at, first_answer_at, last_message_at, finished_at, closed_at, close_reason, new_client, unanswered,
    missed, outside_hours, pinned, with_bot, client_messages, operator_messages, other_messages, messages, transfers, to_accept,
    to_first_answer, to_first_answer_working, further_answers, further_total, further_longest, handling, to_close, bot_time, first_goal,
    first_late, further_goals, further_late, vote, voted_at, voted_for, stars, marked_at)
  select $1, "dialogId", facts, "lineId", "channelId", "operatorId", "departmentId", direction, state, day, quarter,
    to_timestamp("openedAt" / 1000), to_timestamp("assignedAt" / 1000), to_timestamp("acceptedAt" / 1000), to_timestamp("firstAnswerAt" / 1000),
    to_timestamp("lastMessageAt" / 1000), to_timestamp("finishedAt" / 1000), to_timestamp("closedAt" / 1000), "closeReason", "newClient",
    unanswered, missed, "outsideHours", pinned, "withBot", "clientMessages", "operatorMessages", "otherMessages",
    "clientMessages" + "operatorMessages" + "otherMessages", transfers, "toAccept", "toFirstAnswer", "toFirstAnswerWorking", "furtherAnswers",
    "furtherTotal", "furtherLongest", handling, "toClose", "botTime", "firstGoal", "firstLate", "furtherGoals", "furtherLate", vote,
    to_timestamp("votedAt" / 1000), "votedFor", stars, to_timestamp("markedAt" / 1000) from summary
  on conflict (company_id, dialog_id) do update set facts = excluded.facts, line_id = excluded.line_id, channel_id = excluded.channel_id,
    operator_id = excluded.operator_id, department_id = excluded.department_id, direction = excluded.direction, state = excluded.state,
    day = excluded.day, quarter = excluded.quarter, opened_at = excluded.opened_at, assigned_at = excluded.assigned_at,
    accepted_at = excluded.accepted_at, first_answer_at = excluded.first_answer_at, last_message_at = excluded.last_message_at,
    finished_at = excluded.finished_at, closed_at = excluded.closed_at, close_reason = excluded.close_reason,
    new_client = excluded.new_client, unanswered = excluded.unanswered, missed = excluded.missed, outside_hours = excluded.outside_hours,
    pinned = excluded.pinned, with_bot = excluded.with_bot, client_messages = excluded.client_messages,
    operator_messages = excluded.operator_messages, other_messages = excluded.other_messages, messages = excluded.messages,
    transfers = excluded.transfers, to_accept = excluded.to_accept, to_first_answer = excluded.to_first_answer,
    to_first_answer_working = excluded.to_first_answer_working, further_answers = excluded.further_answers,
    further_total = excluded.further_total, further_longest = excluded.further_longest, handling = excluded.handling,
    to_close = excluded.to_close, bot_time = excluded.bot_time, first_goal = excluded.first_goal, first_late = excluded.first_late,
    further_goals = excluded.further_goals, further_late = excluded.further_late, vote = excluded.vote, voted_at = excluded.voted_at,
    voted_for = excluded.voted_for, stars = excluded.stars, marked_at = excluded.marked_at
)
insert into figure_dirty (company_id, day, since)
select $1, day, $4 from (
  select s.day from dialog_summary s join summary n on s.company_id = $1 and s.dialog_id = n."dialogId"
  union select day from summary union select day from part union select day from former
) of order by day
on conflict (company_id, day) do nothing
