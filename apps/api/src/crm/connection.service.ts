import { Injectable } from '@nestjs/common';
import { Database, sql, type CompanyDb, type Turn } from '@switchboard/db';
import { may } from '@switchboard/domain/access';
import { z } from 'zod';

import { Changes, NotMade } from '../company/changes.ts';
import { Config } from '../platform/config.ts';
import { Egress, EgressRefused, EgressUnreachable } from '../platform/egress.ts';
import { Seal } from '../platform/seal.ts';
import { Signals } from '../platform/signals.ts';
import { FieldError, type Viewer } from '../rpc/trpc.ts';
import { CrmBlocked, CrmBusy, CrmRefused, CrmUnreachable, refusal, type CrmProblem } from './bitrix24/answers.ts';
import { Bitrix24, type PortalPipeline, type PortalSource, type PortalUser } from './bitrix24/bitrix24.ts';
import { Pacers } from './bitrix24/pacer.ts';
import { called, Portal } from './bitrix24/portal.ts';
import type { CrmConnected, CrmConnectionView } from './connection.shapes.ts';

/** The lane of the outbox in which a connected CRM is asked and told, and its one account. */
export const crmLane = 'crm';
export const bitrix24Account = 'bitrix24';

/** How long one process alone renews a token: longer than the call for it takes. */
const renewMs = 20_000;
/** How long somebody may take to sign in at the portal. */
const letInMs = 30 * 60_000;
const mostUsers = 2_000;

const secretsShape = z.discriminatedUnion('how', [
  z.object({ how: z.literal('webhook'), endpoint: z.string() }),
  z.object({
    how: z.literal('oauth'),
    endpoint: z.string(),
    clientId: z.string(),
    clientSecret: z.string(),
    accessToken: z.string(),
    refreshToken: z.string(),
  }),
]);
type Secrets = z.infer<typeof secretsShape>;
type OAuthSecrets = Extract<Secrets, { how: 'oauth' }>;
const stateShape = z.object({
  companyId: z.string(),
  employeeId: z.string(),
  portal: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  until: z.number(),
});
const tokens = z.object({ access_token: z.string(), refresh_token: z.string(), client_endpoint: z.url().optional() });
const tokenFailure = z.object({ error: z.string() });
const sourcesShape = z.array(z.object({ id: z.string(), name: z.string() })).catch([]);

