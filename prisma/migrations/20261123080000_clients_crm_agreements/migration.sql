-- AlterTable
ALTER TABLE "chat" ADD COLUMN     "asked" JSONB;

-- AlterTable
ALTER TABLE "client" ADD COLUMN     "erased_at" TIMESTAMPTZ(3),
ADD COLUMN     "merged_into" UUID;

-- AlterTable
ALTER TABLE "company" ADD COLUMN     "keep_days" INTEGER;

-- AlterTable
ALTER TABLE "dialog" ADD COLUMN     "erased_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "directory"."agreement_address" (
    "address" TEXT NOT NULL,
    "company_id" UUID NOT NULL,
    "agreement_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "agreement_address_pkey" PRIMARY KEY ("address")
);

-- CreateIndex
CREATE INDEX "dialog_kept" ON "dialog"("company_id", "closed_at") WHERE closed_at IS NOT NULL AND erased_at IS NULL;

-- CreateTable
CREATE TABLE "client_address" (
    "company_id" UUID NOT NULL,
    "client_address_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "confidence" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "message_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "client_address_pkey" PRIMARY KEY ("company_id","client_address_id")
);

-- CreateTable
CREATE TABLE "client_merge" (
    "company_id" UUID NOT NULL,
    "merge_id" UUID NOT NULL,
    "kept_id" UUID NOT NULL,
    "merged_id" UUID NOT NULL,
    "because" TEXT NOT NULL,
    "by" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "moved" JSONB NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" UUID,

    CONSTRAINT "client_merge_pkey" PRIMARY KEY ("company_id","merge_id")
);

-- CreateTable
CREATE TABLE "crm_pipeline" (
    "company_id" UUID NOT NULL,
    "pipeline_id" UUID NOT NULL,
    "crm" TEXT NOT NULL DEFAULT 'built-in',
    "external_id" TEXT,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "crm_pipeline_pkey" PRIMARY KEY ("company_id","pipeline_id")
);

-- CreateTable
CREATE TABLE "crm_stage" (
    "company_id" UUID NOT NULL,
    "stage_id" UUID NOT NULL,
    "pipeline_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "meaning" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "crm_stage_pkey" PRIMARY KEY ("company_id","stage_id")
);

-- CreateTable
CREATE TABLE "crm_field" (
    "company_id" UUID NOT NULL,
    "field_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "options" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "place" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "crm_field_pkey" PRIMARY KEY ("company_id","field_id")
);

-- CreateTable
CREATE TABLE "crm_record" (
    "company_id" UUID NOT NULL,
    "record_id" UUID NOT NULL,
    "crm" TEXT NOT NULL DEFAULT 'built-in',
    "external_id" TEXT,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL DEFAULT '',
    "surname" TEXT NOT NULL DEFAULT '',
    "responsible_id" UUID,
    "source" TEXT NOT NULL DEFAULT '',
    "pipeline_id" UUID,
    "stage_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'open',
    "amount" DECIMAL(18,2),
    "currency" TEXT,
    "contact_id" UUID,
    "fields" JSONB NOT NULL DEFAULT '{}',
    "made_by_dialog_id" BIGINT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "stage_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "merged_into" UUID,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "crm_record_pkey" PRIMARY KEY ("company_id","record_id")
);

-- CreateTable
CREATE TABLE "crm_record_address" (
    "company_id" UUID NOT NULL,
    "record_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "crm_record_address_pkey" PRIMARY KEY ("company_id","record_id","kind","value")
);

-- CreateTable
CREATE TABLE "crm_entry" (
    "company_id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "record_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "what" TEXT NOT NULL,
    "by" UUID,
    "dialog_id" BIGINT,
    "body" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "crm_entry_pkey" PRIMARY KEY ("company_id","entry_id")
);

-- CreateTable
CREATE TABLE "crm_merge" (
    "company_id" UUID NOT NULL,
    "merge_id" UUID NOT NULL,
    "kept_id" UUID NOT NULL,
    "merged_id" UUID NOT NULL,
    "by" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "before" JSONB NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" UUID,

    CONSTRAINT "crm_merge_pkey" PRIMARY KEY ("company_id","merge_id")
);

-- CreateTable
CREATE TABLE "client_record" (
    "company_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "record_id" UUID NOT NULL,
    "confidence" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "client_record_pkey" PRIMARY KEY ("company_id","client_id","record_id")
);

