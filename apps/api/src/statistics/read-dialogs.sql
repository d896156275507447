-- Dialogs whose facts are more than statistics know of them, with these facts; what lists candidates is left out, nothing
-- counts them. $1 company, $2 dialogs, $3 those whose facts did not grow, too.
select d.dialog_id as "dialogId", d.channel_id as "channelId", d.facts,
  (select jsonb_agg(f.body - 'candidates' order by f.number) from fact f where f.company_id = $1 and f.dialog_id = d.dialog_id) as body
from dialog d left join dialog_summary s on s.company_id = $1 and s.dialog_id = d.dialog_id
where d.company_id = $1 and d.dialog_id = any($2::bigint[]) and ($3 or s.facts is distinct from d.facts)