const readConnection = sql(
  'read-crm-connection',
  'select how, host, secrets, state, problem, sources from crm_connection where company_id = $1 and removed_at is null',
);
const showConnection = sql(
  'show-crm-connection',
  `select c.how, c.host, c.state, c.problem, c.connected_at as "connectedAt", c.sources,
     jsonb_build_object('employeeId', e.employee_id, 'name', trim(e.name || ' ' || e.surname)) as "connectedBy",
     (select coalesce(jsonb_agg(jsonb_build_object('externalId', u.external_id, 'name', u.name, 'email', u.email, 'employeeId', u.employee_id)
        order by lower(u.name), u.external_id), '[]')
      from (select * from crm_user where company_id = $1 limit ${mostUsers}) u) as users,
     (select coalesce(jsonb_agg(p.name order by p.place), '[]') from crm_pipeline p
       where p.company_id = $1 and p.crm = 'bitrix24' and p.removed_at is null) as pipelines,
     (select jsonb_build_object('count', count(*), 'since', extract(epoch from min(o.created_at)) * 1000) from (
        select created_at from outbox where company_id = $1 and lane = '${crmLane}' and account = '${bitrix24Account}' and done_at is null limit 10000) o) as waiting
   from crm_connection c join employee e on e.company_id = c.company_id and e.employee_id = c.connected_by
   where c.company_id = $1 and c.removed_at is null`,
);
const hostBefore = sql('crm-host-before', 'select host from crm_connection where company_id = $1');
const putConnection = sql(
  'put-crm-connection',
  `insert into crm_connection (company_id, crm, how, host, secrets, state, problem, sources, connected_by, connected_at, removed_at, renew_until)
   values ($1, 'bitrix24', $2, $3, $4, 'connected', null, $5, $6, $7, null, null)
   on conflict (company_id) do update set crm = excluded.crm, how = excluded.how, host = excluded.host, secrets = excluded.secrets, state = 'connected',
     problem = null, sources = excluded.sources, connected_by = excluded.connected_by, connected_at = excluded.connected_at, removed_at = null, renew_until = null`,
);
// Records keep to the portal they are of: while another one is connected its host stands before their ids.
const leavePortal = sql(
  'leave-crm-portal',
  `update crm_record set external_id = $2 || '#' || external_id
   where company_id = $1 and crm = 'bitrix24' and external_id is not null and strpos(external_id, '#') = 0`,
);
const returnToPortal = sql(
  'return-to-crm-portal',
  `update crm_record set external_id = substr(external_id, length($2) + 2)
   where company_id = $1 and crm = 'bitrix24' and starts_with(external_id, $2 || '#')`,
);
const forgetUsers = sql('forget-crm-users', 'delete from crm_user where company_id = $1');
// Whoever is seen for the first time is the employee with his e-mail address; what was chosen by hand stays.
const putUsers = sql(
  'put-crm-users',
  `with given as (select * from jsonb_to_recordset($2::jsonb) as x("externalId" text, name text, email text)),
   gone as (delete from crm_user u where u.company_id = $1 and not exists (select from given g where g."externalId" = u.external_id))
   insert into crm_user (company_id, external_id, employee_id, name, email, read_at)
   select $1, g."externalId", (select e.employee_id from employee e where e.company_id = $1 and e.dismissed_at is null and lower(e.email) = g.email and g.email <> ''
     order by e.employee_id limit 1), g.name, g.email, $3
   from given g
   on conflict (company_id, external_id) do update set name = excluded.name, email = excluded.email, read_at = excluded.read_at`,
);
const putPipelines = sql(
  'put-crm-pipelines',
  `with given as (select * from jsonb_to_recordset($2::jsonb) as x("pipelineId" uuid, "externalId" text, name text, place int)),
   known as (
     update crm_pipeline p set name = g.name, place = g.place, removed_at = null from given g
     where p.company_id = $1 and p.crm = 'bitrix24' and p.external_id = g."externalId" returning p.external_id),
   gone as (
     update crm_pipeline p set removed_at = $3 where p.company_id = $1 and p.crm = 'bitrix24' and p.removed_at is null
       and not exists (select from given g where g."externalId" = p.external_id))
   insert into crm_pipeline (company_id, pipeline_id, crm, external_id, kind, name, place, created_at)
   select $1, g."pipelineId", 'bitrix24', g."externalId", 'deal', g.name, g.place, $3 from given g
   where not exists (select from known k where k.external_id = g."externalId")`,
);
const putStages = sql(
  'put-crm-stages',
  `with given as (
     select p.pipeline_id, x."stageId", x.name, x.place, x.meaning
     from jsonb_to_recordset($2::jsonb) as x("stageId" uuid, "externalId" text, name text, place int, meaning text)
       join crm_pipeline p on p.company_id = $1 and p.crm = 'bitrix24' and p.external_id = x."externalId"),
   known as (
     update crm_stage s set name = g.name, meaning = g.meaning, removed_at = null from given g
     where s.company_id = $1 and s.pipeline_id = g.pipeline_id and s.place = g.place returning s.pipeline_id, s.place),
   gone as (
     update crm_stage s set removed_at = $3 from crm_pipeline p
     where s.company_id = $1 and p.company_id = $1 and p.pipeline_id = s.pipeline_id and p.crm = 'bitrix24' and s.removed_at is null
       and not exists (select from given g where g.pipeline_id = s.pipeline_id and g.place = s.place))
   insert into crm_stage (company_id, stage_id, pipeline_id, name, place, meaning, created_at)
   select $1, g."stageId", g.pipeline_id, g.name, g.place, g.meaning, $3 from given g
   where not exists (select from known k where k.pipeline_id = g.pipeline_id and k.place = g.place)`,
);
const markConnection = sql(
  'mark-crm-connection',
  `update crm_connection set state = $2, problem = $3 where company_id = $1 and removed_at is null and (state, problem) is distinct from ($2::text, $3::text) returning state`,
);
const putSources = sql(
  'put-crm-sources',
  'update crm_connection set sources = $2 where company_id = $1 and removed_at is null',
);
const removeConnection = sql(
  'remove-crm-connection',
  'update crm_connection set removed_at = $2, secrets = null where company_id = $1 and removed_at is null returning host',
);
const removePipelines = sql(
  'remove-crm-pipelines',
  `update crm_pipeline set removed_at = $2 where company_id = $1 and crm = 'bitrix24' and removed_at is null`,
);
const putUser = sql(
  'put-crm-user',
  `update crm_user set employee_id = $3 where company_id = $1 and external_id = $2
     and ($3::uuid is null or exists (select from employee where company_id = $1 and employee_id = $3 and dismissed_at is null)) returning external_id`,
);
const makeDue = sql(
  'make-crm-jobs-due',
  `with rows as (update outbox set due_at = $2 where company_id = $1 and lane = '${crmLane}' and account = '${bitrix24Account}' and done_at is null and state = 'queued')
   update account set due_at = $2 where company_id = $1 and lane = '${crmLane}' and account = '${bitrix24Account}' and exists (
     select from outbox where company_id = $1 and lane = '${crmLane}' and account = '${bitrix24Account}' and done_at is null)`,
);
const takeRenewal = sql(
  'take-crm-renewal',
  `update crm_connection set renew_until = now() + $2 * interval '1 millisecond'
   where company_id = $1 and removed_at is null and (renew_until is null or renew_until < now()) returning secrets`,
);
const keepRenewal = sql(
  'keep-crm-renewal',
  'update crm_connection set secrets = $2, renew_until = null where company_id = $1 and removed_at is null',
);
const endRenewal = sql('end-crm-renewal', 'update crm_connection set renew_until = null where company_id = $1');

