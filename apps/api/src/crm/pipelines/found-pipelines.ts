import { sql, type CompanyDb, type Turn } from '@switchboard/db';

type Language = 'en' | 'ru';

const found = sql(
  'found-pipelines',
  `with made as (
     insert into crm_pipeline (company_id, pipeline_id, crm, kind, name, place, created_at)
     select $1, gen_random_uuid(), 'built-in', kind, name, 1, $2
     from unnest($3::text[], $4::text[]) as p(kind, name)
     where not exists (select from crm_pipeline o where o.company_id = $1 and o.crm = 'built-in' and o.kind = p.kind and o.removed_at is null)
     returning pipeline_id, kind)
   insert into crm_stage (company_id, stage_id, pipeline_id, name, place, meaning, created_at)
   select $1, gen_random_uuid(), made.pipeline_id, s.name, s.place, s.meaning, $2
   from unnest($5::text[], $6::text[], $7::text[]) with ordinality as s(kind, name, meaning, place) join made on made.kind = s.kind
   returning stage_id as "stageId"`,
);

const names: Record<Language, { lead: string; deal: string }> = {
  en: { lead: 'Leads', deal: 'Deals' },
  ru: { lead: 'Лиды', deal: 'Сделки' },
};
const stages: Record<Language, readonly (readonly ['lead' | 'deal', string, 'open' | 'won' | 'lost'])[]> = {
  en: [
    ['lead', 'New', 'open'],
    ['lead', 'In work', 'open'],
    ['lead', 'Qualified', 'won'],
    ['lead', 'Junk', 'lost'],
    ['deal', 'New', 'open'],
    ['deal', 'Negotiation', 'open'],
    ['deal', 'Contract', 'open'],
    ['deal', 'Won', 'won'],
    ['deal', 'Lost', 'lost'],
  ],
  ru: [
    ['lead', 'Новый', 'open'],
    ['lead', 'В работе', 'open'],
    ['lead', 'Качественный', 'won'],
    ['lead', 'Некачественный', 'lost'],
    ['deal', 'Новая', 'open'],
    ['deal', 'Переговоры', 'open'],
    ['deal', 'Договор', 'open'],
    ['deal', 'Успешна', 'won'],
    ['deal', 'Проиграна', 'lost'],
  ],
};

/**
 * Gives a company the pipelines it starts with, in its language: one of leads, one of deals. What it has already stays as
 * it is, so that this can be asked for again. Answers whether anything was made.
 */
export async function foundPipelines(db: Turn | CompanyDb, language: Language, at: Date): Promise<boolean> {
  const kinds = ['lead', 'deal'] as const;
  const made = await db.run(found, [
    db.companyId,
    at,
    kinds,
    kinds.map((kind) => names[language][kind]),
    stages[language].map(([kind]) => kind),
    stages[language].map(([, name]) => name),
    stages[language].map(([, , meaning]) => meaning),
  ]);
  return made.length > 0;
}
