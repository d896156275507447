import { z } from 'zod';

/** What an agreement is written from (product §3.4): a law's template, or the company's own words. */
export const agreementTemplates = ['152-fz', '94-v', 'gdpr', 'own'] as const;
export type AgreementTemplate = (typeof agreementTemplates)[number];

/** The languages a text can be in. */
export const agreementLanguages = ['en', 'ru', 'kk'] as const;
export type AgreementLanguage = (typeof agreementLanguages)[number];

/** The languages each template speaks, the usual one first. */
export const languagesOf: Record<AgreementTemplate, readonly AgreementLanguage[]> = {
  '152-fz': ['ru', 'en'],
  '94-v': ['ru', 'kk', 'en'],
  gdpr: ['en', 'ru'],
  own: agreementLanguages,
};

/** The longest that each field may be, in characters. */
export const longest = {
  company: 300,
  registration: 100,
  address: 500,
  email: 254,
  purposes: 3_000,
  thirdParties: 3_000,
  term: 500,
  title: 200,
  text: 20_000,
} as const;

const field = (name: keyof typeof longest) =>
  z
    .string()
    .max(longest[name], `agreements.${name}.long`)
    .transform((value) => value.replaceAll(/\r\n?/g, '\n'))
    .default('');

/** What a template is filled with, in one language. Purposes and third parties: one a line. */
export const agreementFields = z.object({
  company: field('company'),
  /** The company's number in a register: ОГРН, БИН. */
  registration: field('registration'),
  address: field('address'),
  email: field('email'),
  purposes: field('purposes'),
  thirdParties: field('thirdParties'),
  /** How long data is kept, in a sentence. */
  term: field('term'),
});
export type AgreementFields = z.infer<typeof agreementFields>;

/** One language of a draft: the fields of its template, or the words of an own text. */
export const textDraft = z.object({
  language: z.enum(agreementLanguages),
  fields: agreementFields.prefault({}),
  own: z.object({ title: field('title'), text: field('text') }).prefault({}),
});
export type TextDraft = z.infer<typeof textDraft>;

/** What will be the next version. It may be kept unfinished; what is missing is said when it is published. */
export const agreementDraft = z.object({
  /** The first is shown to whoever reads none of them. */
  texts: z
    .array(textDraft)
    .min(1, 'agreements.texts.empty')
    .max(agreementLanguages.length, 'agreements.texts.many')
    .refine((texts) => new Set(texts.map(({ language }) => language)).size === texts.length, 'agreements.texts.twice'),
});
export type AgreementDraft = z.infer<typeof agreementDraft>;

/** What an agreement is called among the company's own. */
export const agreementName = z.string().trim().min(1, 'agreements.name.empty').max(100, 'agreements.name.long');

/** Fields that a template cannot do without. */
const needed: Record<Exclude<AgreementTemplate, 'own'>, readonly (keyof AgreementFields)[]> = {
  '152-fz': ['company', 'address', 'email', 'purposes', 'term'],
  '94-v': ['company', 'registration', 'address', 'email', 'purposes', 'term'],
  gdpr: ['company', 'address', 'email', 'purposes', 'term'],
};

/** The fields of a template that must be filled before it is published; of an own text none. */
export function neededFields(template: AgreementTemplate): readonly (keyof AgreementFields)[] {
  return template === 'own' ? [] : needed[template];
}

/** What keeps a draft from being published: paths into it, each with the key of what to say there. Empty: nothing does. */
export function publishProblems(template: AgreementTemplate, { texts }: AgreementDraft): Record<string, string> {
  const problems: Record<string, string> = {};
  texts.forEach(({ language, fields, own }, index) => {
    const at = `texts.${index}`;
    if (!languagesOf[template].includes(language)) problems[`${at}.language`] = 'agreements.language.unknown';
    if (template === 'own') {
      if (own.title.trim() === '') problems[`${at}.own.title`] = 'agreements.title.empty';
      if (own.text.trim() === '') problems[`${at}.own.text`] = 'agreements.text.empty';
      return;
    }
    for (const name of needed[template])
      if (fields[name].trim() === '') problems[`${at}.fields.${name}`] = `agreements.${name}.empty`;
    if (fields.email.trim() !== '' && !z.email().safeParse(fields.email.trim()).success)
      problems[`${at}.fields.email`] = 'agreements.email.wrong';
  });
  return problems;
}
