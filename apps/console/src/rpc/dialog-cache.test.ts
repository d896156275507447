import { describe, expect, it } from 'vitest';

import {
  belongs,
  firstPendingNumber,
  inOrder,
  inPages,
  joinLatest,
  leavesGap,
  withListed,
  withMessages,
  withRow,
  type ShownMessage,
} from './dialog-cache.ts';
import type { DialogPage, DialogRow, ListedDialog } from './shapes.ts';

const id = (number: number) => `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const anna = { employeeId: id(1), name: 'Anna', surname: 'Berg', photo: null };
const boris = { employeeId: id(2), name: 'Boris', surname: 'Lind', photo: null };
const noon = Date.UTC(2026, 4, 12, 12);

function aRow(dialogId: number, over: Partial<DialogRow> = {}): DialogRow {
  return {
    dialogId,
    chatId: id(2000 + dialogId),
    line: { lineId: id(100), name: 'Bookings' },
    channel: { channelId: id(300), kind: 'live-chat', name: 'Site' },
    client: { clientId: id(3000 + dialogId), name: 'Grace' },
    direction: 'incoming',
    state: 'waiting',
    operator: null,
    offeredTo: [],
    offerUntil: null,
    openedAt: noon,
    unansweredSince: noon,
    lastMessage: { from: 'client', text: 'Hi', at: noon },
    lastNumber: 1,
    unread: 0,
    messages: 1,
    acceptedAt: null,
    firstAnswerAt: null,
    closedAt: null,
    closeReason: null,
    parked: false,
    pinned: false,
    unanswered: false,
    outsideHours: false,
    overdue: false,
    joined: [],
    finishedAt: null,
    vote: null,
    stars: null,
    ...over,
  };
}

function aMessage(number: number, over: Partial<ShownMessage> = {}): ShownMessage {
  return {
    chatId: id(2001),
    number,
    messageId: id(9000 + number),
    dialogId: 1,
    from: 'client',
    operator: null,
    kind: 'text',
    text: `message ${number}`,
    unsupported: null,
    at: noon + number,
    editedAt: null,
    formerText: null,
    delivery: null,
    problem: null,
    undecided: false,
    said: null,
    ...over,
  };
}

const offered = (to: string[]) => ({ state: 'offered' as const, offeredTo: to });
const pageOf = (...rows: DialogRow[]) => [{ rows, next: null }];
const numbers = (messages: ShownMessage[]) => messages.map((message) => message.number);
const ids = (pages: { rows: DialogRow[] }[]) => pages.map((page) => page.rows.map((row) => row.dialogId));

describe('the lists a dialog stands in', () => {
  it.each<[string, Partial<DialogRow>, string[]]>([
    ['an offer to me is mine, and waits', offered([anna.employeeId]), ['mine', 'waiting', 'all']],
    ['an offer to somebody else is not mine', offered([boris.employeeId]), ['waiting', 'all']],
    ['one that waits is nobody’s', {}, ['waiting', 'all']],
    ['one I hold is mine and does not wait', { state: 'accepted', operator: anna }, ['mine', 'all']],
    [
      'one I joined beside its holder is mine too',
      { state: 'answered', operator: boris, joined: [anna.employeeId] },
      ['mine', 'all'],
    ],
    ['one that is finishing stays with its holder', { state: 'finishing', operator: anna }, ['mine', 'all']],
    ['one of a colleague is among all', { state: 'answered', operator: boris }, ['all']],
    ['a closed one is in none', { state: 'closed', operator: anna, closedAt: noon }, []],
  ])('%s', (_, over, lists) => {
    expect(
      (['mine', 'waiting', 'all'] as const).filter((list) => belongs(list, aRow(1, over), anna.employeeId)),
    ).toEqual(lists);
  });
});

describe('the order of a list', () => {
  it('has offers on top of mine, then the latest talked in', () => {
    const rows = [
      aRow(1, { state: 'accepted', operator: anna, lastMessage: { from: 'client', text: '', at: noon + 1 } }),
      aRow(2, { ...offered([anna.employeeId]), lastMessage: { from: 'client', text: '', at: noon } }),
      aRow(3, { state: 'answered', operator: anna, lastMessage: { from: 'operator', text: '', at: noon + 2 } }),
    ];
    expect(inOrder('mine', rows, anna.employeeId).map((row) => row.dialogId)).toEqual([2, 3, 1]);
  });

  it('has the longest waiting on top of those who wait', () => {
    const rows = [
      aRow(1, { unansweredSince: noon + 5 }),
      aRow(2, { unansweredSince: noon }),
      aRow(3, { unansweredSince: null, openedAt: noon + 1 }),
    ];
    expect(inOrder('waiting', rows, anna.employeeId).map((row) => row.dialogId)).toEqual([2, 3, 1]);
  });
});

describe('a dialog that arrives', () => {
  it('takes its own place, on whichever page it is', () => {
    const pages = [...pageOf(aRow(1), aRow(2)), ...pageOf(aRow(3))];
    const changed = withRow(pages, aRow(3, { unread: 7 }), true);
    expect(ids(changed)).toEqual([[1, 2], [3]]);
    expect(changed[1]?.rows[0]?.unread).toBe(7);
  });

  it('comes to the first page where it is new', () => {
    expect(ids(withRow([...pageOf(aRow(1)), ...pageOf(aRow(3))], aRow(9), true))).toEqual([[9, 1], [3]]);
  });

  it('leaves where it no longer belongs', () => {
    expect(ids(withRow(pageOf(aRow(1), aRow(2)), aRow(1), false))).toEqual([[2]]);
  });

  it('changes nothing where it neither is nor belongs', () => {
    const pages = pageOf(aRow(1));
    expect(withRow(pages, aRow(9), false)).toBe(pages);
  });

  it('reaches a list that was read without pages too', () => {
    expect(
      inPages<DialogPage>({ rows: [aRow(1)], next: null }, (pages) => withRow(pages, aRow(1, { unread: 3 }), true)),
    ).toMatchObject({ rows: [{ unread: 3 }] });
  });
});

describe('a dialog in the managers’ list', () => {
  const listed = (row: DialogRow): ListedDialog => ({
    ...row,
    figures: { ...noFigures, toAccept: 40 },
    lastMessageAt: noon,
    records: [],
    page: null,
    comment: 'Well done',
  });
  const noFigures = {
    assignedAt: null,
    toFirstAnswer: null,
    handling: null,
    toClose: null,
    botTime: null,
    kpiFirst: null,
    furtherAnswers: 0,
    furtherTotal: 0,
    furtherLongest: null,
  };
  const pages = [{ rows: [listed(aRow(2)), listed(aRow(1))], next: null }];

  it('changes in its place, and keeps what only the list knows until that is read again', () => {
    const later = aRow(1, { state: 'answered', lastMessage: { from: 'operator', text: 'Yes', at: noon + 5_000 } });
    const row = withListed(pages, later)[0]?.rows[1];
    expect(row).toMatchObject({ state: 'answered', lastMessageAt: noon + 5_000, comment: 'Well done' });
    expect(row?.figures?.toAccept).toBe(40);
  });

  it('that is not there is not put there: the filter decides when the list is read', () => {
    expect(withListed(pages, aRow(9))).toBe(pages);
  });
});

describe('the messages of a thread', () => {
  const thread = { messages: [aMessage(1), aMessage(2)], hasEarlier: false };

  it('stand once each, in order, whatever comes twice', () => {
    expect(numbers(withMessages(thread, [aMessage(3), aMessage(2), aMessage(1)]).messages)).toEqual([1, 2, 3]);
  });

  it('take the newer state of a message', () => {
    const changed = withMessages(thread, [aMessage(2, { delivery: 'read' })]);
    expect(changed.messages[1]?.delivery).toBe('read');
  });

  it('do not go back on their way when an answer comes after later news', () => {
    const read = withMessages(thread, [aMessage(2, { delivery: 'read' })]);
    expect(withMessages(read, [aMessage(2, { delivery: 'sent' })]).messages[1]?.delivery).toBe('read');
    const failed = withMessages(thread, [aMessage(2, { delivery: 'failed' })]);
    expect(withMessages(failed, [aMessage(2, { delivery: 'queued' })]).messages[1]?.delivery).toBe('queued');
  });

  it('replace what was being sent by what was stored, by its id', () => {
    const sending = aMessage(firstPendingNumber, { messageId: id(7), pending: 'sending' });
    const stored = aMessage(3, { messageId: id(7) });
    expect(numbers(withMessages(withMessages(thread, [sending]), [stored]).messages)).toEqual([1, 2, 3]);
  });

  it('show what is being sent last', () => {
    const sending = aMessage(firstPendingNumber, { messageId: id(7), pending: 'sending' });
    expect(numbers(withMessages(withMessages(thread, [sending]), [aMessage(3)]).messages)).toEqual([
      1,
      2,
      3,
      firstPendingNumber,
    ]);
  });

  it('notice a gap', () => {
    expect(leavesGap(thread, aMessage(4))).toBe(true);
    expect(leavesGap(thread, aMessage(3))).toBe(false);
    expect(leavesGap({ messages: [], hasEarlier: false }, aMessage(4))).toBe(false);
  });

  it('keep earlier ones when the latest are read again', () => {
    const joined = joinLatest(
      { messages: [aMessage(1), aMessage(2), aMessage(3)], hasEarlier: false },
      { messages: [aMessage(3), aMessage(4)], hasEarlier: true },
    );
    expect(numbers(joined.messages)).toEqual([1, 2, 3, 4]);
    expect(joined.hasEarlier).toBe(false);
  });

  it('give up earlier ones where a gap would stay', () => {
    const joined = joinLatest(
      { messages: [aMessage(1)], hasEarlier: false },
      { messages: [aMessage(8), aMessage(9)], hasEarlier: true },
    );
    expect(numbers(joined.messages)).toEqual([8, 9]);
    expect(joined.hasEarlier).toBe(true);
  });

  it('never lose what is not sent yet', () => {
    const unsent = aMessage(firstPendingNumber, { messageId: id(7), pending: 'unsent' });
    const joined = joinLatest(
      { messages: [aMessage(1), unsent], hasEarlier: false },
      { messages: [aMessage(8)], hasEarlier: true },
    );
    expect(numbers(joined.messages)).toEqual([8, firstPendingNumber]);
  });
});
