import { Injectable } from '@nestjs/common';
import { Database, sql, type CompanyDb } from '@switchboard/db';
import type { RoleId } from '@switchboard/domain/access';
import { TRPCError } from '@trpc/server';
import { v7 } from 'uuid';

import { compile, mayPlace, type Access } from '../access/actors.ts';
import { whyNotGiven } from '../access/roles.service.ts';
import { Changes } from '../company/changes.ts';
import { Config } from '../platform/config.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { Mailer } from '../sign-in/mailer.ts';
import { invitationMail } from '../sign-in/mails.ts';
import { newToken } from '../sign-in/token.ts';
import { readCrews } from './crews.ts';
import { PeopleService } from './people.service.ts';
import type { ShownInvitation } from './person.shapes.ts';

/** The most letters of a company that wait for an answer, or are shown for a month after their time. */
export const mostInvitations = 500;

const columns = `invitation_id as "invitationId", email, role_ids as "roleIds", department_id as "departmentId",
  created_at as "createdAt", expires_at as "expiresAt", expires_at <= now() as expired`;
// Who did not come in time is shown for a month, so that he can be asked again.
const listInvitations = sql(
  'list-invitations',
  `select ${columns} from invitation
   where company_id = $1 and accepted_at is null and expires_at > now() - interval '30 days' order by created_at desc, invitation_id limit ${mostInvitations}`,
);
const addInvitation = sql(
  'add-invitation',
  `insert into invitation (invitation_id, company_id, email, role_ids, department_id, token_hash, invited_by, created_at, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7, now(), now() + interval '7 days') returning ${columns}`,
);
const findLink = sql(
  'find-invitation-link',
  `select email, role_ids as "roleIds", token_hash as hash, expires_at as "expiresAt", invited_by as "invitedBy" from invitation
   where company_id = $1 and invitation_id = $2 and accepted_at is null`,
);
const renewLink = sql(
  'renew-invitation-link',
  `update invitation set token_hash = $3, expires_at = coalesce($4::timestamptz, now() + interval '7 days'), invited_by = $5
   where company_id = $1 and invitation_id = $2 and accepted_at is null returning ${columns}`,
);
const dropInvitation = sql(
  'drop-invitation',
  'delete from invitation where company_id = $1 and invitation_id = $2 and accepted_at is null returning invitation_id',
);

type Invited =
  | { invited: true; invitation: ShownInvitation }
  | {
      invited: false;
      because:
        | 'already-here'
        | 'already-invited'
        | 'too-many'
        | 'no-such-role'
        | 'wider-than-yours'
        | 'not-your-department';
    };
type Sent =
  | { sent: true; invitation: ShownInvitation }
  | { sent: false; because: 'gone' | 'no-such-role' | 'wider-than-yours' };
type Link = { email: string; roleIds: RoleId[]; hash: string; expiresAt: number; invitedBy: string };