-- CreateTable
CREATE TABLE "dialog_record" (
    "company_id" UUID NOT NULL,
    "dialog_id" BIGINT NOT NULL,
    "record_id" UUID NOT NULL,
    "confidence" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dialog_record_pkey" PRIMARY KEY ("company_id","dialog_id","record_id")
);

-- CreateTable
CREATE TABLE "crm_connection" (
    "company_id" UUID NOT NULL,
    "crm" TEXT NOT NULL,
    "how" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "secrets" BYTEA,
    "state" TEXT NOT NULL,
    "problem" TEXT,
    "connected_by" UUID NOT NULL,
    "connected_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "crm_connection_pkey" PRIMARY KEY ("company_id")
);

-- CreateTable
CREATE TABLE "crm_user" (
    "company_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "employee_id" UUID,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "crm_user_pkey" PRIMARY KEY ("company_id","external_id")
);

-- CreateTable
CREATE TABLE "agreement" (
    "company_id" UUID NOT NULL,
    "agreement_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "draft" JSONB NOT NULL,
    "draft_version" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 0,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "agreement_pkey" PRIMARY KEY ("company_id","agreement_id")
);

-- CreateTable
CREATE TABLE "agreement_version" (
    "company_id" UUID NOT NULL,
    "agreement_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "published_by" UUID NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agreement_version_pkey" PRIMARY KEY ("company_id","agreement_id","version")
);

-- CreateTable
CREATE TABLE "agreement_text" (
    "company_id" UUID NOT NULL,
    "agreement_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "language" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "agreement_text_pkey" PRIMARY KEY ("company_id","agreement_id","version","language")
);

-- CreateTable
CREATE TABLE "consent_record" (
    "company_id" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "client_id" UUID NOT NULL,
    "channel_id" UUID,
    "dialog_id" BIGINT,
    "agreement_id" UUID,
    "version" INTEGER,
    "language" TEXT,
    "text_hash" TEXT,
    "decision" TEXT NOT NULL,
    "how" TEXT NOT NULL,
    "message_id" UUID,
    "employee_id" UUID,
    "evidence_hash" TEXT NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "consent_record_pkey" PRIMARY KEY ("company_id","number")
);

-- CreateTable
CREATE TABLE "consent_evidence" (
    "company_id" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "salt" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,

    CONSTRAINT "consent_evidence_pkey" PRIMARY KEY ("company_id","number")
);

-- CreateTable
CREATE TABLE "client_consent" (
    "company_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "agreement_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "decision" TEXT NOT NULL,
    "number" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "client_consent_pkey" PRIMARY KEY ("company_id","client_id","agreement_id")
);

