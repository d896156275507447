import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';

import { OwnerConnection } from '@switchboard/db/copy';
import { localTime, plus, type Day } from '@switchboard/domain/statistics';
import { render } from '@switchboard/domain/text';

import { countDays, monthOf } from '../statistics/figures.ts';
import { partsOf } from '../statistics/summaries.ts';
import { Casting, columns, inForce, type Cast, type Filled } from './months/cast.ts';
import { CannotFill, readCompany, type FilledCompany } from './months/company.ts';
import { day, tellLife, week, weeksTold, type Presence, type Story } from './months/life.ts';
import { dayNumber, fits, offsetAt, planMonths, steadyMonday, type Plan } from './months/plan.ts';
import { epoch, fillIn, RowMaker, writeId, writeIdText, type Filling, type Rows } from './months/rows.ts';
import { clientName } from './months/words.ts';

export { CannotFill } from './months/company.ts';

export type MonthsToFill = {
  companyId: string;
  /** How many dialogs. */
  dialogs: number;
  /** Over how many months before `until`. */
  months: number;
  /** The same seed fills the same company with the same months. */
  seed: number;
  until: number;
  /** How many dialogs are not over at the end. */
  open: number;
  /** From so many dialogs on, indexes of the largest tables are made anew, where nobody else uses them. */
  manyFrom?: number;
  /** Told how far it has come. */
  say?: (sentence: string) => void;
};

export type MonthsFilled = { dialogs: number; messages: number; clients: number };

const manyDialogs = 200_000;
/** Their indexes, and what keeps them apart: rows that are filled in differ by what they are made from. */
const rebuilt = ['message', 'fact', 'dialog_summary', 'dialog_part', 'chat', 'identity', 'client'] as const;

/**
 * Fills a company with months of dialogs, as they would have gone: the rules of the product decide on two weeks of clients
 * and operators, and what came of it happens again and again, on other days, with other clients. Rows are those that the
 * product would have stored; nothing is announced, sent or asked for.
 *
 * All rows are one transaction, with the number of the last dialog and the days whose figures are to be counted: whatever
 * breaks before it is committed leaves the company as it was. The figures are counted after that, in a transaction of their
 * own; where this breaks, the days are still noted, and the statistics lane counts them as it does any others. Throws
 * `CannotFill` where the company is not there or answers nothing, `NotCounted` where the rows are there and their figures are
 * not, `PerhapsFilled` where the database was lost at the very commit, and anything else where nothing was filled.
 */
export async function fillMonths(url: string, asked: MonthsToFill): Promise<MonthsFilled> {
  const filling = new MonthsFilling(url, asked);
  try {
    return await filling.fill();
  } finally {
    await filling.close();
  }
}

/** The dialogs are there; their figures are counted by the statistics lane. */
export class NotCounted extends Error {
  readonly filled: MonthsFilled;

  constructor(filled: MonthsFilled, cause: unknown) {
    super((cause as Error).message, { cause });
    this.filled = filled;
  }
}

/** The database went away while it committed, and could not be asked since whether it had. */
export class PerhapsFilled extends Error {}

/** Rows that wait to be sent into one table. */
class Pile {
  #buffer: Buffer = Buffer.allocUnsafe(pileSize);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  add(rows: Rows, filling: Filling): void {
    this.#room(rows.bytes.length);
    this.#at = fillIn(rows, filling, this.#buffer, this.#at);
  }

  text(text: string): void {
    const length = Buffer.byteLength(text);
    this.#room(length + 4);
    this.#at = this.#buffer.writeInt32BE(length, this.#at);
    this.#at += this.#buffer.write(text, this.#at);
  }

  /** Takes them all off. */
  take(): Buffer {
    const rows = this.#buffer.subarray(0, this.#at);
    this.#buffer = Buffer.allocUnsafe(Math.max(pileSize, this.#at + (this.#at >> 3)));
    this.#at = 0;
    return rows;
  }

  #room(length: number): void {
    if (this.#at + length <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe((this.#at + length) * 2);
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}

