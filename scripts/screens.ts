import { mkdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { Browser, Page } from 'playwright-core';

import { launchBrowser } from './browser/browser.ts';
import { build, root } from './installation/commands.ts';
import { freePort, startInstallation, type Installation } from './installation/installation.ts';

/**
 * A picture of every screen, at 1440 and 360 pixels, light and dark, English and Russian, into `.screens/`.
 * `npm run screens -- inbox lead` makes only those whose name contains one of the words.
 */
const only = process.argv.slice(2);
const folder = path.join(root, '.screens');
const widths = [1440, 360];
const themes = ['light', 'dark'] as const;
const languages = ['en', 'ru'] as const;

type Shot = { name: string; path: string; who: 'anna' | 'nobody'; before?: (page: Page) => Promise<unknown> };

async function shots(installation: Installation, browser: Browser): Promise<Shot[]> {
  const page = await signedIn(installation, browser);
  const first = async (call: string, id: string): Promise<string> =>
    page.evaluate(
      async ({ api, call, id }) => {
        const answer = await fetch(`${api}/rpc/${call}?input=%7B%7D`, { credentials: 'include' });
        const read = (await answer.json()) as { result: { data: Record<string, string>[] } };
        return read.result.data[0]?.[id] ?? '';
      },
      { api: installation.apiUrl, call, id },
    );
  const ask = async <Answer>(call: string, input: object, changes = false): Promise<Answer> =>
    page.evaluate(
      async ({ url, input, changes }) => {
        const answer = await (changes
          ? fetch(url, {
              method: 'POST',
              credentials: 'include',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify(input),
            })
          : fetch(`${url}?input=${encodeURIComponent(JSON.stringify(input))}`, { credentials: 'include' }));
        const said = (await answer.json()) as { result?: { data: unknown } };
        if (said.result === undefined) throw new Error(`${url} answered ${JSON.stringify(said)}`);
        return said.result.data;
      },
      { url: `${installation.apiUrl}/rpc/${call}`, input, changes },
    ) as Promise<Answer>;
  const lineId = await first('lines.list', 'lineId');
  const employeeId = await first('people.list', 'employeeId');
  const recordId = async (kind: string, search: string): Promise<string> => {
    const { rows } = await ask<{ rows: { recordId: string }[] }>('records.list', { kind, search });
    return rows[0]?.recordId ?? '';
  };
  const [lead, deal, contact] = [
    await recordId('lead', 'Mira'),
    await recordId('deal', 'Winter service'),
    await recordId('contact', 'Jonas'),
  ];
  const { rows: clients } = await ask<{ rows: { clientId: string }[] }>('clients.list', { search: 'Mira' });
  const agreementId = await first('agreements.list', 'agreementId');
  const [agreement] = await ask<{ address: string }[]>('agreements.choices', {});
  // What the demo company has none of: two records of one person, a second version, and a chat that asks first.
  const twice = {
    title: 'Дом культуры железнодорожников имени Первого мая',
    name: 'Jonas',
    surname: 'Weber-Schönefeld',
  };
  const more = { source: 'Fair', amount: null, currency: null, responsibleId: employeeId, contactId: null, fields: {} };
  const words = { ...twice, ...more, phones: ['+49 30 901820011'], emails: [] };
  await ask('records.create', { kind: 'contact', words }, true);
  type View = { name: string; draft: { texts: { fields: object }[] }; draftVersion: number };
  const { name, draft, draftVersion } = await ask<View>('agreements.get', { agreementId });
  const texts = draft.texts.map((text) => ({ ...text, fields: { ...text.fields, thirdParties: '' } }));
  await ask('agreements.saveDraft', { agreementId, draftVersion, name, draft: { texts } }, true);
  await ask('agreements.publish', { agreementId, draftVersion: draftVersion + 1 }, true);
  const { lineId: asks } = await ask<{ lineId: string }>('lines.create', { name: 'Showroom' }, true);
  const changes = { 'agreement.agreementId': agreementId, 'agreement.ask': true };
  await ask('lines.save', { lineId: asks, version: 1, changes }, true);
  const chatOf = { lineId: asks, name: 'Showroom' };
  const { liveChat } = await ask<{ liveChat: { page: string } }>('channels.addLiveChat', chatOf, true);
  const gate = new URL(liveChat.page).pathname;
  await page.context().close();
  const address = installation.demo?.address ?? '';
  const history = async (page: Page): Promise<unknown> =>
    page
      .getByRole('link', { name: /^(History|История)$/ })
      .or(page.getByRole('tab', { name: /^(History|История)$/ }))
      .first()
      .click();
  const bell = async (page: Page): Promise<unknown> =>
    page
      .getByRole('button', { name: /^(Notices|Уведомления)/ })
      .first()
      .click();
  const press =
    (name: RegExp) =>
    async (page: Page): Promise<unknown> =>
      page.getByRole('button', { name }).first().click();
  const write = async (page: Page): Promise<unknown> => {
    const chat = page.frameLocator('iframe');
    await chat.getByRole('textbox').fill('Hello! Is the blue one still there?');
    return page.keyboard.press('Enter');
  };
  const decline = async (page: Page): Promise<unknown> =>
    page
      .frameLocator('iframe')
      .getByRole('button', { name: /^(I do not agree|Не согласен)$/ })
      .click();
  const csv = [
    'Name;Surname;Phone;E-mail;Frame size',
    'Ida;Holm;+49 30 901820091;ida@example.test;M',
    'Jonas;Weber;030 901820011;;L',
    'Nils;Berg;call me maybe;nils@;XXL',
  ].join('\n');
  const choose = async (page: Page): Promise<unknown> =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name: 'contacts.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  const preview = async (page: Page): Promise<unknown> => {
    await choose(page);
    await press(/^(Check the file|Проверить файл)$/)(page);
    return page.evaluate(() => window.scrollTo(0, 10_000));
  };
  const numbers = async (page: Page): Promise<unknown> =>
    page
      .getByText(/^(The same numbers as a table|Те же числа таблицей)$/)
      .first()
      .click();
  const definition = async (page: Page): Promise<unknown> =>
    page
      .getByRole('button', { name: /^(What is counted|Что считается): (Missed|Пропущены)$/ })
      .first()
      .focus();
  const comparison = press(/^(What changed|Что изменилось)/);
  return [
    { name: 'leads', path: '/leads', who: 'anna' },
    { name: 'leads-table', path: '/leads?view=table', who: 'anna' },
    { name: 'leads-none', path: '/leads?search=nobody-is-called-so', who: 'anna' },
    { name: 'leads-new', path: '/leads', who: 'anna', before: press(/^(New lead|Новый лид)$/) },
    { name: 'lead', path: `/leads/${lead}`, who: 'anna' },
    { name: 'lead-unknown', path: `/leads/${agreementId}`, who: 'anna' },
    { name: 'deals', path: '/deals', who: 'anna' },
    { name: 'deals-table', path: '/deals?view=table', who: 'anna' },
    { name: 'deal', path: `/deals/${deal}`, who: 'anna' },
    { name: 'contacts', path: '/contacts', who: 'anna' },
    { name: 'contact', path: `/contacts/${contact}`, who: 'anna' },
    { name: 'contacts-import', path: '/contacts/import', who: 'anna' },
    { name: 'contacts-import-columns', path: '/contacts/import', who: 'anna', before: choose },
    { name: 'contacts-import-preview', path: '/contacts/import', who: 'anna', before: preview },
    { name: 'contacts-duplicates', path: '/contacts/duplicates', who: 'anna' },
    { name: 'clients', path: '/clients', who: 'anna' },
    { name: 'clients-none', path: '/clients?search=nobody-is-called-so', who: 'anna' },
    { name: 'client', path: `/clients/${clients[0]?.clientId}`, who: 'anna' },
    { name: 'settings-crm', path: '/settings/crm', who: 'anna' },
    { name: 'agreement', path: `/agreements/${agreementId}`, who: 'anna' },
    { name: 'agreement-changes', path: `/agreements/${agreementId}`, who: 'anna', before: comparison },
    { name: 'agreement-public', path: `/agreement/${agreement?.address}`, who: 'nobody' },
    { name: 'agreement-public-unknown', path: '/agreement/there-is-no-such-1', who: 'nobody' },
    { name: 'consents-checked', path: '/consents', who: 'anna', before: press(/^(Check it|Проверить)/) },
    { name: 'consent', path: '/consents/1', who: 'anna' },
    { name: 'gate', path: gate, who: 'nobody' },
    { name: 'gate-waits', path: gate, who: 'nobody', before: write },
    { name: 'gate-declined', path: gate, who: 'nobody', before: decline },
    { name: 'inbox-known', path: '/inbox/1209', who: 'anna' },
    { name: 'dialog-likeness', path: '/dialogs/1202', who: 'anna', before: history },
    { name: 'dialog-lead', path: '/dialogs/1201', who: 'anna', before: history },
    { name: 'dialog-consent', path: '/dialogs/1203', who: 'anna' },
    { name: 'sign-up', path: '/sign-up', who: 'nobody' },
    { name: 'sign-in', path: '/sign-in', who: 'nobody' },
    { name: 'reset', path: '/reset', who: 'nobody' },
    { name: 'reset-new', path: '/reset?token=x', who: 'nobody' },
    { name: 'invitation-old', path: '/invitation?token=x', who: 'nobody' },
    { name: 'confirm-old', path: '/confirm?token=x', who: 'nobody' },
    { name: 'public-chat', path: `/c/${address}`, who: 'nobody' },
    { name: 'public-chat-unknown', path: '/c/there-is-no-such-chat1', who: 'nobody' },
    { name: 'welcome', path: '/welcome', who: 'anna' },
    { name: 'inbox', path: '/inbox', who: 'anna' },
    { name: 'inbox-waiting', path: '/inbox?list=waiting', who: 'anna' },
    { name: 'inbox-dialog', path: '/inbox/1207', who: 'anna' },
    { name: 'inbox-offer', path: '/inbox/1208', who: 'anna' },
    ...['', 'operators', 'ratings', 'kpi', 'channels'].map((place): Shot => ({
      name: place === '' ? 'statistics' : `statistics-${place}`,
      path: `/statistics/${place}?period=this-quarter`,
      who: 'anna',
    })),
    { name: 'statistics-refused', path: '/statistics?period=2026-03-02..2026-03-01', who: 'anna' },
    { name: 'statistics-none', path: '/statistics?period=2020-01-01..2020-01-02', who: 'anna' },
    { name: 'statistics-numbers', path: '/statistics', who: 'anna', before: numbers },
    { name: 'statistics-definition', path: '/statistics', who: 'anna', before: definition },
    { name: 'now', path: '/now', who: 'anna' },
    { name: 'dialogs', path: '/dialogs', who: 'anna' },
    { name: 'dialogs-missed', path: '/dialogs?period=last-365-days&facet=missed', who: 'anna' },
    { name: 'dialogs-beside', path: '/dialogs/1202?period=last-30-days&vote=good', who: 'anna' },
    { name: 'dialogs-none', path: '/dialogs?search=nobody-is-called-so', who: 'anna' },
    { name: 'dialog', path: '/dialogs/1204', who: 'anna' },
    { name: 'dialog-history', path: '/dialogs/1204', who: 'anna', before: history },
    { name: 'dialog-rated', path: '/dialogs/1202', who: 'anna' },
    { name: 'dialog-returned', path: '/dialogs/1206', who: 'anna', before: history },
    { name: 'agreements', path: '/agreements', who: 'anna' },
    { name: 'agreements-new', path: '/agreements', who: 'anna', before: press(/^(New agreement|Новое соглашение)/) },
    { name: 'consents', path: '/consents', who: 'anna' },
    { name: 'consent-unknown', path: '/consents/9999', who: 'anna' },
    { name: 'lines', path: '/lines', who: 'anna' },
    ...[
      'queue',
      'crm',
      'hours',
      'agreement',
      'auto-actions',
      'rating',
      'bot',
      'kpi',
      'other',
      'channels',
      'summary',
    ].map((tab): Shot => ({ name: `line-${tab}`, path: `/lines/${lineId}/${tab}`, who: 'anna' })),
    {
      name: 'line-switch-off',
      path: `/lines/${lineId}/other`,
      who: 'anna',
      before: press(/^(Switch off|Выключить)…$/),
    },
    { name: 'line-delete', path: `/lines/${lineId}/other`, who: 'anna', before: press(/^(Delete|Удалить)…$/) },
    { name: 'lines-new', path: '/lines', who: 'anna', before: press(/^(New line|Новая линия)$/) },
    { name: 'settings-plan', path: '/settings/plan', who: 'anna' },
    { name: 'channels', path: '/channels', who: 'anna' },
    { name: 'people', path: '/people', who: 'anna' },
    { name: 'people-invite', path: '/people', who: 'anna', before: press(/^(Invite|Пригласить)/) },
    { name: 'people-employee', path: `/people/${employeeId}`, who: 'anna' },
    { name: 'people-departments', path: '/people/departments', who: 'anna' },
    { name: 'people-roles', path: '/people/roles', who: 'anna' },
    { name: 'people-role', path: '/people/roles/supervisor', who: 'anna' },
    { name: 'quick-replies', path: '/quick-replies', who: 'anna' },
    ...['', 'company', 'security', 'api', 'webhooks', 'audit'].map((place): Shot => ({
      name: place === '' ? 'settings' : `settings-${place}`,
      path: `/settings/${place}`,
      who: 'anna',
    })),
    { name: 'settings-parked', path: '/settings/parked', who: 'anna' },
    { name: 'notices', path: '/inbox', who: 'anna', before: bell },
    { name: 'not-found', path: '/there-is-no-such-page', who: 'anna' },
  ];
}

