import { Injectable } from '@nestjs/common';

import { Actors } from '../access/actors.ts';
import { Unavailable } from '../platform/outage.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { Auth } from './auth.ts';
import { Foundings } from './founding.ts';

/** Who stands behind a cookie. */
@Injectable()
export class Viewers {
  constructor(
    private readonly actors: Actors,
    private readonly auth: Auth,
    private readonly foundings: Foundings,
  ) {}

  /** The employee who is signed in, or null: no session, no company, or dismissed. */
  async of(cookie: string): Promise<Viewer | null> {
    const user = await this.auth.user(cookie).catch((error: unknown) => {
      throw new Unavailable('Who calls cannot be looked up now', { cause: error });
    });
    return user ? this.ofUser(user.userId) : null;
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
