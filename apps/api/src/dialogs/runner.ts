import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Database, NoSuchCompany, sql } from '@switchboard/db';
import type { Logger } from 'pino';

import { agreementLink } from '../agreements/agreement-link.ts';
import { Config } from '../platform/config.ts';
import { Log } from '../platform/log.ts';
import { Metrics } from '../platform/metrics.ts';
import { isOutage } from '../platform/outage.ts';
import { Signals } from '../platform/signals.ts';
import { Batch, readEvents, type ReadRow } from './batch.ts';
import type { CrmAnswer } from '@switchboard/domain/crm';

import type {
  BatchResult,
  CommandAnswer,
  CrmAnswered,
  DialogCommand,
  PresenceNote,
  Retried,
  Stir,
  Work,
} from './batch.types.ts';
import { RulesCache } from './rules.ts';
import { mergeStir } from './stirs.ts';

/** The company has more work waiting in this process than it may: try again in a moment. */
export class Overloaded extends Error {}

const batchSize = 64;
/** Calls of one company that may wait in this process. */
const mostWaiting = 2_000;
/** An event that took the process down this often is parked unread. */
const mostAttempts = 3;

type Waiting = {
  command: DialogCommand;
  resolve: (answer: CommandAnswer) => void;
  reject: (error: Error) => void;
  tries: number;
};

type Company = {
  companyId: string;
  /** Calls and deadlines of one batch; halved while batches fail. */
  size: number;
  commands: Waiting[];
  due: Set<number>;
  presence: Map<string, PresenceNote>;
  /** Told when the presence above is stored. */
  heard: (() => void)[];
  peopleDue: Set<string>;
  stirs: Map<string, Stir>;
  retries: Map<string, ((retried: Retried) => void)[]>;
  recognised: Recognised[];
  /** `received` may hold events of this company. */
  events: boolean;
  /** Events that another process, or this one before it fell, left behind: taken up step by step, attempts counted. */
  leftBehind: LeftBehind | null;
  failures: number;
};

type Recognised = CrmAnswered & { resolve: () => void; reject: (error: Error) => void };

/** `through`: the last of them, once looked at. `counted`: attempts that no crash ended, to be given back. */
type LeftBehind = { through: number | null; counted: number[] };

const pendingIds = sql(
  'pending-ids',
  `select received_id, attempts from received
   where company_id = $1 and done_at is null and received_id <= $2 order by received_id limit ${batchSize}`,
);
const lastPending = sql(
  'last-pending',
  'select max(received_id) as last from received where company_id = $1 and done_at is null',
);
const countAttempts = sql(
  'count-attempts',
  'update received set attempts = attempts + $3 where company_id = $1 and received_id = any($2::bigint[])',
);
const parkEvent = sql(
  'park-event',
  `with done as (update received set done_at = now() where company_id = $1 and received_id = $2 and done_at is null returning received_id, event)
   insert into parked (company_id, parked_id, received_id, event, error, at) select $1, $3, received_id, event, $4, now() from done`,
);

/**
 * Runs batches: one per company in flight, companies in rotation. Whatever arrives while a batch is in flight forms
 * the next one; a lone event leaves at once.
 */
@Injectable()
export class Runner implements OnApplicationShutdown {
  readonly #companies = new Map<string, Company>();
  readonly #queue: Company[] = [];
  readonly #inFlight = new Set<string>();
  readonly #rules = new RulesCache();
  readonly #log: Logger;
  #workers = 0;
  #stopping = false;
  #idle: (() => void)[] = [];

  constructor(
    private readonly db: Database,
    private readonly metrics: Metrics,
    private readonly signals: Signals,
    private readonly config: Config,
    log: Log,
  ) {
    this.#log = log.for('runner');
  }

