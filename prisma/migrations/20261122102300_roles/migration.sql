-- An employee has one role or more, and an invitation names them. A change of type rewrites every row, whereas an UPDATE
-- would find none: row security is forced on the table's owner too.
ALTER TABLE "employee" ALTER COLUMN "role" SET DATA TYPE TEXT[] USING ARRAY["role"],
    ALTER COLUMN "role" DROP NOT NULL;
ALTER TABLE "employee" RENAME COLUMN "role" TO "role_ids";
ALTER TABLE "directory"."invitation" ALTER COLUMN "role" SET DATA TYPE TEXT[] USING ARRAY["role"],
    ALTER COLUMN "role" DROP NOT NULL;
ALTER TABLE "directory"."invitation" RENAME COLUMN "role" TO "role_ids";

-- CreateTable
CREATE TABLE "role" (
    "company_id" UUID NOT NULL,
    "role_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "rights" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "role_pkey" PRIMARY KEY ("company_id","role_id")
);

-- The new table is served and secured as the others are.
grant select, insert, update, delete on public.role to switchboard_serve;
grant select on public.role to switchboard_across;
alter table public.role enable row level security;
alter table public.role force row level security;
create policy one_company on public.role to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.role for select to switchboard_across using (true);
