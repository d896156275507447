import type { Inbound } from '@switchboard/channels/channel';
import { fakeTelegram, type FakeTelegram } from '@switchboard/channels/testing';
import { fact, wakeAt, type Dialog } from '@switchboard/domain/dialog';
import type { Pause } from '@switchboard/domain/hours';
import { lineSettings, type LineSettings } from '@switchboard/domain/line';
import { seeded, type Chance } from '@switchboard/domain/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { problems } from '../../../../scripts/chaos/audit.ts';
import { Changes } from '../company/changes.ts';
import { ReceiveStore, type Address } from '../receive/receive.store.ts';
import {
  aCompany,
  anEmployee,
  anotherLine,
  callAs,
  freePort,
  testApi,
  theSettings,
  type Company,
  type Person,
  type TestApi,
} from '../testing/api.ts';
import { Runner } from './runner.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** To repeat one: SEQ_SEED=7. */
const only = process.env['SEQ_SEED'];
const seeds = only === undefined ? [1, 2, 3, 4, 5, 6] : [Number(only)];
const waves = 30;

/** Two processes of the API over one PostgreSQL, whose time stands still until a sequence lets it pass. */
let apis: [TestApi, TestApi];
let telegram: FakeTelegram;
let owner: pg.Client;
/** In the past, so that what leaves for a provider is due by the database's clock, too. */
let now = Date.now() - 2_000 * day;
const facts = new Map<string, number>();

