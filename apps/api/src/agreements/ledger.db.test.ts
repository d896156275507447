import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { Database } from '@switchboard/db';
import { beforeFirst, sealedText, type LedgerEntry } from '@switchboard/domain/agreement';
import pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { aCompany, testApi, type Company, type TestApi } from '../testing/api.ts';
import { Heads, KeyLost } from './heads.ts';
import { appendToLedger, LedgerBroken, sha256, type NewEntry } from './ledger.ts';
import { LedgerService } from './ledger.service.ts';

let folder: string;
let api: TestApi;
let company: Company;
let now = Date.UTC(2026, 10, 23, 9);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ledger-test-'));
  api = await testApi(
    { LEDGER_FOLDER: path.join(folder, 'ledger'), MAIL_FOLDER: path.join(folder, 'mail') },
    undefined,
    () => new Date(now),
  );
});
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});
const agreementId = v7();
const published = { title: 'Privacy', text: 'We keep what you write.' };
const publishedHash = sha256(`${published.title}\n${published.text}`);
beforeEach(async () => {
  company = await aCompany(api);
  await api.query(
    `with a as (
       insert into agreement (company_id, agreement_id, name, template, draft, version, created_by, created_at, changed_at)
       values ($1, $2, 'Privacy', 'own', '{}', 1, $3, now(), now())
     ), v as (
       insert into agreement_version (company_id, agreement_id, version, address, published_by, published_at) values ($1, $2, 1, $4, $3, now())
     ) insert into agreement_text (company_id, agreement_id, version, language, title, text, hash) values ($1, $2, 1, 'en', $5, $6, $7)`,
    [company.companyId, agreementId, company.employeeId, v7(), published.title, published.text, publishedHash],
  );
});

function anEntry(more: Partial<NewEntry> = {}): NewEntry {
  return {
    clientId: v7(),
    channelId: company.channelId,
    dialogId: 1,
    agreementId,
    version: 1,
    language: 'en',
    textHash: publishedHash,
    decision: 'accepted',
    how: 'button',
    messageId: null,
    employeeId: null,
    evidence: { ip: '192.0.2.7', userAgent: 'Browser', page: null, identity: 'visitor', name: 'Olga' },
    ...more,
  };
}

/** Adds so many decisions, one transaction each. */
async function decided(count: number): Promise<void> {
  const db = api.app.get(Database);
  for (let index = 0; index < count; index++)
    await db.inTurn(company.companyId, (turn) => appendToLedger(turn, [anEntry()]));
}

const check = () => api.app.get(LedgerService).check(company.companyId);
const sign = () => api.app.get(LedgerService).sign(company.companyId);
/** As the database's owner, whom nothing stops. */
const tamper = (text: string, ...values: unknown[]) => api.query(text, [company.companyId, ...values]);

type Stored = LedgerEntry & { previousHash: string; hash: string };
async function stored(): Promise<Stored[]> {
  return api.query<Stored>(
    `select company_id as "companyId", number, (extract(epoch from at) * 1000)::float8 as at, client_id as "clientId", channel_id as "channelId",
       dialog_id as "dialogId", agreement_id as "agreementId", version, language, text_hash as "textHash", decision, how,
       message_id as "messageId", employee_id as "employeeId", evidence_hash as "evidenceHash", previous_hash as "previousHash", hash
     from consent_record where company_id = $1 order by number`,
    [company.companyId],
  );
}

/** What somebody with all rights and our source would do: every hash after the first changed row worked out anew. */
async function recompute(): Promise<void> {
  let previous = beforeFirst;
  for (const row of await stored()) {
    const hash = sha256(sealedText(previous, row));
    await tamper(
      'update consent_record set previous_hash = $3, hash = $4 where company_id = $1 and number = $2',
      row.number,
      previous,
      hash,
    );
    previous = hash;
  }
}

