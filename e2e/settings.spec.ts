import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { anotherAdministrator, ask, installation, openWindow, signIn } from './browser.ts';

/** A window in which the administrator of the demo company is signed in. */
async function aWindow(): Promise<Page> {
  const page = await openWindow();
  await signIn(page, installation.demo.people[0]?.email ?? '', installation.demo.password);
  return page;
}

/** A line made for one test. */
async function aLine(page: Page, name: string): Promise<string> {
  const made = await ask<{ lineId: string }>(page, 'lines.create', { name });
  return `${installation.consoleUrl}/lines/${made.lineId}`;
}

const card = (page: Page, title: string): Locator =>
  page.locator('form').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
const welcomeText = (page: Page): Locator => card(page, 'Welcome').getByRole('textbox', { name: 'Welcome text' });
const region = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/** Writes into a field in place of what stands there, once the page takes what is typed. */
async function write(field: Locator, text: string): Promise<void> {
  await expect
    .poll(async () => {
      await field.fill(text);
      return field.inputValue();
    })
    .toBe(text);
}

/** Waits until the text stands there. */
async function says(where: Locator, text: string | RegExp): Promise<void> {
  await where.getByText(text).first().waitFor();
}

test('a line is made like another, welcomes in its own words, tells how it works in both languages, and is deleted by its name', async () => {
  const page = await aWindow();
  await page.goto(`${installation.consoleUrl}/lines`);
  await page.getByRole('button', { name: 'New line' }).click();
  await page.getByLabel('Name of the line').fill('Repairs');
  await page.getByLabel('Settings', { exact: true }).selectOption({ label: 'Like Shop' });
  await page.getByRole('button', { name: 'Create the line' }).click();
  await page.waitForURL('**/lines/*/queue');
  const line = page.url().replace(/\/queue$/, '');
  // Its queue is that of the line it was made like.
  await says(card(page, 'Who answers'), 'Boris Levin');

  await page.getByRole('link', { name: /^Automatic actions/ }).click();
  const welcome = card(page, 'Welcome');
  await write(welcomeText(page), 'Hello {client.name}, your bike is in good hands at {line.name}.');
  await says(welcome, 'Hello Maria, your bike is in good hands at Repairs.');
  await says(region(page, 'What a client sees'), 'Hello Maria, your bike is in good hands at Repairs.');
  await welcome.getByRole('button', { name: 'Save' }).click();
  await welcome.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });

  await page
    .getByRole('link', { name: /^Channels/ })
    .last()
    .click();
  await page.getByRole('button', { name: 'Add a live chat' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Workshop');
  await page.getByRole('button', { name: 'Add the chat' }).click();
  const chatPage = await page.getByRole('link', { name: 'Open the page' }).getAttribute('href');
  const visitor = await openWindow();
  await visitor.goto(chatPage ?? '');
  const chat = visitor.frameLocator('iframe');
  await chat.getByRole('textbox', { name: 'Your message' }).fill('My chain falls off');
  await visitor.keyboard.press('Enter');
  await chat.getByText('Hello, your bike is in good hands at Repairs.').first().waitFor();

  await page.getByRole('link', { name: /^How it works now/ }).click();
  await says(page.locator('[lang="en"]'), /At a client's first contact he is told: “Hello \{client\.name\}, your bike/);
  await page.getByRole('link', { name: 'In Russian' }).click();
  await page.waitForURL('**/summary?in=ru');
  await says(
    page.locator('div[lang="ru"]'),
    /При первом обращении клиенту говорят: «Hello \{client\.name\}, your bike/,
  );

  await page.goto(`${line}/other`);
  await page.getByRole('button', { name: 'Delete…' }).click();
  const asked = page.getByRole('dialog', { name: 'Delete Repairs?' });
  await says(asked, 'One open dialog closes. One channel is freed.');
  await asked.getByLabel(/^Type the name/).fill('repairs');
  await asked.getByRole('button', { name: 'Delete the line' }).click();
  await says(asked, 'Type the name of the line exactly');
  await asked.getByLabel(/^Type the name/).fill('Repairs');
  await asked.getByRole('button', { name: 'Delete the line' }).click();
  await page.waitForURL('**/lines');
  await page.getByRole('link', { name: 'Repairs' }).waitFor({ state: 'detached' });
  await page.goto(`${line}/queue`);
  await page.getByText('There is no such page').waitFor();
});

test('of two administrators on one card the later sees both values, keeps what he typed, and saves it', async () => {
  const anna = await aWindow();
  const line = await aLine(anna, 'Two at once');
  const other = await openWindow();
  const asBefore = await anotherAdministrator(other, anna);
  await anna.goto(`${line}/auto-actions`);
  await other.goto(`${line}/auto-actions`);

  await write(welcomeText(other), 'What David typed');
  await write(welcomeText(anna), 'What Anna saved');
  await card(anna, 'Welcome').getByRole('button', { name: 'Save' }).click();
  const told = card(other, 'Welcome').getByRole('alert');
  await says(told, 'Somebody saved this card while you were editing');
  await says(told, 'What Anna saved');
  await says(told, 'What David typed');
  expect(await welcomeText(other).inputValue()).toBe('What David typed');
  expect(await card(other, 'Welcome').getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await told.getByRole('button', { name: 'Go on with mine' }).click();
  await card(other, 'Welcome').getByRole('button', { name: 'Save' }).click();
  await card(other, 'Welcome').getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
  // It comes to the other window by itself, where nothing is typed.
  await expect.poll(() => welcomeText(anna).inputValue(), { timeout: 10_000 }).toBe('What David typed');
  await asBefore();
});

test('a switch saves at once, and is taken back from where it says so', async () => {
  const page = await aWindow();
  const line = await aLine(page, 'Switches');
  await page.goto(`${line}/rating`);
  const asks = page.getByRole('switch', { name: 'Ask the client to rate' });
  expect(await asks.getAttribute('aria-checked')).toBe('true');
  await asks.click();
  await page.getByText('Ask the client to rate: saved').waitFor();
  await page.reload();
  expect(await asks.getAttribute('aria-checked')).toBe('false');
  await asks.click();
  await page.getByText('Ask the client to rate: saved').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => asks.getAttribute('aria-checked')).toBe('false');
  await page.getByText('Ask the client to rate: saved').waitFor();
  await page.reload();
  expect(await asks.getAttribute('aria-checked')).toBe('false');
});

test('a week is drawn with the mouse, moved with the keyboard, and kept', async () => {
  const page = await aWindow();
  const line = await aLine(page, 'Saturdays');
  await page.goto(`${line}/hours`);
  const schedule = card(page, 'Schedule');
  await schedule.getByRole('switch', { name: 'Keep working hours' }).click();
  const saturday = schedule
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: 'Hours of Saturday' }) });
  // The day itself, beside the button that opens it for typing.
  const day = await saturday.locator('.touch-pan-y').boundingBox();
  if (day === null) throw new Error('Saturday is not on the screen');
  const at = (hour: number): number => day.x + (day.width * hour) / 24;
  await page.mouse.move(at(10), day.y + day.height / 2);
  await page.mouse.down();
  await page.mouse.move(at(13), day.y + day.height / 2, { steps: 4 });
  await page.mouse.move(at(16), day.y + day.height / 2, { steps: 4 });
  await page.mouse.up();
  await saturday.getByRole('group', { name: 'Saturday, 10:00 to 16:00' }).waitFor();

  await saturday.getByRole('slider', { name: 'End, Saturday' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('PageUp');
  await saturday.getByRole('slider', { name: 'Start, Saturday' }).focus();
  await page.keyboard.press('ArrowLeft');
  await saturday.getByRole('group', { name: 'Saturday, 09:45 to 17:15' }).waitFor();
  // What it means is told before it is saved.
  await says(region(page, 'The next fourteen days'), '09:45–17:15');
  await says(schedule, 'Answers that are due in open dialogs are counted by the new hours.');
  await schedule.getByRole('button', { name: 'Save' }).click();
  await schedule.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
  await page.reload();
  await saturday.getByRole('group', { name: 'Saturday, 09:45 to 17:15' }).waitFor();
  expect(await schedule.getByRole('switch', { name: 'Keep working hours' }).getAttribute('aria-checked')).toBe('true');
});

