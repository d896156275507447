-- CreateTable
CREATE TABLE "ledger_head" (
    "company_id" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,
    "mailed_number" BIGINT NOT NULL DEFAULT 0,
    "mailed_at" TIMESTAMPTZ(3),

    CONSTRAINT "ledger_head_pkey" PRIMARY KEY ("company_id")
);

-- How far a ledger was signed: served and secured as the others are.
grant select, insert, update, delete on public.ledger_head to switchboard_serve;
grant select on public.ledger_head to switchboard_across;
alter table public.ledger_head enable row level security;
alter table public.ledger_head force row level security;
create policy one_company on public.ledger_head to switchboard_serve
  using (company_id = nullif(current_setting('app.company', true), '')::uuid)
  with check (company_id = nullif(current_setting('app.company', true), '')::uuid);
create policy across on public.ledger_head for select to switchboard_across using (true);
