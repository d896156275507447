import { Client } from 'pg';
import { expect, test } from 'vitest';

import { ask, faults, installation, openWindow, signIn } from './browser.ts';

/** What comes over the network is waited for. */
const patient = { timeout: 15_000 };

/** A message of a channel that vouches for its writer's number, as an adapter stores it. */
async function vouchedMessage(channelId: string, phone: string, text: string): Promise<void> {
  const database = new Client({ connectionString: installation.databaseUrl });
  await database.connect();
  const id = crypto.randomUUID();
  const event = {
    kind: 'message',
    externalId: id,
    chat: id,
    messageId: id,
    from: { id, name: 'Marta', surname: 'Kross', username: null, language: null, vouched: { phone, email: null } },
    content: { kind: 'text', text },
    sentAt: null,
    page: null,
  };
  await database.query(
    `insert into received (company_id, channel_id, source, external_id, event)
     select company_id, channel_id, channel_id::text, $2, $3 from channel where channel_id = $1`,
    [channelId, id, event],
  );
  await database.end();
}

test('two clients with one number are a likeness, one by hand and two again; then one of them is erased and gone', async () => {
  const anna = await openWindow();
  await signIn(anna, installation.demo.people[0]?.email ?? '', installation.demo.password);
  const { lineId } = await ask<{ lineId: string }>(anna, 'lines.create', { name: 'Known twice' });
  const chat = { lineId, name: 'Known twice' };
  const { liveChat } = await ask<{ liveChat: { page: string } }>(anna, 'channels.addLiveChat', chat);
  const { channelId } = await ask<{ channelId: string }>(anna, 'channels.addLiveChat', { lineId, name: 'By phone' });

  await vouchedMessage(channelId, '+4930901820111', 'Is the rudder in stock?');
  const marta = async (): Promise<boolean> =>
    (await ask<{ rows: { name: string }[] }>(anna, 'clients.list')).rows.some(({ name }) => name.startsWith('Marta'));
  await expect.poll(marta, patient).toBe(true);
  const visitor = await openWindow();
  await visitor.goto(liveChat.page);
  const frame = visitor.frameLocator('iframe');
  await frame.getByRole('textbox', { name: 'Your message' }).fill('It is Marta, 030 901820111. Any news?');
  await visitor.keyboard.press('Enter');
  await frame.getByText('Any news?').first().waitFor();

  // Whoever searches writes the number as he knows it.
  await anna.goto(`${installation.consoleUrl}/clients`);
  await anna.getByRole('heading', { name: 'Clients' }).waitFor();
  await anna.waitForLoadState('networkidle');
  await anna.getByRole('searchbox').fill('030 901820111');
  await anna.waitForURL(/search=/);
  const rows = anna.getByRole('row').filter({ hasText: '+4930901820111' });
  await expect.poll(() => rows.count(), patient).toBe(2);
  expect(await faults(anna)).toEqual([]);
  await rows.filter({ hasText: 'Marta' }).getByRole('link').click();
  await anna.waitForURL(/\/clients\/[0-9a-f-]{36}/);

  await anna.getByRole('heading', { name: 'May be the same person' }).first().waitFor();
  await anna.getByText('Both have +4930901820111').first().waitFor();
  const thread = anna.getByRole('log');
  await thread.getByText('Is the rudder in stock?').waitFor();
  expect(await thread.innerText()).not.toContain('Any news?');
  expect(await faults(anna)).toEqual([]);

  await anna.getByRole('button', { name: 'Merge…' }).click();
  const asked = anna.getByRole('dialog');
  await asked.getByText('1 account in a channel').waitFor();
  await asked.getByRole('button', { name: 'Merge' }).click();
  await anna.getByRole('status').getByText('They are one client now').waitFor();
  // One thread of both channels, in the order of time.
  await thread.getByText('Any news?').waitFor();
  const said = await thread.innerText();
  expect(said.indexOf('Is the rudder in stock?')).toBeLessThan(said.indexOf('Any news?'));
  expect(said).toContain('By phone');

  await anna.getByRole('button', { name: 'Separate' }).click();
  await anna.getByRole('status').getByText('They are two clients again').waitFor();
  await anna.getByText('Both have +4930901820111').first().waitFor();
  await expect.poll(async () => (await thread.innerText()).includes('Any news?'), patient).toBe(false);

  await anna.getByRole('button', { name: 'More' }).click();
  await anna.getByRole('menuitem', { name: 'Erase this person…' }).click();
  const erasing = anna.getByRole('dialog');
  await erasing.getByText('1 phone or e-mail').waitFor();
  await erasing.getByLabel(/^To confirm/).fill('somebody');
  await erasing.getByRole('button', { name: 'Erase for good' }).click();
  await erasing.getByText('This is neither the name nor the word').waitFor();
  expect(await faults(anna)).toEqual([]);
  await erasing.getByLabel(/^To confirm/).fill('marta kross');
  await erasing.getByRole('button', { name: 'Erase for good' }).click();
  await anna.getByRole('heading', { name: 'This person was erased' }).first().waitFor();
  expect(await anna.locator('main').innerText()).not.toContain('Marta');
  await anna
    .getByRole('link', { name: /^Row \d+ of the ledger$/ })
    .first()
    .click();
  await anna.waitForURL(/\/consents\/\d+/);
  await anna.getByText('Person erased').first().waitFor();

  await anna.goto(`${installation.consoleUrl}/clients?search=030+901820111`);
  await expect.poll(() => rows.count(), patient).toBe(1);
  expect(await rows.innerText()).not.toContain('Marta');
  await anna.goto(`${installation.consoleUrl}/settings/company`);
  await anna.getByRole('heading', { name: 'Erased people' }).waitFor();
  await anna
    .getByRole('link', { name: /^Client [0-9A-F]{4}$/ })
    .first()
    .waitFor();
});
