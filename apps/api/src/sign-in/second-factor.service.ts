import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';

import { compile } from '../access/actors.ts';
import { isAbove } from '../access/roles.service.ts';
import { Changes, NotMade } from '../company/changes.ts';
import { Config } from '../platform/config.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { Auth } from './auth.ts';
import { Foundings } from './founding.ts';
import { Mailer } from './mailer.ts';
import { secondFactorResetMail } from './mails.ts';
import type { SecurityView } from './second-factor.shapes.ts';
import { cookieHeader } from './sign-in.service.ts';

type Caller = { ip: string; cookie: string };
/** A second factor that was reset, or why not; `none`: he has none. */
type Reset = { reset: true } | { reset: false; because: 'oneself' | 'none' | 'wider-than-yours' };
/** Why a call about one's own second factor changed nothing. */
type Because = 'wrong' | 'too-many' | 'already' | 'signed-out';

const dueFrom = sql(
  'second-factor-due',
  `select extract(epoch from greatest(c.second_factor_since, e.created_at) + c.second_factor_days * interval '1 day') * 1000 as due
   from company c join employee e on e.company_id = c.company_id
   where c.company_id = $1 and e.employee_id = $2 and c.second_factor_since is not null`,
);
const readRule = sql(
  'second-factor-rule',
  'select second_factor_since is not null as required, second_factor_days as days from company where company_id = $1',
);
const putRule = sql(
  'put-second-factor-rule',
  `update company set second_factor_since = case when $2::int is null then null else coalesce(second_factor_since, $3) end,
     second_factor_days = coalesce($2, 0) where company_id = $1`,
);
const listMembers = sql(
  'members-with-second-factor',
  `select e.employee_id as "employeeId", e.user_id as "userId", e.name, e.surname, e.photo, e.email, e.language from employee e
   where e.company_id = $1 and e.dismissed_at is null and ($2::uuid is null or e.employee_id = $2) order by e.name, e.surname, e.employee_id limit 1000`,
);
const withFactor = sql(
  'accounts-with-second-factor',
  'select id from "user" where id = any($1::text[]) and "twoFactorEnabled"',
);

type MemberRow = {
  employeeId: string;
  userId: string;
  name: string;
  surname: string;
  photo: string | null;
  email: string;
  language: string;
};

const begun = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });
const coded = z.object({ backupCodes: z.array(z.string()) });

/** When this employee must have a second factor at the latest, in milliseconds; null where his company asks for none. */
export async function secondFactorDue(db: Database, companyId: string, employeeId: string): Promise<number | null> {
  const [row] = await db.inCompany(companyId, (company) =>
    company.run<{ due: string | number }>(dueFrom, [companyId, employeeId]),
  );
  return row ? Number(row.due) : null;
}

