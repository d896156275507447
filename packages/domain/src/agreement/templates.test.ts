import { describe, expect, test } from 'vitest';

import {
  agreementDraft,
  agreementTemplates,
  filledText,
  filledTexts,
  languagesOf,
  neededFields,
  publishProblems,
  textBlocks,
  textHtml,
  usualFields,
  type AgreementDraft,
  type AgreementLanguage,
  type AgreementTemplate,
} from './index.ts';

const filled = {
  company: 'ООО «Самовар»',
  registration: '1027700132195',
  address: 'Москва, ул. Чайная, 1',
  email: 'data@example.test',
  purposes: 'ответы на вопросы\n\n- доставка заказов',
  thirdParties: 'ООО «Курьер»',
  term: 'Три года.',
};

function aDraft(language: AgreementLanguage, fields: Partial<typeof filled> = {}): AgreementDraft {
  return agreementDraft.parse({ texts: [{ language, fields: { ...filled, ...fields } }] });
}

const spoken = agreementTemplates
  .filter((template) => template !== 'own')
  .flatMap((template) =>
    languagesOf[template].map((language): [AgreementTemplate, AgreementLanguage] => [template, language]),
  );

describe('a template', () => {
  test.each(spoken)('of %s in %s says everything it was filled with', (template, language) => {
    const [text] = filledTexts(template, aDraft(language));
    expect(text?.title).not.toBe('');
    for (const value of [
      filled.company,
      filled.address,
      filled.email,
      'доставка заказов',
      filled.thirdParties,
      filled.term,
    ])
      expect(text?.text).toContain(value);
    expect(text?.text).toContain(filled.registration);
  });

  test.each(spoken)('of %s in %s says so where data goes to nobody else', (template, language) => {
    const [some] = filledTexts(template, aDraft(language));
    const [none] = filledTexts(template, aDraft(language, { thirdParties: ' \n ' }));
    expect(none?.text).not.toBe(some?.text);
    expect(none?.text).not.toContain('\n\n—');
  });

  const parts: [AgreementTemplate, AgreementLanguage, string[]][] = [
    [
      '152-fz',
      'ru',
      [
        'Оператор',
        'Цели обработки',
        'Перечень персональных данных',
        'Действия с персональными данными',
        'Третьи лица',
        'Срок действия согласия',
        'Как отозвать согласие',
      ],
    ],
    [
      '94-v',
      'ru',
      [
        'Оператор',
        'Передача третьим лицам',
        'Трансграничная передача',
        'Общедоступные источники',
        'Срок действия согласия',
      ],
    ],
    ['94-v', 'kk', ['Оператор', 'Үшінші тұлғаларға беру', 'Трансшекаралық беру', 'Келісімнің қолданылу мерзімі']],
    ['gdpr', 'en', ['Controller', 'Purposes', 'Legal basis', 'Recipients', 'How long data is kept', 'Your rights']],
  ];
  test.each(parts)('of %s in %s has the parts its law asks for', (template, language, headings) => {
    const found = textBlocks(filledText(template, aDraft(language).texts[0]!).text).flatMap((block) =>
      block.kind === 'heading' ? [block.text] : [],
    );
    expect(found).toEqual(expect.arrayContaining(headings));
  });

  test('a number in a register is not asked for in vain: Kazakhstan needs it, the others may go without', () => {
    expect(neededFields('94-v')).toContain('registration');
    expect(neededFields('152-fz')).not.toContain('registration');
    expect(publishProblems('152-fz', aDraft('ru', { registration: '' }))).toEqual({});
  });
});

describe('a draft that is published', () => {
  const cases: [string, AgreementTemplate, AgreementDraft, Record<string, string>][] = [
    ['has every field its template needs', '152-fz', aDraft('ru'), {}],
    [
      'names its company',
      '152-fz',
      aDraft('ru', { company: '  ' }),
      { 'texts.0.fields.company': 'agreements.company.empty' },
    ],
    [
      'has an address that mail can be sent to',
      'gdpr',
      aDraft('en', { email: 'at home' }),
      { 'texts.0.fields.email': 'agreements.email.wrong' },
    ],
    [
      'speaks only the languages of its template',
      '152-fz',
      aDraft('kk'),
      { 'texts.0.language': 'agreements.language.unknown' },
    ],
    [
      'has a title and words where they are the company’s own',
      'own',
      agreementDraft.parse({ texts: [{ language: 'en', own: { title: ' ', text: '\n' } }] }),
      { 'texts.0.own.title': 'agreements.title.empty', 'texts.0.own.text': 'agreements.text.empty' },
    ],
    [
      'is complete in each of its languages',
      'gdpr',
      agreementDraft.parse({
        texts: [
          { language: 'en', fields: filled },
          { language: 'ru', fields: { ...filled, term: '' } },
        ],
      }),
      { 'texts.1.fields.term': 'agreements.term.empty' },
    ],
  ];
  test.each(cases)('%s', (_, template, draft, problems) => {
    expect(publishProblems(template, draft)).toEqual(problems);
  });

  test('has each language once, and one at least', () => {
    expect(agreementDraft.safeParse({ texts: [] }).error?.issues[0]?.message).toBe('agreements.texts.empty');
    expect(
      agreementDraft.safeParse({ texts: [{ language: 'en' }, { language: 'en' }] }).error?.issues[0]?.message,
    ).toBe('agreements.texts.twice');
  });

  test('begins with purposes and a term in its language', () => {
    for (const language of ['en', 'ru', 'kk'] as const)
      expect(usualFields(language, 'Samovar')).toMatchObject({
        company: 'Samovar',
        purposes: expect.stringContaining('\n'),
      });
  });
});

describe('a text', () => {
  test('is headings, paragraphs and lists', () => {
    expect(textBlocks('One\ntwo\n\n# Three\nfour\n- five\n- six\n\nseven')).toEqual([
      { kind: 'paragraph', lines: ['One', 'two'] },
      { kind: 'heading', text: 'Three' },
      { kind: 'paragraph', lines: ['four'] },
      { kind: 'list', items: ['five', 'six'] },
      { kind: 'paragraph', lines: ['seven'] },
    ]);
  });

  test.each([
    ['<script>alert(1)</script>', '<p>&#60;script&#62;alert(1)&#60;/script&#62;</p>'],
    ['# <img src=x onerror=alert(1)>', '<h2>&#60;img src=x onerror=alert(1)&#62;</h2>'],
    [`- "a" & 'b'`, '<ul><li>&#34;a&#34; &#38; &#39;b&#39;</li></ul>'],
    ['[link](javascript:alert(1))', '<p>[link](javascript:alert(1))</p>'],
  ])('%s is only words in HTML', (text, html) => {
    expect(textHtml(text)).toBe(html);
  });
});