/** Letters that ask somebody in: each has one link, which works once and for a week. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly people: PeopleService,
    private readonly mailer: Mailer,
    private readonly config: Config,
  ) {}

  /** Those into departments that this person manages and not answered, the latest first, with those whose time is over. */
  async list(viewer: Viewer): Promise<ShownInvitation[]> {
    const [all, access] = await Promise.all([this.#all(viewer.companyId), this.#access(viewer.companyId)]);
    return all.filter(({ departmentId }) => mayPlace(access, viewer, departmentId));
  }

  async invite(
    viewer: Viewer,
    invited: { email: string; roleIds: readonly RoleId[]; departmentId: string | null },
  ): Promise<Invited> {
    const { companyId } = viewer;
    const { roleIds, departmentId } = invited;
    const email = invited.email.toLowerCase();
    const [people, asked] = await Promise.all([this.people.list(companyId), this.#all(companyId)]);
    if (people.some((person) => person.email === email && person.dismissedAt === null))
      return { invited: false, because: 'already-here' };
    const before = asked.filter((invitation) => invitation.email === email);
    if (before.some(({ expired }) => !expired)) return { invited: false, because: 'already-invited' };
    if (asked.length - before.length >= mostInvitations) return { invited: false, because: 'too-many' };
    const because = await this.db.inCompany(companyId, async (db) => {
      if (departmentId !== null) await known(db, departmentId);
      const access = await compile(db);
      if (!mayPlace(access, viewer, departmentId)) return 'not-your-department';
      return whyNotGiven(access, viewer, roleIds);
    });
    if (because !== null) return { invited: false, because };
    for (const { invitationId } of before) await this.#drop(companyId, invitationId);
    const { token, hash } = newToken();
    const invitationId = v7();
    const [invitation] = await this.db.directory((db) =>
      db.run<ShownInvitation>(addInvitation, [
        invitationId,
        companyId,
        email,
        roleIds,
        departmentId,
        hash,
        viewer.employeeId,
      ]),
    );
    if (!invitation) throw new Error('An invitation was not stored');
    try {
      await this.#send(viewer, email, token);
    } catch (error) {
      await this.#drop(companyId, invitationId);
      throw error;
    }
    await this.changes.make(companyId, 'people', (_turn, _again, audit) =>
      audit(
        viewer,
        'employee.invited',
        { kind: 'invitation', id: invitationId },
        { roleIds: [...roleIds], departmentId },
      ),
    );
    return { invited: true, invitation };
  }

  /**
   * A new letter with a new link, for a week from now, from who sends it now. The former link works no more, unless the
   * letter could not be sent.
   */
  async resend(viewer: Viewer, invitationId: string): Promise<Sent> {
    const { companyId } = viewer;
    if (!(await this.#isHis(viewer, invitationId))) return { sent: false, because: 'gone' };
    const [former] = await this.db.directory((db) => db.run<Link>(findLink, [companyId, invitationId]));
    if (!former) return { sent: false, because: 'gone' };
    const because = whyNotGiven(await this.#access(companyId), viewer, former.roleIds);
    if (because !== null) return { sent: false, because };
    const { token, hash } = newToken();
    const renew = (to: string, until: Date | null, by: string) =>
      this.db.directory((db) => db.run<ShownInvitation>(renewLink, [companyId, invitationId, to, until, by]));
    const [invitation] = await renew(hash, null, viewer.employeeId);
    if (!invitation) return { sent: false, because: 'gone' };
    try {
      await this.#send(viewer, former.email, token);
    } catch (error) {
      await renew(former.hash, new Date(former.expiresAt), former.invitedBy);
      throw error;
    }
    await this.changes.make(companyId, 'people', (_turn, _again, audit) =>
      audit(viewer, 'invitation.resent', { kind: 'invitation', id: invitationId }),
    );
    return { sent: true, invitation };
  }

  async withdraw(viewer: Viewer, invitationId: string): Promise<void> {
    const { companyId } = viewer;
    if (!(await this.#isHis(viewer, invitationId))) return;
    if (!(await this.#drop(companyId, invitationId))) return;
    await this.changes.make(companyId, 'people', (_turn, _again, audit) =>
      audit(viewer, 'invitation.withdrawn', { kind: 'invitation', id: invitationId }),
    );
  }

  async #all(companyId: string): Promise<ShownInvitation[]> {
    return this.db.directory((db) => db.run<ShownInvitation>(listInvitations, [companyId]));
  }

  async #access(companyId: string): Promise<Access> {
    return this.db.inCompany(companyId, (db) => compile(db));
  }

  async #isHis(viewer: Viewer, invitationId: string): Promise<boolean> {
    return (await this.list(viewer)).some((one) => one.invitationId === invitationId);
  }

  async #drop(companyId: string, invitationId: string): Promise<boolean> {
    const dropped = await this.db.directory((db) => db.run(dropInvitation, [companyId, invitationId]));
    return dropped.length > 0;
  }

  async #send(viewer: Viewer, email: string, token: string): Promise<void> {
    const { company, inviter, language } = await this.people.introduce(viewer.companyId, viewer.employeeId);
    const link = `${this.config.values.CONSOLE_URL}/invitation?token=${encodeURIComponent(token)}`;
    await this.mailer.send(invitationMail(language, email, link, inviter, company));
  }
}

async function known(db: CompanyDb, departmentId: string): Promise<void> {
  const { departments } = await readCrews(db);
  if (!departments.some(({ id }) => id === departmentId))
    throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such department' });
}
