import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { fakeTelegram, type FakeTelegram } from '@switchboard/channels/testing';
import { linePaths, notConnected, type LineChanges, type LinePath } from '@switchboard/domain/line';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { ReceiveStore } from '../receive/receive.store.ts';
import {
  aCompany,
  anEmployee,
  anotherLine,
  callAs,
  eventually,
  freePort,
  saveLine,
  testApi,
  type Company,
  type Person,
  type TestApi,
} from '../testing/api.ts';
import { aVisitor, type TestVisitor } from '../testing/visitor.ts';

/**
 * Every setting of a line is changed by the console's own call, and its effect is seen on a dialog. Those that nothing
 * follows yet stand in `notConnected`, with what they wait for; a setting in neither fails the first test.
 */
let api: TestApi;
let telegram: FakeTelegram;
let mails: string;
let company: Company;
let boris: Person;
// A Monday, nine in the morning; in the past, so that whatever is sent is due.
let now = Date.UTC(2026, 0, 12, 9);
const minute = 60_000;
const hour = 60 * minute;

beforeAll(async () => {
  mails = mkdtempSync(path.join(os.tmpdir(), 'mails-'));
  telegram = await fakeTelegram({});
  const port = await freePort();
  api = await testApi(
    {
      API_PORT: String(port),
      API_URL: `http://127.0.0.1:${port}`,
      TELEGRAM_API_URL: telegram.url,
      MAIL_FOLDER: mails,
    },
    undefined,
    () => new Date(now),
  );
  company = await aCompany(api);
  boris = await anEmployee(api, company);
});
afterAll(async () => {
  await api.stop();
  await telegram.close();
  rmSync(mails, { recursive: true });
});

let bots = 7_300_000_000;
/** What a line says by itself when it is made is off, so that each test hears what it switches on. */
const silent: LineChanges = {
  'hours.outside.then': 'nothing',
  'autoActions.welcome.on': false,
  'autoActions.finishing.then': 'nothing',
  'rating.ask': false,
};
let made = 0;

/** A line of its own, with what a test does to it and sees of it. */
class Line {
  readonly lineId: string;
  readonly #address: string;
  readonly #visitors: TestVisitor[] = [];
  readonly company = company;
  readonly boris = boris;
  constructor(lineId: string, address: string) {
    this.lineId = lineId;
    this.#address = address;
  }

  static async with(changes: LineChanges): Promise<Line> {
    const lineId = await anotherLine(api, company, `Line ${++made}`);
    const chat = await callAs(api, company.admin).channels.addLiveChat.mutate({ lineId, name: 'Site' });
    const line = new Line(lineId, chat.liveChat?.page.split('/').at(-1) ?? '');
    await line.set({ ...silent, ...changes });
    await line.here();
    return line;
  }

