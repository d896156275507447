-- What every migration must leave behind, as sentences about what is not so; no rows: all is well.
-- A company's table stands in schema public and is bound to its company by keys, foreign keys and row security, so that
-- the schema can be distributed by company_id and no role that serves reaches past its company.
with
company_table as (
  select c.oid, c.relname as name, c.relrowsecurity, c.relforcerowsecurity
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> '_prisma_migrations'
),
company_column as (
  select t.oid, t.name, a.attnum, a.attnotnull, format_type(a.atttypid, a.atttypmod) as type
  from company_table t left join pg_attribute a on a.attrelid = t.oid and a.attname = 'company_id' and not a.attisdropped
),
-- What the roles may do, beyond what the migration means to give them.
meant(role, schema, name, privileges) as (
  select 'switchboard_serve', 'public', name,
    case when name in ('agreement_text', 'agreement_version', 'audit_entry', 'consent_record', 'fact', 'line_settings', 'presence_fact', 'workday_entry') then array['INSERT', 'SELECT'] else array['DELETE', 'INSERT', 'SELECT', 'UPDATE'] end
  from company_table
  union all
  select 'switchboard_across', 'public', name, array['SELECT'] from company_table
  union all
  select 'switchboard_receive', 'public', 'received', array['INSERT']
  union all
  select 'switchboard_receive', 'directory', 'address', array['SELECT']
  union all
  select 'switchboard_receive', 'directory', 'key_hash', array['SELECT']
  union all
  select 'switchboard_receive', 'directory', 'agreement_address', array['SELECT']
  union all
  select 'switchboard_sign_in', 'directory', c.relname, array['DELETE', 'INSERT', 'SELECT', 'UPDATE']
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'directory' and c.relkind in ('r', 'p')
),
granted as (
  select role.name as role, n.nspname as schema, c.relname as name,
    array(
      select p from unnest(array['DELETE', 'INSERT', 'REFERENCES', 'SELECT', 'TRIGGER', 'TRUNCATE', 'UPDATE']) p
      where has_schema_privilege(role.name, n.oid, 'USAGE')
        and (has_table_privilege(role.name, c.oid, p)
          or (p in ('INSERT', 'REFERENCES', 'SELECT', 'UPDATE') and has_any_column_privilege(role.name, c.oid, p)))
      order by p
    ) as privileges
  from unnest(array['switchboard_serve', 'switchboard_across', 'switchboard_receive', 'switchboard_sign_in']) as role(name)
  cross join pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'directory') and c.relkind in ('r', 'p', 'v', 'm', 'f')
),
problem as (
  select format('%s has no company_id uuid not null', name) as problem
  from company_column where attnum is null or not attnotnull or type <> 'uuid'
  union all
  select format('%s has no primary key', name)
  from company_table t where not exists (select 1 from pg_constraint k where k.conrelid = t.oid and k.contype = 'p')
  union all
  select format('%s: %s does not begin with company_id', c.name, i.indexrelid::regclass)
  from company_column c join pg_index i on i.indrelid = c.oid
  where (i.indisunique or i.indisexclusion) and i.indkey[0] is distinct from c.attnum
  union all
  select format('%s: the foreign key %s leaves its company', c.name, k.conname)
  from company_column c join pg_constraint k on k.conrelid = c.oid and k.contype = 'f'
  where not exists (
    select 1 from unnest(k.conkey, k.confkey) as pair(ours, theirs)
    join pg_attribute a on a.attrelid = k.confrelid and a.attnum = pair.theirs
    where pair.ours = c.attnum and a.attname = 'company_id'
  )
  union all
  select format('%s: row security is not %s', name, case when relrowsecurity then 'forced' else 'enabled' end)
  from company_table where not relrowsecurity or not relforcerowsecurity
  union all
  select format('%s: the policy one_company is not as it must be', name)
  from company_table t where not exists (
    select 1 from pg_policies p
    where p.schemaname = 'public' and p.tablename = t.name and p.policyname = 'one_company' and p.cmd = 'ALL'
      and p.roles = array['switchboard_serve']::name[] and p.qual = p.with_check
      and p.qual = '(company_id = (NULLIF(current_setting(''app.company''::text, true), ''''::text))::uuid)'
  )
  union all
  select format('%s: the policy %s lets more through', p.tablename, p.policyname)
  from pg_policies p
  where p.schemaname = 'public' and p.permissive = 'PERMISSIVE' and p.policyname <> 'one_company'
    and not (p.policyname = 'across' and p.roles = array['switchboard_across']::name[] and p.cmd = 'SELECT')
    and not (p.policyname = 'store' and p.tablename = 'received' and p.roles = array['switchboard_receive']::name[] and p.cmd = 'INSERT')
  union all
  select format('%s: there is a trigger, %s', g.tgrelid::regclass, g.tgname)
  from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
  where not g.tgisinternal and n.nspname in ('public', 'directory')
  union all
  select format('%s is no table: row security does not reach into it', c.oid::regclass)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'directory') and c.relkind in ('v', 'm', 'f')
  union all
  select format('the function %s runs as its owner', f.oid::regproc)
  from pg_proc f join pg_namespace n on n.oid = f.pronamespace
  where n.nspname in ('public', 'directory') and f.prosecdef
    -- It asks for the company itself, names what it reads in full, and is no more than a role that reads.
    and not (f.proname = 'dialogs_with_words' and f.proowner = 'switchboard_across'::regrole and coalesce(f.proconfig, '{}') = array['search_path=pg_catalog'])
  union all
  select format('%s may %s on %s.%s', g.role, array_to_string(array(select unnest(g.privileges) except select unnest(m.privileges) order by 1), ', '), g.schema, g.name)
  from granted g left join meant m using (role, schema, name)
  where not g.privileges <@ coalesce(m.privileges, '{}')
  union all
  select format('%s may not %s on %s.%s', m.role, array_to_string(array(select unnest(m.privileges) except select unnest(g.privileges) order by 1), ', '), m.schema, m.name)
  from meant m left join granted g using (role, schema, name)
  where not m.privileges <@ coalesce(g.privileges, '{}')
  union all
  select format('%s may sign in, or is above row security', rolname)
  from pg_roles where rolname like 'switchboard\_%' and (rolcanlogin or rolsuper or rolbypassrls or rolcreaterole)
)
select problem from problem order by problem
