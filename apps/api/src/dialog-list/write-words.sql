-- The words of dialogs as they stand now, in place of those that were kept. Of a dialog that is sealed, erased or gone
-- none are. $1 company, $2 dialog ids
with wanted as (
  select dialog_id from unnest($2::bigint[]) dialog_id
),
said as (
  -- What the line says by itself is said in every dialog, so it finds none. A very long dialog keeps its last words.
  select d.dialog_id, public.words_of($1, left(string_agg(left(m.text, 4000), ' ' order by m.number desc), 150000)) as words
  from wanted w
  join dialog d on d.company_id = $1 and d.dialog_id = w.dialog_id and d.state <> 'held' and d.erased_at is null
  join message m on m.company_id = $1 and m.chat_id = d.chat_id and m.dialog_id = d.dialog_id
    and m.kind = 'text' and m.said is null and m.text <> ''
  group by d.dialog_id
),
gone as (
  delete from dialog_words o using wanted w
  where o.company_id = $1 and o.dialog_id = w.dialog_id
    and not exists (select from said s where s.dialog_id = w.dialog_id and length(s.words) > 0)
)
insert into dialog_words (company_id, dialog_id, words)
select $1, dialog_id, words from said where length(words) > 0
on conflict (company_id, dialog_id) do update set words = excluded.words where dialog_words.words <> excluded.words
