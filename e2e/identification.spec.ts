import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { ask, faults, installation, openWindow, signIn } from './browser.ts';

type Person = { employeeId: string; email: string };
type Row = { dialogId: number; line: { lineId: string }; operator: { employeeId: string } | null };

/** A window in which one of the demo company's people is signed in, by his place in the story. */
async function aWindow(index: number): Promise<Page> {
  const page = await openWindow();
  await signIn(page, installation.demo.people[index]?.email ?? '', installation.demo.password);
  return page;
}

/** Somebody nobody knows, who writes this in the live chat. */
async function visitorWrites(chatPage: string, text: string): Promise<void> {
  const visitor = await openWindow();
  await visitor.goto(chatPage);
  const chat = visitor.frameLocator('iframe');
  await chat.getByRole('textbox', { name: 'Your message' }).fill(text);
  await visitor.keyboard.press('Enter');
  await chat.getByText(text).first().waitFor();
}

test('a typed number of a known contact is a likeness for the queue; one nobody knows makes a lead of whoever accepts', async () => {
  const [anna, boris] = [await aWindow(0), await aWindow(2)];
  const people = await ask<Person[]>(anna, 'people.list');
  const idOf = (index: number): string =>
    people.find(({ email }) => email === installation.demo.people[index]?.email)?.employeeId ?? '';
  const { lineId } = await ask<{ lineId: string }>(anna, 'lines.create', { name: 'Recognises' });
  await ask(anna, 'lines.save', {
    lineId,
    version: 1,
    changes: { 'queue.members': [{ employeeId: idOf(0) }, { employeeId: idOf(2) }] },
  });
  const { liveChat } = await ask<{ liveChat: { page: string } }>(anna, 'channels.addLiveChat', {
    lineId,
    name: 'Recognises',
  });
  // Clara is responsible for her, and is not in this queue.
  await ask(anna, 'records.create', {
    kind: 'contact',
    words: {
      title: '',
      name: 'Ada',
      surname: 'Keelson',
      source: '',
      amount: null,
      currency: null,
      phones: ['+49 30 901820077'],
      emails: [],
      responsibleId: idOf(3),
      contactId: null,
      fields: {},
    },
  });
  const dialogWith = async (text: string): Promise<number> => {
    await visitorWrites(liveChat.page, text);
    await anna.goto(`${installation.consoleUrl}/inbox?list=waiting`);
    await anna.getByText(text).first().click();
    await anna.waitForURL(/\/inbox\/\d+/);
    return Number(/\/inbox\/(\d+)/.exec(anna.url())?.[1]);
  };

  const like = await dialogWith('Is my keel ready? My number is 030 901820077');
  await anna.getByText('The client may be a contact in the CRM: Ada Keelson').first().waitFor();
  // The queue asks Anna and Boris at once.
  await boris.goto(`${installation.consoleUrl}/inbox/${like}`);
  await boris.getByText(/^(This dialog is offered|Offered) to you/).waitFor();
  await anna.goto(`${installation.consoleUrl}/dialogs/${like}?view=history`);
  const history = anna.getByRole('region', { name: 'History of the dialog' });
  await history.getByText('The client may be a contact in the CRM: Ada Keelson').waitFor();
  await history.getByText('By what he wrote himself: a likeness, no proof.').first().waitFor();
  await history
    .getByText(/Offered to/)
    .first()
    .waitFor();
  expect(await history.innerText()).not.toContain('Clara');
  await history.getByRole('link', { name: 'Ada Keelson' }).click();
  await anna.waitForURL(/\/contacts\/[0-9a-f-]{36}/);
  await anna.getByRole('heading', { name: 'Ada Keelson' }).waitFor();

  const unknown = await dialogWith('I look for a rudder. Call me: 030 901820078');
  await anna.getByText('A lead was made: +4930901820078').first().waitFor();
  // Until somebody accepts it belongs to the first of the queue; then to whoever did.
  await boris.goto(`${installation.consoleUrl}/inbox/${unknown}`);
  await boris.getByText(/^(This dialog is offered|Offered) to you/).waitFor();
  await boris.getByRole('button', { name: 'Accept' }).last().click();
  await boris.getByPlaceholder('Write an answer…').waitFor();
  await anna.goto(`${installation.consoleUrl}/dialogs/${unknown}?view=history`);
  await history.getByText('Boris Levin is responsible for the record of this dialog').waitFor();
  await history.getByRole('link', { name: '+4930901820078' }).click();
  await anna.waitForURL(/\/leads\/[0-9a-f-]{36}/);
  await anna.getByText('made Boris Levin responsible').waitFor();
  await anna.getByRole('link', { name: 'All leads' }).click();

  // On the board it goes to another stage by the keyboard, and the focus goes with it.
  const handle = anna.getByRole('button', { name: 'Move +4930901820078 to another stage' });
  const column = (name: string) => anna.getByRole('region', { name, exact: true });
  await column('New').getByRole('link', { name: '+4930901820078' }).waitFor();
  await column('New').getByRole('listitem').filter({ hasText: '+4930901820078' }).getByText('Boris Levin').waitFor();
  await handle.focus();
  await anna.keyboard.press('ArrowRight');
  await column('In work').getByRole('link', { name: '+4930901820078' }).waitFor();
  await expect.poll(() => handle.evaluate((element) => element === document.activeElement)).toBe(true);
  await anna.getByRole('status').getByText('moved to In work').waitFor();
  expect(await faults(anna)).toEqual([]);

  // Whoever searches writes the number as he knows it.
  await anna.getByRole('searchbox', { name: 'Name, phone or e-mail' }).fill('030 901820078');
  await anna.waitForURL(/search=/);
  await expect
    .poll(() => anna.locator('main').getByRole('listitem').filter({ hasText: 'Boris Levin' }).count())
    .toBe(1);
  await column('In work').getByRole('link', { name: '+4930901820078' }).click();
  await anna.waitForURL(/\/leads\/[0-9a-f-]{36}/);

  // It is his now: an operator sees the leads of his own dialogs.
  await boris.goto(`${installation.consoleUrl}/leads`);
  await boris.getByRole('link', { name: '+4930901820078' }).waitFor();
  const { rows } = await ask<{ rows: Row[] }>(anna, 'dialogList.page');
  expect(rows.find(({ dialogId }) => dialogId === like)?.operator).toBeNull();
});
