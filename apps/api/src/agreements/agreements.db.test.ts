import { createHash } from 'node:crypto';

import type { AgreementDraft, AgreementLanguage } from '@switchboard/domain/agreement';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import {
  aCompany,
  anEmployee,
  anotherLine,
  callAs,
  saveLine,
  testApi,
  type Company,
  type TestApi,
} from '../testing/api.ts';

let api: TestApi;
let company: Company;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  company = await aCompany(api);
});

const fields = {
  company: 'Samovar <b>Ltd</b>',
  registration: '1027700132195',
  address: 'Moscow, Tea street 1',
  email: 'data@example.test',
  purposes: 'answers\ndelivery',
  thirdParties: '',
  term: 'Three years.',
};

function aDraft(languages: AgreementLanguage[], more: Partial<typeof fields> = {}): AgreementDraft {
  return {
    texts: languages.map((language) => ({ language, fields: { ...fields, ...more }, own: { title: '', text: '' } })),
  };
}

const calls = (person = company.admin) => callAs(api, person).agreements;

async function anAgreement(draft = aDraft(['ru', 'en']), template: '152-fz' | 'own' = '152-fz'): Promise<string> {
  const made = await calls().create.mutate({ name: 'Privacy', template, draft });
  if (!made.created) throw new Error(made.because);
  return made.agreementId;
}

async function published(agreementId: string, draftVersion = 1): Promise<string> {
  const answer = await calls().publish.mutate({ agreementId, draftVersion });
  if (!answer.published) throw new Error(answer.because);
  return answer.address;
}

describe('a draft', () => {
  test('is kept unfinished, and says at which fields it cannot be published', async () => {
    const agreementId = await anAgreement(aDraft(['ru'], { company: '', email: 'at home' }));
    await expect(calls().publish.mutate({ agreementId, draftVersion: 1 })).rejects.toMatchObject({
      data: {
        field: {
          'draft.texts.0.fields.company': 'agreements.company.empty',
          'draft.texts.0.fields.email': 'agreements.email.wrong',
        },
      },
    });
    expect(await calls().get.query({ agreementId })).toMatchObject({ version: 0, versions: [], draftVersion: 1 });
  });

  test('that somebody else saved meanwhile is not written over', async () => {
    const agreementId = await anAgreement();
    const draft = aDraft(['ru'], { term: 'Two years.' });
    const save = (draftVersion: number) =>
      calls().saveDraft.mutate({ agreementId, draftVersion, name: 'Privacy', draft });
    expect(await save(1)).toEqual({ saved: true, draftVersion: 2 });
    expect(await calls().saveDraft.mutate({ agreementId, draftVersion: 1, name: 'Other', draft })).toEqual({
      saved: false,
      because: 'stale',
    });
    expect(await save(2)).toEqual({ saved: true, draftVersion: 2 });
    expect(await calls().publish.mutate({ agreementId, draftVersion: 1 })).toEqual({
      published: false,
      because: 'stale',
    });
  });

  test('has a name that no other agreement of the company has', async () => {
    await anAgreement();
    await expect(
      calls().create.mutate({ name: ' privacy ', template: 'gdpr', draft: aDraft(['en']) }),
    ).rejects.toMatchObject({ data: { field: { name: 'agreements.name.taken' } } });
  });
});

describe('a version', () => {
  test('keeps its texts and their hashes for ever; the next one stands beside it', async () => {
    const agreementId = await anAgreement();
    const first = await published(agreementId);
    const before = await calls().version.query({ agreementId, version: 1 });
    await calls().saveDraft.mutate({
      agreementId,
      draftVersion: 1,
      name: 'Privacy',
      draft: aDraft(['ru', 'en'], { term: 'Two years.' }),
    });
    const second = await published(agreementId, 2);
    expect(second).not.toBe(first);
    expect(await calls().version.query({ agreementId, version: 1 })).toEqual(before);
    const view = await calls().get.query({ agreementId });
    expect(view?.versions.map(({ version }) => version)).toEqual([2, 1]);
    const text = before?.texts[0];
    expect(text?.language).toBe('ru');
    expect(text?.hash).toBe(createHash('sha256').update(`${text?.title}\n${text?.text}`).digest('hex'));
  });

  test('is not made where nothing changed since the one before', async () => {
    const agreementId = await anAgreement();
    await published(agreementId);
    expect(await calls().publish.mutate({ agreementId, draftVersion: 1 })).toEqual({
      published: false,
      because: 'unchanged',
    });
    const addresses = await api.query('select 1 from directory.agreement_address where agreement_id = $1', [
      agreementId,
    ]);
    expect(addresses).toHaveLength(1);
  });

  test('is made once where two people publish at once', async () => {
    const agreementId = await anAgreement();
    const answers = await Promise.all([1, 2, 3].map(() => calls().publish.mutate({ agreementId, draftVersion: 1 })));
    expect(answers.filter((answer) => answer.published)).toHaveLength(1);
    expect((await calls().get.query({ agreementId }))?.versions).toHaveLength(1);
    const addresses = await api.query('select 1 from directory.agreement_address where agreement_id = $1', [
      agreementId,
    ]);
    expect(addresses).toHaveLength(1);
  });
});