/** The second factor of accounts, and whether a company requires one of its people. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly db: Database,
    private readonly auth: Auth,
    private readonly foundings: Foundings,
    private readonly changes: Changes,
    private readonly mailer: Mailer,
    private readonly config: Config,
  ) {}

  /** How it stands for whoever is signed in, also where nothing else is allowed to him until he has one; null for nobody. */
  async mine(caller: Caller): Promise<{ on: boolean; due: number | null; must: boolean } | null> {
    const user = await this.auth.user(caller.cookie);
    if (!user) return null;
    const member = await this.foundings.memberOf(user.userId);
    if (!member) return null;
    const due = await secondFactorDue(this.db, member.companyId, member.employeeId);
    return { on: user.secondFactor, due, must: !user.secondFactor && due !== null && due <= Date.now() };
  }

  /** A new secret and backup codes: good once a code was made from it. */
  async begin(caller: Caller, password: string) {
    const answer = await this.auth.call('POST', '/two-factor/enable', caller, { password });
    if (answer.status === 200) {
      const { totpURI, backupCodes } = begun.parse(answer.body);
      return { begun: true as const, uri: totpURI, backupCodes };
    }
    return { begun: false as const, because: becauseOf(answer) };
  }

  /** Proves that the app has the secret: from now on its codes are asked for. */
  async confirm(caller: Caller, code: string): Promise<{ cookies: string[] } | { because: Because }> {
    const answer = await this.auth.call('POST', '/two-factor/verify-totp', caller, { code });
    if (answer.status !== 200) return { because: becauseOf(answer) };
    const user = answer.cookies.length === 0 ? null : await this.auth.user(cookieHeader(answer.cookies));
    // What was trusted, was trusted with another one.
    if (user) await this.auth.forgetDevices(user.userId);
    return { cookies: answer.cookies };
  }

  /** Ten new backup codes in place of the ones before. */
  async newCodes(caller: Caller, password: string) {
    const answer = await this.auth.call('POST', '/two-factor/generate-backup-codes', caller, { password });
    return answer.status === 200
      ? { made: true as const, backupCodes: coded.parse(answer.body).backupCodes }
      : { made: false as const, because: becauseOf(answer) };
  }

  /** Not where the company requires one. */
  async switchOff(
    caller: Caller,
    password: string,
  ): Promise<{ cookies: string[] } | { because: Because | 'required' }> {
    const mine = await this.mine(caller);
    if (mine !== null && mine.due !== null) return { because: 'required' };
    const answer = await this.auth.call('POST', '/two-factor/disable', caller, { password });
    return answer.status === 200 ? { cookies: answer.cookies } : { because: becauseOf(answer) };
  }

  /** The second step of signing in: a code of the app, or a backup code, which is good once. */
  async secondStep(
    caller: Caller,
    step: { kind: 'app' | 'backup'; code: string; trust: boolean },
  ): Promise<{ cookies: string[] } | { because: 'wrong' | 'too-many' | 'expired' }> {
    const path = step.kind === 'app' ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code';
    const answer = await this.auth.call('POST', path, caller, { code: step.code, trustDevice: step.trust });
    if (answer.status === 200) return { cookies: answer.cookies };
    if (answer.status === 429 || codeIn(answer.body) === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE')
      return { because: 'too-many' };
    return { because: codeIn(answer.body) === 'INVALID_TWO_FACTOR_COOKIE' ? 'expired' : 'wrong' };
  }

  /** Who of the company has one, and whether all must. */
  async security({ companyId }: Viewer): Promise<SecurityView> {
    const { rule, members } = await this.db.inCompany(companyId, async (db) => {
      const [row] = await db.run<{ required: boolean; days: number }>(readRule, [companyId]);
      return { rule: row, members: await db.run<MemberRow>(listMembers, [companyId, null]) };
    });
    const having = await this.#having(members);
    return {
      days: rule?.required ? rule.days : null,
      members: members.map(({ employeeId, userId, name, surname, photo }) => ({
        employeeId,
        name,
        surname,
        photo,
        on: having.has(userId),
      })),
    };
  }

  /**
   * Requires one of everybody, with so many days to set it up; null: of nobody. Refused where somebody said otherwise
   * meanwhile, and to who has none himself: he would be the first to stand before the door.
   */
  async require(viewer: Viewer, former: number | null, days: number | null) {
    const { companyId, userId } = viewer;
    if (days !== null && !(await this.#having([{ userId }])).has(userId))
      return { saved: false as const, because: 'own-first' as const };
    return this.changes.make<{ saved: true } | { saved: false; because: 'stale'; days: number | null }>(
      companyId,
      'company',
      async (turn, _again, audit) => {
        const [row] = await turn.run<{ required: boolean; days: number }>(readRule, [companyId]);
        const now = row?.required ? row.days : null;
        if (now === days) return new NotMade({ saved: true });
        if (now !== former) return new NotMade({ saved: false, because: 'stale', days: now });
        await turn.run(putRule, [companyId, days, new Date(turn.now)]);
        await audit(
          viewer,
          'company.saved',
          { kind: 'company', id: companyId },
          { changed: ['secondFactor'], days: days ?? 'none' },
        );
        return { saved: true };
      },
    );
  }

  /**
   * For somebody who lost his phone and his codes: his password alone is enough again, on whatever device, and he is told
   * by mail. One's own takes one's password, and nobody opens an account that may more than his own.
   */
  async reset(viewer: Viewer, employeeId: string): Promise<Reset> {
    const { companyId } = viewer;
    if (employeeId === viewer.employeeId) return { reset: false, because: 'oneself' };
    const [member] = await this.db.inCompany(companyId, (db) =>
      db.run<MemberRow>(listMembers, [companyId, employeeId]),
    );
    if (!member) throw new TRPCError({ code: 'NOT_FOUND', message: 'Nobody of this kind works here' });
    if (!(await this.#having([member])).has(member.userId)) return { reset: false, because: 'none' };
    const isMade = await this.changes.make<boolean>(companyId, 'company', async (turn, _again, audit) => {
      if (isAbove(await compile(turn), viewer, employeeId)) return new NotMade(false);
      await audit(viewer, 'employee.second-factor', { kind: 'employee', id: employeeId });
      return true;
    });
    if (!isMade) return { reset: false, because: 'wider-than-yours' };
    await this.auth.dropSecondFactor(member.userId);
    const language = member.language === 'ru' ? 'ru' : 'en';
    await this.mailer.send(secondFactorResetMail(language, member.email, `${this.config.values.CONSOLE_URL}/settings`));
    return { reset: true };
  }

  async #having(members: readonly { userId: string }[]): Promise<Set<string>> {
    const rows = await this.db.directory((db) =>
      db.run<{ id: string }>(withFactor, [members.map(({ userId }) => userId)]),
    );
    return new Set(rows.map((row) => row.id));
  }
}

function codeIn(body: unknown): string | null {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string'
    ? body.code
    : null;
}

function becauseOf({ status, body }: { status: number; body: unknown }): Because {
  const code = codeIn(body);
  if (status === 429) return 'too-many';
  if (code === 'TOTP_ALREADY_ENABLED') return 'already';
  if (status === 401 && code !== 'INVALID_CODE') return 'signed-out';
  return 'wrong';
}
