import { sql, type CompanyDb } from '@switchboard/db';
import { acts, countedFigures, plus, type Day } from '@switchboard/domain/statistics';

import { columnOf, countedSql, spreadOfDialog } from './counted-sql.ts';
import { nobody } from './summaries.ts';

const columns = countedFigures.map(columnOf);
// What figures are divided by: a dialog counts in each of these once; `nobodys` has those that nobody ever had, by line.
const divided = `(values ('all', '${nobody}'::uuid), ('line', s.line_id), ('channel', s.channel_id), ('operator', s.operator_id),
  ('department', s.department_id), ('nobodys', case when s.operator_id = '${nobody}' then s.line_id end)) g(by, of)`;
const forgotten = (table: string): string => `delete from ${table} where company_id = $1 and day = any($2::date[])`;

const forgetDays = sql('forget-figure-days', forgotten('figure_day'));
const countDay = sql(
  'count-figure-days',
  `insert into figure_day (company_id, by, of, day, ${columns.join(', ')})
   select $1, g.by, g.of, s.day, ${countedFigures.map((figure) => `sum(${countedSql[figure]})`).join(', ')}
   from dialog_summary s cross join lateral ${divided}
   where s.company_id = $1 and s.day = any($2::date[]) and g.of is not null group by g.by, g.of, s.day`,
);
const forgetQuarters = sql('forget-figure-quarters', forgotten('figure_quarter'));
const countQuarters = sql(
  'count-figure-quarters',
  `insert into figure_quarter (company_id, by, of, day, quarter, dialogs)
   select $1, g.by, g.of, s.day, s.quarter, count(*) from dialog_summary s cross join lateral ${divided}
   where s.company_id = $1 and s.day = any($2::date[]) and g.of is not null group by g.by, g.of, s.day, s.quarter`,
);
const forgetSpreads = sql('forget-figure-spreads', `${forgotten('figure_spread')} and span = 'day'`);
const countSpreads = sql(
  'count-figure-spreads',
  `insert into figure_spread (company_id, by, of, measure, span, day, buckets, counts)
   select $1, by, of, measure, 'day', day, array_agg(bucket order by bucket), array_agg(dialogs order by bucket) from (
     select g.by, g.of, m.measure, s.day, m.bucket, count(*)::int as dialogs
     from dialog_summary s cross join lateral ${spreadOfDialog} cross join lateral ${divided}
     where s.company_id = $1 and s.day = any($2::date[]) and m.bucket is not null and g.of is not null
     group by g.by, g.of, m.measure, s.day, m.bucket) x
   group by by, of, measure, day`,
);
const forgetMonths = sql(
  'forget-figure-months',
  `delete from figure_spread where company_id = $1 and span = 'month' and day = any($2::date[])`,
);
const countMonths = sql(
  'count-figure-months',
  `insert into figure_spread (company_id, by, of, measure, span, day, buckets, counts)
   select $1, by, of, measure, 'month', month, array_agg(bucket order by bucket), array_agg(dialogs order by bucket) from (
     select f.by, f.of, f.measure, m.month, x.bucket, sum(x.dialogs)::int as dialogs
     from unnest($2::date[]) m(month) join figure_spread f
       on f.company_id = $1 and f.span = 'day' and f.day >= m.month and f.day < m.month + interval '1 month'
     cross join lateral unnest(f.buckets, f.counts) x(bucket, dialogs)
     group by f.by, f.of, f.measure, m.month, x.bucket) x
   group by by, of, measure, month`,
);
const actColumns = acts.map(columnOf);
const forgetOperators = sql('forget-figure-operators', forgotten('figure_operator'));
const countOperators = sql(
  'count-figure-operators',
  `insert into figure_operator (company_id, day, employee_id, line_id, channel_id, department_id, ${actColumns.join(', ')}, stars, answered)
   select $1, p.day, p.employee_id, p.line_id, p.channel_id, p.department_id, ${actColumns.map((act) => `sum(p.${act})`).join(', ')}, sum(p.stars),
     count(*) filter (where p.answers > 0 and not exists (
       select 1 from dialog_part e where e.company_id = $1 and e.dialog_id = p.dialog_id and e.employee_id = p.employee_id and e.answers > 0
         and (e.day, e.line_id) < (p.day, p.line_id)))
   from dialog_part p where p.company_id = $1 and p.day = any($2::date[])
   group by p.day, p.employee_id, p.line_id, p.channel_id, p.department_id`,
);

/**
 * Counts the figures of these days anew from what their dialogs come to; those of whole months up to `monthsThrough` (the
 * first day of the last such month, null for none) with them.
 */
export async function countDays(db: CompanyDb, days: readonly Day[], monthsThrough: Day | null): Promise<void> {
  if (days.length === 0) return;
  const given = [db.companyId, days];
  for (const statement of [
    forgetDays,
    countDay,
    forgetQuarters,
    countQuarters,
    forgetSpreads,
    countSpreads,
    forgetOperators,
    countOperators,
  ])
    await db.run(statement, given);
  const months = [...new Set(days.map(monthOf))].filter((month) => monthsThrough !== null && month <= monthsThrough);
  await countWholeMonths(db, months);
}

/** Adds up the spreads of these months from those of their days. */
export async function countWholeMonths(db: CompanyDb, months: readonly Day[]): Promise<void> {
  if (months.length === 0) return;
  await db.run(forgetMonths, [db.companyId, months]);
  await db.run(countMonths, [db.companyId, months]);
}

/** The first day of a day's month. */
export function monthOf(day: Day): Day {
  return `${day.slice(0, 7)}-01`;
}

/** The first day of the month after a day's. */
export function firstOfNext(day: Day): Day {
  return monthOf(plus(monthOf(day), 32));
}
