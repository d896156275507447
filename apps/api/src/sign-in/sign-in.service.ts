import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import type { RoleId } from '@switchboard/domain/access';
import { TRPCError } from '@trpc/server';

import { Actors, mayPlace } from '../access/actors.ts';
import { whyNotGiven } from '../access/roles.service.ts';
import { PeopleService } from '../people/people.service.ts';
import { Auth } from './auth.ts';
import { Foundings } from './founding.ts';
import { hashOf } from './token.ts';

type Caller = { ip: string; cookie: string };
type AccountRow = { userId: string; confirmed: boolean; founds: boolean; companyId: string | null };
type InvitationRow = {
  invitationId: string;
  companyId: string;
  email: string;
  roleIds: RoleId[];
  departmentId: string | null;
  invitedBy: string;
};

const findInvitation = sql(
  'find-invitation',
  `select invitation_id as "invitationId", company_id as "companyId", email, role_ids as "roleIds",
     department_id as "departmentId", invited_by as "invitedBy" from invitation
   where token_hash = $1 and accepted_at is null and expires_at > now()`,
);
const acceptInvitation = sql(
  'accept-invitation',
  'update invitation set accepted_at = now() where invitation_id = $1 and accepted_at is null returning invitation_id',
);
const findAccount = sql(
  'account-of-address',
  `select u.id as "userId", u."emailVerified" as confirmed, f.user_id is not null as founds, m.company_id as "companyId"
   from "user" u left join member m on m.user_id = u.id left join founding f on f.user_id = u.id where u.email = $1`,
);
const dropFounding = sql('drop-taken-founding', 'delete from founding where user_id = $1');
const addMember = sql(
  'add-invited-member',
  'insert into member (user_id, company_id, employee_id, created_at) values ($1, $2, $3, now()) on conflict (user_id) do nothing',
);

/** Signing up, confirming, signing in and out, new passwords, invitations. Answers never tell whether an address is known. */
@Injectable()
export class SignInService {
  constructor(
    private readonly db: Database,
    private readonly auth: Auth,
    private readonly foundings: Foundings,
    private readonly people: PeopleService,
    private readonly actors: Actors,
  ) {}

  async signUp(
    caller: Caller,
    form: { company: string; name: string; email: string; password: string; language: 'en' | 'ru'; timeZone: string },
  ): Promise<void> {
    const email = form.email.toLowerCase();
    const answer = await this.auth.call('POST', '/sign-up/email', caller, {
      email,
      password: form.password,
      name: form.name,
      language: form.language,
    });
    this.#check(answer.status, [200, 422]);
    await this.foundings.plan({ ...form, email });
  }

  async resend(caller: Caller, email: string): Promise<void> {
    const answer = await this.auth.call(
      'POST',
      '/send-verification-email',
      { ...caller, cookie: '' },
      { email: email.toLowerCase() },
    );
    this.#check(answer.status, [200, 400]);
  }

  /** The cookies of the new session, or null where the link is old or used by somebody else. */
  async confirm(caller: Caller, token: string): Promise<string[] | null> {
    const answer = await this.auth.call('GET', `/verify-email?token=${encodeURIComponent(token)}`, {
      ...caller,
      cookie: '',
    });
    if (answer.status === 429) throw tooMany();
    if (answer.status !== 200 || answer.cookies.length === 0) return null;
    const user = await this.auth.user(cookieHeader(answer.cookies));
    if (user) await this.foundings.memberOf(user.userId);
    return answer.cookies;
  }

  async signIn(
    caller: Caller,
    form: { email: string; password: string },
  ): Promise<
    | { cookies: string[] }
    | { because: 'second-factor'; cookies: string[] }
    | { because: 'wrong' | 'unconfirmed' | 'too-many' }
  > {
    const email = form.email.toLowerCase();
    const answer = await this.auth.call('POST', '/sign-in/email', caller, { email, password: form.password });
    if (answer.status === 429) return { because: 'too-many' };
    if (answer.status === 403) return { because: 'unconfirmed' };
    if (answer.status !== 200) return { because: 'wrong' };
    const second = typeof answer.body === 'object' && answer.body !== null && 'twoFactorRedirect' in answer.body;
    return second ? { because: 'second-factor', cookies: answer.cookies } : { cookies: answer.cookies };
  }

  async signOut(caller: Caller): Promise<string[]> {
    const answer = await this.auth.call('POST', '/sign-out', caller, {});
    return answer.cookies;
  }