describe('a line', () => {
  test('chooses among published agreements of its company only', async () => {
    const agreementId = await anAgreement();
    const ask = (id: string) => saveLine(api, company, { 'agreement.agreementId': id, 'agreement.ask': true });
    const unknown = { data: { field: { 'agreement.agreementId': 'agreement.agreementId.unknown' } } };
    await expect(ask(agreementId)).rejects.toMatchObject(unknown);
    const address = await published(agreementId);
    expect(await calls().choices.query({})).toEqual([
      { agreementId, name: 'Privacy', version: 1, address, languages: ['ru', 'en'] },
    ]);
    await ask(agreementId);
    const other = await aCompany(api);
    await expect(
      saveLine(api, other, { 'agreement.agreementId': agreementId, 'agreement.ask': true }),
    ).rejects.toMatchObject(unknown);
  });

  test('keeps the agreement it asks for from being removed; otherwise it goes and comes back', async () => {
    const agreementId = await anAgreement();
    const address = await published(agreementId);
    const lineId = await anotherLine(api, company, 'Shop');
    await saveLine(api, company, { 'agreement.agreementId': agreementId }, lineId);
    expect(await calls().remove.mutate({ agreementId })).toEqual({
      removed: false,
      because: 'in-use',
      lines: [{ lineId, name: 'Shop', viewable: true }],
    });
    await saveLine(api, company, { 'agreement.agreementId': null }, lineId);
    expect(await calls().remove.mutate({ agreementId })).toEqual({ removed: true });
    expect(await calls().list.query({})).toEqual([]);
    expect((await fetch(`${api.url}/agreement/${address}`)).status).toBe(200);
    expect(await calls().restore.mutate({ agreementId })).toEqual({ restored: true });
    expect(await calls().list.query({})).toMatchObject([{ agreementId, version: 1 }]);
  });
});

test('an operator reads no agreements and publishes none', async () => {
  const boris = await anEmployee(api, company);
  await expect(calls(boris).list.query({})).rejects.toMatchObject({ data: { code: 'FORBIDDEN' } });
});

describe('the public page', () => {
  const page = async (address: string, { lang = '', accept = '' } = {}) => {
    const answer = await fetch(`${api.url}/agreement/${address}${lang ? `?lang=${lang}` : ''}`, {
      headers: accept ? { 'accept-language': accept } : {},
    });
    return { status: answer.status, headers: answer.headers, html: await answer.text() };
  };

  test('is plain HTML without a script or anything from elsewhere, under 30 kB, and kept for ever', async () => {
    const { status, headers, html } = await page(await published(await anAgreement()), { lang: 'en' });
    expect(status).toBe(200);
    expect(html).not.toMatch(/<script|javascript:|\son\w+=|src=|<link|@import|url\(|<iframe|<form/i);
    expect(Buffer.byteLength(html)).toBeLessThan(30_000);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? '';
    expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(headers.get('set-cookie')).toBeNull();
  });

  test('says its version, its day and the hash of its text, and nothing of it is markup', async () => {
    const agreementId = await anAgreement();
    const { html } = await page(await published(agreementId), { lang: 'en' });
    const text = (await calls().version.query({ agreementId, version: 1 }))?.texts.find(
      ({ language }) => language === 'en',
    );
    expect(html).toContain('Version 1');
    expect(html).toContain(text?.hash);
    expect(html).toContain('Samovar &#60;b&#62;Ltd&#60;/b&#62;');
  });

  test.each([
    ['in the language of the link before that of the browser', { lang: 'en', accept: 'ru' }, 'en'],
    ['in the browser’s language', { accept: 'de;q=0.9, en-GB;q=0.8, ru;q=0.5' }, 'en'],
    ['in the first of its languages where it speaks none of these', { lang: 'kk', accept: 'de' }, 'ru'],
    ['in the first of its languages where none is asked', {}, 'ru'],
  ])('is shown %s', async (_, asked, language) => {
    const { html } = await page(await published(await anAgreement()), asked);
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain(`<a href="?lang=${language === 'en' ? 'ru' : 'en'}"`);
  });

  test.each(['nothing-here', 'x', '%3Cscript%3E', '..%2F..%2Fetc', 'a'.repeat(500)])(
    'says that there is no such document at %s',
    async (address) => {
      const { status, headers, html } = await page(address, { accept: 'ru' });
      expect(status).toBe(404);
      expect(html).toContain('Такого документа нет');
      expect(headers.get('cache-control')).toBe('no-store');
    },
  );
});