const pileSize = 1 << 16;
/** So many bytes of rows of all tables are sent at once. */
const sentAtOnce = 1 << 24;
/** After so many bytes of new rows those that are being sent get on. */
const breath = 1 << 17;
const pieceSize = 1 << 20;

/** What chats have come to. */
type Chats = {
  first: Float64Array;
  openedAt: Float64Array;
  story: Uint16Array;
  lastNumber: Uint32Array;
};

class MonthsFilling {
  readonly #url: string;
  readonly #asked: MonthsToFill;
  readonly #connections: OwnerConnection[] = [];
  readonly #say: (sentence: string) => void;
  readonly #special = new Map<string, Cast>();
  readonly #stamps = new Map<string, number>();
  readonly #days = new Set<Day>();
  readonly #done: MonthsFilled = { dialogs: 0, messages: 0, clients: 0 };

  constructor(url: string, asked: MonthsToFill) {
    this.#url = url;
    this.#asked = asked;
    this.#say = asked.say ?? (() => {});
  }

  async close(): Promise<void> {
    await Promise.all(this.#connections.map((connection) => connection.close().catch(() => {})));
  }

  async fill(): Promise<MonthsFilled> {
    const { companyId, dialogs, months, seed, until, open, manyFrom = manyDialogs } = this.#asked;
    const began = performance.now();
    const many = dialogs >= manyFrom;
    const anew = many && (await this.#isAlone());
    const owner = await this.#connect();
    await owner.run('begin');
    // Nothing is checked that is known to hold: every row names what this very fill writes or has read.
    await owner.run(`set local session_replication_role = replica`);
    await owner.run(`set local maintenance_work_mem = '512MB'`);
    const company = await readCompany(owner, companyId);
    const zones = [company.timeZone, ...company.lines.map(({ settings }) => settings.hours.timeZone)];
    const monday = steadyMonday([...new Set(zones)], company.timeZone, until);
    const { stories, presence } = tellLife(company, { seed, monday, dialogs: storiesFor(company, dialogs) });
    const casting = new Casting(company);
    const casts = stories.map((story) => casting.cast(story));
    const period = { monday, from: until - months * 30.44 * day, until, open };
    const plan = planMonths(company, stories, casts, period, dialogs, seed);
    if (plan.count === 0)
      throw new CannotFill('In so short a time nothing happens: ask for more months or more dialogs.');
    this.#say(`${stories.length} stories are told, ${plan.count} dialogs planned (${seconds(began)} s).`);
    const chats = chatsOf(plan, casts, stories);
    await this.#writeDialogs(owner, company, stories, casting, casts, plan, chats, anew, began);
    await this.#writeClients(owner, company, stories, plan, chats, anew);
    await this.#writePresence(owner, company, presence, period);
    await this.#writeRest(owner, company, plan);
    await this.#commit(owner);
    try {
      this.#say(`The rows are there (${seconds(began)} s).`);
      await this.#count(await this.#connect(), company, many);
      this.#say(`Figures of ${this.#days.size} days are counted (${seconds(began)} s).`);
    } catch (error) {
      throw new NotCounted(this.#done, error);
    }
    return this.#done;
  }

  async #connect(): Promise<OwnerConnection> {
    const connection = await OwnerConnection.open(this.#url);
    this.#connections.push(connection);
    return connection;
  }

  /** Commits. Where no answer comes, or a refusal, the database is asked what has become of it. */
  async #commit(owner: OwnerConnection): Promise<void> {
    const [mine] = await owner.run<{ transaction: string }>('select pg_current_xact_id()::text as transaction');
    try {
      await owner.run('commit');
    } catch (error) {
      let fate: string | null = null;
      for (let tries = 0; tries < 40 && fate !== 'aborted' && fate !== 'committed'; tries++) {
        if (tries > 0) await sleep(250);
        fate = await this.#fateOf(mine!.transaction).catch(() => null);
      }
      if (fate === 'aborted') throw error;
      if (fate !== 'committed') throw new PerhapsFilled((error as Error).message, { cause: error });
    }
  }

  async #fateOf(transaction: string): Promise<string | null> {
    const asking = await OwnerConnection.open(this.#url);
    try {
      const [found] = await asking.run<{ fate: string | null }>('select pg_xact_status($1::xid8) as fate', [
        transaction,
      ]);
      return found?.fate ?? null;
    } finally {
      await asking.close();
    }
  }

  /** Whether nobody else has dialogs here, or a connection; asked apart, so that nothing is locked by it. */
  async #isAlone(): Promise<boolean> {
    const looking = await OwnerConnection.open(this.#url);
    try {
      const [others] = await looking.run<{ alone: boolean }>(
        `select not exists (select from dialog where company_id <> $1)
           and not exists (select from pg_stat_activity where datname = current_database() and application_name like 'switchboard%') as alone`,
        [this.#asked.companyId],
      );
      return others?.alone === true;
    } finally {
      await looking.close();
    }
  }

  async #writeDialogs(
    owner: OwnerConnection,
    company: FilledCompany,
    stories: readonly Story[],
    casting: Casting,
    casts: readonly Cast[],
    plan: Plan,
    chats: Chats,
    anew: boolean,
    began: number,
  ): Promise<void> {
    const tables = ['dialog', 'fact', 'message', 'dialog_mark', 'dialog_summary', 'dialog_part'] as const;
    const indexes: string[] = [];
    if (anew) for (const table of tables) indexes.push(...(await withoutIndexes(owner, table)));
    const piles = tables.map(() => new Pile());
    const [dialog, fact, message, mark, summary, part] = piles as [Pile, Pile, Pile, Pile, Pile, Pile];
    let sent: Promise<void> = Promise.resolve();
    const copied = async (pieces: readonly Buffer[]): Promise<void> => {
      for (const [place, table] of tables.entries()) {
        const copy = owner.copyInto(table, columns[table]);
        await copy.write(pieces[place]!);
        await copy.end();
      }
    };
    // Rows are made while those before them are sent.
    const send = async (): Promise<void> => {
      await sent;
      sent = copied(piles.map((pile) => pile.take()));
      sent.catch(() => {});
    };
    let breathed = 0;
    const { timeZone } = company;
    const filling: Filling = {
      shift: 0,
      dialogId: 0,
      chat: Buffer.alloc(16),
      chatText: Buffer.alloc(36),
      client: Buffer.alloc(16),
      messages: Buffer.alloc(16 * mostMessages),
      messageTexts: Buffer.alloc(36 * mostMessages),
      number: 0,
      day: 0,
      quarter: 0,
    };
    const epochDay = epoch / day;
    for (let place = 0; place < plan.count; place++) {
      const number = plan.story[place]!;
      const story = stories[number]!;
      const shift = plan.shift[place]!;
      const cast = this.#castFor(company, story, casting, casts[number]!, number, shift);
      const chat = plan.chat[place]!;
      const openedAt = cast.openedAt + shift;
      const opened = localTime(timeZone, openedAt);
      filling.shift = shift;
      filling.dialogId = company.lastDialog + place + 1;
      filling.number = chats.lastNumber[chat]!;
      filling.day = dayNumber(opened.day) - epochDay;
      filling.quarter = opened.quarter;
      this.#identify(filling, chats, chat, cast, company.lastDialog);
      chats.lastNumber[chat] = filling.number + cast.messageCount;
      dialog.add(cast.dialog, filling);
      fact.add(cast.facts, filling);
      for (const { rows, text } of cast.messages) {
        message.add(rows, filling);
        if (text !== null)
          message.text(this.#rendered(company, story, text, shift, filling.dialogId, chats.first[chat]!));
      }
      if (cast.mark !== null) mark.add(cast.mark, filling);
      summary.add(cast.summary, filling);
      part.add(this.#partsFor(company, story, casting, cast, openedAt, shift), filling);
      this.#note(cast, opened.day, timeZone, shift);
      this.#done.dialogs++;
      this.#done.messages += cast.messageCount;
      const waiting = piles.reduce((sum, pile) => sum + pile.length, 0);
      if (waiting >= sentAtOnce) {
        await send();
        breathed = 0;
      } else if (waiting - breathed >= breath) {
        await breathe();
        breathed = waiting;
      }
      if (this.#done.dialogs % 100_000 === 0) this.#say(`${this.#done.dialogs} dialogs (${seconds(began)} s)`);
    }
    await send();
    await sent;
    for (const index of indexes) await owner.run(index);
    if (anew) this.#say(`Indexes are made anew (${seconds(began)} s).`);
  }

  /** The rows of a story: those for all moments, or its own where the end of the period or a line's exceptions cut in. */
  #castFor(company: FilledCompany, story: Story, casting: Casting, cast: Cast, number: number, shift: number): Cast {
    const { until } = this.#asked;
    const same = fits(company, cast);
    if (!same || cast.endsAt + shift > until)
      return casting.cast(story, until - shift, same && !cast.versionless ? null : shift);
    const unmarked = story.mark !== null && story.mark.at + shift > until;
    const version = cast.versionless ? this.#versionsAt(company, cast, shift) : '';
    if (!unmarked && version === '') return cast;
    const key = `${number} ${unmarked} ${version}`;
    let special = this.#special.get(key);
    if (!special)
      this.#special.set(
        key,
        (special = casting.cast(story, unmarked ? cast.endsAt : Infinity, version === '' ? null : shift)),
      );
    return special;
  }

  /** Which versions of their settings its lines had then, where there were several. */
  #versionsAt(company: FilledCompany, { lineIds, openedAt }: Cast, shift: number): string {
    const lines = company.lines.filter(({ lineId }) => lineIds.includes(lineId));
    if (lines.every(({ history }) => history.length === 1)) return '';
    return lines.map((line) => inForce(line, openedAt + shift)?.version).join(' ');
  }

  #partsFor(company: FilledCompany, story: Story, casting: Casting, cast: Cast, openedAt: number, shift: number): Rows {
    const zone = company.timeZone;
    const first = Math.floor((openedAt + offsetAt(zone, openedAt)) / day);
    const same = cast.acts.every(
      ({ at }, place) => Math.floor((at + shift + offsetAt(zone, at + shift)) / day) - first === cast.days[place],
    );
    if (same) return cast.parts;
    const parts = partsOf(
      cast.acts.map((act) => ({ ...act, at: act.at + shift })),
      zone,
    );
    return casting.partRows(
      story,
      parts.map((part) => ({ ...part, after: dayNumber(part.day) - first })),
    );
  }

  #identify(filling: Filling, chats: Chats, chat: number, cast: Cast, lastDialog: number): void {
    const { seed } = this.#asked;
    const first = lastDialog + chats.first[chat]! + 1;
    const since = chats.openedAt[chat]!;
    writeId(filling.chat, 0, since, kinds.chat, seed, first);
    writeIdText(filling.chatText, 0, filling.chat, 0);
    writeId(filling.client, 0, since, kinds.client, seed, first);
    for (let place = 0; place < cast.messageCount; place++) {
      const at = cast.messageAt[place]! + filling.shift;
      writeId(filling.messages, place * 16, at, kinds.message, seed, filling.dialogId * mostMessages + place);
      writeIdText(filling.messageTexts, place * 36, filling.messages, place * 16);
    }
  }

