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
