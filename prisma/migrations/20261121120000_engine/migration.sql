-- AlterTable
ALTER TABLE "company" ADD COLUMN "workday_tracking" BOOLEAN NOT NULL DEFAULT false;

-- Since when somebody is away was not kept; for those who are, it is now. A change of type rewrites every row, whereas
-- an UPDATE would find none: row security is forced on the table's owner too.
ALTER TABLE "employee" ALTER COLUMN "away" DROP DEFAULT,
    ALTER COLUMN "away" DROP NOT NULL,
    ALTER COLUMN "away" SET DATA TYPE TIMESTAMPTZ(3) USING CASE WHEN "away" THEN now() END;
ALTER TABLE "employee" RENAME COLUMN "away" TO "away_since";

-- AlterTable
ALTER TABLE "employee" ADD COLUMN "department_id" UUID,
    ADD COLUMN "workday_tracked" BOOLEAN,
    ADD COLUMN "workday_state" TEXT,
    ADD COLUMN "workday_since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "line" ADD COLUMN "pauses" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "client" ADD COLUMN "blocked_at" TIMESTAMPTZ(3),
    ADD COLUMN "blocked_by" UUID;

-- AlterTable
ALTER TABLE "dialog" ADD COLUMN "pinned" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "unanswered" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "outside_hours" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "overdue" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "joined" UUID[] DEFAULT ARRAY[]::UUID[],
    ADD COLUMN "bot_id" UUID,
    ADD COLUMN "finished_at" TIMESTAMPTZ(3),
    ADD COLUMN "vote" TEXT,
    ADD COLUMN "voted_at" TIMESTAMPTZ(3),
    ADD COLUMN "vote_until" TIMESTAMPTZ(3),
    ADD COLUMN "stars" INTEGER;

-- AlterTable
ALTER TABLE "message" ADD COLUMN "said" TEXT;

-- AlterTable
ALTER TABLE "parked" ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 1,
    ADD COLUMN "employee_id" UUID;

-- CreateTable
CREATE TABLE "department" (
    "company_id" UUID NOT NULL,
    "department_id" UUID NOT NULL,
    "parent_id" UUID,
    "head_id" UUID,
    "name" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "department_pkey" PRIMARY KEY ("company_id","department_id")
);

-- CreateTable
CREATE TABLE "absence" (
    "company_id" UUID NOT NULL,
    "absence_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "absence_pkey" PRIMARY KEY ("company_id","absence_id")
);

-- CreateTable
CREATE TABLE "workday_entry" (
    "company_id" UUID NOT NULL,
    "workday_entry_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" UUID NOT NULL,

    CONSTRAINT "workday_entry_pkey" PRIMARY KEY ("company_id","workday_entry_id")
);

-- CreateTable
CREATE TABLE "presence_fact" (
    "company_id" UUID NOT NULL,
    "presence_fact_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "available" BOOLEAN NOT NULL,
    "because" TEXT,

    CONSTRAINT "presence_fact_pkey" PRIMARY KEY ("company_id","presence_fact_id")
);

-- CreateTable
CREATE TABLE "notice" (
    "company_id" UUID NOT NULL,
    "notice_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "what" TEXT NOT NULL,
    "dialog_id" BIGINT,
    "body" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("company_id","notice_id")
);

-- CreateTable
CREATE TABLE "dialog_mark" (
    "company_id" UUID NOT NULL,
    "dialog_id" BIGINT NOT NULL,
    "stars" INTEGER NOT NULL,
    "comment" TEXT NOT NULL DEFAULT '',
    "by" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dialog_mark_pkey" PRIMARY KEY ("company_id","dialog_id")
);

-- CreateIndex
CREATE INDEX "absence_coming" ON "absence"("company_id", "until_at") WHERE (cancelled_at IS NULL);

-- CreateIndex
CREATE INDEX "absence_company_id_employee_id_until_at_idx" ON "absence"("company_id", "employee_id", "until_at");

-- CreateIndex
CREATE INDEX "workday_entry_company_id_employee_id_at_idx" ON "workday_entry"("company_id", "employee_id", "at");

-- CreateIndex
CREATE INDEX "presence_fact_company_id_employee_id_at_idx" ON "presence_fact"("company_id", "employee_id", "at");

-- CreateIndex
CREATE INDEX "notice_company_id_employee_id_at_idx" ON "notice"("company_id", "employee_id", "at");

-- AddForeignKey
ALTER TABLE "department" ADD CONSTRAINT "department_company_id_parent_id_fkey" FOREIGN KEY ("company_id", "parent_id") REFERENCES "department"("company_id", "department_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "employee" ADD CONSTRAINT "employee_company_id_department_id_fkey" FOREIGN KEY ("company_id", "department_id") REFERENCES "department"("company_id", "department_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dialog_mark" ADD CONSTRAINT "dialog_mark_company_id_dialog_id_fkey" FOREIGN KEY ("company_id", "dialog_id") REFERENCES "dialog"("company_id", "dialog_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The new tables are served and secured as the others are.
do $$
declare
  name text;
begin
  foreach name in array array['department', 'absence', 'workday_entry', 'presence_fact', 'notice', 'dialog_mark'] loop
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

-- Who was there and who worked when is only ever added to.
revoke update, delete on public.workday_entry, public.presence_fact from switchboard_serve;