  #rendered(
    company: FilledCompany,
    story: Story,
    filled: Filled,
    shift: number,
    dialogId: number,
    first: number,
  ): string {
    const { text, operatorId, lineId, at } = filled;
    const shown = (style: 'dateStyle' | 'timeStyle'): string | null =>
      text.includes(style === 'dateStyle' ? '{date}' : '{time}')
        ? new Intl.DateTimeFormat(company.language, { [style]: 'short', timeZone: company.timeZone }).format(at + shift)
        : null;
    return render(text, {
      'client.name': clientName(story.language, first),
      'operator.name': company.people.find(({ employeeId }) => employeeId === operatorId)?.name ?? null,
      'line.name': company.lines.find((line) => line.lineId === lineId)?.name ?? null,
      'company.name': company.name,
      'dialog.number': `#${dialogId}`,
      date: shown('dateStyle'),
      time: shown('timeStyle'),
    });
  }

  #note(cast: Cast, opened: Day, zone: string, shift: number): void {
    this.#days.add(opened);
    for (const [place, { at }] of cast.acts.entries())
      if (cast.days[place] !== 0) this.#days.add(localTime(zone, at + shift).day);
    for (const { lineId, employeeId, at } of cast.assigned) {
      const key = `${lineId} ${employeeId}`;
      this.#stamps.set(key, Math.max(this.#stamps.get(key) ?? 0, at + shift));
    }
  }

  async #writeClients(
    owner: OwnerConnection,
    company: FilledCompany,
    stories: readonly Story[],
    plan: Plan,
    chats: Chats,
    anew: boolean,
  ): Promise<void> {
    const { seed } = this.#asked;
    const id = Buffer.alloc(16);
    const idText = Buffer.alloc(36);
    const each = async (
      table: 'client' | 'identity' | 'chat',
      names: readonly string[],
      row: (chat: number, maker: RowMaker, of: (kind: keyof typeof kinds) => Buffer) => void,
    ): Promise<void> => {
      const indexes = anew ? await withoutIndexes(owner, table) : [];
      const copy = owner.copyInto(table, names);
      for (let chat = 0; chat < plan.chats;) {
        const maker = new RowMaker();
        for (; chat < plan.chats && maker.length < pieceSize; chat++) {
          const first = company.lastDialog + chats.first[chat]! + 1;
          maker.row(names.length).uuid(company.companyId);
          row(chat, maker, (kind) => {
            writeId(id, 0, chats.openedAt[chat]!, kinds[kind], seed, first);
            return id;
          });
        }
        await copy.write(maker.made().bytes);
      }
      await copy.end();
      for (const index of indexes) await owner.run(index);
    };
    const nameOf = (chat: number): string => clientName(stories[chats.story[chat]!]!.language, chats.first[chat]!);
    const channelOf = (chat: number) => stories[chats.story[chat]!]!.channel;
    const outsideOf = (chat: number, of: (kind: keyof typeof kinds) => Buffer): string => {
      if (channelOf(chat).kind === 'telegram') return String(7_000_000_000 + company.lastDialog + chats.first[chat]!);
      writeIdText(idText, 0, of('visitor'), 0);
      return idText.toString('latin1');
    };
    await each('client', ['company_id', 'client_id', 'name', 'created_at'], (chat, maker, of) =>
      maker.bytes(of('client')).text(nameOf(chat)).fixedMoment(chats.openedAt[chat]!),
    );
    const identity = [
      'company_id',
      'identity_id',
      'client_id',
      'channel_id',
      'external_id',
      'name',
      'language',
      'created_at',
    ];
    await each('identity', identity, (chat, maker, of) => {
      maker.bytes(of('identity')).bytes(of('client')).uuid(channelOf(chat).channelId).text(outsideOf(chat, of));
      maker.text(nameOf(chat)).text(stories[chats.story[chat]!]!.language).fixedMoment(chats.openedAt[chat]!);
    });
    const thread = [
      'company_id',
      'chat_id',
      'channel_id',
      'identity_id',
      'external_id',
      'last_number',
      'seen_number',
      'created_at',
    ];
    await each('chat', thread, (chat, maker, of) => {
      const last = chats.lastNumber[chat]!;
      maker.bytes(of('chat')).uuid(channelOf(chat).channelId).bytes(of('identity')).text(outsideOf(chat, of));
      maker
        .big(last)
        .big(channelOf(chat).kind === 'live-chat' ? last : 0)
        .fixedMoment(chats.openedAt[chat]!);
    });
    this.#done.clients = plan.chats;
  }

  /** Who was there, week after week; whoever still is when the period ends goes then. */
  async #writePresence(
    owner: OwnerConnection,
    company: FilledCompany,
    presence: readonly Presence[],
    { monday, from, until }: { monday: number; from: number; until: number },
  ): Promise<void> {
    const names = ['company_id', 'presence_fact_id', 'employee_id', 'at', 'available', 'because'];
    const zone = company.timeZone;
    const maker = new RowMaker();
    const id = Buffer.alloc(16);
    const present = new Set<string>();
    let count = 0;
    const write = ({ employeeId, at, available, because }: Presence): void => {
      writeId(id, 0, at, kinds.presence, this.#asked.seed, (company.lastDialog + 1) * 65_536 + count++);
      maker
        .row(names.length)
        .uuid(company.companyId)
        .bytes(id)
        .uuid(employeeId)
        .fixedMoment(at)
        .boolean(available)
        .text(because);
    };
    const told = presence.filter(({ at }) => at < monday + weeksTold * week);
    const first = Math.floor((from - monday) / week / weeksTold) - 1;
    const last = Math.ceil((until - monday) / week / weeksTold) + 1;
    for (let round = first; round <= last; round++)
      for (const one of told) {
        const by = round * weeksTold * week;
        const at = one.at + by - (offsetAt(zone, one.at + by) - offsetAt(zone, one.at));
        if (at < from || at >= until || present.has(one.employeeId) === one.available) continue;
        if (one.available) present.add(one.employeeId);
        else present.delete(one.employeeId);
        write({ ...one, at });
      }
    for (const employeeId of present) write({ employeeId, at: until, available: false, because: 'offline' });
    const copy = owner.copyInto('presence_fact', names);
    await copy.write(maker.made().bytes);
    await copy.end();
  }

  async #writeRest(owner: OwnerConnection, company: FilledCompany, plan: Plan): Promise<void> {
    const { companyId } = company;
    const stamps = [...this.#stamps].map(([key, at]) => {
      const [lineId, employeeId] = key.split(' ');
      return { lineId, employeeId, at };
    });
    await owner.run(
      `insert into queue_stamp (company_id, line_id, employee_id, assigned_at)
       select $1, x."lineId", x."employeeId", to_timestamp(x.at / 1000.0)
       from jsonb_to_recordset($2::jsonb) as x("lineId" uuid, "employeeId" uuid, at float8)
       on conflict (company_id, line_id, employee_id) do update set assigned_at = greatest(queue_stamp.assigned_at, excluded.assigned_at)`,
      [companyId, JSON.stringify(stamps)],
    );
    await owner.run('update turn set dialog_number = $2 where company_id = $1', [
      companyId,
      company.lastDialog + plan.count,
    ]);
    // What reads the live feed has nothing to read of this: statistics stand already, words are made from the last dialog down.
    await owner.run(
      `insert into statistics_cursor (company_id, number, looked_at, time_zone)
       select company_id, change_number, case when $3::bigint = 0 then null else 0 end, $2 from turn where company_id = $1
       on conflict (company_id) do nothing`,
      [companyId, company.timeZone, company.lastDialog],
    );
    await owner.run(
      `insert into words_cursor (company_id, number, before) select company_id, change_number, dialog_number from turn where company_id = $1
       on conflict (company_id) do update set before = excluded.before`,
      [companyId],
    );
    // Whatever becomes of this fill's own counting, these days are counted.
    await owner.run(
      `insert into figure_dirty (company_id, day, since) select $1, day, now() from unnest($2::date[]) day
       on conflict (company_id, day) do nothing`,
      [companyId, [...this.#days]],
    );
  }

  /** Counts the figures of all days that were filled, and has the planner look at the tables. */
  async #count(owner: OwnerConnection, company: FilledCompany, many: boolean): Promise<void> {
    const { companyId } = company;
    await owner.run(`set work_mem = '128MB'`);
    for (const table of [...rebuilt, 'dialog', 'dialog_mark', 'presence_fact']) await owner.run(`analyze ${table}`);
    const days = [...this.#days].toSorted();
    const db = {
      companyId,
      run: <Row extends object>({ text }: { text: string }, values: unknown[]) => owner.run<Row>(text, values),
    };
    const lastOver = monthOf(plus(monthOf(localTime(company.timeZone, this.#asked.until).day), -1));
    await owner.run('begin');
    const [cursor] = await owner.run<{ months: Day | null; counted: number | null }>(
      `select to_char(months_through, 'YYYY-MM-DD') as months, counted_at as counted from statistics_cursor where company_id = $1 for update`,
      [companyId],
    );
    const fresh = cursor?.counted == null;
    const through = fresh ? lastOver : (cursor.months ?? null);
    const step = many ? 31 : days.length;
    // Months are added up of their days, so all days of one go together.
    for (let place = 0; place < days.length; place += step) {
      const some = days.slice(place, place + step);
      await countDays(db, some, null);
    }
    // Nobody else notes a day or counts one while the cursor is held.
    await owner.run('delete from figure_dirty where company_id = $1 and day = any($2::date[])', [companyId, days]);
    const months = [...new Set(days.map(monthOf))].filter((month) => through !== null && month <= through);
    await countDays(db, months, through);
    if (fresh)
      await owner.run('update statistics_cursor set counted_at = $2, months_through = $3 where company_id = $1', [
        companyId,
        new Date(this.#asked.until),
        lastOver,
      ]);
    await owner.run('commit');
    for (const table of ['figure_day', 'figure_quarter', 'figure_spread', 'figure_operator'])
      await owner.run(`analyze ${table}`);
  }
}

const kinds = { chat: 1, client: 2, identity: 3, message: 4, presence: 5, visitor: 6 } as const;
const mostMessages = 4_096;

/** How many stories it takes: as many as there are dialogs, but no more than these people could have had in two weeks. */
function storiesFor(company: FilledCompany, dialogs: number): number {
  const people = new Set(company.lines.flatMap(({ crew }) => crew)).size;
  return Math.max(40, Math.min(dialogs, 4_000, people * weeksTold * 5 * 20));
}

function chatsOf(plan: Plan, casts: readonly Cast[], stories: readonly Story[]): Chats {
  const chats: Chats = {
    first: new Float64Array(plan.chats).fill(-1),
    openedAt: new Float64Array(plan.chats),
    story: new Uint16Array(plan.chats),
    lastNumber: new Uint32Array(plan.chats),
  };
  for (let place = 0; place < plan.count; place++) {
    const chat = plan.chat[place]!;
    if (chats.first[chat] !== -1) continue;
    const story = plan.story[place]!;
    if (!stories[story]!.first) throw new Error('A chat that begins with somebody who wrote before');
    chats.first[chat] = place;
    chats.openedAt[chat] = casts[story]!.openedAt + plan.shift[place]!;
    chats.story[chat] = story;
  }
  return chats;
}

/** Takes the indexes of a table off that are not asked for while it is filled. Answers what makes them anew. */
async function withoutIndexes(owner: OwnerConnection, table: string): Promise<string[]> {
  const found = await owner.run<{ name: string; made: string; constraint: string | null }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made,
       (select pg_get_constraintdef(c.oid) from pg_constraint c where c.conindid = i.indexrelid and c.conrelid = i.indrelid) as constraint
     from pg_index i where i.indrelid = $1::regclass
       and not exists (select from pg_constraint c where c.conindid = i.indexrelid and c.confrelid = i.indrelid)`,
    [table],
  );
  for (const { name, constraint } of found)
    await owner.run(constraint === null ? `drop index ${name}` : `alter table ${table} drop constraint ${name}`);
  return found.map(({ name, made, constraint }) =>
    constraint === null ? made : `alter table ${table} add constraint ${name} ${constraint}`,
  );
}

function seconds(began: number): string {
  return ((performance.now() - began) / 1_000).toFixed(1);
}