async function signedIn(
  installation: Installation,
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Page> {
  const context = await browser.newContext({ ...options, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${installation.consoleUrl}/sign-in`);
  await page.evaluate(
    async ({ api, email, password }) => {
      await fetch(`${api}/rpc/signIn.withPassword`, {
        method: 'POST',
        credentials: 'include',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      });
    },
    {
      api: installation.apiUrl,
      email: installation.demo?.people[0]?.email ?? '',
      password: installation.demo?.password ?? '',
    },
  );
  return page;
}

/** The reader's own language is part of his profile. */
async function speak(page: Page, api: string, language: string): Promise<void> {
  await page.evaluate(
    async ({ api, language }) => {
      await fetch(`${api}/rpc/people.saveProfile`, {
        method: 'POST',
        credentials: 'include',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Anna', surname: 'Petrova', position: 'Owner', language }),
      });
    },
    { api, language },
  );
}

const data = path.join(os.tmpdir(), `switchboard-screens-${process.pid}`);
const [api, site, shop] = await Promise.all([freePort(), freePort(), freePort()]);
await build();
const installation = await startInstallation({
  folder: data,
  ports: { api, console: site, shop },
  seed: true,
  postgres: { fsync: 'off' },
});
const browser = await launchBrowser();
let made = 0;
try {
  const wanted = (await shots(installation, browser)).filter(
    ({ name }) => only.length === 0 || only.some((word) => name.includes(word)),
  );
  mkdirSync(folder, { recursive: true });
  for (const language of languages) {
    for (const theme of themes) {
      for (const width of widths) {
        const options = { viewport: { width, height: width > 400 ? 900 : 740 }, colorScheme: theme } as const;
        const anna = await signedIn(installation, browser, options);
        await speak(anna, installation.apiUrl, language);
        const context = await browser.newContext({ ...options, locale: language === 'ru' ? 'ru-RU' : 'en-GB' });
        const nobody = await context.newPage();
        for (const shot of wanted) {
          const page = shot.who === 'anna' ? anna : nobody;
          await page.goto(`${installation.consoleUrl}${shot.path}`, { waitUntil: 'load' });
          await page.waitForTimeout(700);
          await shot.before?.(page);
          if (shot.before) await page.waitForTimeout(500);
          const wide = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          if (wide > 0) process.stdout.write(`${shot.name} (${language}, ${theme}, ${width}) is ${wide} px too wide\n`);
          await page.screenshot({ path: path.join(folder, `${shot.name}-${language}-${theme}-${width}.png`) });
          made++;
        }
        await anna.context().close();
        await context.close();
      }
    }
  }
  process.stdout.write(`${made} pictures in .screens/\n`);
} finally {
  await browser.close();
  await installation.stop();
  rmSync(data, { recursive: true, force: true });
}
