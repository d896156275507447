-- The roles that serve. None can sign in: a connection takes one on as it opens.
--   switchboard_serve    one company at a time, the one named in app.company
--   switchboard_across   reads over all companies: scanners, the waker
--   switchboard_receive  looks up a public address and stores what came, nothing else
--   switchboard_sign_in  the directory: accounts, membership, invitations, addresses
do $$
declare
  role text;
begin
  foreach role in array array['switchboard_serve', 'switchboard_across', 'switchboard_receive', 'switchboard_sign_in'] loop
    begin
      execute format('create role %I nologin', role);
    exception when duplicate_object or unique_violation then null;
    end;
    execute format('grant %I to current_user', role);
  end loop;
end
$$;

revoke all on schema public from public;
revoke all on schema directory from public;
grant usage on schema public to switchboard_serve, switchboard_across, switchboard_receive;
grant usage on schema directory to switchboard_receive, switchboard_sign_in;

grant select, insert, update, delete on all tables in schema directory to switchboard_sign_in;
grant select on directory.address to switchboard_receive;

grant select, insert, update, delete on all tables in schema public to switchboard_serve;
grant usage on all sequences in schema public to switchboard_serve, switchboard_receive;
grant select on all tables in schema public to switchboard_across;
grant insert on public.received to switchboard_receive;

-- History is only ever added to, and a version of settings never changes.
revoke update, delete on public.fact, public.line_settings from switchboard_serve;
revoke all on public._prisma_migrations from switchboard_serve, switchboard_across;

-- Row security on every table of a company.
do $$
declare
  name text;
begin
  for name in
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and c.relname <> '_prisma_migrations'
  loop
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
create policy store on public.received for insert to switchboard_receive with check (true);

-- Names the company for the rest of the transaction and takes its turn. The clock is read after the turn is held;
-- `at` stands in its place where a test or a story moves time.
create function public.take_turn(company uuid, at timestamptz)
  returns table (now timestamptz, dialog_number bigint, change_number bigint, ledger_number bigint, version bigint)
  language plpgsql as $$
begin
  perform set_config('app.company', company::text, true);
  return query
    with held as materialized (select * from public.turn t where t.company_id = company for no key update)
    select coalesce(at, clock_timestamp()), held.dialog_number, held.change_number, held.ledger_number, held.version from held;
end
$$;
revoke all on function public.take_turn from public;
grant execute on function public.take_turn to switchboard_serve;

alter table public.turn set (fillfactor = 50);
alter table public.dialog set (fillfactor = 80);
alter table public.chat set (fillfactor = 80);
alter table public.employee set (fillfactor = 60);
