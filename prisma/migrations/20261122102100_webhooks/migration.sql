-- CreateTable
CREATE TABLE "webhook" (
    "company_id" UUID NOT NULL,
    "webhook_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "events" JSONB NOT NULL,
    "content" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "off_because" TEXT,
    "secrets" BYTEA NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "enabled_at" TIMESTAMPTZ(3) NOT NULL,
    "failing_since" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("company_id","webhook_id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "company_id" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,
    "webhook_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "subject" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "tried_until" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("company_id","delivery_id")
);

-- CreateTable
CREATE TABLE "webhook_attempt" (
    "company_id" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "status" INTEGER,
    "took" INTEGER NOT NULL,
    "answer" TEXT NOT NULL,
    "error" TEXT,

    CONSTRAINT "webhook_attempt_pkey" PRIMARY KEY ("company_id","delivery_id","number")
);

-- CreateTable
CREATE TABLE "webhook_cursor" (
    "company_id" UUID NOT NULL,
    "number" BIGINT NOT NULL,

    CONSTRAINT "webhook_cursor_pkey" PRIMARY KEY ("company_id")
);

-- CreateIndex
CREATE INDEX "webhook_delivery_company_id_created_at_idx" ON "webhook_delivery"("company_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_company_id_webhook_id_source_key" ON "webhook_delivery"("company_id", "webhook_id", "source");

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_company_id_webhook_id_fkey" FOREIGN KEY ("company_id", "webhook_id") REFERENCES "webhook"("company_id", "webhook_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_company_id_delivery_id_fkey" FOREIGN KEY ("company_id", "delivery_id") REFERENCES "webhook_delivery"("company_id", "delivery_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The new tables are served and secured as the others are.
do $$
declare
  name text;
begin
  foreach name in array array['webhook', 'webhook_delivery', 'webhook_attempt', 'webhook_cursor'] loop
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