  async beginReset(caller: Caller, email: string): Promise<void> {
    const answer = await this.auth.call(
      'POST',
      '/request-password-reset',
      { ...caller, cookie: '' },
      { email: email.toLowerCase() },
    );
    this.#check(answer.status, [200, 400]);
  }

  async finishReset(caller: Caller, token: string, password: string): Promise<boolean> {
    const answer = await this.auth.call(
      'POST',
      '/reset-password',
      { ...caller, cookie: '' },
      { token, newPassword: password },
    );
    if (answer.status === 429) throw tooMany();
    return answer.status === 200;
  }

  async lookAtInvitation(
    token: string,
  ): Promise<{ company: string; email: string; inviter: string; language: 'en' | 'ru' } | null> {
    const invitation = await this.#invitation(token);
    if (!invitation) return null;
    const { company, inviter, language } = await this.people.introduce(invitation.companyId, invitation.invitedBy);
    return { company, inviter, language, email: invitation.email };
  }

  /**
   * Makes the account and the employee, and signs him in. The token proves the address, so an account of that address
   * which belongs to no company yet becomes his, and whoever was dismissed comes back with a new password and the second
   * factor he had. The invitation is used up last: whatever a crash left undone is done by
   * the next try. Without cookies where all is done but the signing in.
   */
  async acceptInvitation(
    caller: Caller,
    form: { token: string; name: string; surname: string; password: string },
  ): Promise<{ cookies: string[] } | { because: 'expired' | 'has-account' }> {
    const invitation = await this.#invitation(form.token);
    if (!invitation) return { because: 'expired' };
    const { companyId, email, roleIds, departmentId } = invitation;
    const [known] = await this.db.directory((db) => db.run<AccountRow>(findAccount, [email]));
    const elsewhere = known !== undefined && known.companyId !== null && known.companyId !== companyId;
    if (elsewhere || (known?.confirmed && known.founds)) return { because: 'has-account' };
    const isColleague = known !== undefined && known.companyId === companyId;
    if (isColleague && (await this.people.worksHere(companyId, known.userId))) {
      // A letter that came late: it is worth nothing to whoever reads his mail.
      await this.db.directory((db) => db.run(acceptInvitation, [invitation.invitationId]));
      return { because: 'has-account' };
    }
    const { language } = await this.people.introduce(companyId, invitation.invitedBy);
    const account = { name: `${form.name} ${form.surname}`.trim(), password: form.password, language };
    let userId: string;
    if (known) {
      userId = known.userId;
      await this.db.directory((db) => db.run(dropFounding, [userId]));
      await this.auth.takeOver(userId, account, isColleague ? 'kept' : 'dropped');
    } else {
      userId = await this.auth.createConfirmed({ ...account, email });
    }
    const employeeId = await this.people.join(companyId, {
      userId,
      name: form.name,
      surname: form.surname,
      email,
      roleIds,
      departmentId,
      language,
    });
    await this.link(userId, companyId, employeeId);
    await this.db.directory((db) => db.run(acceptInvitation, [invitation.invitationId]));
    const signedIn = await this.signIn(caller, { email, password: form.password }).catch(() => null);
    return { cookies: signedIn && !('because' in signedIn) ? signedIn.cookies : [] };
  }

  /** From now on this account is that employee. */
  async link(userId: string, companyId: string, employeeId: string): Promise<void> {
    await this.db.directory((db) => db.run(addMember, [userId, companyId, employeeId]));
  }

  async #invitation(token: string): Promise<InvitationRow | null> {
    const [row] = await this.db.directory((db) => db.run<InvitationRow>(findInvitation, [hashOf(token)]));
    if (!row) return null;
    // It is worth what its sender may give now: nothing of somebody who works here no more.
    const access = await this.actors.of(row.companyId);
    const sender = access.rolesOf(row.invitedBy) === null ? undefined : access.actorOf(row.invitedBy);
    if (sender === undefined || !mayPlace(access, sender, row.departmentId)) return null;
    return whyNotGiven(access, sender, row.roleIds) === null ? row : null;
  }

  #check(status: number, fine: number[]): void {
    if (status === 429) throw tooMany();
    if (!fine.includes(status))
      throw new TRPCError({ code: 'BAD_REQUEST', message: 'This could not be done as asked' });
  }
}

function tooMany(): TRPCError {
  return new TRPCError({ code: 'TOO_MANY_REQUESTS', message: 'Too many tries; wait a minute' });
}

/** What a browser would send back of these Set-Cookie headers. */
export function cookieHeader(setCookies: string[]): string {
  return setCookies.map((cookie) => cookie.split(';')[0]).join('; ');
}
