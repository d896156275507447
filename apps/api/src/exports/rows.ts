import { columnKinds, type DialogColumn } from '@switchboard/domain/statistics';

import type { ToldDialog } from '../dialog-list/dialog-list.queries.ts';
import type { CellKind, TableColumn, TableRow } from './table.ts';
import { words } from './words.ts';

type Language = 'en' | 'ru';

const kinds: Record<(typeof columnKinds)[DialogColumn], CellKind> = {
  text: 'text',
  'yes-no': 'text',
  number: 'number',
  moment: 'moment',
  duration: 'duration',
};

/** The columns of a file of dialogs, with their names. */
export function tableColumns(columns: readonly DialogColumn[], language: Language): TableColumn[] {
  return columns.map((column) => ({ name: words[language].columns[column], kind: kinds[columnKinds[column]] }));
}

/** A dialog as a row of these columns. `clock` answers what the company's clock showed at a moment. */
export function tableRow(
  columns: readonly DialogColumn[],
  dialog: ToldDialog,
  language: Language,
  clock: (at: number) => number,
): TableRow {
  return columns.map((column) => {
    const value = valueOf(column, dialog, language);
    return columnKinds[column] === 'moment' && typeof value === 'number' ? clock(value) : value;
  });
}

function valueOf(column: DialogColumn, dialog: ToldDialog, language: Language): string | number | null {
  const say = words[language];
  const { figures } = dialog;
  const yes = (is: boolean): string | null => (is ? say.yes : null);
  const further = figures !== null && figures.furtherAnswers > 0 ? figures : null;
  switch (column) {
    case 'number':
      return dialog.dialogId;
    case 'client':
      return dialog.client.trim() === '' ? `${say.visitor} ${dialog.clientId.slice(-4).toUpperCase()}` : dialog.client;
    case 'state':
      return say.state[dialog.state];
    case 'unanswered':
      return yes(dialog.unanswered);
    case 'line':
      return dialog.line;
    case 'channel':
      return dialog.channelName === '' ? (say.channel[dialog.channel] ?? dialog.channel) : dialog.channelName;
    case 'direction':
      return say.direction[dialog.direction];
    case 'operator':
      return dialog.operator;
    case 'records':
      return dialog.records.map(({ title }) => title).join(', ') || null;
    case 'page':
      return dialog.page?.url ?? null;
    case 'pinned':
      return yes(dialog.pinned);
    case 'outsideHours':
      return yes(dialog.outsideHours);
    case 'messages':
      return dialog.messages;
    case 'created':
      return dialog.openedAt;
    case 'assigned':
      return figures?.assignedAt ?? null;
    case 'accepted':
      return dialog.acceptedAt;
    case 'firstAnswer':
      return dialog.firstAnswerAt;
    case 'lastMessage':
      return dialog.lastMessageAt;
    case 'finished':
      return dialog.finishedAt;
    case 'closed':
      return dialog.closedAt;
    case 'toAccept':
      return figures?.toAccept ?? null;
    case 'toFirstAnswer':
      return figures?.toFirstAnswer ?? null;
    case 'handling':
      return figures?.handling ?? null;
    case 'toClose':
      return figures?.toClose ?? null;
    case 'botTime':
      return figures?.botTime ?? null;
    case 'kpiFirst':
      return figures?.kpiFirst ?? null;
    case 'kpiTotal':
      return further?.furtherTotal ?? null;
    case 'kpiAverage':
      return further === null ? null : Math.floor(further.furtherTotal / further.furtherAnswers);
    case 'kpiLongest':
      return further?.furtherLongest ?? null;
    case 'vote':
      return dialog.vote === null ? null : say.vote[dialog.vote];
    case 'stars':
      return dialog.stars;
    case 'comment':
      return dialog.comment;
    case 'closeReason':
      return dialog.closeReason === null ? null : say.reason[dialog.closeReason];
  }
}

const quarterMs = 900_000;

/**
 * What the wall clock of a place shows, as milliseconds that read as UTC would. Clocks are set at quarters of an hour at
 * the finest, so what is known of one is known of all moments in it.
 */
export function clockOf(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const known = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / quarterMs);
    let offset = known.get(quarter);
    if (offset === undefined) {
      const from = quarter * quarterMs;
      const part = Object.fromEntries(format.formatToParts(from).map(({ type, value }) => [type, Number(value)]));
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
      offset = Date.UTC(year, month - 1, day, hour, minute) - from;
      if (known.size > 50_000) known.clear();
      known.set(quarter, offset);
    }
    return at + offset;
  };
}
