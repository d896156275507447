import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { ask, faults, installation, openWindow, signIn } from './browser.ts';

const patient = { timeout: 15_000 };

/** A window in which one of the demo company's people is signed in, by his role. */
async function windowOf(role: string): Promise<Page> {
  const page = await openWindow();
  const person = installation.demo.people.find((each) => each.role === role);
  await signIn(page, person?.email ?? '', installation.demo.password);
  return page;
}

/** The number that stands in the link of a figure, by its name. */
async function figureOf(page: Page, name: string): Promise<number> {
  const label = await page.getByRole('link', { name: new RegExp(`^${name}: `) }).getAttribute('aria-label');
  return Number((label ?? '').replaceAll(/\D/g, ''));
}

/** Chooses a period by the keyboard alone: its words are typed into the field. */
async function choosePeriod(page: Page, words: string, preset: string): Promise<void> {
  const counted = page.waitForResponse(
    (response) => response.url().includes('statistics.overview') && response.url().includes(preset),
  );
  await page.getByLabel('Period', { exact: true }).focus();
  await page.keyboard.type(words);
  await page.waitForURL(new RegExp(`period=${preset}`));
  await (await counted).finished();
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
}

/** Opens what is behind a figure by the keyboard, and answers how many dialogs are listed there. */
async function listedBehind(page: Page, name: string): Promise<number> {
  await page.getByRole('link', { name: new RegExp(`^${name}: `) }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/dialogs\?/);
  await page.locator('tr[data-dialog]').first().waitFor();
  const told = (
    await page
      .getByRole('status')
      .filter({ hasText: /dialogs?$/ })
      .innerText()
  ).replaceAll(/\D/g, '');
  const rows = await page.locator('tr[data-dialog]').count();
  expect(rows).toBe(Math.min(50, Number(told)));
  return Number(told);
}

test('a manager sees how the year went, and reads as many missed dialogs as the figure says', async () => {
  const anna = await windowOf('administrator');
  await anna.keyboard.press('g');
  await anna.keyboard.press('t');
  await anna.waitForURL('**/statistics');
  await anna.getByRole('heading', { name: 'Statistics' }).waitFor();
  await choosePeriod(anna, 'Last 365', 'last-365-days');
  const missed = await figureOf(anna, 'Missed');
  expect(missed).toBeGreaterThan(0);
  expect(await faults(anna)).toEqual([]);
  expect(await listedBehind(anna, 'Missed')).toBe(missed);

  // The period goes along from page to page.
  await anna.goBack();
  await anna.getByRole('link', { name: 'Ratings', exact: true }).click();
  await anna.waitForURL(/\/statistics\/ratings\?period=last-365-days/);
  await anna.getByRole('link', { name: /^Read the \d+ dialogs rated bad$/ }).waitFor();
  const bad = await figureOf(anna, 'Rated bad');
  expect(await listedBehind(anna, 'Rated bad')).toBe(bad);
});

test('a period that ends before it begins is refused at its field', async () => {
  const anna = await windowOf('administrator');
  await anna.goto(`${installation.consoleUrl}/statistics/kpi`);
  await anna.getByLabel('Period', { exact: true }).selectOption('own');
  await anna.getByLabel('Up to').fill('2020-01-01');
  await anna.getByText('The period ends before it begins').waitFor();
  expect(await anna.getByLabel('Up to').getAttribute('aria-invalid')).toBe('true');
  await anna.getByLabel('From').fill('2020-01-01');
  await anna.waitForURL(/period=2020-01-01\.\.2020-01-01/);
  await anna.getByText('No dialogs in this period').waitFor();
  await anna.getByRole('button', { name: 'Show the last 365 days' }).click();
  await anna.waitForURL(/period=last-365-days/);
  await anna.getByRole('region', { name: 'By operator' }).waitFor();
});

test('a supervisor sees only his department, whatever the address asks for', async () => {
  const david = await windowOf('supervisor');
  type Person = { employeeId: string; name: string; surname: string; departmentId: string | null };
  const people = await ask<Person[]>(david, 'people.list');
  const me = await ask<{ employeeId: string }>(david, 'session.me');
  const own = people.find(({ employeeId }) => employeeId === me.employeeId)?.departmentId;
  const names = ({ name, surname }: Person) => `${name} ${surname}`;
  const others = people.filter(({ departmentId }) => departmentId !== own);
  expect(others.length).toBeGreaterThan(0);

  await david.goto(`${installation.consoleUrl}/statistics/operators?period=last-365-days`);
  const table = david.getByRole('region', { name: 'Operators' });
  await table.waitFor();
  const shown = await table.innerText();
  for (const person of people) expect(shown.includes(names(person))).toBe(person.departmentId === own);
  await david.getByRole('button', { name: /^Operators: / }).click();
  await expect.poll(() => david.getByRole('checkbox').count(), patient).toBe(people.length - others.length);

  const asked = others.map(({ employeeId }) => employeeId).join(',');
  await david.goto(`${installation.consoleUrl}/statistics?period=last-365-days&operator=${asked}`);
  await david.getByText('With these filters nothing is left').waitFor();
  await david.goto(`${installation.consoleUrl}/statistics?period=last-365-days`);
  const missed = await figureOf(david, 'Missed');
  if (missed > 0) expect(await listedBehind(david, 'Missed')).toBe(missed);

  await david.goto(`${installation.consoleUrl}/now`);
  await david.getByRole('heading', { name: 'Now' }).waitFor();
  const board = await david.getByRole('region', { name: 'Operators' }).innerText();
  for (const person of others) expect(board).not.toContain(names(person));
});
