-- CreateTable
CREATE TABLE "dialog_summary" (
    "company_id" UUID NOT NULL,
    "dialog_id" BIGINT NOT NULL,
    "facts" INTEGER NOT NULL,
    "line_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "operator_id" UUID NOT NULL,
    "department_id" UUID NOT NULL,
    "direction" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "quarter" SMALLINT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "assigned_at" TIMESTAMPTZ(3),
    "accepted_at" TIMESTAMPTZ(3),
    "first_answer_at" TIMESTAMPTZ(3),
    "last_message_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "close_reason" TEXT,
    "new_client" BOOLEAN NOT NULL,
    "unanswered" BOOLEAN NOT NULL,
    "missed" BOOLEAN NOT NULL,
    "outside_hours" BOOLEAN NOT NULL,
    "pinned" BOOLEAN NOT NULL,
    "with_bot" BOOLEAN NOT NULL,
    "client_messages" INTEGER NOT NULL,
    "operator_messages" INTEGER NOT NULL,
    "other_messages" INTEGER NOT NULL,
    "messages" INTEGER NOT NULL,
    "transfers" INTEGER NOT NULL,
    "to_accept" INTEGER,
    "to_first_answer" INTEGER,
    "to_first_answer_working" INTEGER,
    "further_answers" INTEGER NOT NULL,
    "further_total" INTEGER NOT NULL,
    "further_longest" INTEGER,
    "handling" INTEGER,
    "to_close" INTEGER,
    "bot_time" INTEGER,
    "first_goal" BOOLEAN NOT NULL,
    "first_late" BOOLEAN NOT NULL,
    "further_goals" INTEGER NOT NULL,
    "further_late" INTEGER NOT NULL,
    "vote" TEXT,
    "voted_at" TIMESTAMPTZ(3),
    "voted_for" UUID,
    "stars" SMALLINT,
    "marked_at" TIMESTAMPTZ(3),

    CONSTRAINT "dialog_summary_pkey" PRIMARY KEY ("company_id","dialog_id")
);

-- CreateTable
CREATE TABLE "dialog_part" (
    "company_id" UUID NOT NULL,
    "dialog_id" BIGINT NOT NULL,
    "employee_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "line_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "department_id" UUID NOT NULL,
    "assigned" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL,
    "declined" INTEGER NOT NULL,
    "missed" INTEGER NOT NULL,
    "answers" INTEGER NOT NULL,
    "finished" INTEGER NOT NULL,
    "transferred" INTEGER NOT NULL,
    "taken_over" INTEGER NOT NULL,
    "good" INTEGER NOT NULL,
    "bad" INTEGER NOT NULL,
    "marked" INTEGER NOT NULL,
    "stars" INTEGER NOT NULL,

    CONSTRAINT "dialog_part_pkey" PRIMARY KEY ("company_id","dialog_id","employee_id","day","line_id")
);

-- CreateTable
CREATE TABLE "figure_day" (
    "company_id" UUID NOT NULL,
    "by" TEXT NOT NULL,
    "of" UUID NOT NULL,
    "day" DATE NOT NULL,
    "dialogs" INTEGER NOT NULL,
    "incoming" INTEGER NOT NULL,
    "outgoing" INTEGER NOT NULL,
    "new_clients" INTEGER NOT NULL,
    "repeated_clients" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL,
    "answered" INTEGER NOT NULL,
    "missed" INTEGER NOT NULL,
    "unanswered" INTEGER NOT NULL,
    "closed" INTEGER NOT NULL,
    "outside_hours" INTEGER NOT NULL,
    "with_bot" INTEGER NOT NULL,
    "transfers" INTEGER NOT NULL,
    "client_messages" INTEGER NOT NULL,
    "operator_messages" INTEGER NOT NULL,
    "other_messages" INTEGER NOT NULL,
    "first_goals" INTEGER NOT NULL,
    "first_late" INTEGER NOT NULL,
    "further_answers" INTEGER NOT NULL,
    "further_total" BIGINT NOT NULL,
    "further_goals" INTEGER NOT NULL,
    "further_late" INTEGER NOT NULL,
    "good" INTEGER NOT NULL,
    "bad" INTEGER NOT NULL,
    "marked" INTEGER NOT NULL,
    "stars" INTEGER NOT NULL,

    CONSTRAINT "figure_day_pkey" PRIMARY KEY ("company_id","by","of","day")
);

