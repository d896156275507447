-- CreateTable
CREATE TABLE "audit_entry" (
    "company_id" UUID NOT NULL,
    "audit_entry_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_kind" TEXT NOT NULL,
    "by_id" UUID,
    "what" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" UUID,
    "details" JSONB NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("company_id","audit_entry_id")
);

-- CreateIndex
CREATE INDEX "audit_entry_company_id_at_idx" ON "audit_entry"("company_id", "at");

-- CreateIndex
CREATE INDEX "audit_entry_company_id_subject_id_at_idx" ON "audit_entry"("company_id", "subject_id", "at");

-- The new table is served and secured as the others are, and only ever added to.
grant select, insert on public.audit_entry to switchboard_serve;
grant select on public.audit_entry to switchboard_across;
alter table public.audit_entry enable row level security;
alter table public.audit_entry force row level security;
create policy one_company on public.audit_entry to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.audit_entry for select to switchboard_across using (true);
