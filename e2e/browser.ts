import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, inject, onTestFailed } from 'vitest';

import { launchBrowser } from '../scripts/browser/browser.ts';

export const installation = inject('installation');

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser | undefined;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
});

/** A window of somebody's own: nobody else's cookies. What its page complains about fails nothing, but is printed where the test fails. */
export async function openWindow(
  options: { width?: number; height?: number; locale?: string; javaScript?: boolean } = {},
): Promise<Page> {
  if (!browser) throw new Error('The browser is not there yet');
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    locale: options.locale ?? 'en-GB',
    javaScriptEnabled: options.javaScript ?? true,
  });
  contexts.push(context);
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(error.message));
  onTestFailed(async () => {
    process.stdout.write(
      `\n${page.url()}\n${said.join('\n')}\n${(
        await page
          .locator('body')
          .innerText()
          .catch(() => '')
      ).slice(0, 3_000)}\n`,
    );
  });
  return page;
}

/** Signs in through the screen. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto(`${installation.consoleUrl}/sign-in`);
  await page.getByLabel(/^(E-mail|Электронная почта)$/).fill(email);
  await page.getByLabel(/^(Password|Пароль)$/).fill(password);
  await page.getByRole('button', { name: /^(Sign in|Войти)$/ }).click();
  await page.waitForURL('**/inbox**');
}

/** Asks the API as whoever is signed in on the page, as its screens do; with an input it changes something. */
export async function ask<Answer>(page: Page, call: string, change?: object): Promise<Answer> {
  return page.evaluate(
    async ({ url, change }) => {
      const answer = await fetch(change === undefined ? `${url}?input=%7B%7D` : url, {
        credentials: 'include',
        ...(change === undefined
          ? {}
          : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(change) }),
      });
      const said = (await answer.json()) as { result?: { data: unknown } };
      if (said.result === undefined) throw new Error(`${url} answered ${JSON.stringify(said)}`);
      return said.result.data;
    },
    { url: `${installation.apiUrl}/rpc/${call}`, change },
  ) as Promise<Answer>;
}

/** Signs another of the demo company in as a second administrator, until what is answered is called. */
export async function anotherAdministrator(page: Page, by: Page): Promise<() => Promise<void>> {
  const [, other] = installation.demo.people;
  const people = await ask<{ employeeId: string; email: string; roleIds: string[] }[]>(by, 'people.list');
  const person = people.find(({ email }) => email === other?.email);
  const give = (was: string[] | undefined, roleIds: string[] | undefined): Promise<unknown> =>
    ask(by, 'roles.give', { employeeId: person?.employeeId, was, roleIds });
  await give(person?.roleIds, ['administrator']);
  await signIn(page, other?.email ?? '', installation.demo.password);
  return async () => {
    await give(['administrator'], person?.roleIds);
  };
}

/** What axe finds serious or worse on the page or in the frame as it stands, as rule and place. */
export async function faults(page: Page | Frame): Promise<string[]> {
  await page.evaluate(axe);
  // Initials on a picture are no label, so a button that shows them need not be named after them.
  const { violations } = await page.evaluate(async () =>
    (globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
      resultTypes: ['violations'],
      rules: { 'label-content-name-mismatch': { enabled: false } },
    }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}
