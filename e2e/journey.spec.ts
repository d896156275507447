import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from 'vitest';

import { installation, openWindow, signIn } from './browser.ts';

/** The link of the newest mail to this address. */
async function linkTo(address: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const names = (await readdir(installation.mailFolder).catch(() => [])).sort().reverse();
    for (const name of names) {
      const mail = await readFile(path.join(installation.mailFolder, name), 'utf8');
      if (!mail.includes(`To: ${address}`)) continue;
      const text = mail.replaceAll('=\n', '').replaceAll('=3D', '=');
      const link = /https?:\/\/[^\s"<]+token=[^\s"<]+/.exec(text)?.[0];
      if (link) return link;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`No mail came to ${address}`);
}

test('a newcomer signs up, confirms, finishes the wizard, and answers a client who reads the answer', async () => {
  const operator = await openWindow();
  const email = `founder-${Date.now()}@example.test`;
  await operator.goto(`${installation.consoleUrl}/sign-up`);
  await operator.getByLabel('Company').fill('Kettle & Sons');
  await operator.getByLabel('Your name').fill('Vera Kettle');
  await operator.getByLabel('E-mail').fill(email);
  await operator.getByLabel('Password', { exact: true }).fill('a very long password');
  await operator.getByRole('button', { name: 'Create the company' }).click();
  await operator.getByText('Look into your mail').waitFor();

  await operator.goto(await linkTo(email));
  await operator.waitForURL('**/welcome**');
  await operator.getByLabel('Name of the line').fill('Tea advice');
  await operator.getByRole('button', { name: 'Save and go on' }).click();
  await operator.getByText('Who answers with you?').waitFor();
  await operator.getByRole('button', { name: 'Go on' }).click();
  await operator.getByText('Connect the first channel').waitFor();
  const publicPage = await operator.getByRole('link', { name: 'Open the page' }).getAttribute('href');
  expect(publicPage).toMatch(/\/c\/[\w-]{22}$/);

  const client = await openWindow({ locale: 'en-GB' });
  await client.goto(publicPage ?? '');
  const chat = client.frameLocator('iframe');
  await chat.getByText('Tea advice').first().waitFor();
  await chat.getByRole('textbox', { name: 'Your message' }).fill('Which tea keeps me awake until midnight?');
  await chat.getByRole('button', { name: 'Send' }).click();

  // The wizard itself shows that it has arrived, without reloading.
  await operator.getByText('It has arrived').waitFor();
  await operator.getByRole('button', { name: 'Go to the inbox' }).click();
  await operator.waitForURL('**/inbox**');
  await operator
    .getByRole('button', { name: /^Accept/ })
    .first()
    .click();
  await operator.getByPlaceholder('Write an answer…').fill('Assam, four minutes, no sugar.');
  await operator.keyboard.press('Enter');
  await chat.getByText('Assam, four minutes, no sugar.').first().waitFor();
  await chat.getByText('Vera Kettle').first().waitFor();

  // The client answers, and the operator sees it where he is.
  await chat.getByRole('textbox', { name: 'Your message' }).fill('Thank you!');
  await client.keyboard.press('Enter');
  await operator.getByText('Thank you!').first().waitFor();
  // Finished, it waits for a rating and can still be taken up again; the second time there is nothing left to say.
  await operator.getByRole('button', { name: 'Finish' }).click();
  await chat.getByText('Thank you for talking to us').first().waitFor();
  await operator.getByText('Automatic: the closing text').first().waitFor();
  await operator.getByRole('button', { name: 'Close now' }).waitFor();
  await operator.getByRole('button', { name: 'Resume' }).click();
  await operator.getByRole('button', { name: 'Resume' }).waitFor({ state: 'detached' });
  await operator.getByRole('button', { name: 'Finish' }).click();
  await operator.getByText('The dialog is closed.').first().waitFor();

  await operator.goto(`${installation.consoleUrl}/dialogs`);
  await operator.getByText('#1', { exact: true }).first().click();
  await operator.waitForURL('**/dialogs/1**');
  await operator
    .getByRole('link', { name: 'History' })
    .or(operator.getByRole('tab', { name: 'History' }))
    .first()
    .click();
  const history = operator.getByRole('region', { name: 'History of the dialog' });
  for (const words of [
    'Vera Kettle accepted',
    'The line said: the closing text',
    'The client was asked to rate',
    'Taken up again',
    'Vera Kettle resumed it.',
    'Finished',
  ])
    await history.getByText(words).first().waitFor();
});

test('a visitor who loses the connection writes on, and nothing is lost or doubled', async () => {
  const operator = await openWindow();
  const { demo } = installation;
  await signIn(operator, demo.people[0]?.email ?? '', demo.password);

  const client = await openWindow();
  await client.goto(installation.shopUrl);
  await client.getByRole('button', { name: /chat/i }).click();
  const chat = client.frameLocator('iframe');
  await chat.getByRole('textbox', { name: 'Your message' }).fill('First, while connected');
  await client.keyboard.press('Enter');
  await operator.getByText('First, while connected').first().waitFor();

  await client.context().setOffline(true);
  await chat.getByRole('textbox', { name: 'Your message' }).fill('Second, in the tunnel');
  await client.keyboard.press('Enter');
  await chat.getByRole('textbox', { name: 'Your message' }).fill('Third, still in the tunnel');
  await client.keyboard.press('Enter');
  await client.waitForTimeout(1_500);
  expect(await operator.getByText('Second, in the tunnel').count()).toBe(0);
  await client.context().setOffline(false);
  await operator.getByText('Third, still in the tunnel').first().waitFor();
  expect(await chat.getByText('Second, in the tunnel').count()).toBe(1);
  await client.reload();
  await client.getByRole('button', { name: /chat/i }).click();
  await chat.getByText('Third, still in the tunnel').waitFor();
  expect(await chat.getByText('Second, in the tunnel').count()).toBe(1);
});