test('by the keyboard alone a line is made, asks in other words, and is deleted', async () => {
  const page = await aWindow();
  await page.goto(`${installation.consoleUrl}/lines`);
  await page.getByRole('button', { name: 'New line' }).waitFor();
  const focused = page.locator(':focus');
  /** Goes on by Tab to what is meant, as somebody without a mouse does. */
  const tabTo = async (wanted: Locator): Promise<void> => {
    await wanted.waitFor();
    for (let presses = 0; presses < 120; presses++) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not come to ${String(wanted)}, but to ${await focused.evaluate((one) => one.outerHTML)}`);
  };
  await tabTo(page.getByRole('button', { name: 'New line' }));
  await page.keyboard.press('Enter');
  await tabTo(page.getByLabel('Name of the line'));
  await page.keyboard.type('Without a mouse');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/lines/*/queue');

  await tabTo(page.getByRole('link', { name: /^Quality/ }));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/rating');
  const words = card(page, 'Words in the live chat');
  await tabTo(words.getByLabel('Request'));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('How did we do?');
  await tabTo(words.getByRole('button', { name: 'Save' }));
  await page.keyboard.press('Enter');
  await words.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });

  await page.reload();
  expect(await words.getByLabel('Request').inputValue()).toBe('How did we do?');
  await tabTo(page.getByRole('link', { name: /^Other/ }));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/other');
  await tabTo(page.getByRole('button', { name: 'Delete…' }));
  await page.keyboard.press('Enter');
  await tabTo(page.getByLabel(/^Type the name/));
  await page.keyboard.type('Without a mouse');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/lines');
  await page.getByRole('link', { name: 'Without a mouse' }).waitFor({ state: 'detached' });
});
