import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { aCompany, anEmployee, callAs, testApi, type Company, type Person, type TestApi } from '../testing/api.ts';
import { withReaches } from '@switchboard/domain/access';

import { Auth } from './auth.ts';
import { SecondFactors } from './second-factor.service.ts';
import { cookieHeader, SignInService } from './sign-in.service.ts';

const password = 'a password of tests';
const mails = mkdtempSync(path.join(os.tmpdir(), 'switchboard-mails-'));
let api: TestApi;
let company: Company;
let boris: Person;

beforeAll(async () => {
  api = await testApi({ MAIL_FOLDER: mails });
});
afterAll(() => api.stop());
beforeEach(async () => {
  company = await aCompany(api);
  boris = await anEmployee(api, company);
});

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What an app shows now for the secret of such an address. */
function codeOf(uri: string): string {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Calls from an address of its own: how often one may try is limited. */
const caller = (cookie: string) => ({
  cookie,
  ip: `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 256)).join('.')}`,
});
const factors = () => api.app.get(SecondFactors);

/** Sets one up for this person, whose cookie is the new session's from then on. */
async function setUp(person: Person): Promise<{ uri: string; backupCodes: string[]; cookie: string }> {
  const begun = await factors().begin(caller(person.cookie), password);
  if (!begun.begun) throw new Error(begun.because);
  const confirmed = await factors().confirm(caller(person.cookie), codeOf(begun.uri));
  if (!('cookies' in confirmed)) throw new Error(confirmed.because);
  return { ...begun, cookie: cookieHeader(confirmed.cookies) };
}

async function firstStep(person: Person, cookie = ''): Promise<{ because?: string; cookie: string }> {
  const answer = await api.app.get(SignInService).signIn(caller(cookie), { email: person.email, password });
  return {
    ...('because' in answer ? { because: answer.because } : {}),
    cookie: 'cookies' in answer ? cookieHeader(answer.cookies) : '',
  };
}

describe('a second factor', () => {
  test('is asked for from the moment a code proved that the app has it', async () => {
    const begun = await factors().begin(caller(boris.cookie), password);
    expect(begun).toMatchObject({ begun: true });
    expect(begun.begun && begun.backupCodes).toHaveLength(10);
    expect((await firstStep(boris)).because).toBeUndefined();
    expect(await factors().confirm(caller(boris.cookie), '000000')).toEqual({ because: 'wrong' });
    expect(await callAs(api, boris).secondFactor.mine.query({})).toMatchObject({ on: false });
    const { cookie } = await setUp(boris);
    expect(await callAs(api, { cookie }).secondFactor.mine.query({})).toEqual({ on: true, due: null, must: false });
    expect((await firstStep(boris)).because).toBe('second-factor');
    expect(await factors().begin(caller(cookie), password)).toEqual({ begun: false, because: 'already' });
  });

  test('lets nobody in with the password alone', async () => {
    await setUp(boris);
    const { cookie } = await firstStep(boris);
    expect(await callAs(api, { cookie }).session.me.query({})).toBeNull();
    await expect(callAs(api, { cookie }).people.list.query({})).rejects.toMatchObject({
      data: { code: 'UNAUTHORIZED' },
    });
  });

  test('signs in by a code of the app, or by a backup code, which is good once', async () => {
    const { uri, backupCodes } = await setUp(boris);
    const step = async (kind: 'app' | 'backup', code: string) => {
      const { cookie } = await firstStep(boris);
      return factors().secondStep(caller(cookie), { kind, code, trust: false });
    };
    const signedIn = await step('app', codeOf(uri));
    if (!('cookies' in signedIn)) throw new Error(signedIn.because);
    const me = await callAs(api, { cookie: cookieHeader(signedIn.cookies) }).session.me.query({});
    expect(me?.employeeId).toBe(boris.employeeId);
    expect(await step('app', '000000')).toEqual({ because: 'wrong' });
    const backup = backupCodes[0] ?? '';
    expect(await step('backup', backup)).toHaveProperty('cookies');
    expect(await step('backup', backup)).toEqual({ because: 'wrong' });
    expect(await factors().secondStep(caller(''), { kind: 'app', code: codeOf(uri), trust: false })).toEqual({
      because: 'expired',
    });
  });

  test('is not asked for on a device that is trusted', async () => {
    const { uri } = await setUp(boris);
    const { cookie } = await firstStep(boris);
    const signedIn = await factors().secondStep(caller(cookie), { kind: 'app', code: codeOf(uri), trust: true });
    if (!('cookies' in signedIn)) throw new Error(signedIn.because);
    expect((await firstStep(boris, cookieHeader(signedIn.cookies))).because).toBeUndefined();
    expect((await firstStep(boris)).because).toBe('second-factor');
  });

  test('is not guessed: after ten codes in vain not even the right one is taken for a while', async () => {
    const { uri } = await setUp(boris);
    const answers: unknown[] = [];
    for (let count = 0; count < 12; count++) {
      const { cookie } = await firstStep(boris);
      answers.push(await factors().secondStep(caller(cookie), { kind: 'app', code: '000000', trust: false }));
    }
    expect(answers.at(-1)).toEqual({ because: 'too-many' });
    const { cookie } = await firstStep(boris);
    expect(await factors().secondStep(caller(cookie), { kind: 'app', code: codeOf(uri), trust: false })).toEqual({
      because: 'too-many',
    });
  });

  test('is stored encrypted', async () => {
    const { uri, backupCodes } = await setUp(boris);
    const rows = await api.query<{ text: string }>('select to_jsonb(f)::text as text from directory."twoFactor" f');
    const secret = new URL(uri).searchParams.get('secret') ?? '';
    for (const { text } of rows) for (const hidden of [secret, ...backupCodes]) expect(text).not.toContain(hidden);
    expect(rows.length).toBeGreaterThan(0);
  });

  test('gives new backup codes and is switched off by the password, and by nothing less', async () => {
    const { backupCodes, cookie } = await setUp(boris);
    expect(await factors().newCodes(caller(cookie), 'another password')).toEqual({ made: false, because: 'wrong' });
    const made = await factors().newCodes(caller(cookie), password);
    expect(made.made && made.backupCodes).toHaveLength(10);
    expect(made.made && made.backupCodes.some((code) => backupCodes.includes(code))).toBe(false);
    expect(await factors().switchOff(caller(cookie), 'another password')).toEqual({ because: 'wrong' });
    expect(await factors().switchOff(caller(cookie), password)).toHaveProperty('cookies');
    expect((await firstStep(boris)).because).toBeUndefined();
  });
});

describe('a company that requires a second factor', () => {
  test('lets those without one do nothing but set it up, once their days are over', async () => {
    const own = await setUp(company.admin);
    const admin = callAs(api, { cookie: own.cookie }).secondFactor;
    expect(await admin.require.mutate({ former: null, days: 7 })).toEqual({ saved: true });
    const mine = await callAs(api, boris).secondFactor.mine.query({});
    expect(mine).toMatchObject({ on: false, must: false });
    expect((mine?.due ?? 0) - Date.now()).toBeGreaterThan(6 * 86_400_000);
    expect(await callAs(api, boris).session.me.query({})).not.toBeNull();

    expect(await admin.require.mutate({ former: 7, days: 0 })).toEqual({ saved: true });
    expect(await callAs(api, boris).session.me.query({})).toBeNull();
    await expect(callAs(api, boris).people.list.query({})).rejects.toMatchObject({ data: { code: 'UNAUTHORIZED' } });
    expect(await callAs(api, boris).secondFactor.mine.query({})).toMatchObject({ on: false, must: true });
    const { cookie } = await setUp(boris);
    expect((await callAs(api, { cookie }).session.me.query({}))?.employeeId).toBe(boris.employeeId);
    expect(await factors().switchOff(caller(cookie), password)).toEqual({ because: 'required' });
  });

  test('is said so by who has one himself, over the value he saw, and the audit log tells it', async () => {
    const without = callAs(api, company.admin).secondFactor;
    expect(await without.require.mutate({ former: null, days: 0 })).toEqual({ saved: false, because: 'own-first' });
    const { cookie } = await setUp(company.admin);
    const admin = callAs(api, { cookie });
    await admin.secondFactor.require.mutate({ former: null, days: 14 });
    expect(await admin.secondFactor.require.mutate({ former: null, days: 7 })).toEqual({
      saved: false,
      because: 'stale',
      days: 14,
    });
    expect(await admin.secondFactor.require.mutate({ former: 14, days: null })).toEqual({ saved: true });
    const { rows } = await admin.audit.list.query({ what: 'company.saved' });
    expect(rows.map((row) => row.details)).toEqual([
      { changed: ['secondFactor'], days: 'none' },
      { changed: ['secondFactor'], days: 14 },
    ]);
    await expect(admin.secondFactor.require.mutate({ former: null, days: 3 as never })).rejects.toMatchObject({
      data: { field: { days: 'security.days.unknown' } },
    });
  });

  test('has an administrator reset who lost his phone, who is told by mail', async () => {
    await setUp(boris);
    const admin = callAs(api, company.admin);
    const having = async () =>
      (await admin.secondFactor.security.query({})).members.filter((one) => one.on).map((one) => one.employeeId);
    expect(await having()).toEqual([boris.employeeId]);
    expect(await admin.secondFactor.reset.mutate({ employeeId: boris.employeeId })).toEqual({ reset: true });
    expect(await admin.secondFactor.reset.mutate({ employeeId: boris.employeeId })).toEqual({
      reset: false,
      because: 'none',
    });
    expect(await having()).toEqual([]);
    expect((await firstStep(boris)).because).toBeUndefined();
    const { rows } = await admin.audit.list.query({ what: 'employee.second-factor' });
    expect(rows).toMatchObject([{ subject: { id: boris.employeeId } }]);
    const sent = readdirSync(mails).map((file) => readFileSync(path.join(mails, file), 'utf8'));
    expect(sent.some((mail) => mail.includes(boris.email) && mail.includes('second factor was reset'))).toBe(true);
    await expect(
      callAs(api, await firstStep(boris)).secondFactor.reset.mutate({ employeeId: company.employeeId }),
    ).rejects.toMatchObject({ data: { code: 'FORBIDDEN' } });
  });

  test('that is reset or set up anew is asked for on devices that were trusted with the former one', async () => {
    const { backupCodes } = await setUp(boris);
    const [code = ''] = backupCodes;
    const { cookie: way } = await firstStep(boris);
    const trusted = await factors().secondStep(caller(way), { kind: 'backup', code, trust: true });
    if (!('cookies' in trusted)) throw new Error(trusted.because);
    const device = cookieHeader(trusted.cookies);
    expect((await firstStep(boris, device)).because).toBeUndefined();
    expect(await callAs(api, company.admin).secondFactor.reset.mutate({ employeeId: boris.employeeId })).toEqual({
      reset: true,
    });
    await setUp({ ...boris, cookie: (await firstStep(boris)).cookie });
    expect((await firstStep(boris, device)).because).toBe('second-factor');
  });

  test('is not reset by whoever may less than its owner, nor one’s own without one’s password', async () => {
    const { cookie } = await setUp(company.admin);
    const admin = callAs(api, { cookie });
    expect(await admin.secondFactor.reset.mutate({ employeeId: company.employeeId })).toEqual({
      reset: false,
      because: 'oneself',
    });
    const made = await admin.roles.create.mutate({
      name: 'Settings',
      rights: withReaches('none', { settings: 'any' }),
    });
    if (!made.created) throw new Error(made.because);
    const vera = await anEmployee(api, { ...company, admin: { ...company.admin, cookie } }, made.roleId, 'Vera');
    expect(await callAs(api, vera).secondFactor.reset.mutate({ employeeId: company.employeeId })).toEqual({
      reset: false,
      because: 'wider-than-yours',
    });
    expect(await admin.secondFactor.mine.query({})).toMatchObject({ on: true });
  });

  test('is asked of who was dismissed and comes back by an invitation; a late letter opens no account', async () => {
    await setUp(boris);
    const admin = callAs(api, company.admin);
    const signIn = api.app.get(SignInService);
    const form = { name: 'Boris', surname: '', password: 'a password by the letter' };
    const invited = async (email: string): Promise<string> => {
      const answer = await admin.people.invite.mutate({ email, roleIds: ['operator'] });
      if (!answer.invited) throw new Error(answer.because);
      const sent = readdirSync(mails)
        .sort()
        .map((file) => readFileSync(path.join(mails, file), 'utf8').replaceAll('=\n', '').replaceAll('=3D', '='));
      const letter = sent

        .findLast((one) => one.includes(`To: ${email}`) && one.includes('invitation?token='));
      return decodeURIComponent(/invitation\?token=([^\s"<]+)/.exec(letter ?? '')?.[1] ?? '');
    };
    await api.query('delete from directory.invitation where email = $1', [boris.email]);
    await admin.people.dismiss.mutate({ employeeId: boris.employeeId });
    const token = await invited(boris.email);
    await admin.people.reinstate.mutate({ employeeId: boris.employeeId, departmentId: null });
    // He works here again: whoever reads his mail gets nothing by the letter.
    expect(await signIn.acceptInvitation(caller(''), { token, ...form })).toEqual({ because: 'has-account' });
    expect(await signIn.acceptInvitation(caller(''), { token, ...form })).toEqual({ because: 'expired' });
    expect((await firstStep(boris)).because).toBe('second-factor');
    await admin.people.dismiss.mutate({ employeeId: boris.employeeId });
    await api.query('update directory.invitation set accepted_at = null where email = $1', [boris.email]);
    expect(await signIn.acceptInvitation(caller(''), { token, ...form })).toEqual({ cookies: [] });
    const again = await signIn.signIn(caller(''), { email: boris.email, password: form.password });
    expect(again).toMatchObject({ because: 'second-factor' });
  });

  test('whose account is taken over by an invitation leaves no second factor of before', async () => {
    await setUp(boris);
    await api.app.get(Auth).takeOver(boris.userId, { name: 'Boris', password, language: 'en' });
    expect((await firstStep(boris)).because).toBeUndefined();
  });
});