beforeAll(async () => {
  telegram = await fakeTelegram();
  const clock = () => new Date(now);
  const port = await freePort();
  const env = { POLL_MS: '40', TELEGRAM_API_URL: telegram.url, API_URL: `http://127.0.0.1:${port}` };
  const first = await testApi({ ...env, API_PORT: String(port) }, undefined, clock);
  apis = [first, await testApi(env, first.databaseUrl, clock)];
  owner = new pg.Client({ connectionString: first.databaseUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await apis[1].stop();
  await apis[0].stop();
  await telegram.close();
});

type Row = {
  dialogId: number;
  state: string;
  operatorId: string | null;
  offeredTo: string[];
  joined: string[];
  pinned: boolean;
  chat: string;
  address: Address;
};
type Client = { address: Address; chat: string; said: string[] };
type Call = () => Promise<unknown>;

/** A company whose clients, people and time do what the seed says, many of them at once. */
class Sequence {
  readonly #seed: number;
  readonly #chance: Chance;
  readonly #company: Company;
  readonly #people: Person[];
  readonly #lines: string[];
  readonly #addresses: Address[];
  readonly #departments: string[] = [];
  readonly #absences: string[] = [];
  readonly #clients: Client[] = [];
  /** Who is not at his console. */
  readonly #gone = new Set<string>();
  readonly #dismissed = new Set<string>();
  #events = 0;
  #rows: Row[] = [];

  private constructor(
    seed: number,
    made: { company: Company; people: Person[]; lines: string[]; addresses: Address[] },
  ) {
    this.#seed = seed;
    this.#chance = seeded(seed);
    this.#company = made.company;
    this.#people = made.people;
    this.#lines = made.lines;
    this.#addresses = made.addresses;
  }

  static async of(seed: number): Promise<Sequence> {
    const [api] = apis;
    const company = await aCompany(api, `Company ${seed}`, { talks: true });
    const { companyId } = company;
    const people = [company.admin, await anEmployee(api, company, 'supervisor', 'Sofia')];
    for (const name of ['Boris', 'Vera', 'Gleb', 'Dina']) people.push(await anEmployee(api, company, 'operator', name));
    const admin = callAs(api, company.admin);
    const lineId = await anotherLine(api, company, 'Second');
    const token = `${7_100_000_000 + seed}:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0`;
    expect(await admin.channels.connectTelegram.mutate({ lineId, token })).toMatchObject({ connected: true });
    const addresses = await api.query<Address>(
      `select address, company_id as "companyId", channel_id as "channelId", kind from directory.address where company_id = $1`,
      [companyId],
    );
    // The database's own clock gave the founder a place in the order long after this one.
    await api.query('update queue_stamp set assigned_at = $2 where company_id = $1', [companyId, new Date(now)]);
    const sequence = new Sequence(seed, { company, people, lines: [company.lineId, lineId], addresses });
    for (const line of sequence.#lines) await sequence.#saveQueue(line);
    for (const name of ['Sales', 'Support']) {
      const made = await admin.people.createDepartment.mutate({
        name,
        parentId: name === 'Sales' ? null : (sequence.#departments[0] ?? null),
      });
      if (made.created) sequence.#departments.push(made.department.departmentId);
    }
    for (const line of sequence.#lines) await sequence.#otherSettings(line);
    await sequence.#heard(1);
    return sequence;
  }

  async run(): Promise<void> {
    for (let wave = 0; wave < waves; wave++) {
      await this.#look();
      const calls = Array.from({ length: 4 + this.#chance.below(16) }, () => this.#somethingHappens());
      await Promise.all(calls.map((call) => this.#tolerantly(call)));
      if (this.#chance.happens(0.6)) await this.#pass();
      else if (this.#chance.happens(0.3)) await this.#checkRest();
    }
    await this.#checkRest();
    // Everybody goes, and all that is left closes by its deadlines.
    for (const lineId of this.#lines)
      await callAs(apis[0], this.#company.admin).lines.setActive.mutate({ lineId, active: true });
    for (const person of this.#people) this.#gone.add(person.employeeId);
    for (const step of [hour, 2 * day, 32 * day, 2 * day, 32 * day]) {
      await this.#rest();
      now += step;
    }
    await this.#checkRest();
    await this.#look();
    const left = this.#rows.filter((row) => row.state !== 'closed');
    if (left.length > 0)
      this.#fail(`dialogs ${left.map((row) => `${row.dialogId} (${row.state})`).join()} never close`);
  }

  #fail(what: string): never {
    throw new Error(`SEQ_SEED=${this.#seed}: ${what}`);
  }

  #api(): TestApi {
    return this.#chance.happens(0.5) ? apis[0] : apis[1];
  }

  /** What may be refused may be refused; nothing may break. */
  async #tolerantly(call: Call): Promise<void> {
    try {
      await call();
    } catch (error) {
      const code = (error as { data?: { code?: string } }).data?.code;
      if (code === undefined || code === 'INTERNAL_SERVER_ERROR' || code === 'TIMEOUT')
        this.#fail(`a call broke: ${(error as Error).stack}`);
    }
  }

  async #look(): Promise<void> {
    this.#rows = await apis[0].query<Row>(
      `select d.dialog_id as "dialogId", d.state, d.operator_id as "operatorId", d.offered_to as "offeredTo", d.joined, d.pinned,
         c.external_id as chat, jsonb_build_object('address', a.address, 'companyId', a.company_id, 'channelId', a.channel_id, 'kind', a.kind) as address
       from dialog d join chat c on c.company_id = d.company_id and c.chat_id = d.chat_id join directory.address a on a.channel_id = d.channel_id
       where d.company_id = $1 order by d.dialog_id`,
      [this.#company.companyId],
    );
  }

  #somethingHappens(): Call {
    const chance = this.#chance;
    const word = chance.weighted({
      opens: 3,
      writes: 5,
      edits: 0.3,
      votes: 1.5,
      accepts: 6,
      declines: 2,
      replies: 6,
      transfers: 2,
      'takes-over': 0.7,
      joins: 1,
      leaves: 1.5,
      pins: 2,
      finishes: 2.5,
      resumes: 0.5,
      closes: 0.3,
      spam: 0.3,
      unblocks: 0.3,
      marks: 0.5,
      'writes-first': 0.6,
      away: 1.5,
      'not-heard': 0.5,
      workday: 0.8,
      absence: 0.5,
      department: 0.5,
      dismissal: 0.08,
      queue: 0.6,
      settings: 0.6,
      active: 0.15,
    });
    const open = this.#rows.filter((row) => row.state !== 'closed');
    const someone = chance.one(this.#people)!;
    const boss = callAs(this.#api(), chance.one(this.#people.slice(0, 2))!);
    const admin = callAs(this.#api(), this.#company.admin);
    const any = chance.one(open);
    const held = chance.one(open.filter((row) => row.operatorId !== null));
    const holder = this.#person(held?.operatorId);
    const offered = chance.one(open.filter((row) => row.state === 'offered'));
    const asked = this.#person(chance.one(offered?.offeredTo ?? []));
    const nothing: Call = () => Promise.resolve();
    switch (word) {
      case 'opens':
        return this.#clientWrites(this.#newClient());
      case 'writes': {
        const client = chance.one(this.#clients) ?? this.#newClient();
        return this.#clientWrites(client);
      }
      case 'edits': {
        const client = chance.one(this.#clients);
        const messageId = chance.one(client?.said ?? []);
        if (client === null || messageId === null) return nothing;
        const content = { kind: 'text', text: `changed ${++this.#events}` } as const;
        return this.#receive(client.address, {
          kind: 'edit',
          externalId: `edit ${this.#events}`,
          chat: client.chat,
          messageId,
          content,
          sentAt: null,
        });
      }
      case 'votes': {
        const row = chance.one(this.#rows.filter(({ state }) => state === 'finishing' || state === 'closed'));
        if (row === null) return nothing;
        const client = this.#clients.find(({ chat }) => chat === row.chat);
        if (row.address.kind !== 'live-chat')
          return client ? this.#clientWrites(client, chance.one(['1', '0', '0 too slow'])!) : nothing;
        return this.#receive(row.address, {
          kind: 'vote',
          externalId: `vote ${++this.#events}`,
          chat: row.chat,
          dialogId: row.dialogId,
          vote: chance.one(['good', 'bad'])!,
        });
      }
      case 'accepts': {
        if (chance.happens(0.15)) return any === null ? nothing : this.#act(someone, 'accept', any.dialogId);
        if (!offered || !asked) return nothing;
        // Two press at the same moment now and then, and one press comes twice.
        const other = this.#person(chance.one(offered.offeredTo)) ?? someone;
        const one = this.#act(asked, 'accept', offered.dialogId);
        return chance.happens(0.3) ? both(one, this.#act(other, 'accept', offered.dialogId)) : one;
      }
      case 'declines':
        return offered && asked ? this.#act(asked, 'decline', offered.dialogId) : nothing;
      case 'replies': {
        if (chance.happens(0.1)) return any === null ? nothing : this.#reply(someone, any.dialogId);
        if (!held || !holder) return nothing;
        const guest = this.#person(chance.one(held.joined));
        return this.#reply(guest && chance.happens(0.4) ? guest : holder, held.dialogId);
      }
      case 'transfers': {
        if (any === null) return nothing;
        const to = chance.one([
          { employeeId: chance.one(this.#people)!.employeeId, evenIfUnavailable: chance.happens(0.5) },
          { lineId: chance.one(this.#lines)! },
          { departmentId: chance.one(this.#departments)! },
        ])!;
        const commandId = crypto.randomUUID();
        return () => boss.dialogs.transfer.mutate({ commandId, dialogId: any.dialogId, to });
      }
      case 'takes-over':
        return any === null
          ? nothing
          : () => boss.dialogs.takeOver.mutate({ commandId: crypto.randomUUID(), dialogId: any.dialogId });
      case 'joins':
        return held ? this.#act(chance.happens(0.5) ? someone : this.#people[1]!, 'join', held.dialogId) : nothing;
      case 'leaves': {
        const joined = chance.one(open.filter((row) => row.joined.length > 0));
        const guest = this.#person(chance.one(joined?.joined ?? []));
        return joined && guest ? this.#act(guest, 'leave', joined.dialogId) : nothing;
      }
      case 'pins': {
        const unpinned = chance.happens(0.5) ? chance.one(open.filter((row) => row.pinned)) : null;
        const row = unpinned ?? held;
        const by = this.#person(row?.operatorId ?? null);
        if (!row || !by) return nothing;
        const caller = callAs(this.#api(), by);
        const pinned = unpinned === null;
        return () => caller.dialogs.pin.mutate({ commandId: crypto.randomUUID(), dialogId: row.dialogId, pinned });
      }
      case 'finishes': {
        if (chance.happens(0.1)) return any === null ? nothing : this.#act(someone, 'finish', any.dialogId);
        return held && holder ? this.#act(holder, 'finish', held.dialogId) : nothing;
      }
      case 'resumes': {
        const row = chance.one(open.filter(({ state }) => state === 'finishing'));
        const who = this.#person(row?.operatorId) ?? someone;
        return row ? this.#act(who, 'resume', row.dialogId) : nothing;
      }
      case 'closes':
        return any === null
          ? nothing
          : () => boss.dialogs.close.mutate({ commandId: crypto.randomUUID(), dialogId: any.dialogId });
      case 'spam': {
        const block = chance.happens(0.5);
        return any === null
          ? nothing
          : () => admin.dialogs.spam.mutate({ commandId: crypto.randomUUID(), dialogId: any.dialogId, block });
      }
      case 'unblocks': {
        const row = chance.one(this.#rows.filter(({ state }) => state === 'closed'));
        return row === null ? nothing : () => admin.dialogs.unblock.mutate({ dialogId: row.dialogId });
      }
      case 'marks': {
        const row = chance.one(this.#rows);
        const stars = 1 + chance.below(5);
        return row === null
          ? nothing
          : () =>
              admin.dialogs.mark.mutate({
                commandId: crypto.randomUUID(),
                dialogId: row.dialogId,
                stars,
                comment: `${stars} stars`,
              });
      }
      case 'writes-first': {
        const row = chance.one(this.#rows.filter(({ state }) => state === 'closed')) ?? any;
        if (row === null) return nothing;
        const caller = callAs(this.#api(), someone);
        const text = `first ${++this.#events}`;
        return () => caller.dialogs.writeFirst.mutate({ commandId: crypto.randomUUID(), dialogId: row.dialogId, text });
      }
      case 'away': {
        const away = chance.happens(0.4);
        const caller = callAs(this.#api(), someone);
        return () => caller.people.setAway.mutate({ away });
      }
      case 'not-heard':
        return () => {
          if (!this.#gone.delete(someone.employeeId)) this.#gone.add(someone.employeeId);
          return Promise.resolve();
        };
      case 'workday': {
        const { employeeId } = someone;
        if (chance.happens(0.4)) {
          const tracked = chance.one([true, null, null] as const);
          return () => admin.people.trackWorkdayOf.mutate({ employeeId, tracked });
        }
        const state = chance.one(['started', 'started', 'paused', 'ended'] as const)!;
        return () => callAs(this.#api(), someone).people.setWorkday.mutate({ state });
      }
      case 'absence': {
        const absenceId = chance.one(this.#absences);
        if (absenceId !== null && chance.happens(0.5)) {
          this.#absences.splice(this.#absences.indexOf(absenceId), 1);
          return () => admin.people.cancelAbsence.mutate({ absenceId });
        }
        const from = now + chance.one([-hour, 0, hour, day])!;
        const time = { kind: 'vacation', from, until: from + chance.one([hour, 3 * hour, 2 * day])! } as const;
        return async () => {
          const added = await admin.people.addAbsence.mutate({ employeeId: someone.employeeId, time });
          if (added.added) this.#absences.push(added.absence.absenceId);
        };
      }
      case 'department': {
        const departmentId = chance.one([...this.#departments, null]);
        const { employeeId } = someone;
        if (departmentId !== null && chance.happens(0.3))
          return () => admin.people.setDepartmentHead.mutate({ departmentId, employeeId });
        return () => admin.people.putIntoDepartment.mutate({ employeeId, departmentId });
      }
      case 'dismissal': {
        const { employeeId } = someone;
        if (this.#dismissed.size >= 2 || this.#people.indexOf(someone) < 2) return nothing;
        this.#dismissed.add(employeeId);
        return () => admin.people.dismiss.mutate({ employeeId });
      }
      case 'queue': {
        const lineId = chance.one(this.#lines)!;
        return () => this.#saveQueue(lineId);
      }
      case 'settings': {
        const lineId = chance.one(this.#lines)!;
        return () => this.#otherSettings(lineId);
      }
      case 'active': {
        const lineId = chance.one(this.#lines)!;
        const active = chance.happens(0.7);
        return () => admin.lines.setActive.mutate({ lineId, active });
      }
    }
  }

  #person(employeeId: string | null | undefined): Person | undefined {
    return this.#people.find((person) => person.employeeId === employeeId);
  }

  /** One press; one in five comes twice, by the other process as well. */
  #act(by: Person, call: 'accept' | 'decline' | 'join' | 'leave' | 'finish' | 'resume', dialogId: number): Call {
    const press = { commandId: crypto.randomUUID(), dialogId };
    if (this.#chance.happens(0.2)) return both(...apis.map((api) => () => callAs(api, by).dialogs[call].mutate(press)));
    const caller = callAs(this.#api(), by);
    return () => caller.dialogs[call].mutate(press);
  }

  #reply(by: Person, dialogId: number): Call {
    const reply = { commandId: crypto.randomUUID(), dialogId, text: `answer ${++this.#events}` };
    const calls = apis.map((api) => () => callAs(api, by).dialogs.reply.mutate(reply));
    return this.#chance.happens(0.2) ? both(...calls) : calls[this.#chance.below(2)]!;
  }

  #newClient(): Client {
    const address = this.#chance.one(this.#addresses)!;
    const client = { address, chat: `${900_000 + this.#clients.length}`, said: [] };
    this.#clients.push(client);
    return client;
  }

  /** His message reaches both processes now and then, and as often the next one overtakes it. */
  #clientWrites(client: Client, text = `message ${this.#events + 1}`): Call {
    const write = (words: string): Call => {
      const messageId = `m${++this.#events}`;
      client.said.push(messageId);
      const from = { id: client.chat, name: 'Olga', surname: '', username: null, language: 'en' };
      const content = { kind: 'text', text: words } as const;
      const event = { kind: 'message', externalId: messageId, chat: client.chat, messageId, from, content } as const;
      return this.#receive(client.address, { ...event, sentAt: null, page: null });
    };
    const first = write(text);
    return this.#chance.happens(0.2) ? both(write(`message ${this.#events + 1}`), first) : first;
  }

  #receive(address: Address, event: Inbound): Call {
    const stores = apis.map((api) => () => api.app.get(ReceiveStore).store(address, [event], null));
    return this.#chance.happens(0.2) ? both(...stores) : stores[this.#chance.below(2)]!;
  }

  async #saveQueue(lineId: string): Promise<void> {
    const chance = this.#chance;
    const members = [
      ...this.#people.filter(() => chance.happens(0.6)).map(({ employeeId }) => ({ employeeId, at: chance.next() })),
      ...this.#departments
        .filter(() => chance.happens(0.4))
        .map((departmentId) => ({ departmentId, at: chance.next() })),
    ]
      .toSorted((a, b) => a.at - b.at)
      .map((one) => ('employeeId' in one ? { employeeId: one.employeeId } : { departmentId: one.departmentId }));
    const change = {
      ...(members.length > 0 && chance.happens(0.6) ? { members } : {}),
      distribution: chance.one(['evenly', 'strictly', 'all'] as const)!,
      offerMinutes: chance.one([1, 3, 10])!,
      checkAvailability: chance.happens(0.8),
      limit: chance.happens(0.5) ? 1 + chance.below(3) : null,
      notCounted: chance.one(['answered', 'waiting-for-client', 'closed'] as const)!,
    };
    const { lines } = callAs(this.#api(), this.#company.admin);
    const { version } = await lines.get.query({ lineId });
    const changes = Object.fromEntries(Object.entries(change).map(([name, value]) => [`queue.${name}`, value]));
    await lines.save.mutate({ lineId, version, changes });
  }

  async #otherSettings(lineId: string): Promise<void> {
    const chance = this.#chance;
    const whom = this.#people.slice(0, 2).map((person) => person.employeeId);
    const drawn = {
      welcome: chance.one(['each-dialog', 'first-contact'] as const)!,
      noAnswer: chance.one([1, 3, 30])!,
      silence: chance.one([1, 4, 24, null] as const),
      withText: chance.happens(0.5),
      closing: chance.one([0, 1, 10, 60] as const)!,
      ask: chance.happens(0.8),
      closeAfter: chance.happens(0.4),
      limitDays: chance.one([1, 2, null]),
      schedule: chance.happens(0.4),
      seconds: chance.one([null, 60, 600]),
      minutes: chance.one([null, 1, 10]),
    };
    await theSettings(
      this.#api(),
      this.#company,
      (settings: LineSettings) => ({
        ...settings,
        hours: { ...settings.hours, schedule: drawn.schedule },
        autoActions: {
          ...settings.autoActions,
          welcome: { ...settings.autoActions.welcome, when: drawn.welcome },
          unanswered: {
            ...settings.autoActions.unanswered,
            minutes: drawn.noAnswer,
            then: drawn.withText ? 'text' : 'nothing',
          },
          fullClosingMinutes: drawn.closing,
          clientSilent: {
            ...settings.autoActions.clientSilent,
            hours: drawn.silence,
            then: drawn.withText ? 'text' : 'close',
          },
        },
        rating: { ...settings.rating, ask: drawn.ask, closeAfter: drawn.closeAfter, limitDays: drawn.limitDays },
        kpi: {
          first: { ...settings.kpi.first, seconds: drawn.seconds, notify: true, whom },
          further: { ...settings.kpi.further, minutes: drawn.minutes, notify: true, whom: whom.slice(1) },
        },
      }),
      lineId,
    );
  }

  /** Time passes, once nothing is in flight: a moment, or long enough for whatever runs out. */
  async #pass(): Promise<void> {
    await this.#rest();
    now += this.#chance.one([1_000, 30_000, 90_000, 3 * minute, 11 * minute, 20 * minute, hour, 5 * hour, 26 * hour])!;
    await this.#heard(0.85);
  }

  /** Most of those who are at their consoles are heard of, by either process. */
  async #heard(probability: number): Promise<void> {
    const here = this.#people.filter(
      ({ employeeId }) => !this.#gone.has(employeeId) && this.#chance.happens(probability),
    );
    await Promise.all(
      here.map(({ employeeId }) =>
        this.#api().app.get(Runner).presence(this.#company.companyId, { employeeId, connectedAt: true, usedAt: true }),
      ),
    );
  }

  /** Nothing is under way any more, and every deadline that has come was kept. */
  async #rest(): Promise<void> {
    const until = Date.now() + 15_000;
    for (;;) {
      for (const api of apis) await api.app.get(Runner).settled();
      const left = await apis[0].query<{ what: string }>(
        `select 'event ' || received_id as what from received where done_at is null
         union all select 'dialog ' || dialog_id || ' (' || state || '), due at ' || wake_at from dialog where wake_at <= $1
         union all select 'employee ' || employee_id || ', due at ' || wake_at from employee where wake_at <= $1`,
        [new Date(now)],
      );
      if (left.length === 0) break;
      if (Date.now() > until)
        this.#fail(`at ${new Date(now).toISOString()} is left: ${left.map(({ what }) => what).join('; ')}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /**
   * At rest everything is as it must be: the audit and the replay find nothing; no stored deadline is later than the
   * rules say; and whoever is asked to look again, though nothing has changed, finds nothing to do.
   */
  async #checkRest(): Promise<void> {
    await this.#rest();
    const found = await problems(owner, 0, new Date(now));
    if (found.length > 0) this.#fail(found.join('\n  '));
    await this.#checkDeadlines();
    const before = await this.#factCount();
    await apis[0].app.get(Changes).make(this.#company.companyId, 'lines', async (_, again) => {
      await again({ openOf: this.#lines, waitingOf: this.#lines });
      return null;
    });
    await this.#rest();
    const after = await this.#factCount();
    for (const [dialogId, count] of after) {
      if (count === before.get(dialogId)) continue;
      const history = await apis[0].query<{ body: object }>(
        'select body from fact where company_id = $1 and dialog_id = $2 order by number',
        [this.#company.companyId, dialogId],
      );
      const told = history.slice(-10).map(({ body }) => JSON.stringify(body));
      this.#fail(
        `dialog ${dialogId} could have had ${count - (before.get(dialogId) ?? 0)} facts more\n  ${told.join('\n  ')}`,
      );
    }
  }

  async #factCount(): Promise<Map<number, number>> {
    const rows = await apis[0].query<{ dialogId: number; facts: number }>(
      'select dialog_id as "dialogId", facts from dialog where company_id = $1',
      [this.#company.companyId],
    );
    return new Map(rows.map((row) => [row.dialogId, row.facts]));
  }

  async #checkDeadlines(): Promise<void> {
    const rows = await apis[0].query<{
      dialogId: number;
      body: Dialog;
      wakeAt: number | null;
      settings: object;
      pauses: Pause[];
    }>(
      `select d.dialog_id as "dialogId", d.body, extract(epoch from d.wake_at)::float8 * 1000 as "wakeAt", s.settings, l.pauses
       from dialog d join line l on l.company_id = d.company_id and l.line_id = d.line_id
       join line_settings s on s.company_id = l.company_id and s.line_id = l.line_id and s.version = l.version
       where d.company_id = $1 and d.closed_at is null`,
      [this.#company.companyId],
    );
    for (const { dialogId, body, wakeAt: stored, settings, pauses } of rows) {
      const due = wakeAt(body, now, { ...lineSettings.parse(settings), pauses });
      if (due !== null && (stored === null || stored > due))
        this.#fail(`dialog ${dialogId} (${body.state}) is due at ${iso(due)} and wakes at ${stored && iso(stored)}`);
    }
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** All of them at once; it is over once each is, whatever became of it. */
function both(...calls: Call[]): Call {
  return async () => {
    const ended = await Promise.allSettled(calls.map((call) => call()));
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  };
}

test.each(seeds)(
  'whatever many do at once over two processes, what is stored holds together (seed %i)',
  async (seed) => {
    const sequence = await Sequence.of(seed);
    await sequence.run();
    const rows = await apis[0].query<{ fact: string; times: number }>(
      'select fact, count(*)::int as times from fact group by fact',
    );
    for (const row of rows) facts.set(row.fact, row.times);
  },
  60_000,
);

test.skipIf(only !== undefined)('all that can happen without a bot, an agreement and another CRM happened', () => {
  const others = /^(bot-|consent|identifying|crm-|unsealed)/;
  const kinds = fact.options.map((option) => option.shape.fact.value).filter((kind) => !others.test(kind));
  expect([...facts.keys()].sort()).toEqual(kinds.sort());
});
