import { describe, expect, it } from 'vitest';

import type { ShownMessage } from '../../rpc/dialog-cache.ts';
import type { HistoryStep } from '../../rpc/shapes.ts';
import { threadItems, type ThreadItem } from './thread-items.ts';

const noon = Date.UTC(2026, 4, 12, 12);
const minute = 60_000;
const anna = { employeeId: '018f0000-0000-7000-8000-000000000001', name: 'Anna', surname: 'Berg', photo: null };
const boris = { employeeId: '018f0000-0000-7000-8000-000000000002', name: 'Boris', surname: 'Lind', photo: null };

function aMessage(number: number, over: Partial<ShownMessage> = {}): ShownMessage {
  return {
    chatId: '018f0000-0000-7000-8000-0000000000aa',
    number,
    messageId: `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    dialogId: 1024,
    from: 'client',
    operator: null,
    kind: 'text',
    text: `message ${number}`,
    unsupported: null,
    at: noon + number * 1_000,
    editedAt: null,
    formerText: null,
    delivery: null,
    problem: null,
    undecided: false,
    said: null,
    ...over,
  };
}

const accepted = (at: number): HistoryStep => ({
  number: 1,
  fact: { fact: 'accepted', at, employeeId: anna.employeeId, because: 'offered' },
});

function told(items: ThreadItem[]): string[] {
  return items.map((item) => {
    if (item.item === 'burst') return `burst ${item.messages.map((message) => message.number).join(' ')}`;
    if (item.item === 'dialog') return `dialog ${item.dialogId}`;
    if (item.item === 'event') return item.step.fact.fact;
    return 'day';
  });
}

const show = (
  messages: ShownMessage[],
  steps: HistoryStep[] = [],
  over: { hasEarlier?: boolean; timeZone?: string } = {},
) => told(threadItems({ messages, steps, hasEarlier: false, dialogId: 1024, timeZone: 'UTC', ...over }));

describe('a thread', () => {
  it('puts messages of one author in one burst', () => {
    expect(show([aMessage(1), aMessage(2), aMessage(3, { from: 'operator', operator: anna })])).toEqual([
      'day',
      'burst 1 2',
      'burst 3',
    ]);
  });

  it('tells two operators apart', () => {
    expect(
      show([aMessage(1, { from: 'operator', operator: anna }), aMessage(2, { from: 'operator', operator: boris })]),
    ).toEqual(['day', 'burst 1', 'burst 2']);
  });

  it('begins a new burst after a pause', () => {
    expect(show([aMessage(1), aMessage(2, { at: noon + 7 * minute })])).toEqual(['day', 'burst 1', 'burst 2']);
  });

  it('separates days in the zone of the reader', () => {
    const evening = Date.UTC(2026, 4, 12, 20, 30);
    const messages = [aMessage(1, { at: evening }), aMessage(2, { at: evening + 3 * minute })];
    expect(show(messages)).toEqual(['day', 'burst 1 2']);
    expect(
      show([aMessage(1, { at: evening }), aMessage(2, { at: evening + 60 * minute })], [], {
        timeZone: 'Europe/Moscow',
      }),
    ).toEqual(['day', 'burst 1', 'day', 'burst 2']);
  });

  it('names the dialogs of a chat where they change', () => {
    expect(show([aMessage(1, { dialogId: 1000 }), aMessage(2)])).toEqual([
      'day',
      'dialog 1000',
      'burst 1',
      'dialog 1024',
      'burst 2',
    ]);
  });

  it('does not name the only dialog there is', () => {
    expect(show([aMessage(1)])).not.toContain('dialog 1024');
  });

  it('puts an event between the messages it happened between', () => {
    expect(
      show(
        [aMessage(1), aMessage(2, { from: 'operator', operator: anna, at: noon + 3 * minute })],
        [accepted(noon + minute)],
      ),
    ).toEqual(['day', 'burst 1', 'accepted', 'burst 2']);
  });

  it('breaks a burst at an event', () => {
    expect(show([aMessage(1), aMessage(2, { at: noon + 2 * minute })], [accepted(noon + minute)])).toEqual([
      'day',
      'burst 1',
      'accepted',
      'burst 2',
    ]);
  });

  it('ends with what happened after the last message', () => {
    expect(show([aMessage(1)], [accepted(noon + minute)])).toEqual(['day', 'burst 1', 'accepted']);
  });

  it('keeps events back whose messages are not read yet', () => {
    expect(show([aMessage(50, { at: noon + 9 * minute })], [accepted(noon)], { hasEarlier: true })).toEqual([
      'day',
      'burst 50',
    ]);
  });

  it('shows events of a dialog without messages', () => {
    expect(show([], [accepted(noon)])).toEqual(['day', 'accepted']);
  });

  it('keeps what happened to an earlier dialog before the messages of the next', () => {
    const items = threadItems({
      messages: [aMessage(1), aMessage(2, { dialogId: 2048, at: noon + 60 * minute })],
      hasEarlier: false,
      steps: [accepted(noon + 30 * minute)],
      dialogId: 1024,
      timeZone: 'UTC',
    });
    expect(items.map((item) => item.item)).toEqual(['day', 'burst', 'event', 'dialog', 'burst']);
  });

  it('begins a dialog that we opened with its first event', () => {
    const items = threadItems({
      messages: [
        aMessage(1, { dialogId: 512 }),
        aMessage(2, { at: noon + 60 * minute, from: 'operator', operator: anna }),
      ],
      hasEarlier: false,
      steps: [accepted(noon + 60 * minute)],
      dialogId: 1024,
      timeZone: 'UTC',
    });
    expect(items.map((item) => item.item)).toEqual(['day', 'dialog', 'burst', 'dialog', 'event', 'burst']);
  });
});