-- CreateTable
CREATE TABLE "figure_quarter" (
    "company_id" UUID NOT NULL,
    "by" TEXT NOT NULL,
    "of" UUID NOT NULL,
    "day" DATE NOT NULL,
    "quarter" SMALLINT NOT NULL,
    "dialogs" INTEGER NOT NULL,

    CONSTRAINT "figure_quarter_pkey" PRIMARY KEY ("company_id","by","of","day","quarter")
);

-- CreateTable
CREATE TABLE "figure_spread" (
    "company_id" UUID NOT NULL,
    "by" TEXT NOT NULL,
    "of" UUID NOT NULL,
    "measure" TEXT NOT NULL,
    "span" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "buckets" SMALLINT[],
    "counts" INTEGER[],

    CONSTRAINT "figure_spread_pkey" PRIMARY KEY ("company_id","by","of","measure","span","day")
);

-- CreateTable
CREATE TABLE "figure_operator" (
    "company_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "employee_id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "department_id" UUID NOT NULL,
    "assigned" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL,
    "declined" INTEGER NOT NULL,
    "missed" INTEGER NOT NULL,
    "answers" INTEGER NOT NULL,
    "answered" INTEGER NOT NULL,
    "finished" INTEGER NOT NULL,
    "transferred" INTEGER NOT NULL,
    "taken_over" INTEGER NOT NULL,
    "good" INTEGER NOT NULL,
    "bad" INTEGER NOT NULL,
    "marked" INTEGER NOT NULL,
    "stars" INTEGER NOT NULL,

    CONSTRAINT "figure_operator_pkey" PRIMARY KEY ("company_id","day","employee_id","line_id","channel_id","department_id")
);

-- CreateTable
CREATE TABLE "figure_dirty" (
    "company_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "figure_dirty_pkey" PRIMARY KEY ("company_id","day")
);

-- CreateTable
CREATE TABLE "statistics_cursor" (
    "company_id" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "looked_at" BIGINT,
    "anew" BOOLEAN NOT NULL DEFAULT false,
    "time_zone" TEXT NOT NULL,
    "months_through" DATE,
    "counted_at" TIMESTAMPTZ(3),

    CONSTRAINT "statistics_cursor_pkey" PRIMARY KEY ("company_id")
);

-- CreateIndex
CREATE INDEX "dialog_summary_company_id_day_idx" ON "dialog_summary"("company_id", "day");

-- CreateIndex
CREATE INDEX "dialog_summary_company_id_line_id_dialog_id_idx" ON "dialog_summary"("company_id", "line_id", "dialog_id");

-- CreateIndex
CREATE INDEX "dialog_summary_company_id_channel_id_dialog_id_idx" ON "dialog_summary"("company_id", "channel_id", "dialog_id");

-- CreateIndex
CREATE INDEX "dialog_summary_company_id_operator_id_dialog_id_idx" ON "dialog_summary"("company_id", "operator_id", "dialog_id");

-- CreateIndex
CREATE INDEX "dialog_summary_company_id_department_id_dialog_id_idx" ON "dialog_summary"("company_id", "department_id", "dialog_id");

-- CreateIndex
CREATE INDEX "dialog_part_company_id_day_idx" ON "dialog_part"("company_id", "day");

-- CreateIndex
CREATE INDEX "dialog_part_company_id_employee_id_day_idx" ON "dialog_part"("company_id", "employee_id", "day");

-- CreateIndex
CREATE INDEX "figure_day_company_id_day_idx" ON "figure_day"("company_id", "day");

-- CreateIndex
CREATE INDEX "figure_quarter_company_id_day_idx" ON "figure_quarter"("company_id", "day");

-- CreateIndex
CREATE INDEX "figure_spread_company_id_span_day_idx" ON "figure_spread"("company_id", "span", "day");

-- The new tables are served and secured as the others are.
do $$
declare
  name text;
begin
  foreach name in array array['dialog_summary', 'dialog_part', 'figure_day', 'figure_quarter', 'figure_spread', 'figure_operator', 'figure_dirty', 'statistics_cursor'] loop
    execute format('grant select, insert, update, delete on public.%I to switchboard_serve', name);
    execute format('grant select on public.%I to switchboard_across', name);
    execute format('alter table public.%I enable row level security', name);
    execute format('alter table public.%I force row level security', name);
    execute format(
      'create policy one_company on public.%I to switchboard_serve
         using (company_id = nullif(current_setting(''app.company'', true), '''')::uuid)
         with check (company_id = nullif(current_setting(''app.company'', true), '''')::uuid)', name);
    execute format('create policy across on public.%I for select to switchboard_across using (true)', name);
  end loop;
end
$$;

alter table public.dialog_summary set (fillfactor = 80);
