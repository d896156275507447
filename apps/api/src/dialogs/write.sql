-- Everything a batch decided, in one statement. $1 company, $2 the clock, $3 one document of rows per table.
-- Closed dialogs come before the ones that open in the same chat. What is changed is named by an array as well as joined:
-- the planner cannot know how few rows a document holds, and must not read a company for them.
with
new_clients as (
  insert into client (company_id, client_id, name, created_at)
  select $1, x."clientId", x.name, $2 from jsonb_to_recordset($3::jsonb->'clients') as x("clientId" uuid, name text)
),
new_identities as (
  insert into identity (company_id, identity_id, client_id, channel_id, external_id, name, username, language, created_at)
  select $1, x."identityId", x."clientId", x."channelId", x."externalId", x.name, x.username, x.language, $2
  from jsonb_to_recordset($3::jsonb->'identities') as x("identityId" uuid, "clientId" uuid, "channelId" uuid, "externalId" text, name text, username text, language text)
),
new_chats as (
  insert into chat (company_id, chat_id, channel_id, identity_id, external_id, last_number, page, asked, created_at)
  select $1, x."chatId", x."channelId", x."identityId", x."externalId", x."lastNumber", nullif(x.page, 'null'::jsonb), nullif(x.asked, 'null'::jsonb), $2
  from jsonb_to_recordset($3::jsonb->'newChats') as x("chatId" uuid, "channelId" uuid, "identityId" uuid, "externalId" text, "lastNumber" bigint, page jsonb, asked jsonb)
),
chats as (
  update chat c set last_number = x."lastNumber", page = coalesce(nullif(x.page, 'null'::jsonb), c.page), asked = coalesce(nullif(x.asked, 'null'::jsonb), c.asked)
  from jsonb_to_recordset($3::jsonb->'chats') as x("chatId" uuid, "lastNumber" bigint, page jsonb, asked jsonb)
  where c.company_id = $1 and c.chat_id = x."chatId"
    and c.chat_id = any(array(select (row->>'chatId')::uuid from jsonb_array_elements($3::jsonb->'chats') row))
),
dialogs as (
  insert into dialog (company_id, dialog_id, chat_id, line_id, client_id, channel_id, direction, state, body, operator_id, offered_to,
    offer_until, opened_at, unanswered_since, accepted_at, first_answer_at, last_message_at, closed_at, close_reason, wake_at, facts,
    messages, read_number, parked_at, pinned, unanswered, outside_hours, overdue, joined, bot_id, finished_at, vote, voted_at, vote_until, stars)
  select $1, x."dialogId", x."chatId", x."lineId", x."clientId", x."channelId", x.direction, x.state, x.body, x."operatorId",
    array(select jsonb_array_elements_text(x."offeredTo"))::uuid[],
    x."offerUntil", x."openedAt", x."unansweredSince", x."acceptedAt", x."firstAnswerAt", x."lastMessageAt", x."closedAt", x."closeReason",
    x."wakeAt", x.facts, x.messages, x."readNumber", x."parkedAt",
    x.pinned, x.unanswered, x."outsideHours", x.overdue, array(select jsonb_array_elements_text(x.joined))::uuid[], x."botId", x."finishedAt",
    x.vote, x."votedAt", x."voteUntil", x.stars
  from jsonb_to_recordset($3::jsonb->'dialogs') as x("dialogId" bigint, "chatId" uuid, "lineId" uuid, "clientId" uuid, "channelId" uuid,
    direction text, state text, body jsonb, "operatorId" uuid, "offeredTo" jsonb, "offerUntil" timestamptz, "openedAt" timestamptz,
    "unansweredSince" timestamptz, "acceptedAt" timestamptz, "firstAnswerAt" timestamptz, "lastMessageAt" timestamptz,
    "closedAt" timestamptz, "closeReason" text, "wakeAt" timestamptz, facts int, messages int, "readNumber" bigint, "parkedAt" timestamptz,
    pinned boolean, unanswered boolean, "outsideHours" boolean, overdue boolean, joined jsonb, "botId" uuid, "finishedAt" timestamptz,
    vote text, "votedAt" timestamptz, "voteUntil" timestamptz, stars int)
  on conflict (company_id, dialog_id) do update set
    line_id = excluded.line_id, state = excluded.state, body = excluded.body, operator_id = excluded.operator_id,
    offered_to = excluded.offered_to, offer_until = excluded.offer_until, unanswered_since = excluded.unanswered_since,
    accepted_at = excluded.accepted_at, first_answer_at = excluded.first_answer_at, last_message_at = excluded.last_message_at,
    closed_at = excluded.closed_at, close_reason = excluded.close_reason, wake_at = excluded.wake_at, facts = excluded.facts,
    messages = excluded.messages, read_number = excluded.read_number, parked_at = excluded.parked_at, pinned = excluded.pinned, unanswered = excluded.unanswered,
    outside_hours = excluded.outside_hours, overdue = excluded.overdue, joined = excluded.joined, bot_id = excluded.bot_id,
    finished_at = excluded.finished_at, vote = excluded.vote, voted_at = excluded.voted_at, vote_until = excluded.vote_until, stars = excluded.stars
),
facts as (
  insert into fact (company_id, dialog_id, number, at, fact, body, command_id)
  select $1, x."dialogId", x.number, x.at, x.fact, x.body, x."commandId"
  from jsonb_to_recordset($3::jsonb->'facts') as x("dialogId" bigint, number int, at timestamptz, fact text, body jsonb, "commandId" uuid)
),
messages as (
  insert into message (company_id, chat_id, number, message_id, dialog_id, "from", employee_id, kind, text, unsupported, external_id, sent_at, at, delivery, undecided, former_text, edited_at, said)
  select $1, x."chatId", x.number, x."messageId", x."dialogId", x."from", x."employeeId", x.kind, x.text, x.unsupported, x."externalId", x."sentAt", x.at, x.delivery, x.undecided, x."formerText", x."editedAt", x.said
  from jsonb_to_recordset($3::jsonb->'messages') as x("chatId" uuid, number bigint, "messageId" uuid, "dialogId" bigint, "from" text, "employeeId" uuid, kind text, text text,
    unsupported text, "externalId" text, "sentAt" timestamptz, at timestamptz, delivery text, undecided boolean, "formerText" text, "editedAt" timestamptz, said text)
),
commands as (
  insert into command (company_id, command_id, dialog_id, answer, at)
  select $1, x."commandId", x."dialogId", x.answer, $2
  from jsonb_to_recordset($3::jsonb->'commands') as x("commandId" uuid, "dialogId" bigint, answer jsonb)
),
done as (
  update received set done_at = $2
  where company_id = $1 and received_id = any(array(select jsonb_array_elements_text($3::jsonb->'received')::bigint))
),
stamps as (
  insert into queue_stamp (company_id, line_id, employee_id, assigned_at)
  select $1, x."lineId", x."employeeId", x."assignedAt"
  from jsonb_to_recordset($3::jsonb->'stamps') as x("lineId" uuid, "employeeId" uuid, "assignedAt" timestamptz)
  on conflict (company_id, line_id, employee_id) do update set assigned_at = excluded.assigned_at
),
outbox as (
  insert into outbox (company_id, outbox_id, lane, account, thread, body, due_at, created_at)
  select $1, x."outboxId", x.lane, x.account, x.thread, x.body, $2, $2
  from jsonb_to_recordset($3::jsonb->'outbox') as x("outboxId" uuid, lane text, account text, thread text, body jsonb)
)
insert into account (company_id, lane, account, due_at, filled_at)
select distinct $1, x.lane, x.account, $2::timestamptz, $2::timestamptz from jsonb_to_recordset($3::jsonb->'outbox') as x(lane text, account text)
on conflict (company_id, lane, account) do update set due_at = least(account.due_at, excluded.due_at)
