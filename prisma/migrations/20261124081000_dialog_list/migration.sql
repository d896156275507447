-- CreateTable
CREATE TABLE "dialog_words" (
    "company_id" UUID NOT NULL,
    "dialog_id" BIGINT NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "dialog_words_pkey" PRIMARY KEY ("company_id","dialog_id")
);

-- CreateTable
CREATE TABLE "words_cursor" (
    "company_id" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "before" BIGINT,

    CONSTRAINT "words_cursor_pkey" PRIMARY KEY ("company_id")
);

-- CreateTable
CREATE TABLE "dialog_view" (
    "company_id" UUID NOT NULL,
    "view_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "columns" TEXT[],
    "sort" TEXT NOT NULL,
    "ascending" BOOLEAN NOT NULL,
    "shared" BOOLEAN NOT NULL,
    "owner_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "dialog_view_pkey" PRIMARY KEY ("company_id","view_id")
);

-- CreateTable
CREATE TABLE "dialog_view_default" (
    "company_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "view_id" UUID NOT NULL,

    CONSTRAINT "dialog_view_default_pkey" PRIMARY KEY ("company_id","employee_id")
);

-- CreateTable
CREATE TABLE "export" (
    "company_id" UUID NOT NULL,
    "export_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "columns" TEXT[],
    "sort" TEXT NOT NULL,
    "ascending" BOOLEAN NOT NULL,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "about" INTEGER NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "pieces" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "leased_by" UUID,
    "leased_until" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "export_pkey" PRIMARY KEY ("company_id","export_id")
);

-- CreateTable
CREATE TABLE "export_piece" (
    "company_id" UUID NOT NULL,
    "export_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "export_piece_pkey" PRIMARY KEY ("company_id","export_id","number")
);

-- CreateIndex
CREATE INDEX "dialog_words_words" ON "dialog_words" USING GIN ("words");

-- CreateIndex
CREATE INDEX "dialog_view_company_id_owner_id_idx" ON "dialog_view"("company_id", "owner_id");

-- CreateIndex
CREATE INDEX "export_unfinished" ON "export"("company_id", "created_at") WHERE (state = 'waiting' OR state = 'running');

-- CreateIndex
CREATE INDEX "dialog_summary_by_day" ON "dialog_summary"("company_id", "day", "dialog_id");

-- CreateIndex
CREATE INDEX "dialog_summary_by_last_message" ON "dialog_summary"("company_id", "last_message_at", "dialog_id");

-- CreateIndex
CREATE INDEX "dialog_summary_by_messages" ON "dialog_summary"("company_id", "messages", "dialog_id");

-- CreateIndex
CREATE INDEX "dialog_summary_by_closing" ON "dialog_summary"("company_id", "closed_at", "dialog_id") WHERE (closed_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "dialog_summary_by_first_answer" ON "dialog_summary"("company_id", "to_first_answer", "dialog_id") WHERE (to_first_answer IS NOT NULL);

-- CreateIndex
CREATE INDEX "dialog_summary_by_handling" ON "dialog_summary"("company_id", "handling", "dialog_id") WHERE (handling IS NOT NULL);

-- CreateIndex
CREATE INDEX "dialog_summary_by_vote" ON "dialog_summary"("company_id", "vote", "dialog_id") WHERE (vote IS NOT NULL);

-- CreateIndex
CREATE INDEX "dialog_summary_by_stars" ON "dialog_summary"("company_id", "stars", "dialog_id") WHERE (stars IS NOT NULL);

-- AddForeignKey
ALTER TABLE "export_piece" ADD CONSTRAINT "export_piece_company_id_export_id_fkey" FOREIGN KEY ("company_id", "export_id") REFERENCES "export"("company_id", "export_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The new tables are served and secured as the others are.
do $$
declare
  name text;
begin
  foreach name in array array['dialog_words', 'words_cursor', 'dialog_view', 'dialog_view_default', 'export', 'export_piece'] loop
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

-- What stands before every word of a company. Two companies may share it: who looks asks for the company as well.
create function public.words_mark(company uuid) returns text
  language sql immutable parallel safe set search_path = pg_catalog
  return left(md5(company::text), 8) || ':';

-- The words of a text as they are compared: stems of Russian and English, small letters, ё as е.
create function public.words_of(company uuid, said text) returns tsvector
  language sql stable parallel safe set search_path = pg_catalog
  return array_to_tsvector(array(
    select public.words_mark(company) || word
    from unnest(tsvector_to_array(to_tsvector('russian', translate(said, 'ёЁ', 'еЕ')))) as word
    where length(word) <= 100));

-- The dialogs of the named company in which all these words were said, the newest first; of the last word its beginning
-- is enough. Row security would keep the index from being used, because comparing words could tell of rows that are
-- hidden: so this reads as the role that reads across companies, and asks for the company itself.
create function public.dialogs_with_words(wanted text[], most integer) returns table (dialog_id bigint)
  language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  company uuid := nullif(current_setting('app.company', true), '')::uuid;
  query tsquery;
  part tsquery;
  word text;
begin
  if company is null then return; end if;
  for i in 1 .. coalesce(array_length(wanted, 1), 0) loop
    part := null;
    -- Text of a word with its quotes is what one of a query looks like: nothing that is asked for is read as more.
    foreach word in array tsvector_to_array(public.words_of(company, wanted[i])) loop
      part := coalesce(part && (array_to_tsvector(array[word])::text)::tsquery, (array_to_tsvector(array[word])::text)::tsquery);
    end loop;
    if i = array_length(wanted, 1) then
      word := public.words_mark(company) || translate(lower(wanted[i]), 'ё', 'е');
      part := coalesce(part || (array_to_tsvector(array[word])::text || ':*')::tsquery, (array_to_tsvector(array[word])::text || ':*')::tsquery);
    end if;
    if part is not null then query := coalesce(query && part, part); end if;
  end loop;
  if query is null then return; end if;
  -- Planned for these very words: what is rare is found by its index, what is common by looking at the newest.
  return query execute
    'select w.dialog_id from public.dialog_words w where w.company_id = $1 and w.words @@ $2 order by w.dialog_id desc limit $3'
    using company, query, least(most, 10000);
end
$$;
revoke all on function public.words_mark, public.words_of, public.dialogs_with_words from public;
grant execute on function public.words_mark, public.words_of to switchboard_serve, switchboard_across;
grant execute on function public.dialogs_with_words to switchboard_serve;
grant create on schema public to switchboard_across;
alter function public.dialogs_with_words owner to switchboard_across;
revoke create on schema public from switchboard_across;
