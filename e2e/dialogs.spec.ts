import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { faults, installation, openWindow, signIn } from './browser.ts';

const { people, password } = installation.demo;
const [anna, ...others] = people;
const patient = { timeout: 15_000 };

async function dialogsOf(email: string | undefined): Promise<Page> {
  const page = await openWindow();
  await signIn(page, email ?? '', password);
  await page.goto(`${installation.consoleUrl}/dialogs`);
  await page.locator('tr[data-dialog]').first().waitFor();
  await page.waitForLoadState('networkidle');
  return page;
}

const heads = (page: Page): Promise<string[]> =>
  page
    .getByRole('columnheader')
    .allInnerTexts()
    .then((texts) => texts.map((text) => text.trim()));

test('a manager finds last week’s worst rated dialogs, reads one, marks it, and its operator sees the mark', async () => {
  const page = await dialogsOf(anna?.email);

  await page.getByLabel('Opened', { exact: true }).selectOption({ label: 'Last week' });
  await page.waitForURL(/period=last-week/);
  await page.getByRole('button', { name: 'More filters' }).click();
  const more = page.getByRole('dialog', { name: 'More filters' });
  await more.getByLabel('Client’s rating').selectOption({ label: 'Bad' });
  await more.getByRole('button', { name: 'Show' }).click();
  await page.waitForURL(/vote=bad/);
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
  const rows = page.locator('tr[data-dialog]');
  await expect.poll(() => rows.filter({ hasNotText: 'Bad' }).count(), patient).toBe(0);
  expect(await rows.count()).toBeGreaterThan(0);
  expect(await faults(page)).toEqual([]);

  // One that somebody else had, so that there is somebody to tell.
  let operator: (typeof people)[number] | undefined;
  let number = '';
  for (const row of await rows.all()) {
    const told = await row.innerText();
    operator = others.find(({ name }) => told.includes(name));
    number = (await row.getAttribute('data-dialog')) ?? '';
    if (operator) break;
  }
  if (!operator) throw new Error('nobody but Anna was rated bad last week');
  await page.getByRole('link', { name: new RegExp(`^Dialog #${number},`) }).click();
  await page.waitForURL(new RegExp(`/dialogs/${number}\\?`));
  const thread = page.getByRole('log');
  await expect.poll(async () => (await thread.innerText()).length, patient).toBeGreaterThan(20);
  expect(await faults(page)).toEqual([]);

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Mark the operator/ }).click();
  const mark = page.getByRole('dialog');
  await mark.getByRole('radio', { name: '2 stars of 5' }).click();
  await mark.getByLabel('Comment').fill('Ask what he needs before you offer anything');
  await mark.getByRole('button', { name: 'Save the mark' }).click();
  await page.getByRole('status').getByText('Marked', { exact: true }).waitFor();
  await rows
    .filter({ hasText: `#${number}` })
    .getByText('2 stars')
    .waitFor();

  const his = await openWindow();
  await signIn(his, operator.email, password);
  await his.getByRole('button', { name: /^Notices/ }).click();
  await his.getByRole('button', { name: new RegExp(`2 stars of 5 to your dialog #${number}`) }).click();
  await his.waitForURL(new RegExp(`/${number}$`));
  await his.getByRole('button', { name: /^Client[’']s card/ }).click();
  await his.getByText('Ask what he needs before you offer anything').filter({ visible: true }).first().waitFor();
});

test('columns that were chosen and a view that was saved are there after a reload', async () => {
  const page = await dialogsOf(anna?.email);
  expect(await heads(page)).not.toContain('Comment of the mark');

  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Comment of the mark' }).click();
  await page.getByRole('columnheader', { name: 'Comment of the mark' }).waitFor();
  await page.getByRole('checkbox', { name: 'Line', exact: true }).click();
  await page.getByRole('columnheader', { name: 'Line', exact: true }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Move Client forward' }).click();
  await expect.poll(async () => (await heads(page)).indexOf('Client'), patient).toBe(1);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Any state' }).click();
  await page.getByRole('checkbox', { name: 'Closed' }).click();
  await page.keyboard.press('Escape');
  await page.waitForURL(/state=closed/);
  const chosen = await heads(page);
  expect(chosen).toContain('Comment of the mark');
  expect(chosen).not.toContain('Line');
  expect(chosen.indexOf('Client')).toBeLessThan(chosen.indexOf('No.'));

  await page.getByRole('button', { name: /^View:/ }).click();
  await page.getByRole('menuitem', { name: 'Save as a new view' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('What was said of us');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'View: What was said of us' }).waitFor();

  await page.reload();
  await page.getByRole('button', { name: 'View: What was said of us' }).waitFor();
  expect(await heads(page)).toEqual(chosen);

  // From anywhere else it is chosen again.
  await page.goto(`${installation.consoleUrl}/dialogs`);
  await page.getByRole('button', { name: 'View: All dialogs' }).click();
  await page.getByRole('menuitem', { name: 'What was said of us' }).click();
  await expect.poll(() => heads(page), patient).toEqual(chosen);
  await page.getByRole('button', { name: 'Take away: Closed' }).waitFor();
});

test('by the keyboard alone a dialog is found, chosen and opened', async () => {
  const page = await dialogsOf(anna?.email);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByText('1 chosen').waitFor();
  const second = await page.locator('tr[data-dialog]').nth(1).getAttribute('data-dialog');
  await page.keyboard.press('Enter');
  await page.waitForURL(new RegExp(`/dialogs/${second}$`));
});

test('what the list shows is downloaded as a workbook', async () => {
  const page = await dialogsOf(anna?.email);
  await page.getByLabel('Opened', { exact: true }).selectOption({ label: 'Last 7 days' });
  await page.waitForURL(/period=last-7-days/);
  await page.getByRole('button', { name: 'Export' }).click();
  const files = page.getByRole('dialog', { name: 'Export' });
  await files.getByRole('button', { name: 'Write the file' }).click();
  const link = files.getByRole('link', { name: 'Download' }).first();
  await link.waitFor();
  expect(await faults(page)).toEqual([]);
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(file.suggestedFilename()).toMatch(/^Dialogs \d{4}-\d\d-\d\d\.xlsx$/);
});