  /**
   * Hands a call to the company's next batch and answers what became of it, once that is stored.
   * Throws `Overloaded`.
   */
  async command(companyId: string, command: DialogCommand): Promise<CommandAnswer> {
    const company = this.#company(companyId);
    if (company.commands.length >= mostWaiting || this.#stopping)
      throw new Overloaded('Too much is waiting; try again in a moment');
    return new Promise((resolve, reject) => {
      company.commands.push({ command, resolve, reject, tries: 0 });
      this.#enqueue(company);
    });
  }

  /** `received` has something new for this company. */
  events(companyId: string): void {
    const company = this.#company(companyId);
    company.events = true;
    this.#enqueue(company);
  }

  /** Events were found that no running process seems to work on. */
  leftBehind(companyId: string): void {
    const company = this.#company(companyId);
    if (company.events || this.#inFlight.has(companyId)) return;
    company.leftBehind ??= { through: null, counted: [] };
    this.#enqueue(company);
  }

  /** Deadlines of these dialogs, or of these employees' availability, may have passed. */
  due(companyId: string, dialogs: number[], employees: string[]): void {
    const company = this.#company(companyId);
    for (const dialogId of dialogs) company.due.add(dialogId);
    for (const employeeId of employees) company.peopleDue.add(employeeId);
    this.#enqueue(company);
  }

  /** An employee was heard of. Answers once that is stored. */
  async presence(companyId: string, note: PresenceNote): Promise<void> {
    const company = this.#company(companyId);
    company.presence.set(note.employeeId, { ...company.presence.get(note.employeeId), ...note });
    await new Promise<void>((resolve) => {
      company.heard.push(resolve);
      this.#enqueue(company);
    });
  }

  /** Something about these lines changed that may free somebody: settings, people. */
  stir(companyId: string, lines: string[]): void {
    const company = this.#company(companyId);
    for (const lineId of lines) mergeStir(company.stirs, { lineId, circleAfter: 0 });
    this.#enqueue(company);
  }

  /** Decides once more on what was parked, and answers what became of it. */
  async retry(companyId: string, parkedId: string): Promise<Retried> {
    const company = this.#company(companyId);
    return new Promise((resolve) => {
      company.retries.set(parkedId, [...(company.retries.get(parkedId) ?? []), resolve]);
      this.#enqueue(company);
    });
  }

  /**
   * What the CRM that stands elsewhere says of a dialog's client, or that it does not answer. Answers once what follows
   * is stored; told again, it changes nothing.
   */
  async recognised(companyId: string, dialogId: number, answer: CrmAnswer | 'unreachable'): Promise<void> {
    const company = this.#company(companyId);
    return new Promise((resolve, reject) => {
      company.recognised.push({ dialogId, answer, resolve, reject });
      this.#enqueue(company);
    });
  }

  /** Answers once nothing is waiting or in flight in this process. */
  async settled(): Promise<void> {
    if (this.#queue.length === 0 && this.#inFlight.size === 0) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    await this.settled();
  }

  #company(companyId: string): Company {
    let company = this.#companies.get(companyId);
    if (!company) {
      company = {
        companyId,
        size: batchSize,
        commands: [],
        due: new Set(),
        presence: new Map(),
        heard: [],
        peopleDue: new Set(),
        stirs: new Map(),
        retries: new Map(),
        recognised: [],
        events: false,
        leftBehind: null,
        failures: 0,
      };
      this.#companies.set(companyId, company);
    }
    return company;
  }

  #enqueue(company: Company): void {
    if (this.#inFlight.has(company.companyId) || this.#queue.includes(company)) return;
    this.#queue.push(company);
    if (this.#workers < 6) void this.#serve();
  }

  async #serve(): Promise<void> {
    this.#workers++;
    for (let company = this.#queue.shift(); company; company = this.#queue.shift()) {
      this.#inFlight.add(company.companyId);
      try {
        await this.#batch(company);
        company.failures = 0;
      } catch (error) {
        company.failures++;
        this.#log.error({ err: error, company: company.companyId, failures: company.failures }, 'a batch failed');
        await new Promise((resolve) => setTimeout(resolve, Math.min(2_000, 50 * 2 ** company.failures)).unref());
      }
      this.#inFlight.delete(company.companyId);
      if (hasWork(company)) this.#queue.push(company);
      else if (company.failures === 0) this.#companies.delete(company.companyId);
    }
    this.#workers--;
    if (this.#workers === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #batch(company: Company): Promise<void> {
    if (company.leftBehind) await this.#takeUp(company, company.leftBehind);
    const commands = company.commands.splice(0, company.size);
    const recognised = company.recognised.splice(0, company.size);
    const work: Work = {
      // What another batch left is taken up step by step; what is new waits behind it.
      events: company.events && company.leftBehind === null ? batchSize : 0,
      only: null,
      commands: commands.map((waiting) => waiting.command),
      due: take(company.due, company.size),
      presence: [...company.presence.values()],
      peopleDue: take(company.peopleDue, batchSize),
      stirs: [...company.stirs.values()],
      retries: [...company.retries.keys()],
      recognised: recognised.map(({ dialogId, answer }) => ({ dialogId, answer })),
      shown: this.signals.wanted(company.companyId),
    };
    if (work.events > 0) company.events = false;
    company.presence.clear();
    company.stirs.clear();
    const retries = new Map(company.retries);
    company.retries.clear();
    const heard = company.heard.splice(0);
    try {
      const result = await this.#run(company.companyId, work);
      company.size = batchSize;
      for (const tell of heard) tell();
      for (const { resolve } of recognised) resolve();
      for (const [parkedId, waiting] of retries)
        for (const tell of waiting) tell(result.retried.get(parkedId) ?? 'gone');
      // What was taken from the start is among the events again.
      if (retries.size > 0) company.leftBehind ??= { through: null, counted: [] };
      for (const waiting of commands) {
        const answer = result.answers.get(waiting.command.commandId);
        if (answer && !(answer instanceof Error)) waiting.resolve(answer);
        else waiting.reject(answer ?? new Error('A call was left without an answer'));
      }
      if (work.events > 0 && result.events >= work.events) company.events = true;
      for (const stir of result.stirs) mergeStir(company.stirs, stir);
      for (const dialogId of result.due) company.due.add(dialogId);
    } catch (error) {
      for (const tell of [...retries.values()].flat()) tell('failed');
      company.heard.unshift(...heard);
      // Whoever asked the CRM tells of it again.
      for (const { reject } of recognised) reject(error as Error);
      this.#giveBack(company, work, commands, error as Error);
      throw error;
    }
  }

  /** A batch that failed is tried again by halves, so that one bad event does not hold up the rest. */
  #giveBack(company: Company, work: Work, commands: Waiting[], error: Error): void {
    for (const dialogId of work.due) company.due.add(dialogId);
    for (const employeeId of work.peopleDue) company.peopleDue.add(employeeId);
    for (const note of work.presence)
      company.presence.set(note.employeeId, { ...note, ...company.presence.get(note.employeeId) });
    for (const stir of work.stirs) mergeStir(company.stirs, stir);
    if (error instanceof NoSuchCompany) {
      for (const waiting of commands) waiting.reject(error);
      for (const tell of company.heard.splice(0)) tell();
      this.#companies.delete(company.companyId);
      Object.assign(company, {
        due: new Set(),
        presence: new Map(),
        peopleDue: new Set(),
        stirs: new Map(),
        events: false,
      });
      return;
    }
    const transient = isOutage(error);
    const again: Waiting[] = [];
    for (const waiting of commands) {
      waiting.tries++;
      if (transient ? waiting.tries >= 40 : company.size === 1) waiting.reject(error);
      else again.push(waiting);
    }
    if (!transient) company.size = Math.max(1, company.size >> 1);
    company.commands.unshift(...again);
    if (work.events > 0) {
      if (transient) company.events = true;
      else company.leftBehind ??= { through: null, counted: [] };
    }
  }

  /**
   * One step through events left by a crash, or by a batch that could not be written; calls that wait come in between.
   * Those that were begun for the first time are taken up together, their attempt counted before; those that were begun
   * since and are still here run alone, so that one that takes the process down is found, and parked unread.
   */
  async #takeUp(company: Company, left: LeftBehind): Promise<void> {
    const { companyId } = company;
    const counted = left.counted;
    const pending = await this.db.inTurn(companyId, async (turn) => {
      if (counted.length > 0) await turn.run(countAttempts, [companyId, counted, -1]);
      if (left.through === null) {
        const [found] = await turn.run<{ last: number | null }>(lastPending, [companyId]);
        left.through = found?.last ?? 0;
      }
      const rows = await turn.run<{ received_id: number; attempts: number }>(pendingIds, [companyId, left.through]);
      const begun = rows.findIndex((row) => row.attempts > 0);
      const next = begun === 0 ? rows.slice(0, 1) : rows.slice(0, begun < 0 ? batchSize : begun);
      const ids = next.map((row) => row.received_id);
      if (next[0] && next[0].attempts < mostAttempts) await turn.run(countAttempts, [companyId, ids, 1]);
      return next;
    });
    left.counted = [];
    const first = pending[0];
    if (!first) {
      company.leftBehind = null;
      return;
    }
    if (first.attempts >= mostAttempts) {
      await this.#park(companyId, first.received_id, 'It was begun three times and never finished');
      return;
    }
    try {
      const result = await this.#run(companyId, {
        events: pending.length,
        only: first.attempts > 0 ? first.received_id : null,
        commands: [],
        due: [],
        presence: [],
        peopleDue: [],
        stirs: [],
        retries: [],
        recognised: [],
        shown: this.signals.wanted(companyId),
      });
      for (const stir of result.stirs) mergeStir(company.stirs, stir);
    } catch (error) {
      if (isOutage(error)) {
        left.counted = pending.map((row) => row.received_id);
        throw error;
      }
      this.#log.error({ err: error, company: companyId, received: first.received_id }, 'events could not be worked in');
      if (first.attempts + 1 >= mostAttempts)
        await this.#park(companyId, first.received_id, `${(error as Error).name}: ${(error as Error).message}`);
    }
  }

  async #park(companyId: string, receivedId: number, error: string): Promise<void> {
    this.metrics.parked.inc();
    await this.db.inTurn(companyId, (turn) => turn.run(parkEvent, [companyId, receivedId, turn.id(), error]));
  }

  async #run(companyId: string, work: Work): Promise<BatchResult> {
    const stop = this.metrics.batches.startTimer();
    const named = [...work.commands, ...work.recognised].map(({ dialogId }) => dialogId);
    const dialogs = [...new Set([...named, ...work.due])];
    const result = await this.db.inTurn<BatchResult, ReadRow>(
      companyId,
      async (turn, read) => {
        const rules = await this.#rules.of(turn);
        const batch = new Batch(turn, rules, work, read, this.#log, (address, language) =>
          agreementLink(this.config, address, language),
        );
        const made = await batch.run();
        for (const { event, outcome } of batch.outcomes) this.metrics.decisions.inc({ event, outcome });
        return made;
      },
      {
        statement: readEvents,
        values: [companyId, work.events, dialogs, work.commands.map((command) => command.commandId), work.only],
      },
    );
    stop();
    this.metrics.batchSize.observe(Math.max(1, result.events + work.commands.length + work.due.length));
    this.signals.changed(companyId, result.lastChange, result.wrote === null ? null : await result.wrote);
    for (const lane of result.lanes) this.signals.outbox(companyId, lane);
    return result;
  }
}

function hasWork(company: Company): boolean {
  return (
    company.events ||
    company.leftBehind !== null ||
    company.commands.length > 0 ||
    company.due.size > 0 ||
    company.presence.size > 0 ||
    company.peopleDue.size > 0 ||
    company.stirs.size > 0 ||
    company.retries.size > 0 ||
    company.recognised.length > 0
  );
}

function take<T>(from: Set<T>, most: number): T[] {
  const taken: T[] = [];
  for (const item of from) {
    if (taken.length >= most) break;
    taken.push(item);
    from.delete(item);
  }
  return taken;
}