test('decisions are chained, each to the one before, from a number without gaps', async () => {
  await decided(3);
  const rows = await stored();
  expect(rows.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(rows[0]?.previousHash).toBe(beforeFirst);
  expect(rows[1]?.previousHash).toBe(rows[0]?.hash);
  expect(await check()).toMatchObject({ holds: true, rows: 3, head: rows[2]?.hash, evidence: { fits: 3, erased: 0 } });
});

test('decisions that several processes write at once stay one chain', async () => {
  const other = await testApi({ LEDGER_FOLDER: path.join(folder, 'ledger') }, api.databaseUrl);
  await Promise.all(
    [api, other].flatMap(({ app }) =>
      Array.from({ length: 20 }, () =>
        app.get(Database).inTurn(company.companyId, (turn) => appendToLedger(turn, [anEntry(), anEntry()])),
      ),
    ),
  );
  expect(await check()).toMatchObject({ holds: true, rows: 80, tampering: null });
  await other.stop();
});

describe('the check finds what was done to the ledger', () => {
  const cases: [string, () => Promise<unknown>, object][] = [
    [
      'a row that was edited',
      () => tamper(`update consent_record set decision = 'declined' where company_id = $1 and number = 3`),
      { kind: 'edited', number: 3 },
    ],
    [
      'a row that was deleted',
      () => tamper('delete from consent_record where company_id = $1 and number = 2'),
      { kind: 'deleted', number: 2 },
    ],
    [
      'a row that was inserted, with those behind it numbered anew',
      async () => {
        await tamper('update consent_record set number = number + 100 where company_id = $1 and number >= 3');
        await tamper('update consent_record set number = number - 99 where company_id = $1 and number > 100');
        await tamper(
          `insert into consent_record (company_id, number, at, client_id, decision, how, evidence_hash, previous_hash, hash)
           select $1, 3, now(), gen_random_uuid(), 'accepted', 'button', evidence_hash, hash, hash from consent_record where company_id = $1 and number = 2`,
        );
        const row = (await stored())[2] as Stored;
        await tamper(
          'update consent_record set hash = $2 where company_id = $1 and number = 3',
          sha256(sealedText(row.previousHash, row)),
        );
      },
      { kind: 'inserted', number: 3 },
    ],
    [
      'a tail that was cut',
      () => tamper('delete from consent_record where company_id = $1 and number > 4'),
      { kind: 'cut', number: 5 },
    ],
  ];
  test.each(cases)('%s', async (_, act, tampering) => {
    await decided(6);
    expect((await check()).holds).toBe(true);
    await act();
    expect(await check()).toMatchObject({ holds: false, tampering });
  });

  test('a chain that a superuser worked out anew, against the signed head', async () => {
    await decided(2);
    expect(await sign()).toMatchObject({ number: 2 });
    await decided(4);
    await tamper(`update consent_record set decision = 'declined' where company_id = $1 and number = 4`);
    await recompute();
    expect(await check()).toMatchObject({ holds: true });
    await tamper(`update consent_record set decision = 'accepted' where company_id = $1 and number = 4`);
    await recompute();
    await sign();
    await tamper(`update consent_record set decision = 'declined' where company_id = $1 and number = 4`);
    await recompute();
    expect(await check()).toMatchObject({
      holds: false,
      tampering: { kind: 'recomputed', number: 3, until: 6, signedAt: now },
    });
  });

  test('a tail that was cut together with the count and the note of what was signed', async () => {
    await decided(5);
    await sign();
    await tamper('delete from consent_record where company_id = $1 and number > 3');
    await tamper('update turn set ledger_number = 3 where company_id = $1');
    await tamper('delete from ledger_head where company_id = $1');
    expect(await check()).toMatchObject({ holds: false, tampering: { kind: 'cut', number: 4 } });
  });

  test('evidence that was changed, and none where it was erased', async () => {
    await decided(3);
    await tamper('delete from consent_evidence where company_id = $1 and number = 1');
    expect(await check()).toMatchObject({ holds: true, evidence: { fits: 2, erased: 1, changed: null } });
    await tamper(
      `update consent_evidence set evidence = evidence || '{"name":"Somebody else"}' where company_id = $1 and number = 2`,
    );
    expect(await check()).toMatchObject({ holds: false, evidence: { changed: 2 } });
  });

  test('a head that bears another signature', async () => {
    await decided(1);
    const signed = await sign();
    const file = path.join(folder, 'ledger', `${company.companyId}.jsonl`);
    await appendFile(file, '{"torn":');
    await decided(1);
    await sign();
    expect(await check()).toMatchObject({ holds: true, signed: { heads: 2, number: 2, forged: 0 } });
    await appendFile(file, `${JSON.stringify({ ...signed, hash: 'f'.repeat(64) })}\n`);
    expect(await check()).toMatchObject({ holds: false, signed: { heads: 2, forged: 1 } });
  });
});

describe('the texts that were agreed to', () => {
  const text = { agreementId, version: 1, language: 'en' };

  test('are those whose hash stands in the ledger: one that was changed together with its own hash is found', async () => {
    await decided(2);
    expect(await check()).toMatchObject({ holds: true, texts: { checked: 1, changed: null, missing: null } });
    await tamper(
      `update agreement_text set text = 'Another', hash = encode(sha256(convert_to(title || chr(10) || 'Another', 'UTF8')), 'hex') where company_id = $1`,
    );
    expect(await check()).toMatchObject({ holds: false, tampering: null, texts: { changed: text, missing: null } });
  });

  test('are missed where they are gone', async () => {
    await decided(1);
    await tamper('delete from agreement_text where company_id = $1');
    expect(await check()).toMatchObject({ holds: false, texts: { changed: null, missing: text } });
  });
});

describe('a ledger that does not end where it should', () => {
  test.each([
    ['its tail was cut', 'delete from consent_record where company_id = $1 and number = 3'],
    ['it goes on behind its end', 'update turn set ledger_number = 2 where company_id = $1'],
    ['it is there and the count says it is not', 'update turn set ledger_number = 0 where company_id = $1'],
  ])('is not added to: %s', async (_, text) => {
    await decided(3);
    await tamper(text);
    await expect(decided(1)).rejects.toThrow(LedgerBroken);
  });
});

test('the serving role can add to the ledger, and neither change nor delete what stands there', async () => {
  await decided(1);
  const client = new pg.Client({ connectionString: api.databaseUrl, options: '-c role=switchboard_serve' });
  await client.connect();
  await client.query("select set_config('app.company', $1, false)", [company.companyId]);
  expect((await client.query('select number from consent_record')).rows).toHaveLength(1);
  for (const text of [
    "update consent_record set decision = 'declined'",
    'delete from consent_record',
    'truncate consent_record',
    "update agreement_text set text = ''",
    'delete from agreement_version',
  ])
    await expect(client.query(text), text).rejects.toThrow('permission denied');
  await client.end();
});

describe('signed heads', () => {
  const mails = async (): Promise<string[]> => {
    const files = await readdir(path.join(folder, 'mail')).catch(() => []);
    const read = await Promise.all(files.map((file) => readFile(path.join(folder, 'mail', file), 'utf8')));
    return read.filter((mail) => mail.includes(`To: ${company.admin.email}`) && mail.includes('/consents'));
  };
  const signDue = () => api.app.get(LedgerService).signDue();
  const heads = async () => (await check()).signed.heads;

  test('are signed once a day where the ledger grew, and sent to the administrators as often', async () => {
    await decided(2);
    await signDue();
    await decided(1);
    await signDue();
    expect(await heads()).toBe(1);
    expect(await mails()).toHaveLength(1);
    now += 86_400_000;
    await signDue();
    expect(await check()).toMatchObject({ signed: { heads: 2, number: 3 } });
    expect(await mails()).toHaveLength(2);
    now += 86_400_000;
    await signDue();
    expect(await heads()).toBe(2);
    expect(await mails()).toHaveLength(2);
  });

  test('are signed with a key that only this user can read', async () => {
    await decided(1);
    await sign();
    expect((await stat(path.join(folder, 'ledger', 'ledger.key'))).mode & 0o777).toBe(0o600);
    expect(await readFile(path.join(folder, 'ledger', 'ledger.pub'), 'utf8')).toContain('PUBLIC KEY');
  });

  const file = () => path.join(folder, 'ledger', `${company.companyId}.jsonl`);

  test('are signed however far the database says that was done', async () => {
    await decided(1);
    await sign();
    await tamper(
      `update ledger_head set number = 1000000, signed_at = now() + interval '9 years', mailed_at = now() + interval '9 years' where company_id = $1`,
    );
    await decided(1);
    now += 86_400_000;
    await signDue();
    expect((await check()).signed).toMatchObject({ heads: 2, number: 2 });
    expect(await mails()).toHaveLength(1);
  });

  test('are missed where they were taken away, also after it was signed anew', async () => {
    await decided(2);
    await sign();
    await rm(file());
    expect(await check()).toMatchObject({ holds: false, tampering: null, signed: { heads: 0, missing: 2 } });
    await sign();
    expect(await check()).toMatchObject({ holds: false, signed: { heads: 1, missing: 2 } });
  });

  test('are missed where the last of them was cut off', async () => {
    await decided(1);
    await sign();
    const { size } = await stat(file());
    await decided(1);
    await sign();
    await truncate(file(), size);
    expect(await check()).toMatchObject({ holds: false, signed: { heads: 1, missing: 2 } });
  });

  test('lines that cannot be read are counted, and keep no head from being signed', async () => {
    await decided(1);
    await sign();
    await appendFile(file(), 'not a line\n{"torn":');
    expect(await check()).toMatchObject({ holds: true, signed: { heads: 1, unreadable: 2 } });
    await decided(1);
    expect(await sign()).toMatchObject({ number: 2 });
  });

  test('come too late where the ledger grew two days ago', async () => {
    await decided(1);
    expect((await check()).signed.late).toBe(false);
    now += 3 * 86_400_000;
    expect(await check()).toMatchObject({ holds: true, signed: { late: true } });
    await sign();
    expect((await check()).signed.late).toBe(false);
    now += 3 * 86_400_000;
    expect((await check()).signed.late).toBe(false);
  });

  test('stop where the key is lost, until a new one is begun; what the former signed still counts', async () => {
    await decided(1);
    await sign();
    const key = path.join(folder, 'ledger', 'ledger.key');
    const before = await readFile(key, 'utf8');
    await rename(key, `${key}.lost`);
    await decided(1);
    const anew = new Heads(path.join(folder, 'ledger'));
    await expect(anew.add(company.companyId, { number: 2, hash: 'f'.repeat(64), at: now })).rejects.toThrow(KeyLost);
    expect(await check()).toMatchObject({ holds: true, signed: { heads: 1, keyLost: true } });
    expect(await anew.beginKey()).toBe(true);
    expect(await anew.beginKey()).toBe(false);
    const head = (await stored())[1]?.hash ?? '';
    await anew.add(company.companyId, { number: 2, hash: head, at: now });
    expect(await check()).toMatchObject({
      holds: true,
      signed: { heads: 2, number: 2, forged: 0, keyLost: false },
    });
    expect(await readFile(key, 'utf8')).not.toBe(before);
    // As it was, for the process that still signs with it.
    await writeFile(key, before, { mode: 0o600 });
  });

  test('nothing is signed twice where nothing was added', async () => {
    await decided(1);
    expect(await sign()).toMatchObject({ number: 1 });
    expect(await sign()).toBeNull();
  });
});

describe('the command', () => {
  const run = (...args: string[]): Promise<{ code: number | null; said: string }> =>
    new Promise((resolve) => {
      const program = new URL('../ledger.ts', import.meta.url).pathname;
      const child = spawn(process.execPath, ['-C', 'switchboard:source', program, ...args], {
        env: { ...process.env, DATABASE_URL: api.databaseUrl, LEDGER_FOLDER: path.join(folder, 'ledger') },
      });
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.on('close', (code) => resolve({ code, said }));
    });

  test('says in words that a ledger holds, or which row does not, and ends with 0 or 1', async () => {
    await decided(3);
    await sign();
    const whole = await run('check', '--company', company.companyId);
    expect(whole).toMatchObject({ code: 0 });
    expect(whole.said).toContain('The ledger holds: 3 rows');
    expect(whole.said).toContain('the last of row 3');
    await tamper(`update consent_record set decision = 'declined' where company_id = $1 and number = 2`);
    const broken = await run('check', '--company', company.companyId);
    expect(broken).toMatchObject({ code: 1 });
    expect(broken.said).toContain('Row 2 was edited');
  });

  test('says what it needs where it is asked wrongly', async () => {
    expect(await run('erase')).toMatchObject({ code: 64 });
    expect(await run('check', '--company', 'nobody of this name')).toMatchObject({ code: 66 });
  });
});
