import { expect, test } from 'vitest';

import { ask, installation, openWindow, signIn } from './browser.ts';

test('the public page of an agreement is read without JavaScript, on the console’s address, and loads nothing else', async () => {
  const anna = await openWindow();
  await signIn(anna, installation.demo.people[0]?.email ?? '', installation.demo.password);
  const text = { language: 'en', own: { title: 'How we keep your data', text: '# What\n\n- what you write' } };
  const { agreementId } = await ask<{ agreementId: string }>(anna, 'agreements.create', {
    name: 'Read without JavaScript',
    template: 'own',
    draft: { texts: [text] },
  });
  const { address } = await ask<{ address: string }>(anna, 'agreements.publish', { agreementId, draftVersion: 1 });

  const reader = await openWindow({ javaScript: false });
  const asked: string[] = [];
  reader.on('request', (request) => asked.push(request.url()));
  const link = `${installation.consoleUrl}/agreement/${address}`;
  const answer = await reader.goto(link);
  expect(await reader.getByRole('heading', { level: 1 }).innerText()).toBe('How we keep your data');
  expect(await reader.getByRole('listitem').innerText()).toBe('what you write');
  expect(asked.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([link]);
  const html = (await answer?.text()) ?? '';
  expect(html).not.toContain('<script');
  expect(Buffer.byteLength(html)).toBeLessThan(30_000);
  expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'");
});

test('an agreement is written from a template, published, chosen by a line and shown to clients in its language', async () => {
  const page = await openWindow();
  await signIn(page, installation.demo.people[0]?.email ?? '', installation.demo.password);
  await page.goto(`${installation.consoleUrl}/agreements`);
  await page.getByRole('button', { name: 'New agreement' }).first().click();
  await page.getByLabel('Name').fill('Clients of the shop');
  await page.getByRole('radio', { name: /GDPR/ }).check();
  await page.getByRole('button', { name: 'Create' }).click();
  await page.waitForURL(/\/agreements\/[0-9a-f-]{36}/);

  await page.getByRole('button', { name: 'Publish…' }).click();
  await page.getByText('Say where the company is').waitFor();
  await page.getByLabel('Address').fill('Harbour street 3, Hamburg');
  await page.getByLabel('E-mail for requests').fill('privacy@lighthouse.example');
  await page.getByRole('region', { name: 'What clients read' }).getByText('Harbour street 3').waitFor();
  await page.getByRole('button', { name: 'Add Russian' }).click();
  await page.getByLabel('Company').fill('Маяк');
  await page.getByRole('button', { name: 'Publish…' }).click();
  await page.getByText('Say where the company is').waitFor();
  await page.getByLabel('Address').fill('Гамбург, Портовая улица, 3');
  await page.getByRole('button', { name: 'Publish…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Publish' }).click();
  await page.getByText('Version 1', { exact: true }).first().waitFor();
  const link = page.getByRole('link', { name: 'Open version 1 in Russian' });
  const address = await link.getAttribute('href');

  const reader = await openWindow({ locale: 'ru-RU', javaScript: false });
  await reader.goto(`${installation.consoleUrl}${address?.split('?')[0]}`);
  await reader.getByText('Гамбург, Портовая улица, 3').waitFor();

  const [line] = await ask<{ lineId: string }[]>(page, 'lines.list');
  await page.goto(`${installation.consoleUrl}/lines/${line?.lineId}/agreement`);
  // A choice made before the page has come to life would be heard by nobody.
  await page.waitForLoadState('networkidle');
  await page.getByLabel('Agreement', { exact: true }).selectOption('Clients of the shop, version 1');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'Consents of this line' }).click();
  await page.waitForURL(`**/consents?line=${line?.lineId}`);
  await page.getByRole('button', { name: 'Check it' }).click();
  await page.getByText('The ledger holds').waitFor();
});