-- CreateTable
CREATE TABLE "erasure" (
    "company_id" UUID NOT NULL,
    "erasure_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "by" UUID NOT NULL,
    "because" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "number" BIGINT,

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("company_id","erasure_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "client_address_company_id_client_id_kind_value_key" ON "client_address"("company_id", "client_id", "kind", "value");

-- CreateIndex
CREATE UNIQUE INDEX "client_address_verified" ON "client_address"("company_id", "kind", "value") WHERE confidence = 'verified';

-- CreateIndex
CREATE INDEX "client_address_company_id_kind_value_idx" ON "client_address"("company_id", "kind", "value");

-- CreateIndex
CREATE INDEX "client_merge_company_id_kept_id_idx" ON "client_merge"("company_id", "kept_id");

-- CreateIndex
CREATE INDEX "client_merge_company_id_merged_id_idx" ON "client_merge"("company_id", "merged_id");

-- CreateIndex
CREATE INDEX "crm_stage_company_id_pipeline_id_idx" ON "crm_stage"("company_id", "pipeline_id");

-- CreateIndex
CREATE UNIQUE INDEX "crm_record_company_id_crm_kind_external_id_key" ON "crm_record"("company_id", "crm", "kind", "external_id");

-- CreateIndex
CREATE INDEX "crm_record_company_id_kind_changed_at_idx" ON "crm_record"("company_id", "kind", "changed_at");

-- CreateIndex
CREATE INDEX "crm_record_company_id_stage_id_stage_at_idx" ON "crm_record"("company_id", "stage_id", "stage_at");

-- CreateIndex
CREATE INDEX "crm_record_company_id_responsible_id_idx" ON "crm_record"("company_id", "responsible_id");

-- CreateIndex
CREATE INDEX "crm_record_company_id_contact_id_idx" ON "crm_record"("company_id", "contact_id");

-- CreateIndex
CREATE INDEX "crm_record_address_company_id_kind_value_idx" ON "crm_record_address"("company_id", "kind", "value");

-- CreateIndex
CREATE INDEX "crm_entry_company_id_record_id_at_idx" ON "crm_entry"("company_id", "record_id", "at");

-- CreateIndex
CREATE INDEX "crm_merge_company_id_kept_id_idx" ON "crm_merge"("company_id", "kept_id");

-- CreateIndex
CREATE INDEX "crm_merge_company_id_merged_id_idx" ON "crm_merge"("company_id", "merged_id");

-- CreateIndex
CREATE INDEX "client_record_company_id_record_id_idx" ON "client_record"("company_id", "record_id");

-- CreateIndex
CREATE INDEX "dialog_record_company_id_record_id_idx" ON "dialog_record"("company_id", "record_id");

-- CreateIndex
CREATE INDEX "crm_user_company_id_employee_id_idx" ON "crm_user"("company_id", "employee_id");

-- CreateIndex
CREATE INDEX "consent_record_company_id_client_id_number_idx" ON "consent_record"("company_id", "client_id", "number");

-- CreateIndex
CREATE INDEX "consent_record_company_id_agreement_id_number_idx" ON "consent_record"("company_id", "agreement_id", "number");

-- CreateIndex
CREATE INDEX "erasure_company_id_client_id_idx" ON "erasure"("company_id", "client_id");

-- CreateIndex
CREATE INDEX "erasure_running" ON "erasure"("company_id", "started_at") WHERE state = 'running';

-- AddForeignKey
ALTER TABLE "crm_stage" ADD CONSTRAINT "crm_stage_company_id_pipeline_id_fkey" FOREIGN KEY ("company_id", "pipeline_id") REFERENCES "crm_pipeline"("company_id", "pipeline_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "crm_record_address" ADD CONSTRAINT "crm_record_address_company_id_record_id_fkey" FOREIGN KEY ("company_id", "record_id") REFERENCES "crm_record"("company_id", "record_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "crm_entry" ADD CONSTRAINT "crm_entry_company_id_record_id_fkey" FOREIGN KEY ("company_id", "record_id") REFERENCES "crm_record"("company_id", "record_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement_version" ADD CONSTRAINT "agreement_version_company_id_agreement_id_fkey" FOREIGN KEY ("company_id", "agreement_id") REFERENCES "agreement"("company_id", "agreement_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement_text" ADD CONSTRAINT "agreement_text_company_id_agreement_id_version_fkey" FOREIGN KEY ("company_id", "agreement_id", "version") REFERENCES "agreement_version"("company_id", "agreement_id", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The new tables are served and secured as the others are; what was published or decided is only ever added to.
grant select, insert, update, delete on public.client_address to switchboard_serve;
grant select on public.client_address to switchboard_across;
alter table public.client_address enable row level security;
alter table public.client_address force row level security;
create policy one_company on public.client_address to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.client_address for select to switchboard_across using (true);
grant select, insert, update, delete on public.client_merge to switchboard_serve;
grant select on public.client_merge to switchboard_across;
alter table public.client_merge enable row level security;
alter table public.client_merge force row level security;
create policy one_company on public.client_merge to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.client_merge for select to switchboard_across using (true);
grant select, insert, update, delete on public.crm_pipeline to switchboard_serve;
grant select on public.crm_pipeline to switchboard_across;
alter table public.crm_pipeline enable row level security;
alter table public.crm_pipeline force row level security;
create policy one_company on public.crm_pipeline to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.crm_pipeline for select to switchboard_across using (true);
grant select, insert, update, delete on public.crm_stage to switchboard_serve;
grant select on public.crm_stage to switchboard_across;
alter table public.crm_stage enable row level security;
alter table public.crm_stage force row level security;
create policy one_company on public.crm_stage to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.crm_stage for select to switchboard_across using (true);
grant select, insert, update, delete on public.crm_field to switchboard_serve;
grant select on public.crm_field to switchboard_across;
alter table public.crm_field enable row level security;
alter table public.crm_field force row level security;
create policy one_company on public.crm_field to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.crm_field for select to switchboard_across using (true);
grant select, insert, update, delete on public.crm_record to switchboard_serve;
grant select on public.crm_record to switchboard_across;
alter table public.crm_record enable row level security;
alter table public.crm_record force row level security;
create policy one_company on public.crm_record to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.crm_record for select to switchboard_across using (true);
grant select, insert, update, delete on public.crm_record_address to switchboard_serve;
grant select on public.crm_record_address to switchboard_across;
alter table public.crm_record_address enable row level security;
alter table public.crm_record_address force row level security;
create policy one_company on public.crm_record_address to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.crm_record_address for select to switchboard_across using (true);
grant select, insert, update, delete on public.crm_entry to switchboard_serve;
grant select on public.crm_entry to switchboard_across;
alter table public.crm_entry enable row level security;
alter table public.crm_entry force row level security;
create policy one_company on public.crm_entry to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.crm_entry for select to switchboard_across using (true);
grant select, insert, update, delete on public.crm_merge to switchboard_serve;
grant select on public.crm_merge to switchboard_across;
alter table public.crm_merge enable row level security;
alter table public.crm_merge force row level security;
create policy one_company on public.crm_merge to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.crm_merge for select to switchboard_across using (true);
grant select, insert, update, delete on public.client_record to switchboard_serve;
grant select on public.client_record to switchboard_across;
alter table public.client_record enable row level security;
alter table public.client_record force row level security;
create policy one_company on public.client_record to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.client_record for select to switchboard_across using (true);
grant select, insert, update, delete on public.dialog_record to switchboard_serve;
grant select on public.dialog_record to switchboard_across;
alter table public.dialog_record enable row level security;
alter table public.dialog_record force row level security;
create policy one_company on public.dialog_record to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.dialog_record for select to switchboard_across using (true);
grant select, insert, update, delete on public.crm_connection to switchboard_serve;
grant select on public.crm_connection to switchboard_across;
alter table public.crm_connection enable row level security;
alter table public.crm_connection force row level security;
create policy one_company on public.crm_connection to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.crm_connection for select to switchboard_across using (true);
grant select, insert, update, delete on public.crm_user to switchboard_serve;
grant select on public.crm_user to switchboard_across;
alter table public.crm_user enable row level security;
alter table public.crm_user force row level security;
create policy one_company on public.crm_user to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.crm_user for select to switchboard_across using (true);
grant select, insert, update, delete on public.agreement to switchboard_serve;
grant select on public.agreement to switchboard_across;
alter table public.agreement enable row level security;
alter table public.agreement force row level security;
create policy one_company on public.agreement to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.agreement for select to switchboard_across using (true);
grant select, insert on public.agreement_version to switchboard_serve;
grant select on public.agreement_version to switchboard_across;
alter table public.agreement_version enable row level security;
alter table public.agreement_version force row level security;
create policy one_company on public.agreement_version to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.agreement_version for select to switchboard_across using (true);
grant select, insert on public.agreement_text to switchboard_serve;
grant select on public.agreement_text to switchboard_across;
alter table public.agreement_text enable row level security;
alter table public.agreement_text force row level security;
create policy one_company on public.agreement_text to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.agreement_text for select to switchboard_across using (true);
grant select, insert on public.consent_record to switchboard_serve;
grant select on public.consent_record to switchboard_across;
alter table public.consent_record enable row level security;
alter table public.consent_record force row level security;
create policy one_company on public.consent_record to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.consent_record for select to switchboard_across using (true);
grant select, insert, update, delete on public.consent_evidence to switchboard_serve;
grant select on public.consent_evidence to switchboard_across;
alter table public.consent_evidence enable row level security;
alter table public.consent_evidence force row level security;
create policy one_company on public.consent_evidence to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.consent_evidence for select to switchboard_across using (true);
grant select, insert, update, delete on public.client_consent to switchboard_serve;
grant select on public.client_consent to switchboard_across;
alter table public.client_consent enable row level security;
alter table public.client_consent force row level security;
create policy one_company on public.client_consent to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.client_consent for select to switchboard_across using (true);
grant select, insert, update, delete on public.erasure to switchboard_serve;
grant select on public.erasure to switchboard_across;
alter table public.erasure enable row level security;
alter table public.erasure force row level security;
create policy one_company on public.erasure to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.erasure for select to switchboard_across using (true);
grant select, insert, update, delete on directory.agreement_address to switchboard_sign_in;
grant select on directory.agreement_address to switchboard_receive;
