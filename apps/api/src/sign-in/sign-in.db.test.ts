import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  aCompany,
  anEmployee,
  callAs,
  consoleOrigin,
  eventually,
  testApi,
  type Company,
  type TestApi,
} from '../testing/api.ts';
import { cookieHeader } from './sign-in.service.ts';

const mail = mkdtempSync(path.join(os.tmpdir(), 'switchboard-mail-'));
const password = 'a password of tests';
let api: TestApi;
let company: Company;

beforeAll(async () => {
  api = await testApi({ MAIL_FOLDER: mail });
  company = await aCompany(api);
});
afterAll(async () => {
  await api.stop();
  rmSync(mail, { recursive: true, force: true });
});

/** The token in the newest mail to this address, and its subject. */
function tokenTo(address: string): Promise<string> {
  return eventually(async () => {
    for (const name of readdirSync(mail).sort().reverse()) {
      const text = readFileSync(path.join(mail, name), 'utf8').replaceAll('=\n', '').replaceAll('=3D', '=');
      if (text.includes(`To: ${address}`)) return decodeURIComponent(/token=([^\s"<]+)/.exec(text)?.[1] ?? '');
    }
    return null;
  }, `a mail to ${address}`);
}

const mailsTo = (address: string): number =>
  readdirSync(mail).filter((name) => readFileSync(path.join(mail, name), 'utf8').includes(`To: ${address}`)).length;

/** A call as a browser makes it, with the cookies it was given. */
async function post(procedure: string, input: object): Promise<{ data: unknown; cookie: string }> {
  const answer = await fetch(`${api.url}/rpc/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: consoleOrigin },
    body: JSON.stringify(input),
  });
  const body = (await answer.json()) as { result?: { data: unknown }; error?: { data: unknown } };
  return { data: body.result?.data ?? body.error, cookie: cookieHeader(answer.headers.getSetCookie()) };
}

const form = (email: string) => ({
  company: 'Kettle & Sons',
  name: 'Vera Kettle',
  email,
  password,
  language: 'ru',
  timeZone: 'Europe/Moscow',
});

test('signing up founds the company once the address is confirmed: its administrator, a line he answers, a live chat on it', async () => {
  const email = 'vera@kettle.test';
  expect((await post('signUp.begin', form(email))).data).toEqual({ sent: true });
  expect((await post('signIn.withPassword', { email, password })).data).toEqual({
    signedIn: false,
    because: 'unconfirmed',
  });
  const token = await tokenTo(email);
  const { data, cookie } = await post('signUp.confirm', { token });
  expect(data).toEqual({ confirmed: true });
  const vera = callAs(api, { cookie });
  expect(await vera.session.me.query({})).toMatchObject({
    name: 'Vera',
    surname: 'Kettle',
    roleIds: ['administrator'],
    language: 'ru',
    welcome: true,
    company: { name: 'Kettle & Sons', timeZone: 'Europe/Moscow', demo: false },
  });
  const [line, ...more] = await vera.lines.list.query({});
  expect(more).toEqual([]);
  expect(line).toMatchObject({ name: 'Открытая линия', members: 1, channels: [{ kind: 'live-chat' }] });
  expect((await post('signIn.withPassword', { email: 'VERA@kettle.test', password })).data).toEqual({ signedIn: true });
});

test('an address that is signed up already is told so by mail, and nobody else learns it', async () => {
  const before = mailsTo(company.admin.email);
  expect((await post('signUp.begin', form(company.admin.email))).data).toEqual({ sent: true });
  await eventually(async () => mailsTo(company.admin.email) > before, 'the mail');
  expect((await callAs(api, company.admin).session.me.query({}))?.company.name).toBe('Samovar');
  expect((await post('reset.begin', { email: 'nobody@kettle.test' })).data).toEqual({ sent: true });
  expect(mailsTo('nobody@kettle.test')).toBe(0);
});

test('a link of a mail works once, and a made-up one never', async () => {
  expect((await post('signUp.confirm', { token: 'made-up' })).data).toEqual({ confirmed: false });
  expect((await post('reset.finish', { token: 'made-up', password })).data).toEqual({
    done: false,
    because: 'expired',
  });
});

test('a new password ends every other sign-in', async () => {
  const email = company.admin.email;
  await post('reset.begin', { email });
  const token = await tokenTo(email);
  expect((await post('reset.finish', { token, password: 'another password of tests' })).data).toEqual({ done: true });
  expect((await post('reset.finish', { token, password })).data).toEqual({ done: false, because: 'expired' });
  expect(await callAs(api, company.admin).session.me.query({})).toBeNull();
  expect((await post('signIn.withPassword', { email, password })).data).toEqual({ signedIn: false, because: 'wrong' });
  const { cookie } = await post('signIn.withPassword', { email, password: 'another password of tests' });
  company.admin.cookie = cookie;
  expect((await callAs(api, company.admin).session.me.query({}))?.email).toBe(email);
});

test('an invitation makes a colleague: looked at, accepted once, signed in, in no queue yet', async () => {
  const email = 'boris@samovar.test';
  const admin = callAs(api, company.admin);
  expect(await admin.people.invite.mutate({ email, roleIds: ['operator'] })).toMatchObject({ invited: true });
  expect(await admin.people.invite.mutate({ email, roleIds: ['operator'] })).toEqual({
    invited: false,
    because: 'already-invited',
  });
  const token = await tokenTo(email);
  expect(await callAs(api).invitations.look.query({ token })).toEqual({
    company: 'Samovar',
    email,
    inviter: 'Anna Petrova',
    language: 'en',
  });
  const { data, cookie } = await post('invitations.accept', { token, name: 'Boris', surname: 'Levin', password });
  expect(data).toEqual({ accepted: true });
  expect(await callAs(api, { cookie }).session.me.query({})).toMatchObject({
    name: 'Boris',
    roleIds: ['operator'],
    company: { name: 'Samovar' },
    welcome: false,
  });
  expect(await callAs(api).invitations.look.query({ token })).toBeNull();
  expect((await post('invitations.accept', { token, name: 'Boris', surname: 'Levin', password })).data).toEqual({
    accepted: false,
    because: 'expired',
  });
  expect(await admin.people.invite.mutate({ email, roleIds: ['operator'] })).toEqual({
    invited: false,
    because: 'already-here',
  });
  await expect(
    callAs(api, { cookie }).people.invite.mutate({ email: 'x@samovar.test', roleIds: ['operator'] }),
  ).rejects.toMatchObject({ data: { code: 'FORBIDDEN' } });
});

test('signing up again before the address is confirmed sends the link again', async () => {
  const email = 'olga@kettle.test';
  await post('signUp.begin', form(email));
  await eventually(async () => mailsTo(email) === 1, 'the first mail');
  await post('signUp.begin', form(email));
  await eventually(async () => mailsTo(email) === 2, 'the second mail');
  expect((await post('signUp.confirm', { token: await tokenTo(email) })).data).toEqual({ confirmed: true });
});

test('an invitation that was half accepted is finished by the next try, whoever began with that address', async () => {
  const email = 'dina@samovar.test';
  const admin = callAs(api, company.admin);
  await post('signUp.begin', { ...form(email), password: 'somebody else began' });
  await eventually(async () => mailsTo(email) === 1, 'the mail of signing up');
  expect(await admin.people.invite.mutate({ email, roleIds: ['operator'] })).toMatchObject({ invited: true });
  await eventually(async () => mailsTo(email) === 2, 'the invitation');
  const token = await tokenTo(email);
  const accepting = { token, name: 'Dina', surname: 'Orlova', password };
  expect((await post('invitations.accept', accepting)).data).toEqual({ accepted: true });
  await api.query('update directory.invitation set accepted_at = null where email = $1', [email]);
  await api.query('delete from directory.member where user_id = (select id from directory."user" where email = $1)', [
    email,
  ]);
  const { data, cookie } = await post('invitations.accept', accepting);
  expect(data).toEqual({ accepted: true });
  expect(await callAs(api, { cookie }).session.me.query({})).toMatchObject({
    name: 'Dina',
    company: { name: 'Samovar' },
  });
  const people = (await admin.people.list.query({})).filter((person) => person.email === email);
  expect(people).toHaveLength(1);
  expect((await post('signIn.withPassword', { email, password: 'somebody else began' })).data).toEqual({
    signedIn: false,
    because: 'wrong',
  });
});

test('somebody of another company is not taken over by an invitation', async () => {
  const other = await aCompany(api, 'Kettle');
  const { email } = other.admin;
  expect(await callAs(api, company.admin).people.invite.mutate({ email, roleIds: ['operator'] })).toMatchObject({
    invited: true,
  });
  const token = await tokenTo(email);
  expect((await post('invitations.accept', { token, name: 'Eva', surname: '', password })).data).toEqual({
    accepted: false,
    because: 'has-account',
  });
});

test('an invitation is worth what its sender may give: nothing once he was dismissed, until somebody sends it again', async () => {
  const admin = callAs(api, company.admin);
  const rogue = await anEmployee(api, company, 'administrator', 'Rogue');
  const email = 'alias@samovar.test';
  const invited = await callAs(api, rogue).people.invite.mutate({ email, roleIds: ['administrator'] });
  if (!invited.invited) throw new Error(invited.because);
  const accepting = { token: await tokenTo(email), name: 'Alias', surname: '', password };
  await admin.people.dismiss.mutate({ employeeId: rogue.employeeId });
  expect((await post('invitations.accept', accepting)).data).toEqual({ accepted: false, because: 'expired' });
  const { invitationId } = invited.invitation;
  const sonya = await anEmployee(api, company, 'supervisor', 'Sonya');
  expect(await callAs(api, sonya).people.resendInvitation.mutate({ invitationId })).toEqual({
    sent: false,
    because: 'wider-than-yours',
  });
  expect(await admin.people.resendInvitation.mutate({ invitationId })).toMatchObject({ sent: true });
  await eventually(async () => mailsTo(email) === 2, 'the letter that was sent again');
  const again = { ...accepting, token: await tokenTo(email) };
  expect((await post('invitations.accept', again)).data).toEqual({ accepted: true });
});

test('a withdrawn invitation is worth nothing', async () => {
  const admin = callAs(api, company.admin);
  const invited = await admin.people.invite.mutate({ email: 'clara@samovar.test', roleIds: ['operator'] });
  if (!invited.invited) throw new Error('not invited');
  const token = await tokenTo('clara@samovar.test');
  await admin.people.withdrawInvitation.mutate({ invitationId: invited.invitation.invitationId });
  expect(await callAs(api).invitations.look.query({ token })).toBeNull();
});

test('guessing passwords is slowed down', async () => {
  const tries: unknown[] = [];
  for (let n = 0; n < 25; n++)
    tries.push((await post('signIn.withPassword', { email: 'guessed@kettle.test', password: `guess ${n}` })).data);
  expect(tries.at(-1)).toEqual({ signedIn: false, because: 'too-many' });
});

test.each([
  ['no company', { company: ' ' }, { company: 'company.name.empty' }],
  ['no e-mail address', { email: 'vera' }, { email: 'email.invalid' }],
  ['a short password', { password: 'short' }, { password: 'password.short' }],
  ['a time zone that does not exist', { timeZone: 'Mars/Olympus' }, { timeZone: 'company.timeZone.unknown' }],
])('%s is said at its field', async (_what, change, field) => {
  const { data } = await post('signUp.begin', { ...form('vera2@kettle.test'), ...change });
  expect(data).toMatchObject({ data: { code: 'BAD_REQUEST', field } });
});
