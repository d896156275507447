import type { Board } from '../../rpc/shapes.ts';

type Line = Board['lines'][number];
type Presence = Board['operators'][number]['presence'];

/** How people may stand, those first whom dialogs are offered. */
export const presences: readonly Presence[] = [
  'available',
  'on-a-break',
  'idle',
  'away',
  'absent',
  'day-ended',
  'offline',
];

/** Dialogs of a line that are for people and in nobody's hands: they wait in the queue, or are offered. */
export function waitingOf({ waiting, offered }: Pick<Line, 'waiting' | 'offered'>): number {
  return waiting + offered;
}

/** All lines together. */
export function together(lines: readonly Line[]) {
  const sum = (of: (line: Line) => number): number => lines.reduce((all, line) => all + of(line), 0);
  const first = (of: (line: Line) => number | null): number | null =>
    lines.reduce<number | null>((earliest, line) => {
      const since = of(line);
      return since === null ? earliest : earliest === null ? since : Math.min(earliest, since);
    }, null);
  return {
    waiting: sum(waitingOf),
    waitingSince: first(({ waitingSince }) => waitingSince),
    offered: sum(({ offered }) => offered),
    held: sum(({ held }) => held),
    unanswered: sum(({ unanswered }) => unanswered),
    unansweredSince: first(({ unansweredSince }) => unansweredSince),
    overdue: sum(({ overdue }) => overdue),
    withBot: sum(({ withBot }) => withBot),
  };
}

/** Operators in an order that does not jump: who is there first, then by name. */
export function inPresence<Row extends { presence: Presence; person: { name: string; surname: string } }>(
  operators: readonly Row[],
  locale: string,
): Row[] {
  const compare = new Intl.Collator(locale).compare;
  const name = ({ person }: Row) => `${person.surname} ${person.name}`;
  return operators.toSorted(
    (a, b) => presences.indexOf(a.presence) - presences.indexOf(b.presence) || compare(name(a), name(b)),
  );
}
