import { randomBytes } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { Database, sql } from '@switchboard/db';
import { may } from '@switchboard/domain/access';
import { TRPCError } from '@trpc/server';

import { Changes, NotMade } from '../company/changes.ts';
import type { Viewer } from '../rpc/trpc.ts';
import { hashOf } from '../sign-in/token.ts';
import { Viewers } from '../sign-in/viewer.service.ts';
import type { ApiKeyForm, KeyRights, ShownApiKey } from './api-key.shapes.ts';

/** The most keys of a company that are good at once. */
const mostKeys = 50;
/** How often a key may call in a minute. */
export const callsPerMinute = 300;
const day = 86_400_000;

const listKeys = sql(
  'list-api-keys',
  `select k.api_key_id as "apiKeyId", k.name, k.rights, k.hint, k.created_at as "createdAt", k.expires_at as "expiresAt",
     k.revoked_at as "revokedAt", k.last_used_at as "lastUsedAt", e.user_id as "userId",
     jsonb_build_object('employeeId', e.employee_id, 'name', e.name, 'surname', e.surname, 'photo', e.photo) as "createdBy"
   from api_key k join employee e on e.company_id = k.company_id and e.employee_id = k.created_by
   where k.company_id = $1 and ($2::uuid is null or k.api_key_id = $2)
   order by k.revoked_at is not null, k.api_key_id desc limit 200`,
);
const countKeys = sql(
  'count-api-keys',
  `select count(*)::int as count from api_key where company_id = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`,
);
const addKey = sql(
  'add-api-key',
  `insert into api_key (company_id, api_key_id, name, rights, hint, created_by, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
const revokeKey = sql(
  'revoke-api-key',
  'update api_key set revoked_at = coalesce(revoked_at, $3) where company_id = $1 and api_key_id = $2 returning revoked_at = $3 as now',
);
const addHash = sql('add-key-hash', 'insert into key_hash (key_hash, company_id, api_key_id) values ($1, $2, $3)');
const findHash = sql(
  'find-key-hash',
  'select company_id as "companyId", api_key_id as "apiKeyId" from directory.key_hash where key_hash = $1',
);
// Counts the call: in the minute that runs, or as the first of a new one.
const useKey = sql(
  'use-api-key',
  `update api_key k set last_used_at = now(),
     window_at = case when k.window_at > now() - interval '1 minute' then k.window_at else now() end,
     window_calls = case when k.window_at > now() - interval '1 minute' then k.window_calls + 1 else 1 end
   from employee e
   where k.company_id = $1 and k.api_key_id = $2 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
     and e.company_id = k.company_id and e.employee_id = k.created_by
   returning k.rights, k.window_calls as calls, greatest(0, ceil(extract(epoch from k.window_at + interval '1 minute' - now())))::int as "secondsLeft", e.user_id as "userId"`,
);

type KeyRow = Omit<ShownApiKey, 'state'> & { userId: string };

/** Who calls with a key: whoever made it, with what the key may and how often it may still call. */
export type KeyCaller = {
  viewer: Viewer;
  apiKeyId: string;
  rights: KeyRights;
  left: number;
  secondsLeft: number;
};

/** Keys with which programs of the company call its API. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly viewers: Viewers,
  ) {}

  async list(viewer: Viewer, only: string | null = null): Promise<ShownApiKey[]> {
    const rows = await this.db.inCompany(viewer.companyId, (db) => db.run<KeyRow>(listKeys, [viewer.companyId, only]));
    const makers = new Map<string, boolean>();
    for (const { userId } of rows) if (!makers.has(userId)) makers.set(userId, await this.#mayUse(userId));
    const now = Date.now();
    return rows.map(({ userId, ...row }) => ({
      ...row,
      state:
        row.revokedAt !== null
          ? 'revoked'
          : row.expiresAt !== null && row.expiresAt <= now
            ? 'expired'
            : makers.get(userId) === true
              ? 'good'
              : 'creator',
    }));
  }

  /** The key itself is in the answer and nowhere else. A fall before its hash is stored leaves a key that opens nothing. */
  async create(viewer: Viewer, { name, rights, days }: ApiKeyForm) {
    const { companyId, employeeId } = viewer;
    const secret = `sbk_${randomBytes(32).toString('base64url')}`;
    const apiKeyId = await this.changes.make<string | null>(companyId, 'company', async (turn, _again, audit) => {
      const [row] = await turn.run<{ count: number }>(countKeys, [companyId, new Date(turn.now)]);
      if ((row?.count ?? 0) >= mostKeys) return new NotMade(null);
      const id = turn.id();
      await turn.run(addKey, [
        companyId,
        id,
        name,
        rights,
        secret.slice(-4),
        employeeId,
        new Date(turn.now),
        days === null ? null : new Date(turn.now + days * day),
      ]);
      await audit(viewer, 'api-key.created', { kind: 'api-key', id }, { rights, days });
      return id;
    });
    if (apiKeyId === null) return { created: false as const, because: 'too-many' as const };
    await this.db.directory((db) => db.run(addHash, [hashOf(secret), companyId, apiKeyId]));
    const [key] = await this.list(viewer, apiKeyId);
    if (!key) throw new Error('A key is gone as soon as it is made');
    return { created: true as const, key, secret };
  }

  /** From this moment on it opens nothing. */
  async revoke(viewer: Viewer, apiKeyId: string): Promise<void> {
    const { companyId } = viewer;
    await this.changes.make<null>(companyId, 'company', async (turn, _again, audit) => {
      const [row] = await turn.run<{ now: boolean }>(revokeKey, [companyId, apiKeyId, new Date(turn.now)]);
      if (!row) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such key' });
      if (!row.now) return new NotMade(null);
      await audit(viewer, 'api-key.revoked', { kind: 'api-key', id: apiKeyId });
      return null;
    });
  }

  /**
   * Who calls with this key, counting the call; null where it opens nothing: unknown, revoked, expired, or made by
   * somebody who is dismissed or may no longer use the API.
   */
  async caller(secret: string): Promise<KeyCaller | null> {
    if (!/^sbk_[\w-]{43}$/.test(secret)) return null;
    const [found] = await this.db.receive((db) =>
      db.run<{ companyId: string; apiKeyId: string }>(findHash, [hashOf(secret)]),
    );
    if (!found) return null;
    const [key] = await this.db.inCompany(found.companyId, (db) =>
      db.run<{ rights: KeyRights; calls: number; secondsLeft: number; userId: string }>(useKey, [
        found.companyId,
        found.apiKeyId,
      ]),
    );
    if (!key) return null;
    const viewer = await this.viewers.ofUser(key.userId);
    if (viewer === null || viewer.companyId !== found.companyId || !may(viewer, 'api', {})) return null;
    return {
      viewer,
      apiKeyId: found.apiKeyId,
      rights: key.rights,
      left: callsPerMinute - key.calls,
      secondsLeft: key.secondsLeft,
    };
  }

  async #mayUse(userId: string): Promise<boolean> {
    const maker = await this.viewers.ofUser(userId);
    return maker !== null && may(maker, 'api', {});
  }
}
