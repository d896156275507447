-- CreateTable
CREATE TABLE "api_key" (
    "company_id" UUID NOT NULL,
    "api_key_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "rights" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "window_at" TIMESTAMPTZ(3),
    "window_calls" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("company_id","api_key_id")
);

-- CreateTable
CREATE TABLE "directory"."key_hash" (
    "key_hash" TEXT NOT NULL,
    "company_id" UUID NOT NULL,
    "api_key_id" UUID NOT NULL,

    CONSTRAINT "key_hash_pkey" PRIMARY KEY ("key_hash")
);

-- CreateIndex
CREATE INDEX "key_hash_company_id_idx" ON "directory"."key_hash"("company_id");

-- The new tables are served and secured as the others are; who receives a call may look a key's hash up, nothing else.
grant select, insert, update, delete on public.api_key to switchboard_serve;
grant select on public.api_key to switchboard_across;
alter table public.api_key enable row level security;
alter table public.api_key force row level security;
create policy one_company on public.api_key to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.api_key for select to switchboard_across using (true);
grant select, insert, update, delete on directory.key_hash to switchboard_sign_in;
grant select on directory.key_hash to switchboard_receive;
