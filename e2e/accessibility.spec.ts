import { globSync } from 'node:fs';
import path from 'node:path';

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { anotherAdministrator, ask, faults, installation, openWindow, signIn } from './browser.ts';

const app = path.resolve(import.meta.dirname, '../apps/console/src/app');

/** The same, once the page is there. Where it leads on to another it does so after it was opened, and is looked at there. */
async function faultsOnceThere(page: Page, again = 3): Promise<string[]> {
  try {
    // The title is streamed after the page where the server still reads what it says.
    await page.waitForFunction(() => document.title !== '' && document.querySelector('[aria-busy="true"]') === null);
    await page.waitForTimeout(200);
    return await faults(page);
  } catch (error) {
    if (again === 0 || !(error as Error).message.includes('context was destroyed')) throw error;
    return faultsOnceThere(page, again - 1);
  }
}

type Address = { to: string; signedIn: boolean; refused?: true };

/** Every page there is, at an address of the demo company; a page whose address cannot be made up fails the test. */
function addresses(filled: Record<string, string>): Address[] {
  return globSync('**/page.tsx', { cwd: app })
    .sort()
    .flatMap((file) => {
      const segments = path.dirname(file).split(path.sep);
      const parts = segments.filter((segment) => segment !== '.' && !segment.startsWith('('));
      const optional = parts.at(-1)?.startsWith('[[');
      const address = (named: string[]): Address => ({
        to: `/${named
          .map((part) => {
            const name = /^\[+(?:\.{3})?(\w+)\]+$/.exec(part)?.[1];
            const value = name === undefined ? part : filled[name];
            if (value === undefined) throw new Error(`Nothing is known to stand for ${part} in ${file}`);
            return value;
          })
          .join('/')}`,
        signedIn: !segments.includes('(outside)'),
      });
      return optional ? [address(parts.slice(0, -1)), address(parts)] : [address(parts)];
    });
}

/** Pages that look otherwise by what follows their address; what does not exist is refused by the network too. */
const more: Address[] = [
  { to: '/dialogs/1204?view=history', signedIn: true },
  { to: '/inbox/1208', signedIn: true },
  { to: '/reset?token=x', signedIn: false },
  { to: '/invitation?token=x', signedIn: false, refused: true },
  { to: '/confirm?token=x', signedIn: false, refused: true },
  { to: '/c/there-is-no-such-chat1', signedIn: false, refused: true },
  { to: '/no-such-page', signedIn: true, refused: true },
];

/** What stands for the parts of an address in brackets. */
async function known(page: Page): Promise<Record<string, string>> {
  const [lines, people, roles] = await Promise.all([
    ask<{ lineId: string }[]>(page, 'lines.list'),
    ask<{ employeeId: string }[]>(page, 'people.list'),
    ask<{ roleId: string }[]>(page, 'roles.list'),
  ]);
  const { webhook } = await ask<{ webhook: { webhookId: string } }>(page, 'webhooks.create', {
    address: 'http://127.0.0.1/told',
    events: ['employee.joined'],
    content: false,
  });
  const text = { language: 'en', own: { title: 'Privacy', text: '# What\n\nWe keep what you write.' } };
  const { agreementId } = await ask<{ agreementId: string }>(page, 'agreements.create', {
    name: 'Privacy',
    template: 'own',
    draft: { texts: [text] },
  });
  await ask(page, 'agreements.publish', { agreementId, draftVersion: 1 });
  const { recordId } = await ask<{ recordId: string }>(page, 'records.create', {
    kind: 'lead',
    words: {
      title: 'Keel',
      name: 'Ada',
      surname: '',
      source: '',
      amount: null,
      currency: null,
      phones: [],
      emails: [],
      responsibleId: null,
      contactId: null,
      fields: {},
    },
  });
  const { rows } = await ask<{ rows: { clientId: string }[] }>(page, 'clients.list');
  return {
    client: rows[0]?.clientId ?? '',
    line: lines[0]?.lineId ?? '',
    employee: people[1]?.employeeId ?? '',
    role: roles[1]?.roleId ?? '',
    webhook: webhook.webhookId,
    record: recordId,
    agreement: agreementId,
    number: '1',
    dialog: '4',
    address: installation.demo.address,
  };
}

/** By how much the page is wider than its window. */
async function tooWide(page: Page): Promise<string[]> {
  const by = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return by > 0 ? [`${by} px too wide`] : [];
}

type Look = { name: string; inside: Page; outside: Page };

async function aLook(theme: 'light' | 'dark', width: number, locale: string): Promise<Look> {
  const window = async (): Promise<Page> => {
    const page = await openWindow({ width, height: 800, locale });
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    return page;
  };
  return { name: `${theme} at ${width}`, inside: await window(), outside: await window() };
}

test('axe finds no serious fault on any page, wide, light and English as narrow, dark and Russian; none is too wide, and of none the browser complains', async () => {
  const wide = await aLook('light', 1440, 'en-GB');
  const narrow = await aLook('dark', 360, 'ru-RU');
  await signIn(wide.inside, installation.demo.people[0]?.email ?? '', installation.demo.password);
  const asBefore = await anotherAdministrator(narrow.inside, wide.inside);
  const { name, surname, position } = await ask<Record<'name' | 'surname' | 'position', string>>(
    narrow.inside,
    'session.me',
  );
  const speak = (language: string): Promise<unknown> =>
    ask(narrow.inside, 'people.saveProfile', { name, surname, position, language });
  await speak('ru');
  const pages = [...addresses(await known(wide.inside)), ...more];
  const found: Record<string, string[]> = {};
  await Promise.all(
    [wide, narrow].map(async ({ name, inside, outside }) => {
      for (const { to, signedIn, refused } of pages) {
        const page = signedIn ? inside : outside;
        const here: string[] = [];
        const complains = (text: string): void => {
          if (!refused || !text.startsWith('Failed to load resource')) here.push(text);
        };
        page.on('console', (message) => {
          if (message.type() === 'error') complains(`${message.text()} ${message.location().url}`.trim());
        });
        page.on('pageerror', (error) => complains(error.message));
        await page.goto(`${installation.consoleUrl}${to}`, { waitUntil: 'load' });
        here.push(...(await faultsOnceThere(page)), ...(await tooWide(page)));
        page.removeAllListeners('console');
        page.removeAllListeners('pageerror');
        if (here.length > 0) found[`${to}, ${name}`] = here;
      }
    }),
  );
  await speak('en');
  await asBefore();
  expect(pages.length).toBeGreaterThan(30);
  expect(found).toEqual({});
});
