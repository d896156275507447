import { states } from '@switchboard/domain/dialog';
import {
  somebodysStates,
  statesListedAs,
  type Days,
  type Deed,
  type DialogFilter,
  type DialogSort,
  type Facet,
} from '@switchboard/domain/statistics';

import { nobody } from '../statistics/summaries.ts';

const inHands = `s.state in (${somebodysStates.map((state) => `'${state}'`).join(', ')})`;

/**
 * The facets of `domain/statistics` as conditions on a row of `dialog_summary s`. A test holds each equal to the question
 * that the domain answers of a summary.
 */
export const facetSql: Record<Facet, string> = {
  incoming: `s.direction = 'incoming'`,
  outgoing: `s.direction = 'outgoing'`,
  'new-client': 's.new_client',
  'repeated-client': `s.direction = 'incoming' and not s.new_client`,
  open: 's.closed_at is null',
  closed: 's.closed_at is not null',
  somebodys: inHands,
  nobodys: `s.closed_at is null and not ${inHands}`,
  offered: `s.state = 'offered'`,
  'with-operator': `s.operator_id <> '${nobody}'`,
  accepted: 's.accepted_at is not null',
  'not-accepted': 's.accepted_at is null',
  answered: 's.first_answer_at is not null',
  missed: 's.missed',
  unanswered: 's.unanswered',
  'outside-hours': 's.outside_hours',
  pinned: 's.pinned',
  'with-bot': 's.with_bot',
  transferred: 's.transfers > 0',
  'first-goal': 's.first_goal',
  'first-late': 's.first_late',
  'further-goal': 's.further_goals > 0',
  'further-late': 's.further_late > 0',
  'further-answers': 's.further_answers > 0',
  rated: 's.vote is not null',
  'not-rated': 's.vote is null',
  marked: 's.stars is not null',
  'not-marked': 's.stars is null',
};

/** Which rows of `dialog_part p` tell that somebody did this. */
const deedSql: Record<Deed, string> = {
  assigned: 'p.assigned > 0',
  accepted: 'p.accepted > 0',
  declined: 'p.declined > 0',
  missed: 'p.missed > 0',
  answers: 'p.answers > 0',
  finished: 'p.finished > 0',
  transferred: 'p.transferred > 0',
  takenOver: 'p.taken_over > 0',
  good: 'p.good > 0',
  bad: 'p.bad > 0',
  marked: 'p.marked > 0',
  // The row that the operators' figure counts: a dialog is answered once by each, on the day he first wrote in it.
  answered: `p.answers > 0 and not exists (
    select from dialog_part e where e.company_id = $1 and e.dialog_id = p.dialog_id and e.employee_id = p.employee_id
      and e.answers > 0 and (e.day, e.line_id) < (p.day, p.line_id))`,
  rated: '(p.good > 0 or p.bad > 0)',
};

/** A value becomes a parameter; answers what stands for it in the text. */
export type Put = (value: unknown) => string;

/** A filter with its period as days, its departments with all their parts, and its search as the dialogs it found. */
export type Narrowed = Omit<DialogFilter, 'period' | 'search'> & {
  days?: Days | undefined;
  found?: number[] | undefined;
};

const heldNow = `d.state in (${somebodysStates.map((state) => `'${state}'`).join(', ')})`;

/** The facets that a dialog tells of itself at once, where a summary does a moment later. */
const facetsOfDialogs: Partial<Record<Facet, string>> = {
  open: 'd.closed_at is null',
  closed: 'd.closed_at is not null',
  somebodys: `d.closed_at is null and ${heldNow}`,
  nobodys: `d.closed_at is null and not ${heldNow}`,
  offered: `d.closed_at is null and d.state = 'offered'`,
  accepted: 'd.accepted_at is not null',
  pinned: 'd.pinned',
};
/** The same of open dialogs, which are few: of all of them only summaries find these fast. */
const facetsOfOpenDialogs: Partial<Record<Facet, string>> = {
  ...facetsOfDialogs,
  'not-accepted': 'd.accepted_at is null',
  'with-operator': 'd.operator_id is not null',
};

function isOfOpenOnes({ facets = [], states: asked, offeredTo }: Narrowed): boolean {
  const open: readonly Facet[] = ['open', 'somebodys', 'nobodys', 'offered'];
  const stand = asked !== undefined && !asked.includes('closed');
  return stand || offeredTo !== undefined || facets.some((facet) => open.includes(facet));
}

/**
 * Does all that this asks stand in `dialog` itself? Then a dialog is found as it stands at this moment, as the board of the
 * moment counts it, whether statistics have seen it or not.
 */
export function asksOfDialogsOnly(filter: Narrowed): boolean {
  const open = isOfOpenOnes(filter);
  const own = new Set(['states', 'offeredTo', 'lines', 'clientId', 'found', 'facets']);
  if (open) own.add('operators').add('channels');
  const known = open ? facetsOfOpenDialogs : facetsOfDialogs;
  return (
    Object.entries(filter).every(([name, value]) => value === undefined || own.has(name)) &&
    (filter.facets ?? []).every((facet) => known[facet] !== undefined)
  );
}

/** The conditions on `dialog d` alone. */
export function conditionsOnDialogs(filter: Narrowed, put: Put): string[] {
  const { lines, channels, operators, facets, clientId, found } = filter;
  return [
    ...stateCondition(filter, put),
    ...offeredCondition(filter, put),
    ...(facets ?? []).map((facet) => `(${facetsOfOpenDialogs[facet] ?? 'false'})`),
    ...(lines === undefined ? [] : [`d.line_id = any(${put(lines)}::uuid[])`]),
    ...(channels === undefined ? [] : [`d.channel_id = any(${put(channels)}::uuid[])`]),
    ...(operators === undefined ? [] : [`d.operator_id = any(${put(operators)}::uuid[])`]),
    ...(clientId === undefined ? [] : [`d.client_id = ${put(clientId)}::uuid`]),
    ...(found === undefined ? [] : [`d.dialog_id = any(${put(found)}::bigint[])`]),
  ];
}