type ConnectionRow = {
  how: 'webhook' | 'oauth';
  host: string;
  secrets: Buffer;
  state: 'connected' | 'broken';
  problem: CrmProblem | null;
  sources: unknown;
};

/** A connected CRM as it is used: what it answers with, and what may be written into a record's source. */
export type ConnectedCrm = { crm: Bitrix24; host: string; state: 'connected' | 'broken'; sources: PortalSource[] };

/** The connection of a company with a CRM of its own in place of the built-in one: one at a time. */
@Injectable()
export class CrmConnections {
  readonly #pacers = new Pacers();

  constructor(
    private readonly db: Database,
    private readonly changes: Changes,
    private readonly egress: Egress,
    private readonly seal: Seal,
    private readonly signals: Signals,
    private readonly config: Config,
  ) {}

  async page(viewer: Viewer): Promise<{ connection: CrmConnectionView | null; returnsTo: string }> {
    const [row] = await this.db.inCompany(viewer.companyId, (db) =>
      db.run<Omit<CrmConnectionView, 'sources'> & { sources: unknown }>(showConnection, [viewer.companyId]),
    );
    const connection = row ? { ...row, sources: sourcesShape.parse(row.sources).map(({ name }) => name) } : null;
    return { connection, returnsTo: this.#returnsTo };
  }

  /** Connects by the address of an inbound webhook, once it answers. Throws `FieldError` where it is none. */
  async connectWebhook(viewer: Viewer, address: string): Promise<CrmConnected> {
    const endpoint = this.#endpointOf(address);
    return this.#connect(viewer, { how: 'webhook', endpoint });
  }

  /** Where somebody signs in at the portal to let the application in. What it needs to be let in travels sealed. */
  async authorise(
    viewer: Viewer,
    { portal, clientId, clientSecret }: { portal: string; clientId: string; clientSecret: string },
  ): Promise<{ address: string }> {
    const url = this.#portalOf(portal);
    await this.#reachable(url, 'portal');
    const { companyId, employeeId } = viewer;
    const until = Date.now() + letInMs;
    const state = this.seal
      .seal({ companyId, employeeId, portal: url, clientId, clientSecret, until }, 'bitrix24-let-in')
      .toString('base64url');
    const query = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      redirect_uri: this.#returnsTo,
      state,
    });
    return { address: `${url}/oauth/authorize/?${query.toString()}` };
  }

  /** Somebody came back from the portal with a code: it is exchanged for tokens, and the portal connected. */
  async letIn(
    viewer: Viewer,
    state: string,
    code: string,
  ): Promise<'done' | 'refused' | 'failed' | Extract<CrmConnected, { connected: false }>['because']> {
    const asked = this.#opened(state);
    const his = asked?.companyId === viewer.companyId && asked.employeeId === viewer.employeeId;
    if (!asked || !his || asked.until < Date.now() || !may(viewer, 'settings', {})) return 'refused';
    if (code === '' || code.length > 500) return 'refused';
    const { portal, clientId, clientSecret } = asked;
    let given;
    try {
      given = await this.#tokens({
        grant_type: 'authorization_code',
        client_id: clientId,
        client_secret: clientSecret,
        code,
      });
    } catch (error) {
      return because(error);
    }
    const answer = await this.#connect(viewer, {
      how: 'oauth',
      endpoint: `${portal}/rest/`,
      clientId,
      clientSecret,
      accessToken: given.access_token,
      refreshToken: given.refresh_token,
    });
    return answer.connected ? 'done' : answer.because;
  }

  /** Asks the portal for its people, pipelines and sources anew; what waited because of a problem goes on. */
  async check(companyId: string): Promise<CrmConnected> {
    const connected = await this.of(companyId);
    if (!connected) return { connected: false, because: 'gone' };
    let read;
    try {
      read = await whatIsThere(connected.crm);
    } catch (error) {
      if (error instanceof CrmBlocked) await this.block(companyId, error.problem);
      return { connected: false, because: because(error) };
    }
    await this.changes.make<null>(companyId, 'crm', async (turn) => {
      const [still] = await turn.run(readConnection, [companyId]);
      if (!still) return new NotMade(null);
      await turn.run(markConnection, [companyId, 'connected', null]);
      await turn.run(putSources, [companyId, JSON.stringify(read.sources)]);
      await this.#putLists(turn, read);
      await turn.run(makeDue, [companyId, new Date(turn.now)]);
      return null;
    });
    this.signals.outbox(companyId, crmLane);
    return { connected: true };
  }

  /** Says which employee somebody of the portal is; not made where either is not there. */
  async putUser(viewer: Viewer, externalId: string, employeeId: string | null): Promise<boolean> {
    return this.changes.make(viewer.companyId, 'crm', async (turn, _again, audit) => {
      const put = await turn.run(putUser, [viewer.companyId, externalId, employeeId]);
      if (put.length === 0) return new NotMade(false);
      await audit(viewer, 'crm.user-put', { kind: 'crm', id: null }, { employeeId });
      return true;
    });
  }

  /** The built-in CRM again. Records that came from the portal stay, as links to it. */
  async disconnect(viewer: Viewer): Promise<boolean> {
    return this.changes.make(viewer.companyId, 'crm', async (turn, _again, audit) => {
      const { companyId } = viewer;
      const gone = await turn.run(removeConnection, [companyId, new Date(turn.now)]);
      if (gone.length === 0) return new NotMade(false);
      await turn.run(removePipelines, [companyId, new Date(turn.now)]);
      // What waits for the portal is looked at once more, and finds that there is none.
      await turn.run(makeDue, [companyId, new Date(turn.now)]);
      await audit(viewer, 'crm.disconnected', { kind: 'crm', id: null });
      return true;
    });
  }

  /** Nothing gets through until somebody does something about it. */
  async block(companyId: string, problem: CrmProblem): Promise<void> {
    await this.changes.make<null>(companyId, 'crm', async (turn) => {
      const marked = await turn.run(markConnection, [companyId, 'broken', problem]);
      return marked.length === 0 ? new NotMade(null) : null;
    });
  }

  /** The CRM that a company has connected; null where it works with the built-in one. */
  async of(companyId: string): Promise<ConnectedCrm | null> {
    const row = await this.#read(companyId);
    if (!row) return null;
    const secrets = this.#open(companyId, row.secrets);
    return {
      crm: this.#crm(companyId, secrets),
      host: row.host,
      state: row.state,
      sources: sourcesShape.parse(row.sources),
    };
  }

  #crm(companyId: string, secrets: Secrets, renewable = true): Bitrix24 {
    const token = secrets.how === 'oauth' ? secrets.accessToken : null;
    const renew = secrets.how === 'oauth' && renewable ? (old: string) => this.#renew(companyId, old) : null;
    return new Bitrix24(
      new Portal(this.egress, { endpoint: secrets.endpoint, token, renew }, this.#pacers.of(companyId)),
    );
  }

  async #connect(viewer: Viewer, secrets: Secrets): Promise<CrmConnected> {
    const { companyId } = viewer;
    let read: Awaited<ReturnType<typeof whatIsThere>>;
    try {
      read = await whatIsThere(this.#crm(companyId, secrets, false));
    } catch (error) {
      return { connected: false, because: because(error) };
    }
    const host = new URL(secrets.endpoint).host;
    const sealed = this.seal.seal(secrets, contextOf(companyId));
    await this.changes.make<null>(companyId, 'crm', async (turn, _again, audit) => {
      const [before] = await turn.run<{ host: string }>(hostBefore, [companyId]);
      if (before && before.host !== host) {
        await turn.run(leavePortal, [companyId, before.host]);
        await turn.run(forgetUsers, [companyId]);
      }
      if (before?.host !== host) await turn.run(returnToPortal, [companyId, host]);
      await turn.run(putConnection, [
        companyId,
        secrets.how,
        host,
        sealed,
        JSON.stringify(read.sources),
        viewer.employeeId,
        new Date(turn.now),
      ]);
      await this.#putLists(turn, read);
      await turn.run(makeDue, [companyId, new Date(turn.now)]);
      await audit(viewer, 'crm.connected', { kind: 'crm', id: null }, { how: secrets.how });
      return null;
    });
    this.signals.outbox(companyId, crmLane);
    return { connected: true };
  }

  async #putLists(turn: Turn, { users, pipelines }: { users: PortalUser[]; pipelines: PortalPipeline[] }) {
    const at = new Date(turn.now);
    await turn.run(putUsers, [turn.companyId, JSON.stringify(users), at]);
    const rows = pipelines.map(({ externalId, name, place }) => ({ externalId, name, place, pipelineId: turn.id() }));
    await turn.run(putPipelines, [turn.companyId, JSON.stringify(rows), at]);
    const stages = pipelines.flatMap(({ externalId, stages: of }) =>
      of.map((stage) => ({ ...stage, externalId, stageId: turn.id() })),
    );
    await turn.run(putStages, [turn.companyId, JSON.stringify(stages), at]);
  }

  /**
   * Another access token in place of one that is too old. One process at a time asks for it, since each renewal makes the
   * last one's tokens worthless; whoever comes meanwhile waits for what the other got.
   */
  async #renew(companyId: string, old: string): Promise<string> {
    for (const until = Date.now() + renewMs; Date.now() < until; await pause(200)) {
      const now = await this.#oauth(companyId);
      if (now.accessToken !== old) return now.accessToken;
      const taken = await this.db.inCompany(companyId, (db) =>
        db.run<{ secrets: Buffer }>(takeRenewal, [companyId, renewMs]),
      );
      const [held] = taken;
      if (!held) continue;
      // Another may have renewed between the look and the lease.
      const secrets = this.#open(companyId, held.secrets);
      if (secrets.how !== 'oauth' || secrets.accessToken !== old) {
        await this.#end(companyId);
        continue;
      }
      return this.#renewed(companyId, secrets);
    }
    throw new CrmUnreachable('The token is being renewed elsewhere', 'no');
  }

  async #renewed(companyId: string, secrets: OAuthSecrets): Promise<string> {
    try {
      const given = await this.#tokens({
        grant_type: 'refresh_token',
        client_id: secrets.clientId,
        client_secret: secrets.clientSecret,
        refresh_token: secrets.refreshToken,
      });
      const next: OAuthSecrets = { ...secrets, accessToken: given.access_token, refreshToken: given.refresh_token };
      const sealed = this.seal.seal(next, contextOf(companyId));
      await this.db.inCompany(companyId, (db) => db.run(keepRenewal, [companyId, sealed]));
      return next.accessToken;
    } catch (error) {
      await this.#end(companyId);
      throw error;
    }
  }

  async #end(companyId: string): Promise<void> {
    await this.db.inCompany(companyId, (db) => db.run(endRenewal, [companyId]));
  }

  async #oauth(companyId: string): Promise<OAuthSecrets> {
    const row = await this.#read(companyId);
    const secrets = row ? this.#open(companyId, row.secrets) : null;
    if (secrets?.how !== 'oauth') throw new CrmBlocked('expired', 'Nothing is connected by tokens any more');
    return secrets;
  }

  /** Throws what a portal's answer throws. */
  async #tokens(given: Record<string, string>): Promise<z.infer<typeof tokens>> {
    const query = new URLSearchParams(given).toString();
    let answer;
    try {
      answer = await this.egress.send({
        method: 'GET',
        url: `${this.config.values.BITRIX24_TOKEN_URL}/?${query}`,
        headers: { accept: 'application/json' },
        body: null,
      });
    } catch (error) {
      throw called(error);
    }
    let json: unknown;
    try {
      json = JSON.parse(answer.body);
    } catch {
      throw new CrmUnreachable(`Status ${answer.status} without tokens`, 'maybe');
    }
    const known = tokens.safeParse(json);
    if (known.success) return known.data;
    const failed = tokenFailure.safeParse(json);
    if (failed.success)
      throw refusal({ error: failed.data.error, error_description: '' }, answer.status, answer.headers);
    throw new CrmUnreachable(`Status ${answer.status} without tokens`, 'maybe');
  }

  async #read(companyId: string): Promise<ConnectionRow | null> {
    const [row] = await this.db.inCompany(companyId, (db: CompanyDb) =>
      db.run<ConnectionRow>(readConnection, [companyId]),
    );
    return row ?? null;
  }

  #open(companyId: string, sealed: Buffer): Secrets {
    try {
      return secretsShape.parse(this.seal.open(sealed, contextOf(companyId)));
    } catch {
      throw new CrmBlocked('unreadable', 'What is stored of the connection cannot be read');
    }
  }

  #opened(state: string): z.infer<typeof stateShape> | null {
    try {
      return stateShape.parse(this.seal.open(Buffer.from(state.slice(0, 4_000), 'base64url'), 'bitrix24-let-in'));
    } catch {
      return null;
    }
  }

  get #returnsTo(): string {
    return `${this.config.values.API_URL}/crm/bitrix24`;
  }

  #endpointOf(address: string): string {
    const wrong = new FieldError({ address: 'crmConnection.address.wrong' });
    const url = this.#url(address, wrong);
    // What is copied there often ends in the name of a method.
    const path = /^\/rest\/(\d+)\/([\w-]{8,100})(?:\/[\w.]*)?\/?$/.exec(url.pathname);
    if (!path) throw wrong;
    return `${url.origin}/rest/${path[1]}/${path[2]}/`;
  }

  #portalOf(portal: string): string {
    const wrong = new FieldError({ portal: 'crmConnection.portal.wrong' });
    return this.#url(/^https?:\/\//i.test(portal) ? portal : `https://${portal}`, wrong).origin;
  }

  #url(address: string, wrong: FieldError): URL {
    const url = URL.parse(address);
    if (!url || url.username !== '' || url.password !== '' || url.hostname === '') throw wrong;
    // Secrets go over it; only a host that an installation names itself may do without encryption.
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && this.egress.isAllowed(address))) throw wrong;
    return url;
  }

  async #reachable(address: string, field: string): Promise<void> {
    try {
      await this.egress.check(address);
    } catch (error) {
      if (error instanceof EgressRefused || error instanceof EgressUnreachable)
        throw new FieldError({ [field]: 'crmConnection.portal.unreachable' });
      throw error;
    }
  }
}

/** What a connection needs to know of a portal, and whether it may ask for everything that it will. */
async function whatIsThere(crm: Bitrix24) {
  const lists = await crm.lists();
  return { ...lists, users: await crm.users() };
}

function because(error: unknown): Extract<CrmConnected, { connected: false }>['because'] {
  if (error instanceof CrmBlocked) return error.problem;
  if (error instanceof CrmUnreachable) return 'unreachable';
  if (error instanceof CrmBusy) return 'busy';
  // The portal does not know what every portal is asked: it is another program.
  if (error instanceof CrmRefused) return 'unreadable';
  throw error;
}

function contextOf(companyId: string): string {
  return `crm-connection ${companyId}`;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
