import type { Frame, Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { ask, faults, installation, openWindow, signIn } from './browser.ts';

/** The frame of the live chat on its own page. */
async function frameOf(visitor: Page): Promise<Frame> {
  const frame = await (await visitor.waitForSelector('iframe')).contentFrame();
  if (frame === null) throw new Error('The live chat has no frame');
  return frame;
}

/** What has the focus in the frame, by the name it is read by. */
const focused = (frame: Frame): Promise<string> =>
  frame.evaluate(() => {
    const { activeElement: element } = document;
    return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  });

test('a visitor accepts by the keyboard before anything of his is sent, and the ledger proves both answers', async () => {
  const anna = await openWindow();
  await signIn(anna, installation.demo.people[0]?.email ?? '', installation.demo.password);
  const { lineId } = await ask<{ lineId: string }>(anna, 'lines.create', { name: 'Asks first' });
  const { liveChat } = await ask<{ liveChat: { page: string } }>(anna, 'channels.addLiveChat', {
    lineId,
    name: 'Asks first',
  });

  // The administrator writes it in words of his own, publishes it, and has the line ask.
  await anna.goto(`${installation.consoleUrl}/agreements`);
  await anna.getByRole('button', { name: 'New agreement' }).first().click();
  await anna.getByLabel('Name').fill('Asked first');
  await anna.getByRole('radio', { name: /Own text/ }).check();
  await anna.getByRole('button', { name: 'Create' }).click();
  await anna.waitForURL(/\/agreements\/[0-9a-f-]{36}/);
  await anna.getByLabel('Title').fill('What we keep of you');
  await anna.getByLabel('Text', { exact: true }).fill('# Why\n\nTo answer you.');
  await anna.getByRole('button', { name: 'Publish…' }).click();
  await anna.getByRole('alertdialog').getByRole('button', { name: 'Publish' }).click();
  await anna.getByText('Version 1', { exact: true }).first().waitFor();
  await anna.goto(`${installation.consoleUrl}/lines/${lineId}/agreement`);
  await anna.waitForLoadState('networkidle');
  await anna.getByRole('switch', { name: 'Ask for consent' }).click();
  await anna.getByLabel('Agreement', { exact: true }).selectOption('Asked first, version 1');
  await anna.getByRole('button', { name: 'Save' }).click();
  await anna.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });

  const visitor = await openWindow({ width: 360, height: 740 });
  await visitor.goto(liveChat.page);
  const chat = visitor.frameLocator('iframe');
  const gate = chat.getByRole('region', { name: 'Consent to personal data' });
  await gate.waitFor();
  const frame = await frameOf(visitor);
  expect(await faults(frame)).toEqual([]);
  const sent: string[] = [];
  visitor.on('request', (request) => {
    if (request.method() === 'POST') sent.push(new URL(request.url()).pathname.split('/').at(-1) ?? '');
  });

  // What he types stays with him: neither the network nor the operators have it.
  await chat.getByRole('textbox', { name: 'Your message' }).focus();
  await visitor.keyboard.type('My order 2214 has not come');
  await visitor.keyboard.press('Enter');
  await gate.getByText('Your message stays here').waitFor();
  await chat.getByText('Not sent yet').waitFor();
  await visitor.waitForTimeout(1_000);
  expect(sent.filter((call) => call !== 'visitor')).toEqual([]);
  const dialogs = async (): Promise<number> =>
    (await ask<{ rows: { line: { lineId: string } }[] }>(anna, 'dialogList.page')).rows.filter(
      ({ line }) => line.lineId === lineId,
    ).length;
  expect(await dialogs()).toBe(0);

  // The text is a plain page, read in another window.
  const link = gate.getByRole('link', { name: 'What we keep of you' });
  await visitor.keyboard.press('Shift+Tab');
  await visitor.keyboard.press('Shift+Tab');
  await visitor.keyboard.press('Shift+Tab');
  expect(await focused(frame)).toBe('What we keep of you');
  const reader = await openWindow({ javaScript: false });
  await reader.goto((await link.getAttribute('href')) ?? '');
  expect(await reader.getByRole('heading', { level: 1 }).innerText()).toBe('What we keep of you');

  // He says no, is told what that means, and thinks again. A second Enter, pressed in haste, answers nothing.
  await visitor.keyboard.press('Tab');
  await visitor.keyboard.press('Tab');
  expect(await focused(frame)).toBe('I do not agree');
  await visitor.keyboard.press('Enter');
  await gate.getByText('You did not agree, so nothing is sent.').waitFor();
  expect(await focused(frame)).toContain('You did not agree');
  await visitor.keyboard.press('Enter');
  expect(await faults(frame)).toEqual([]);
  expect(await dialogs()).toBe(0);
  await visitor.keyboard.press('Tab');
  await visitor.keyboard.press('Tab');
  expect(await focused(frame)).toBe('I agree');
  await visitor.keyboard.press('Enter');
  await gate.waitFor({ state: 'detached' });
  expect(await focused(frame)).toBe('Your message');

  // What waited is with the operator, once.
  await anna.goto(`${installation.consoleUrl}/inbox`);
  const row = anna.getByText('My order 2214 has not come').first();
  await row.waitFor();
  await row.click();
  await anna.getByText(/^(This dialog is offered|Offered) to you/).waitFor();
  await anna
    .getByRole('button', { name: /^Accept/ })
    .last()
    .click();
  await anna.getByPlaceholder('Write an answer…').fill('It comes tomorrow.');
  await anna.keyboard.press('Enter');
  await chat.getByText('It comes tomorrow.').first().waitFor();
  expect(await dialogs()).toBe(1);

  await anna.goto(`${installation.consoleUrl}/consents?line=${lineId}`);
  const rows = anna.getByRole('listitem').filter({ hasText: 'Asked first, version 1' });
  await rows.nth(1).waitFor();
  expect(await rows.count()).toBe(2);
  expect(await rows.nth(0).innerText()).toMatch(/Accepted[^]*in the live chat/);
  expect(await rows.nth(1).innerText()).toContain('Declined');
  await anna.getByRole('button', { name: 'Check it' }).click();
  await anna.getByText('The ledger holds').waitFor();
  await rows
    .nth(0)
    .getByRole('link', { name: /^Evidence/ })
    .click();
  await anna.getByText('The text below is exactly the one whose hash stands in the ledger.').waitFor();
  await anna
    .getByText(/^Mozilla\//)
    .first()
    .waitFor();
});
