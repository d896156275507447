import type { AgreementDraft, AgreementFields, AgreementLanguage, AgreementTemplate, TextDraft } from './draft.ts';
import { template152Fz } from './template-152-fz.ts';
import { template94V } from './template-94-v.ts';
import { templateGdpr } from './template-gdpr.ts';
import type { FilledText } from './written.ts';

type Words = Partial<Record<AgreementLanguage, (fields: AgreementFields) => FilledText>>;
const words: Record<Exclude<AgreementTemplate, 'own'>, Words> = {
  '152-fz': template152Fz,
  '94-v': template94V,
  gdpr: templateGdpr,
};

/**
 * The title and text that a draft of one language comes to, as clients will read it. What a field misses is missing there
 * too; a language that the template does not speak is empty.
 */
export function filledText(template: AgreementTemplate, { language, fields, own }: TextDraft): FilledText {
  const filled = template === 'own' ? own : words[template][language]?.(fields);
  return { title: filled?.title.trim() ?? '', text: filled?.text.trim() ?? '' };
}

/** Every text of a draft, in its order. */
export function filledTexts(
  template: AgreementTemplate,
  { texts }: AgreementDraft,
): (FilledText & { language: AgreementLanguage })[] {
  return texts.map((draft) => ({ language: draft.language, ...filledText(template, draft) }));
}

/** What the fields of a new text hold before anybody wrote there. */
export function usualFields(language: AgreementLanguage, company: string): AgreementFields {
  return { company, registration: '', address: '', email: '', thirdParties: '', ...usual[language] };
}

const usual: Record<AgreementLanguage, Pick<AgreementFields, 'purposes' | 'term'>> = {
  en: {
    purposes:
      'to answer your questions and advise you\nto prepare and fulfil a contract where you write about one\nto keep up the quality of our service',
    term: 'Until the purposes are reached or consent is withdrawn, but no longer than three years after the last message.',
  },
  ru: {
    purposes:
      'ответы на обращения и консультации\nподготовка и исполнение договора, если обращение связано с ним\nконтроль качества обслуживания',
    term: 'До достижения целей обработки или до отзыва согласия, но не дольше трёх лет с последнего сообщения.',
  },
  kk: {
    purposes:
      'өтініштерге жауап беру және кеңес беру\nөтініш шартқа байланысты болса, шартты дайындау және орындау\nқызмет көрсету сапасын бақылау',
    term: 'Өңдеу мақсаттарына қол жеткізілгенге немесе келісім қайтарып алынғанға дейін, бірақ соңғы хабарламадан кейін үш жылдан аспайтын мерзімге.',
  },
};
