-- CreateTable
CREATE TABLE "quick_reply_list" (
    "company_id" UUID NOT NULL,
    "list_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "quick_reply_list_pkey" PRIMARY KEY ("company_id","list_id")
);

-- CreateTable
CREATE TABLE "quick_reply_section" (
    "company_id" UUID NOT NULL,
    "section_id" UUID NOT NULL,
    "list_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "quick_reply_section_pkey" PRIMARY KEY ("company_id","section_id")
);

-- CreateTable
CREATE TABLE "quick_reply" (
    "company_id" UUID NOT NULL,
    "reply_id" UUID NOT NULL,
    "list_id" UUID NOT NULL,
    "section_id" UUID,
    "name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "saved_by" UUID NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "used" INTEGER NOT NULL DEFAULT 0,
    "used_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "quick_reply_pkey" PRIMARY KEY ("company_id","reply_id")
);

-- CreateTable
CREATE TABLE "quick_reply_use" (
    "company_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "reply_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quick_reply_use_pkey" PRIMARY KEY ("company_id","message_id")
);

-- CreateIndex
CREATE INDEX "quick_reply_section_company_id_list_id_idx" ON "quick_reply_section"("company_id", "list_id");

-- CreateIndex
CREATE INDEX "quick_reply_company_id_list_id_idx" ON "quick_reply"("company_id", "list_id");

-- CreateIndex
CREATE INDEX "quick_reply_company_id_section_id_idx" ON "quick_reply"("company_id", "section_id");

-- CreateIndex
CREATE INDEX "quick_reply_use_company_id_at_idx" ON "quick_reply_use"("company_id", "at");

-- AddForeignKey
ALTER TABLE "quick_reply_section" ADD CONSTRAINT "quick_reply_section_company_id_list_id_fkey" FOREIGN KEY ("company_id", "list_id") REFERENCES "quick_reply_list"("company_id", "list_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quick_reply" ADD CONSTRAINT "quick_reply_company_id_list_id_fkey" FOREIGN KEY ("company_id", "list_id") REFERENCES "quick_reply_list"("company_id", "list_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quick_reply" ADD CONSTRAINT "quick_reply_company_id_section_id_fkey" FOREIGN KEY ("company_id", "section_id") REFERENCES "quick_reply_section"("company_id", "section_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The new tables are served and secured as the others are.
grant select, insert, update, delete on public.quick_reply_list to switchboard_serve;
grant select on public.quick_reply_list to switchboard_across;
alter table public.quick_reply_list enable row level security;
alter table public.quick_reply_list force row level security;
create policy one_company on public.quick_reply_list to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.quick_reply_list for select to switchboard_across using (true);
grant select, insert, update, delete on public.quick_reply_section to switchboard_serve;
grant select on public.quick_reply_section to switchboard_across;
alter table public.quick_reply_section enable row level security;
alter table public.quick_reply_section force row level security;
create policy one_company on public.quick_reply_section to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.quick_reply_section for select to switchboard_across using (true);
grant select, insert, update, delete on public.quick_reply to switchboard_serve;
grant select on public.quick_reply to switchboard_across;
alter table public.quick_reply enable row level security;
alter table public.quick_reply force row level security;
create policy one_company on public.quick_reply to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.quick_reply for select to switchboard_across using (true);
grant select, insert, update, delete on public.quick_reply_use to switchboard_serve;
grant select on public.quick_reply_use to switchboard_across;
alter table public.quick_reply_use enable row level security;
alter table public.quick_reply_use force row level security;
create policy one_company on public.quick_reply_use to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.quick_reply_use for select to switchboard_across using (true);