  get calls() {
    return callAs(api, this.company.admin);
  }
  get anna(): string {
    return this.company.employeeId;
  }
  set(changes: LineChanges): Promise<void> {
    return saveLine(api, company, changes, this.lineId);
  }
  /** Both are at their consoles. */
  async here(): Promise<void> {
    for (const person of [this.company.admin, this.boris])
      await callAs(api, person).people.setAway.mutate({ away: false });
  }
  async visitor(): Promise<TestVisitor> {
    const visitor = await aVisitor(api, this.#address, api.url);
    this.#visitors.push(visitor);
    return visitor;
  }
  /** A client writes, or a client who is there writes again in a new dialog. */
  async writes(text: string, visitor?: TestVisitor): Promise<number> {
    await (visitor ?? (await this.visitor())).write(text);
    return this.found(text);
  }
  async found(text: string): Promise<number> {
    const { dialogId } = await eventually(async () =>
      (await this.calls.dialogList.page.query({})).rows.find(
        (row) => row.line.lineId === this.lineId && row.state !== 'closed' && row.lastMessage?.text === text,
      ),
    );
    return dialogId;
  }
  act(dialogId: number) {
    return { commandId: crypto.randomUUID(), dialogId };
  }
  async answers(dialogId: number, text = 'Yes'): Promise<void> {
    await this.calls.dialogs.accept.mutate(this.act(dialogId));
    expect(await this.calls.dialogs.reply.mutate({ ...this.act(dialogId), text })).toMatchObject({ done: true });
  }
  finishes(dialogId: number) {
    return this.calls.dialogs.finish.mutate(this.act(dialogId));
  }
  async row(dialogId: number) {
    return (await this.calls.dialogs.get.query({ dialogId })).row;
  }
  async due(dialogId: number, deadline: string): Promise<number | undefined> {
    return (await this.calls.dialogs.get.query({ dialogId })).deadlines.find((one) => one.deadline === deadline)?.at;
  }
  /** What the line itself said in a dialog, by its texts. */
  async said(dialogId: number): Promise<string[]> {
    const { chatId } = await this.row(dialogId);
    const { messages } = await this.calls.dialogs.messages.query({ chatId });
    return messages.filter(({ from }) => from === 'system').map(({ text }) => text);
  }
  async says(dialogId: number, text: string): Promise<void> {
    await eventually(async () => (await this.said(dialogId)).includes(text), `the text ${text}`);
  }
  /** Time passes while both stay at their consoles. */
  async pass(ms: number): Promise<void> {
    now += ms;
    await this.here();
  }
  /** A bot on the same line: its token, and a client who writes to it. */
  async bot() {
    const token = `${++bots}:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0`;
    const connected = await this.calls.channels.connectTelegram.mutate({ lineId: this.lineId, token });
    expect(connected).toMatchObject({ connected: true });
    const says = (text: string) => void telegram.clientWrites({ bot: token, chatId: 5, name: 'Olga', text });
    return {
      says,
      writes: async (text: string): Promise<number> => {
        says(text);
        return this.found(text);
      },
      sent: (): string[] => (telegram.sent(token)['5'] ?? []).map((message) => message.text),
    };
  }
  /** Somebody writes whose number his channel vouches for. */
  async vouched(phone: string, text: string): Promise<number> {
    const [channel] = await api.query<{ channelId: string }>(
      'select channel_id as "channelId" from channel where company_id = $1 and line_id = $2',
      [company.companyId, this.lineId],
    );
    const id = crypto.randomUUID();
    const from = { id, name: '', surname: '', username: null, language: null, vouched: { phone, email: null } };
    const content = { kind: 'text', text } as const;
    const event = {
      kind: 'message',
      externalId: id,
      chat: id,
      messageId: id,
      from,
      content,
      sentAt: null,
      page: null,
    } as const;
    const address = {
      address: '',
      companyId: company.companyId,
      channelId: channel?.channelId ?? '',
      kind: 'live-chat',
    } as const;
    await api.app.get(ReceiveStore).store(address, [event], null);
    return this.found(text);
  }
  /** What stands in the mails to somebody. */
  mailsTo(email: string): string {
    return readdirSync(mails)
      .map((name) => readFileSync(path.join(mails, name), 'utf8'))
      .filter((mail) => mail.includes(email))
      .join('\n');
  }
  leave(): void {
    for (const visitor of this.#visitors) visitor.close();
  }
}

const outside: LineChanges = {
  'hours.schedule': true,
  'hours.timeZone': 'UTC',
  'hours.week': {
    monday: [{ from: '20:00', to: '21:00' }],
    tuesday: [],
    wednesday: [],
    thursday: [],
    friday: [],
    saturday: [],
    sunday: [],
  },
};
const closedAt = async (line: Line): Promise<boolean> =>
  (await line.row(await line.writes(`Open, ${Math.random()}?`))).outsideHours;
/** A dialog somebody answered and finished, by settings that keep it open for a while. */
async function finished(line: Line, visitor?: TestVisitor): Promise<number> {
  const dialogId = await line.writes(`Hello ${Math.random()}`, visitor);
  await line.answers(dialogId);
  await line.finishes(dialogId);
  return dialogId;
}
/** What a visitor is shown of whoever answered him. */
async function sender(line: Line): Promise<string | undefined> {
  const visitor = await line.visitor();
  await line.answers(await line.writes('Who is there?', visitor), 'I am');
  const frame = await visitor.until(
    (one): one is Extract<typeof one, { frame: 'messages' }> =>
      one.frame === 'messages' && one.messages.some(({ text }) => text === 'I am'),
  );
  return frame.messages.find(({ text }) => text === 'I am')?.sender?.name;
}

type Effects = { [path in LinePath]?: [effect: string, seen: () => Promise<void>] };

const queue: Effects = {
  'queue.members': [
    'whoever is put into the list is asked, who is not is not',
    async () => {
      const line = await Line.with({});
      await line.set({ 'queue.members': [{ employeeId: line.boris.employeeId }] });
      expect((await line.row(await line.writes('Hello'))).offeredTo).toEqual([line.boris.employeeId]);
      line.leave();
    },
  ],
  'queue.distribution': [
    'to all at once, or to the first of the list',
    async () => {
      const line = await Line.with({});
      const both = [line.anna, line.boris.employeeId];
      await line.set({ 'queue.members': both.map((employeeId) => ({ employeeId })), 'queue.distribution': 'all' });
      const dialogId = await line.writes('Hello');
      expect([...(await line.row(dialogId)).offeredTo].sort()).toEqual([...both].sort());
      await line.set({ 'queue.distribution': 'strictly' });
      await eventually(async () => (await line.row(dialogId)).offeredTo.length === 1);
      expect((await line.row(dialogId)).offeredTo).toEqual([line.anna]);
      line.leave();
    },
  ],
  'queue.offerMinutes': [
    'an offer runs out after the new time',
    async () => {
      const line = await Line.with({ 'queue.distribution': 'strictly', 'queue.offerMinutes': 30 });
      const dialogId = await line.writes('Hello');
      expect(await line.due(dialogId, 'offer-ends')).toBe(now + 30 * minute);
      await line.set({ 'queue.offerMinutes': 7 });
      expect(await line.due(dialogId, 'offer-ends')).toBe(now + 7 * minute);
      line.leave();
    },
  ],
  'queue.checkAvailability': [
    'off: whoever is away is asked as well',
    async () => {
      const line = await Line.with({});
      await line.calls.people.setAway.mutate({ away: true });
      const dialogId = await line.writes('Hello');
      expect((await line.row(dialogId)).state).toBe('waiting');
      await line.set({ 'queue.checkAvailability': false });
      await eventually(async () => (await line.row(dialogId)).state === 'offered');
      line.leave();
    },
  ],
  'queue.limit': [
    'whoever has reached it is not asked',
    async () => {
      const line = await Line.with({ 'queue.distribution': 'strictly', 'queue.limit': 1 });
      await line.writes('First');
      const second = await line.writes('Second');
      expect((await line.row(second)).state).toBe('waiting');
      await line.set({ 'queue.limit': 2 });
      await eventually(async () => (await line.row(second)).state === 'offered');
      line.leave();
    },
  ],
  'queue.notCounted': [
    'an answered dialog keeps its place, or frees it',
    async () => {
      const line = await Line.with({
        'queue.distribution': 'strictly',
        'queue.limit': 1,
        'queue.notCounted': 'closed',
      });
      await line.answers(await line.writes('First'));
      const second = await line.writes('Second');
      expect((await line.row(second)).state).toBe('waiting');
      await line.set({ 'queue.notCounted': 'answered' });
      await eventually(async () => (await line.row(second)).state === 'offered');
      line.leave();
    },
  ],
  'queue.operatorData': [
    'the client sees the profile, or one name for the line',
    async () => {
      const line = await Line.with({});
      expect(await sender(line)).toBe('Anna Petrova');
      await line.set({ 'queue.operatorData': 'hidden', 'queue.hidden': { name: 'The shop', position: '', photo: '' } });
      expect(await sender(line)).toBe('The shop');
      line.leave();
    },
  ],
  'queue.replaced': [
    'the client sees the name of this line',
    async () => {
      const line = await Line.with({ 'queue.operatorData': 'replaced' });
      await line.set({ 'queue.replaced': { [line.anna]: { name: 'Ann of the shop', position: '', photo: '' } } });
      expect(await sender(line)).toBe('Ann of the shop');
      line.leave();
    },
  ],
  'queue.hidden': [
    'the client sees the name that stands for everybody',
    async () => {
      const line = await Line.with({ 'queue.operatorData': 'hidden' });
      await line.set({ 'queue.hidden': { name: 'We of the shop', position: '', photo: '' } });
      expect(await sender(line)).toBe('We of the shop');
      line.leave();
    },
  ],
  'queue.nameInText': [
    'where a channel shows no sender, an answer begins with the name, or does not',
    async () => {
      const line = await Line.with({ 'queue.nameInText': false });
      const bot = await line.bot();
      const dialogId = await bot.writes('Hello');
      await line.answers(dialogId, 'One');
      await eventually(async () => bot.sent().includes('One'));
      await line.set({ 'queue.nameInText': true });
      await bot.writes('And?');
      await line.answers(dialogId, 'Two');
      await eventually(async () => bot.sent().includes('Anna Petrova:\nTwo'));
      line.leave();
    },
  ],
};

const hours: Effects = {
  'hours.schedule': [
    'kept: a dialog outside carries the mark',
    async () => {
      const line = await Line.with({ ...outside, 'hours.schedule': false });
      expect(await closedAt(line)).toBe(false);
      await line.set({ 'hours.schedule': true });
      expect(await closedAt(line)).toBe(true);
      line.leave();
    },
  ],
  'hours.timeZone': [
    'the clock of another place opens the line',
    async () => {
      const line = await Line.with(outside);
      const { settings } = await line.calls.lines.get.query({ lineId: line.lineId });
      expect(settings.hours.timeZone).toBe('UTC');
      expect(await closedAt(line)).toBe(true);
      // As many hours to the east as it takes until it is a quarter past eight there.
      const east = (20 - new Date(now).getUTCHours() + 24) % 24;
      await line.set({ 'hours.timeZone': `Etc/GMT${east > 12 ? `+${24 - east}` : `-${east}`}` });
      expect(await closedAt(line)).toBe(false);
      line.leave();
    },
  ],
  'hours.week': [
    'other hours open the line',
    async () => {
      const line = await Line.with(outside);
      expect(await closedAt(line)).toBe(true);
      const allDay = [{ from: '00:00', to: '24:00' }];
      const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
      await line.set({ 'hours.week': Object.fromEntries(names.map((name) => [name, allDay])) });
      expect(await closedAt(line)).toBe(false);
      line.leave();
    },
  ],
  'hours.exceptions': [
    'a day with its own hours opens the line',
    async () => {
      const line = await Line.with(outside);
      expect(await closedAt(line)).toBe(true);
      const date = new Date(now).toISOString().slice(0, 10);
      await line.set({ 'hours.exceptions': [{ date, intervals: [{ from: '00:00', to: '24:00' }] }] });
      expect(await closedAt(line)).toBe(false);
      line.leave();
    },
  ],
  'hours.outside.then': [
    'a text goes, or nothing',
    async () => {
      const line = await Line.with({ ...outside, 'hours.outside.then': 'nothing', 'hours.outside.text': 'Closed' });
      expect(await line.said(await line.writes('Quiet'))).toEqual([]);
      await line.set({ 'hours.outside.then': 'text' });
      await line.says(await line.writes('Loud'), 'Closed');
      line.leave();
    },
  ],
  'hours.outside.text': [
    'this text goes',
    async () => {
      const line = await Line.with({ ...outside, 'hours.outside.then': 'text' });
      await line.set({ 'hours.outside.text': '{line.name} opens at eight' });
      const dialogId = await line.writes('Hello');
      await line.says(dialogId, `${(await line.row(dialogId)).line.name} opens at eight`);
      line.leave();
    },
  ],
};

const welcome: LineChanges = { 'autoActions.welcome.on': true, 'autoActions.welcome.text': 'Welcome' };
const grace: LineChanges = { 'autoActions.finishing.then': 'text', 'autoActions.finishing.text': 'Goodbye' };
const silence: LineChanges = { 'autoActions.clientSilent.hours': 4, 'autoActions.clientSilent.text': 'Are you there?' };
const autoActions: Effects = {
  'autoActions.welcome.on': [
    'the client is welcomed, or not',
    async () => {
      const line = await Line.with({ 'autoActions.welcome.text': 'Welcome' });
      expect(await line.said(await line.writes('Quiet'))).toEqual([]);
      await line.set({ 'autoActions.welcome.on': true });
      await line.says(await line.writes('Loud'), 'Welcome');
      line.leave();
    },
  ],
  'autoActions.welcome.when': [
    'a client who was here before is welcomed in each dialog, or not again',
    async () => {
      const line = await Line.with({ ...welcome, 'autoActions.welcome.when': 'first-contact' });
      const visitor = await line.visitor();
      const first = await line.writes('One', visitor);
      await line.says(first, 'Welcome');
      await line.calls.dialogs.close.mutate(line.act(first));
      const second = await line.writes('Two', visitor);
      const count = async (dialogId: number) => (await line.said(dialogId)).filter((text) => text === 'Welcome').length;
      expect(await count(second)).toBe(1);
      await line.calls.dialogs.close.mutate(line.act(second));
      await line.set({ 'autoActions.welcome.when': 'each-dialog' });
      const third = await line.writes('Three', visitor);
      await eventually(async () => (await count(third)) === 2);
      line.leave();
    },
  ],
  'autoActions.welcome.text': [
    'this text goes',
    async () => {
      const line = await Line.with(welcome);
      await line.set({ 'autoActions.welcome.text': 'Good to see you' });
      await line.says(await line.writes('Hello'), 'Good to see you');
      line.leave();
    },
  ],
  'autoActions.unanswered.minutes': [
    'the dialog is marked after the new time',
    async () => {
      const line = await Line.with({ 'autoActions.unanswered.minutes': 30 });
      const dialogId = await line.writes('Hello');
      await line.set({ 'autoActions.unanswered.minutes': 2 });
      expect(await line.due(dialogId, 'unanswered')).toBe(now + 2 * minute);
      await line.pass(2 * minute);
      await eventually(async () => (await line.row(dialogId)).unanswered);
      line.leave();
    },
  ],
  'autoActions.unanswered.then': [
    'a text goes then, or nothing',
    async () => {
      const line = await Line.with({ 'autoActions.unanswered.text': 'Soon', 'autoActions.unanswered.minutes': 1 });
      const quiet = await line.writes('Quiet');
      await line.pass(minute);
      await eventually(async () => (await line.row(quiet)).unanswered);
      expect(await line.said(quiet)).toEqual([]);
      await line.set({ 'autoActions.unanswered.then': 'text' });
      const loud = await line.writes('Loud');
      await line.pass(minute);
      await line.says(loud, 'Soon');
      line.leave();
    },
  ],
  'autoActions.unanswered.text': [
    'this text goes then',
    async () => {
      const line = await Line.with({
        'autoActions.unanswered.then': 'text',
        'autoActions.unanswered.minutes': 1,
        'autoActions.unanswered.text': 'Soon',
      });
      await line.set({ 'autoActions.unanswered.text': 'One moment' });
      const dialogId = await line.writes('Hello');
      await line.pass(minute);
      await line.says(dialogId, 'One moment');
      line.leave();
    },
  ],
  'autoActions.finishing.then': [
    'a text goes at finishing, or the dialog closes without a word',
    async () => {
      const line = await Line.with({ 'autoActions.finishing.text': 'Goodbye' });
      expect((await line.row(await finished(line))).state).toBe('closed');
      await line.set({ 'autoActions.finishing.then': 'text' });
      const dialogId = await finished(line);
      await line.says(dialogId, 'Goodbye');
      expect((await line.row(dialogId)).state).toBe('finishing');
      line.leave();
    },
  ],
  'autoActions.finishing.text': [
    'this text goes at finishing',
    async () => {
      const line = await Line.with(grace);
      await line.set({ 'autoActions.finishing.text': 'Come back soon' });
      await line.says(await finished(line), 'Come back soon');
      line.leave();
    },
  ],
  'autoActions.fullClosingMinutes': [
    'the dialog closes in full after the new time',
    async () => {
      const line = await Line.with({ ...grace, 'autoActions.fullClosingMinutes': 1440 });
      const dialogId = await finished(line);
      await line.set({ 'autoActions.fullClosingMinutes': 5 });
      await line.pass(5 * minute);
      await eventually(async () => (await line.row(dialogId)).state === 'closed');
      line.leave();
    },
  ],
  'autoActions.clientSilent.hours': [
    'a silent client is waited for so long',
    async () => {
      const line = await Line.with({ 'autoActions.clientSilent.hours': 744 });
      const dialogId = await line.writes('Hello');
      await line.answers(dialogId);
      await line.set({ 'autoActions.clientSilent.hours': 1 });
      await line.pass(hour);
      await eventually(async () => (await line.row(dialogId)).state === 'closed');
      line.leave();
    },
  ],
  'autoActions.quickRepliesId': [
    'operators are offered the replies of the line’s list',
    async () => {
      const line = await Line.with({});
      const { quickReplies } = line.calls;
      const list = await quickReplies.createList.mutate({ name: crypto.randomUUID() });
      const listId = list.created ? list.listId : '';
      await quickReplies.add.mutate({ listId, sectionId: null, name: 'Hours', text: 'Ten to six' });
      await line.set({ 'autoActions.quickRepliesId': listId });
      const dialogId = await line.writes('When are you open?');
      const { lineId } = (await line.row(dialogId)).line;
      const offered = await callAs(api, line.company.admin).quickReplies.ofLine.query({ lineId });
      expect(offered?.list?.replies).toMatchObject([{ name: 'Hours', text: 'Ten to six' }]);
      await line.set({ 'autoActions.quickRepliesId': null });
      expect((await quickReplies.ofLine.query({ lineId }))?.list).toBeNull();
      line.leave();
    },
  ],
  'autoActions.clientSilent.then': [
    'his dialog closes without a word, or with a text',
    async () => {
      const line = await Line.with(silence);
      const quiet = await line.writes('Quiet');
      await line.answers(quiet);
      await line.pass(4 * hour);
      await eventually(async () => (await line.row(quiet)).state === 'closed');
      expect(await line.said(quiet)).toEqual([]);
      await line.set({ 'autoActions.clientSilent.then': 'text' });
      const loud = await line.writes('Loud');
      await line.answers(loud);
      await line.pass(4 * hour);
      await line.says(loud, 'Are you there?');
      line.leave();
    },
  ],
  'autoActions.clientSilent.text': [
    'this text goes',
    async () => {
      const line = await Line.with({ ...silence, 'autoActions.clientSilent.then': 'text' });
      await line.set({ 'autoActions.clientSilent.text': 'We close now' });
      const dialogId = await line.writes('Hello');
      await line.answers(dialogId);
      await line.pass(4 * hour);
      await line.says(dialogId, 'We close now');
      line.leave();
    },
  ],
};

const rated: LineChanges = {
  'rating.ask': true,
  'rating.duringDialog': false,
  'rating.liveChat.ask': 'How was it?',
  'rating.liveChat.good': 'Glad',
  'rating.liveChat.bad': 'Sorry',
};
const canRate = (visitor: TestVisitor, dialogId: number) =>
  visitor.frames.some((frame) => frame.frame === 'standing' && frame.standing.rating?.dialogId === dialogId);
const rating: Effects = {
  'rating.ask': [
    'the client is asked, or not',
    async () => {
      const line = await Line.with({ ...rated, 'rating.ask': false });
      expect((await line.row(await finished(line))).state).toBe('closed');
      await line.set({ 'rating.ask': true });
      await line.says(await finished(line), 'How was it?');
      line.leave();
    },
  ],
  'rating.duringDialog': [
    'the visitor may rate as soon as he was answered, or at the end only',
    async () => {
      const line = await Line.with(rated);
      const later = await line.visitor();
      const first = await line.writes('Later', later);
      await line.answers(first);
      expect(await later.vote(first, 'good')).toBe(200);
      await line.set({ 'rating.duringDialog': true });
      const now = await line.visitor();
      const second = await line.writes('Now', now);
      await line.answers(second);
      await eventually(async () => canRate(now, second));
      expect((await line.row(first)).vote).toBeNull();
      line.leave();
    },
  ],
  'rating.closeAfter': [
    'a vote closes the dialog, or leaves it to its time',
    async () => {
      const line = await Line.with(rated);
      const vote = async () => {
        const visitor = await line.visitor();
        const dialogId = await finished(line, visitor);
        await line.says(dialogId, 'How was it?');
        await visitor.vote(dialogId, 'good');
        await eventually(async () => (await line.row(dialogId)).vote === 'good');
        return (await line.row(dialogId)).state;
      };
      expect(await vote()).toBe('finishing');
      await line.set({ 'rating.closeAfter': true });
      expect(await vote()).toBe('closed');
      line.leave();
    },
  ],
  'rating.limitDays': [
    'a text is no vote any more after the time',
    async () => {
      const vote = async (days: number) => {
        const line = await Line.with(rated);
        await line.set({ 'rating.limitDays': days });
        const bot = await line.bot();
        const dialogId = await bot.writes('Hello');
        await line.answers(dialogId);
        await line.finishes(dialogId);
        await line.pass(48 * hour);
        await eventually(async () => (await line.row(dialogId)).state === 'closed');
        bot.says('1');
        const counted = async () => (await line.row(dialogId)).vote === 'good';
        const opened = async () =>
          (await line.calls.dialogList.page.query({})).rows.some(
            (row) => row.line.lineId === line.lineId && row.dialogId !== dialogId,
          );
        await eventually(async () => (await counted()) || (await opened()));
        return counted();
      };
      expect(await vote(1)).toBe(false);
      expect(await vote(3)).toBe(true);
    },
  ],
  ...Object.fromEntries(
    (['ask', 'good', 'bad'] as const).flatMap((which) => [
      [
        `rating.liveChat.${which}`,
        [
          'this text goes in the live chat',
          async () => {
            const line = await Line.with(rated);
            await line.set({ [`rating.liveChat.${which}`]: `Own words for ${which}` });
            const visitor = await line.visitor();
            const dialogId = await finished(line, visitor);
            await eventually(async () => (await line.said(dialogId)).length > 0);
            if (which !== 'ask') await visitor.vote(dialogId, which);
            await line.says(dialogId, `Own words for ${which}`);
            line.leave();
          },
        ],
      ],
      [
        `rating.others.${which}`,
        [
          'this text goes in other channels',
          async () => {
            const line = await Line.with(rated);
            const words = { 'rating.others.ask': 'Ask', 'rating.others.good': 'Good', 'rating.others.bad': 'Bad' };
            await line.set({ ...words, [`rating.others.${which}`]: `Own words for ${which}` });
            const bot = await line.bot();
            const dialogId = await bot.writes('Hello');
            await line.answers(dialogId);
            await line.finishes(dialogId);
            await eventually(async () => (await line.said(dialogId)).length > 0);
            if (which !== 'ask') bot.says(which === 'good' ? '1' : '0');
            await line.says(dialogId, `Own words for ${which}`);
            line.leave();
          },
        ],
      ],
    ]),
  ),
};

const goals = { first: 'kpi.first.seconds', further: 'kpi.further.minutes' } as const;
/** A dialog whose first or next answer is overdue. */
async function overdue(line: Line, which: 'first' | 'further'): Promise<number> {
  const visitor = await line.visitor();
  const dialogId = await line.writes(`Late ${Math.random()}`, visitor);
  if (which === 'further') {
    await line.answers(dialogId);
    await line.writes(`Later ${Math.random()}`, visitor);
  }
  await line.pass(10 * minute);
  return dialogId;
}
const kpi: Effects = Object.fromEntries(
  (['first', 'further'] as const).flatMap((which) => {
    const goal = which === 'first' ? 120 : 2;
    const told = (person: Person): LineChanges => ({
      [goals[which]]: goal,
      [`kpi.${which}.notify`]: true,
      [`kpi.${which}.whom`]: [person.employeeId],
      [`kpi.${which}.text`]: 'Hurry: #DIALOG#',
    });
    const notices = async (person: Person, dialogId: number) =>
      (await callAs(api, person).notices.list.query({})).notices.filter((one) => one.dialogId === dialogId);
    return [
      [
        goals[which],
        [
          'a later answer is overdue',
          async () => {
            const line = await Line.with({});
            const free = await overdue(line, which);
            expect((await line.row(free)).overdue).toBe(false);
            await line.set({ [goals[which]]: goal });
            const bound = await overdue(line, which);
            await eventually(async () => (await line.row(bound)).overdue);
            line.leave();
          },
        ],
      ],
      [
        `kpi.${which}.notify`,
        [
          'somebody is told, or nobody',
          async () => {
            const line = await Line.with({});
            await line.set({ ...told(line.boris), [`kpi.${which}.notify`]: false });
            const quiet = await overdue(line, which);
            await eventually(async () => (await line.row(quiet)).overdue);
            expect(await notices(line.boris, quiet)).toEqual([]);
            await line.set({ [`kpi.${which}.notify`]: true });
            const loud = await overdue(line, which);
            await eventually(async () => (await notices(line.boris, loud)).length === 1);
            line.leave();
          },
        ],
      ],
      [
        `kpi.${which}.whom`,
        [
          'whoever is named is told',
          async () => {
            const line = await Line.with({});
            await line.set(told(line.boris));
            await line.set({ [`kpi.${which}.whom`]: [line.anna] });
            const dialogId = await overdue(line, which);
            await eventually(async () => (await notices(line.company.admin, dialogId)).length === 1);
            expect(await notices(line.boris, dialogId)).toEqual([]);
            line.leave();
          },
        ],
      ],
      [
        `kpi.${which}.text`,
        [
          'in these words, by e-mail',
          async () => {
            const line = await Line.with({});
            await line.set(told(line.boris));
            await line.set({ [`kpi.${which}.text`]: `Somebody waits in #DIALOG#, ${which}` });
            const dialogId = await overdue(line, which);
            const words = `Somebody waits in #${dialogId}, ${which}`;
            await eventually(async () => line.mailsTo(line.boris.email).includes(words), 'the mail');
            line.leave();
          },
        ],
      ],
    ];
  }),
);

let phones = 0;
/** A number that nobody has yet. */
const aPhone = (): string => `+7916555${String(++phones).padStart(4, '0')}`;
/** The records that a dialog is about. */
const recordsOf = (dialogId: number) =>
  api.query<{
    recordId: string;
    kind: string;
    confidence: string;
    source: string;
    pipelineId: string;
    responsibleId: string;
  }>(
    `select r.record_id as "recordId", r.kind, d.confidence, r.source, r.pipeline_id as "pipelineId", r.responsible_id as "responsibleId"
     from dialog_record d join crm_record r on r.company_id = d.company_id and r.record_id = d.record_id
     where d.company_id = $1 and d.dialog_id = $2 order by r.kind`,
    [company.companyId, dialogId],
  );
const kindsOf = async (dialogId: number) => (await recordsOf(dialogId)).map(({ kind }) => kind);
/** Somebody the CRM knows: a contact, with a deal if told. */
async function aContact(phone: string, responsibleId: string, { deal = false } = {}): Promise<void> {
  const contactId = crypto.randomUUID();
  const record = (recordId: string, kind: string, of: string | null) =>
    api.query(
      `insert into crm_record (company_id, record_id, kind, title, name, responsible_id, contact_id, created_at, changed_at)
       values ($1, $2, $3, 'Maria', 'Maria', $4, $5, now(), now())`,
      [company.companyId, recordId, kind, responsibleId, of],
    );
  await record(contactId, 'contact', null);
  await api.query(`insert into crm_record_address values ($1, $2, 'phone', $3)`, [company.companyId, contactId, phone]);
  if (deal) await record(crypto.randomUUID(), 'deal', contactId);
}

const crm: Effects = {
  'crm.check': [
    'off: nobody is looked for and nothing is made',
    async () => {
      const line = await Line.with({ 'crm.check': false });
      expect(await kindsOf(await line.writes(`Call ${aPhone()}`))).toEqual([]);
      await line.set({ 'crm.check': true });
      expect(await kindsOf(await line.writes(`Call ${aPhone()}`))).toEqual(['lead']);
      line.leave();
    },
  ],
  'crm.tracker': [
    'off: what a client writes is not searched for numbers',
    async () => {
      const line = await Line.with({ 'crm.tracker': false });
      expect(await kindsOf(await line.writes(`Call ${aPhone()}`))).toEqual([]);
      await line.set({ 'crm.tracker': true });
      expect(await kindsOf(await line.writes(`Call ${aPhone()}`))).toEqual(['lead']);
      line.leave();
    },
  ],
  'crm.notFound': [
    'what is made of somebody unknown',
    async () => {
      const line = await Line.with({});
      await line.set({ 'crm.notFound': 'contact' });
      expect(await kindsOf(await line.writes(`Call ${aPhone()}`))).toEqual(['contact']);
      await line.set({ 'crm.notFound': 'deal' });
      expect(await kindsOf(await line.writes(`Call ${aPhone()}`))).toEqual(['contact', 'deal']);
      line.leave();
    },
  ],
  'crm.pipelineId': [
    'a made deal begins in the chosen pipeline',
    async () => {
      const line = await Line.with({ 'crm.notFound': 'deal' });
      const pipelineId = crypto.randomUUID();
      await api.query(
        `with p as (insert into crm_pipeline (company_id, pipeline_id, kind, name, place, created_at) values ($1, $2, 'deal', 'Fairs', 9, now()))
         insert into crm_stage (company_id, stage_id, pipeline_id, name, place, meaning, created_at) values ($1, gen_random_uuid(), $2, 'New', 1, 'open', now())`,
        [company.companyId, pipelineId],
      );
      await line.set({ 'crm.pipelineId': pipelineId });
      const made = await recordsOf(await line.writes(`Call ${aPhone()}`));
      expect(made.find(({ kind }) => kind === 'deal')).toMatchObject({ pipelineId });
      line.leave();
    },
  ],
  'crm.openDeal': [
    'a client with an open deal keeps to it, or gets another',
    async () => {
      const line = await Line.with({});
      const known = aPhone();
      await aContact(known, line.anna, { deal: true });
      const first = await line.vouched(known, 'Hello');
      expect((await recordsOf(first)).map(({ kind, confidence }) => `${kind} ${confidence}`)).toEqual([
        'contact verified',
        'deal verified',
      ]);
      await line.set({ 'crm.openDeal': 'new' });
      const other = aPhone();
      await aContact(other, line.anna, { deal: true });
      expect(
        (await recordsOf(await line.vouched(other, 'Hello there'))).map((one) => `${one.kind} ${one.confidence}`),
      ).toEqual(['contact verified', 'deal made']);
      line.leave();
    },
  ],
  'crm.source': [
    'what a new record says of where it came from',
    async () => {
      const line = await Line.with({});
      expect((await recordsOf(await line.writes(`Call ${aPhone()}`)))[0]?.source).toContain('Site');
      await line.set({ 'crm.source': 'The spring fair' });
      expect((await recordsOf(await line.writes(`Call ${aPhone()}`)))[0]?.source).toBe('The spring fair');
      line.leave();
    },
  ],
  'crm.routeToResponsible': [
    'a known client goes to the employee responsible, or to the queue',
    async () => {
      const line = await Line.with({ 'queue.distribution': 'strictly' });
      const known = aPhone();
      await aContact(known, line.boris.employeeId);
      expect((await line.row(await line.vouched(known, 'Hello'))).offeredTo).toEqual([line.boris.employeeId]);
      await line.set({ 'crm.routeToResponsible': false });
      const other = aPhone();
      await aContact(other, line.boris.employeeId);
      expect((await line.row(await line.vouched(other, 'Hello you'))).offeredTo).toEqual([line.anna]);
      line.leave();
    },
  ],
  'crm.giveUpMinutes': [
    'the employee responsible is waited for so long',
    async () => {
      const line = await Line.with({});
      const known = aPhone();
      await aContact(known, line.boris.employeeId);
      const dialogId = await line.vouched(known, 'Hello');
      expect(await line.due(dialogId, 'offer-ends')).toBe(now + 5 * minute);
      await line.set({ 'crm.giveUpMinutes': 20 });
      expect(await line.due(dialogId, 'offer-ends')).toBe(now + 20 * minute);
      line.leave();
    },
  ],
  'crm.changeResponsible': [
    'a transfer hands the made record on, or leaves it',
    async () => {
      const line = await Line.with({ 'crm.changeResponsible': false });
      const owner = async (dialogId: number) => (await recordsOf(dialogId))[0]?.responsibleId;
      const moved = async () => {
        const dialogId = await line.writes(`Call ${aPhone()}`);
        await line.answers(dialogId);
        const to = { employeeId: line.boris.employeeId, evenIfUnavailable: true };
        expect(await line.calls.dialogs.transfer.mutate({ ...line.act(dialogId), to })).toMatchObject({ done: true });
        return dialogId;
      };
      expect(await owner(await moved())).toBe(line.anna);
      await line.set({ 'crm.changeResponsible': true });
      expect(await owner(await moved())).toBe(line.boris.employeeId);
      line.leave();
    },
  ],
};

/** A published agreement. */
async function anAgreement(): Promise<string> {
  const { agreements } = callAs(api, company.admin);
  const draft = { texts: [{ language: 'en' as const, own: { title: `Privacy ${++made}`, text: 'We keep it.' } }] };
  const created = await agreements.create.mutate({ name: `Privacy ${made}`, template: 'own', draft });
  if (!created.created) throw new Error(created.because);
  await agreements.publish.mutate({ agreementId: created.agreementId, draftVersion: 1 });
  return created.agreementId;
}
const opensAs = async (line: Line, write: () => Promise<number>) => (await line.row(await write())).state;

const agreement: Effects = {
  'agreement.ask': [
    'a client is sent the text, or nothing is asked',
    async () => {
      const line = await Line.with({ 'agreement.agreementId': await anAgreement(), 'agreement.hold.liveChat': false });
      expect(await line.said(await line.writes('Hello'))).toEqual([]);
      await line.set({ 'agreement.ask': true });
      expect((await line.said(await line.writes('Hello again')))[0]).toContain('/agreement/');
      line.leave();
    },
  ],
  'agreement.agreementId': [
    'the chosen agreement is the one that is asked',
    async () => {
      const [one, other] = [await anAgreement(), await anAgreement()];
      const line = await Line.with({
        'agreement.agreementId': one,
        'agreement.ask': true,
        'agreement.hold.liveChat': false,
      });
      const link = async (text: string) =>
        (await line.said(await line.writes(text)))[0]?.match(/agreement\/[\w-]+/)?.[0];
      const first = await link('Hello');
      await line.set({ 'agreement.agreementId': other });
      expect(await link('Hello again')).not.toBe(first);
      line.leave();
    },
  ],
  'agreement.hold.liveChat': [
    'a visitor accepts before anything of his is taken',
    async () => {
      const line = await Line.with({
        'agreement.agreementId': await anAgreement(),
        'agreement.ask': true,
        'agreement.hold.liveChat': false,
      });
      expect(await (await line.visitor()).write('Hello')).toBe(200);
      await line.set({ 'agreement.hold.liveChat': true });
      await eventually(async () => (await (await line.visitor()).write('Hello?')) === 403, 'the gate');
      line.leave();
    },
  ],
  'agreement.hold.messengers': [
    'a dialog is sealed until the client consents',
    async () => {
      const line = await Line.with({ 'agreement.agreementId': await anAgreement(), 'agreement.ask': true });
      const bot = await line.bot();
      expect(await opensAs(line, () => bot.writes('Hello'))).toBe('offered');
      await line.set({ 'agreement.hold.messengers': true });
      const another = await line.bot();
      another.says('Hello, I am sealed');
      await eventually(async () =>
        (await line.calls.dialogList.page.query({ filter: { lines: [line.lineId] } })).rows.some(
          ({ state }) => state === 'held',
        ),
      );
      line.leave();
    },
  ],
};

const effects: Effects = { ...queue, ...crm, ...agreement, ...hours, ...autoActions, ...rating, ...kpi };

test('every setting has an effect that is seen here, or says what it waits for', () => {
  const neither = linePaths.filter((one) => effects[one] === undefined && notConnected[one] === undefined);
  const both = linePaths.filter((one) => effects[one] !== undefined && notConnected[one] !== undefined);
  expect({ neither, both }).toEqual({ neither: [], both: [] });
});

describe.each(Object.entries(effects))('%s', (_, [effect, seen]) => test(effect, seen));
