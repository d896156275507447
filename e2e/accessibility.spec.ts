import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { installation, openWindow, signIn } from './browser.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds serious or worse on the page as it stands, as rule and place. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(source);
  // Initials on a picture are no label, so a button that shows them need not be named after them.
  const { violations } = await page.evaluate(async () =>
    (globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
      rules: { 'label-content-name-mismatch': { enabled: false } },
    }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}

const outside = ['/sign-up', '/sign-in', '/reset', '/reset?token=x', '/invitation?token=x', '/confirm?token=x'];
const inside = [
  '/welcome',
  '/inbox',
  '/inbox/7',
  '/dialogs',
  '/dialogs/4',
  '/dialogs/4?view=history',
  '/lines',
  '/channels',
  '/people',
  '/settings',
  '/settings/company',
  '/settings/security',
  '/settings/api',
  '/settings/webhooks',
  '/settings/audit',
  '/settings/parked',
  '/no-such-page',
];

test.each([
  { theme: 'light' as const, width: 1440 },
  { theme: 'dark' as const, width: 360 },
])('axe finds no serious fault on any screen, $theme at $width', async ({ theme, width }) => {
  const page = await openWindow({ width, height: 800 });
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  const found: Record<string, string[]> = {};
  const look = async (path: string): Promise<void> => {
    await page.goto(`${installation.consoleUrl}${path}`, { waitUntil: 'load' });
    // The title is streamed after the page where the server still reads what it says.
    await page.waitForFunction(() => document.title !== '');
    await page.waitForTimeout(300);
    const here = await faults(page);
    if (here.length > 0) found[path] = here;
  };
  for (const path of outside) await look(path);
  await signIn(page, installation.demo.people[0]?.email ?? '', installation.demo.password);
  for (const path of inside) await look(path);
  await page.goto(`${installation.consoleUrl}/lines`);
  const line = await page.locator('a[href*="/lines/"]').first().getAttribute('href');
  await look(`${line}`.replace(/\/(queue|channels)$/, '') + '/queue');
  await look(`${line}`.replace(/\/(queue|channels)$/, '') + '/channels');
  expect(found).toEqual({});
});
