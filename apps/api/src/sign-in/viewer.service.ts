import { Injectable } from '@nestjs/common';
import { Database } from '@switchboard/db';

import { Actors } from '../access/actors.ts';
import { Unavailable } from '../platform/outage.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { Auth } from './auth.ts';
import { Foundings } from './founding.ts';
import { secondFactorDue } from './second-factor.service.ts';

/** Who stands behind a cookie. */
@Injectable()
export class Viewers {
  constructor(
    private readonly db: Database,
    private readonly actors: Actors,
    private readonly auth: Auth,
    private readonly foundings: Foundings,
  ) {}

  /**
   * The employee who is signed in, or null: no session, no company, dismissed, or without the second factor that his
   * company requires of him by now.
   */
  async of(cookie: string): Promise<Viewer | null> {
    const user = await this.auth.user(cookie).catch((error: unknown) => {
      throw new Unavailable('Who calls cannot be looked up now', { cause: error });
    });
    const viewer = user ? await this.ofUser(user.userId) : null;
    if (viewer === null || user?.secondFactor) return viewer;
    const due = await secondFactorDue(this.db, viewer.companyId, viewer.employeeId);
    return due !== null && due <= Date.now() ? null : viewer;
  }

  async ofUser(userId: string): Promise<Viewer | null> {
    const member = await this.foundings.memberOf(userId);
    if (!member) return null;
    const access = await this.actors.of(member.companyId);
    const roleIds = access.rolesOf(member.employeeId);
    const actor = access.actorOf(member.employeeId);
    return roleIds && actor ? { ...actor, companyId: member.companyId, userId, roleIds } : null;
  }
}