/** The conditions on `dialog_summary s` beside `dialog d`, and whether they speak of `d` at all. */
export function conditions(filter: Narrowed, put: Put): { where: string[]; ofDialog: boolean } {
  const { lines, channels, operators, departments, did, days, facets, closeReasons, vote, stars, opened } = filter;
  const { clientId, found } = filter;
  const now = facets !== undefined || operators !== undefined || channels !== undefined;
  if (now && asksOfDialogsOnly(filter)) return { where: conditionsOnDialogs(filter, put), ofDialog: true };
  const ofDialog = [
    ...stateCondition(filter, put),
    ...offeredCondition(filter, put),
    ...(clientId === undefined ? [] : [`d.client_id = ${put(clientId)}::uuid`]),
  ];
  const where = [
    ...(did === undefined
      ? narrowedTo('s', { lines, channels, operators, departments, days }, put)
      : [actCondition(filter, did, put)]),
    ...(facets ?? []).map((facet) => `(${facetSql[facet]})`),
    ...(closeReasons === undefined ? [] : [`s.close_reason = any(${put(closeReasons)}::text[])`]),
    ...(vote === undefined ? [] : [`s.vote = ${put(vote)}::text`]),
    ...(stars === undefined ? [] : [`s.stars = any(${put(stars)}::smallint[])`]),
    ...lengthConditions('s.to_first_answer', filter.firstAnswer, put),
    ...lengthConditions('s.handling', filter.handling, put),
    ...(opened === undefined ? [] : [openedCondition(opened, put)]),
    ...(found === undefined ? [] : [`s.dialog_id = any(${put(found)}::bigint[])`]),
  ];
  return { where: [...where, ...ofDialog], ofDialog: ofDialog.length > 0 };
}

type Places = Pick<Narrowed, 'lines' | 'channels' | 'operators' | 'departments' | 'days'>;

function narrowedTo(of: 's' | 'p', { lines, channels, operators, departments, days }: Places, put: Put): string[] {
  const who = of === 's' ? 'operator_id' : 'employee_id';
  return [
    ...(lines === undefined ? [] : [`${of}.line_id = any(${put(lines)}::uuid[])`]),
    ...(channels === undefined ? [] : [`${of}.channel_id = any(${put(channels)}::uuid[])`]),
    ...(operators === undefined ? [] : [`${of}.${who} = any(${put(operators)}::uuid[])`]),
    ...(departments === undefined ? [] : [`${of}.department_id = any(${put(departments)}::uuid[])`]),
    ...(days === undefined ? [] : [`${of}.day between ${put(days.from)}::date and ${put(days.until)}::date`]),
  ];
}

/** In which somebody did this on one of the days, there and as one of these. */
function actCondition(filter: Narrowed, did: Deed, put: Put): string {
  const parts = ['p.company_id = $1', deedSql[did], ...narrowedTo('p', filter, put)];
  return `s.dialog_id in (select p.dialog_id from dialog_part p where ${parts.join(' and ')})`;
}

/** Quarters of an hour are counted from midnight. */
function openedCondition({ weekday, hour }: NonNullable<Narrowed['opened']>, put: Put): string {
  return `extract(isodow from s.day) = ${put(weekday)}::int + 1 and s.quarter / 4 = ${put(hour)}::int`;
}

function stateCondition({ states: asked }: Narrowed, put: Put): string[] {
  if (asked === undefined) return [];
  const wanted = new Set(asked.flatMap(statesListedAs));
  if (states.every((state) => wanted.has(state))) return [];
  const open = wanted.has('closed') ? [] : ['d.closed_at is null'];
  const standing = [
    ...(wanted.size === 0 ? [] : [`d.state = any(${put([...wanted])}::text[])`]),
    ...(asked.includes('overdue') ? ['d.overdue and d.closed_at is null'] : []),
  ];
  return [...open, `(${standing.join(' or ')})`];
}

function offeredCondition({ offeredTo }: Narrowed, put: Put): string[] {
  if (offeredTo === undefined) return [];
  return ['d.closed_at is null', `d.state = 'offered'`, `d.offered_to && ${put(offeredTo)}::uuid[]`];
}

function lengthConditions(
  column: string,
  length: { atLeast?: number | undefined; atMost?: number | undefined } | undefined,
  put: Put,
): string[] {
  return [
    ...(length?.atLeast === undefined ? [] : [`${column} >= ${put(length.atLeast)}::int`]),
    ...(length?.atMost === undefined ? [] : [`${column} <= ${put(length.atMost)}::int`]),
  ];
}

/**
 * What the list is ordered by: in a summary, and in a dialog that has none yet; the type of both, and whether some have
 * nothing there, who then come last whichever way.
 */
export const orders: Record<DialogSort, { summary: string; dialog: string | null; type: string; lacking: boolean }> = {
  number: { summary: 's.dialog_id', dialog: 'd.dialog_id', type: 'bigint', lacking: false },
  lastMessage: { summary: 's.last_message_at', dialog: 'd.last_message_at', type: 'timestamptz', lacking: false },
  messages: { summary: 's.messages', dialog: 'd.messages', type: 'int', lacking: false },
  closed: { summary: 's.closed_at', dialog: 'd.closed_at', type: 'timestamptz', lacking: true },
  toFirstAnswer: { summary: 's.to_first_answer', dialog: null, type: 'int', lacking: true },
  handling: { summary: 's.handling', dialog: null, type: 'int', lacking: true },
};
