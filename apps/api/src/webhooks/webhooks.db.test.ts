import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { withReaches } from '@switchboard/domain/access';

import { aCompany, anEmployee, callAs, eventually, testApi, type Company, type TestApi } from '../testing/api.ts';
import { aVisitor } from '../testing/visitor.ts';
import type { WebhookEvent } from './webhook.shapes.ts';

type Told = { id: string; event: string; headers: IncomingHttpHeaders; text: string; body: Record<string, unknown> };

let api: TestApi;
let company: Company;
let server: Server;
let address: string;
let told: Told[];
/** What the program answers. */
let status: number;

beforeAll(async () => {
  api = await testApi();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const body = JSON.parse(text) as Record<string, unknown>;
      told.push({ id: String(body['id']), event: String(body['event']), headers: request.headers, text, body });
      response.writeHead(status).end('x'.repeat(3_000));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  await api.stop();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(async () => {
  told = [];
  status = 200;
  company = await aCompany(api);
  await callAs(api, company.admin).people.setAway.mutate({ away: false });
});

const webhooks = (person = company.admin) => callAs(api, person).webhooks;

async function aWebhook(events: WebhookEvent[], content = false) {
  const made = await webhooks().create.mutate({ address, events, content });
  if (!made.created) throw new Error(made.because);
  return { webhookId: made.webhook.webhookId, secret: made.secret, version: made.webhook.version };
}

/** Lets a delivery that waits for its next try have it now. */
async function now(webhookId: string): Promise<void> {
  await api.query("update outbox set due_at = now() where company_id = $1 and lane = 'webhook' and done_at is null", [
    company.companyId,
  ]);
  await api.query("update account set due_at = now() where company_id = $1 and lane = 'webhook' and account = $2", [
    company.companyId,
    webhookId,
  ]);
}

const deliveriesOf = async (webhookId: string) => (await webhooks().deliveries.query({ webhookId })).rows;

describe('a webhook', () => {
  test('is told what happens to a dialog, each once, by ids and signed', async () => {
    const { secret } = await aWebhook([
      'dialog.opened',
      'dialog.accepted',
      'dialog.answered',
      'dialog.closed',
      'message.received',
      'message.sent',
    ]);
    const visitor = await aVisitor(api, company.address);
    await visitor.write('Hello');
    const admin = callAs(api, company.admin);
    const row = await eventually(async () => (await admin.inbox.list.query({ list: 'mine' })).rows[0]);
    const act = { dialogId: row.dialogId };
    await admin.dialogs.accept.mutate({ ...act, commandId: crypto.randomUUID() });
    await admin.dialogs.reply.mutate({ ...act, commandId: crypto.randomUUID(), text: 'Good day' });
    await admin.dialogs.close.mutate({ ...act, commandId: crypto.randomUUID() });
    await eventually(async () => told.length >= 6, 'six deliveries');
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(told.map((one) => one.event).toSorted()).toEqual([
      'dialog.accepted',
      'dialog.answered',
      'dialog.closed',
      'dialog.opened',
      'message.received',
      'message.sent',
    ]);
    for (const { text, headers, id, body } of told) {
      expect(text).not.toMatch(/Hello|Good day|Samovar/);
      expect(body).toMatchObject({ dialogId: row.dialogId, company: company.companyId });
      expect(headers['switchboard-delivery']).toBe(id);
      const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['switchboard-signature'])) ?? [];
      expect(v1).toBe(createHmac('sha256', secret).update(`${t}.${text}`).digest('hex'));
    }
    visitor.close();
  });

  test('that asks for content is told it as it is when it is sent; one that asks for less is told less', async () => {
    await aWebhook(['message.received'], true);
    const visitor = await aVisitor(api, company.address);
    await visitor.write('What does it cost?');
    await eventually(async () => told.length > 0);
    expect(told).toMatchObject([{ event: 'message.received', body: { message: { text: 'What does it cost?' } } }]);
    visitor.close();
  });

  test('is told content by those alone who may see every dialog', async () => {
    const admin = callAs(api, company.admin);
    const lines = { [company.lineId]: { dialogsList: 'own' as const } };
    const reaches = [
      withReaches('none', { api: 'any', dialogsList: 'department' }),
      { ...withReaches('none', { api: 'any', dialogsList: 'any' }), lines },
    ];
    const { webhookId, version } = await aWebhook(['message.received'], true);
    const department = await admin.people.createDepartment.mutate({ name: 'Sales', parentId: null });
    if (!department.created) throw new Error(department.because);
    const { departmentId } = department.department;
    for (const [place, rights] of reaches.entries()) {
      const made = await admin.roles.create.mutate({ name: `Programs ${place}`, rights });
      if (!made.created) throw new Error(made.because);
      const vera = await anEmployee(api, company, made.roleId, 'Vera');
      await admin.people.putIntoDepartment.mutate({ employeeId: vera.employeeId, departmentId });
      const form = { address, events: ['message.received' as const], content: true };
      const beyond = { data: { field: { content: 'webhook.content.beyond' } } };
      await expect(webhooks(vera).create.mutate(form)).rejects.toMatchObject(beyond);
      // Nor does she lead what an administrator set up to where she reads it.
      await expect(webhooks(vera).save.mutate({ webhookId, version, ...form })).rejects.toMatchObject(beyond);
      expect(await webhooks(vera).create.mutate({ ...form, content: false })).toMatchObject({ created: true });
    }
  });

  test('is told of changed lines and of people who come and go', async () => {
    await aWebhook(['line.changed', 'employee.joined', 'employee.dismissed']);
    await callAs(api, company.admin).lines.rename.mutate({ lineId: company.lineId, name: 'Sales' });
    const boris = await anEmployee(api, company);
    await eventually(async () => told.length >= 2);
    expect(told.map(({ event, body }) => [event, body['lineId'] ?? body['employeeId']]).toSorted()).toEqual([
      ['employee.joined', boris.employeeId],
      ['line.changed', company.lineId],
    ]);
  });

  test('loses nothing while no worker runs, and is told nothing twice when one comes back', async () => {
    const web = await testApi({ ROLES: 'web' });
    const before = await testApi({}, web.databaseUrl);
    const own = await aCompany(web);
    await callAs(web, own.admin).webhooks.create.mutate({ address, events: ['message.received'], content: false });
    const visitor = await aVisitor(web, own.address);
    await visitor.write('One');
    await eventually(async () => told.length === 1);
    await before.stop();
    await visitor.write('Two');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(told).toHaveLength(1);
    // As if it had fallen after what it told was stored, and before how far it had read.
    await web.query('update webhook_cursor set number = 0 where company_id = $1', [own.companyId]);
    const after = await testApi({}, web.databaseUrl);
    await eventually(async () => told.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(new Set(told.map((one) => one.id)).size).toBe(2);
    expect(told).toHaveLength(2);
    visitor.close();
    await after.stop();
    await web.stop();
  });

  test('that fails is told again under the same id, and every try stands in its log', async () => {
    status = 503;
    const { webhookId } = await aWebhook(['line.changed']);
    await callAs(api, company.admin).lines.rename.mutate({ lineId: company.lineId, name: 'Sales' });
    await eventually(async () => told.length === 1);
    const failing = await eventually(async () => (await deliveriesOf(webhookId)).find((one) => one.attempts === 1));
    expect(failing).toMatchObject({ event: 'line.changed', state: 'queued', lastStatus: 503 });
    expect((failing.nextAt ?? 0) - Date.now()).toBeGreaterThan(5_000);
    expect((await webhooks().list.query({}))[0]?.failingSince).toBeGreaterThan(0);
    status = 200;
    await now(webhookId);
    await eventually(async () => (await deliveriesOf(webhookId))[0]?.state === 'done');
    expect(told.map((one) => one.id)).toEqual([failing.deliveryId, failing.deliveryId]);
    const attempts = await webhooks().attempts.query({ deliveryId: failing.deliveryId });
    expect(attempts.map((one) => [one.number, one.status, one.answer.length])).toEqual([
      [1, 503, 2_048],
      [2, 200, 2_048],
    ]);
    expect((await webhooks().list.query({}))[0]).toMatchObject({ failingSince: null, counts: { done: 1 } });
  });

  test('that nothing reaches for three days is switched off, administrators are told, and what failed is replayed', async () => {
    status = 500;
    const { webhookId } = await aWebhook(['line.changed']);
    await callAs(api, company.admin).lines.rename.mutate({ lineId: company.lineId, name: 'Sales' });
    await eventually(async () => (await deliveriesOf(webhookId))[0]?.attempts === 1);
    await api.query("update webhook set failing_since = now() - interval '3 days' where webhook_id = $1", [webhookId]);
    await api.query('update webhook_delivery set tried_until = now() where webhook_id = $1', [webhookId]);
    await now(webhookId);
    await eventually(async () => (await webhooks().list.query({}))[0]?.state === 'off');
    expect((await webhooks().list.query({}))[0]).toMatchObject({ offBecause: 'failing', counts: { failed: 1 } });
    const { notices } = await callAs(api, company.admin).notices.list.query({});
    expect(notices).toMatchObject([{ what: 'webhook-off', dialogId: null }]);
    const { rows } = await callAs(api, company.admin).audit.list.query({ subjectId: webhookId, limit: 1 });
    expect(rows).toMatchObject([{ what: 'webhook.switched-off', by: { kind: 'system' } }]);

    status = 200;
    await webhooks().setOn.mutate({ webhookId, on: true });
    expect(await webhooks().replayFailed.mutate({ webhookId, since: Date.now() - 60_000 })).toEqual({ count: 1 });
    await eventually(async () => (await deliveriesOf(webhookId))[0]?.state === 'done');
  });

  test('is tried with an event that did not happen, and replays one that got through', async () => {
    const { webhookId } = await aWebhook(['line.changed']);
    const { deliveryId } = await webhooks().test.mutate({ webhookId });
    await eventually(async () => (await deliveriesOf(webhookId))[0]?.state === 'done');
    expect(told).toMatchObject([{ id: deliveryId, event: 'test' }]);
    await webhooks().replay.mutate({ deliveryId });
    await eventually(async () => told.length === 2);
  });

  test('with a new secret is signed by both for a day', async () => {
    const { webhookId, secret } = await aWebhook(['line.changed']);
    const rolled = await webhooks().rollSecret.mutate({ webhookId });
    expect(rolled.formerUntil - Date.now()).toBeGreaterThan(86_000_000);
    await webhooks().test.mutate({ webhookId });
    const [one] = await eventually(async () => (told.length > 0 ? told : null));
    const [t, ...signed] = String(one?.headers['switchboard-signature']).split(',');
    expect(signed).toEqual(
      [rolled.secret, secret].map(
        (by) =>
          `v1=${createHmac('sha256', by)
            .update(`${t?.slice(2)}.${one?.text}`)
            .digest('hex')}`,
      ),
    );
    const stored = await api.query<{ text: string }>('select to_jsonb(w)::text as text from webhook w');
    for (const { text } of stored) expect(text).not.toContain(rolled.secret);
  });

  test('is saved over the version that was read only', async () => {
    const { webhookId, version } = await aWebhook(['line.changed']);
    const form = { webhookId, address, content: true };
    const saved = await webhooks().save.mutate({ ...form, version, events: ['dialog.closed', 'dialog.opened'] });
    expect(saved).toMatchObject({
      saved: true,
      webhook: { events: ['dialog.opened', 'dialog.closed'], content: true },
    });
    expect(await webhooks().save.mutate({ ...form, version, events: ['line.changed'] })).toMatchObject({
      saved: false,
      because: 'stale',
      webhook: { events: ['dialog.opened', 'dialog.closed'] },
    });
  });

  test('is named by its host in the audit log: what stands behind it may be a secret', async () => {
    const admin = callAs(api, company.admin);
    const behind = address.replace('/hook', '/hook/a-secret?token=another');
    const made = await webhooks().create.mutate({ address: behind, events: ['line.changed'], content: false });
    expect(made).toMatchObject({ created: true });
    const { rows } = await admin.audit.list.query({ what: 'webhook.created' });
    expect(rows.map((row) => row.subject.name)).toEqual([new URL(address).host]);
  });

  test('that is removed is told nothing more', async () => {
    const { webhookId } = await aWebhook(['line.changed']);
    await webhooks().remove.mutate({ webhookId });
    await callAs(api, company.admin).lines.rename.mutate({ lineId: company.lineId, name: 'Sales' });
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(told).toEqual([]);
    await expect(webhooks().deliveries.query({ webhookId })).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } });
  });

  test.each([
    ['no address', { address: 'nowhere' }, { address: 'webhook.address.invalid' }],
    ['what is not encrypted', { address: 'http://shop.example/hook' }, { address: 'webhook.address.https' }],
    ['an address within', { address: 'https://10.0.0.1/hook' }, { address: 'webhook.address.private' }],
    ['no event', { events: [] }, { events: 'webhook.events.empty' }],
  ])('with %s is refused at the field', async (_, wrong, field) => {
    const form = { address, events: ['line.changed' as const], content: false, ...wrong };
    await expect(webhooks().create.mutate(form)).rejects.toMatchObject({ data: { field } });
    expect(await webhooks().list.query({})).toEqual([]);
  });
});
