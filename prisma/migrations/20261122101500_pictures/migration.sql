-- CreateTable
CREATE TABLE "picture" (
    "company_id" UUID NOT NULL,
    "picture_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "picture_pkey" PRIMARY KEY ("company_id","picture_id")
);

-- The new table is served and secured as the others are.
grant select, insert, update, delete on public.picture to switchboard_serve;
grant select on public.picture to switchboard_across;
alter table public.picture enable row level security;
alter table public.picture force row level security;
create policy one_company on public.picture to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.picture for select to switchboard_across using (true);
