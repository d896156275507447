import { z } from 'zod';

import { closeReasons, listedAs, listedStates, type State } from '../dialog/index.ts';
import { votes } from '../rating/index.ts';
import type { CountedFigure } from './figures.ts';
import { figureFilter } from './filter.ts';
import { period } from './period.ts';
import { acts, type Summary } from './summary.ts';

/** How a dialog may stand in lists: as its state is listed there, or open with an answer that is overdue. */
export const standings = [...listedStates, 'overdue'] as const;
export type Standing = (typeof standings)[number];

/** The states of an open dialog that somebody has in his hands. */
export const somebodysStates: readonly State[] = ['accepted', 'client-wrote', 'answered', 'finishing'];

/** What a list of dialogs can be narrowed to, each a question that is answered of one dialog. */
export const facetsOf = {
  incoming: ({ direction }) => direction === 'incoming',
  outgoing: ({ direction }) => direction === 'outgoing',
  'new-client': ({ newClient }) => newClient,
  'repeated-client': ({ direction, newClient }) => direction === 'incoming' && !newClient,
  open: ({ closedAt }) => closedAt === null,
  closed: ({ closedAt }) => closedAt !== null,
  /** Open, and in somebody's hands, or in nobody's: they wait, are offered, with a bot or sealed. */
  somebodys: ({ state }) => somebodysStates.includes(state),
  nobodys: ({ state }) => state !== 'closed' && !somebodysStates.includes(state),
  offered: ({ state }) => state === 'offered',
  /** Somebody holds it, or held it when it closed. */
  'with-operator': ({ operatorId }) => operatorId !== null,
  accepted: ({ acceptedAt }) => acceptedAt !== null,
  'not-accepted': ({ acceptedAt }) => acceptedAt === null,
  answered: ({ firstAnswerAt }) => firstAnswerAt !== null,
  missed: ({ missed }) => missed,
  unanswered: ({ unanswered }) => unanswered,
  'outside-hours': ({ outsideHours }) => outsideHours,
  pinned: ({ pinned }) => pinned,
  'with-bot': ({ withBot }) => withBot,
  transferred: ({ transfers }) => transfers > 0,
  'first-goal': ({ firstGoal }) => firstGoal,
  'first-late': ({ firstLate }) => firstLate,
  'further-goal': ({ furtherGoals }) => furtherGoals > 0,
  'further-late': ({ furtherLate }) => furtherLate > 0,
  'further-answers': ({ furtherAnswers }) => furtherAnswers > 0,
  rated: ({ vote }) => vote !== null,
  'not-rated': ({ vote }) => vote === null,
  marked: ({ stars }) => stars !== null,
  'not-marked': ({ stars }) => stars === null,
} as const satisfies Record<string, (summary: Summary) => boolean>;
export type Facet = keyof typeof facetsOf;
export const facets = Object.keys(facetsOf) as [Facet, ...Facet[]];

/** What a list is narrowed to so that it shows the dialogs behind a counted figure; null: all dialogs of the period. */
export const behind: Record<CountedFigure, { facet?: Facet; vote?: 'good' | 'bad' } | null> = {
  dialogs: null,
  incoming: { facet: 'incoming' },
  outgoing: { facet: 'outgoing' },
  newClients: { facet: 'new-client' },
  repeatedClients: { facet: 'repeated-client' },
  accepted: { facet: 'accepted' },
  answered: { facet: 'answered' },
  missed: { facet: 'missed' },
  unanswered: { facet: 'unanswered' },
  closed: { facet: 'closed' },
  outsideHours: { facet: 'outside-hours' },
  withBot: { facet: 'with-bot' },
  transfers: { facet: 'transferred' },
  clientMessages: null,
  operatorMessages: { facet: 'answered' },
  otherMessages: null,
  firstGoals: { facet: 'first-goal' },
  firstLate: { facet: 'first-late' },
  furtherAnswers: { facet: 'further-answers' },
  furtherTotal: { facet: 'further-answers' },
  furtherGoals: { facet: 'further-goal' },
  furtherLate: { facet: 'further-late' },
  good: { vote: 'good' },
  bad: { vote: 'bad' },
  marked: { facet: 'marked' },
  stars: { facet: 'marked' },
};

/**
 * What a list of dialogs can be narrowed to that somebody did in them: every act, that he wrote in a dialog for the first
 * time, and that its client rated him, well or badly.
 */
export const deeds = [...acts, 'answered', 'rated'] as const;
export type Deed = (typeof deeds)[number];

const seconds = z.number().int().min(0).max(31_622_400);

/**
 * What the managers' list of dialogs is narrowed by (product §6); left out means all. `period` is that of opening; with
 * `did`, that of what the `operators` did.
 */
export const dialogFilter = z.strictObject({
  search: z.string().trim().min(1).max(200).optional(),
  period: period.optional(),
  lines: figureFilter.shape.lines,
  channels: figureFilter.shape.channels,
  operators: figureFilter.shape.operators,
  departments: figureFilter.shape.departments,
  /** Offered to one of them at this moment. */
  offeredTo: figureFilter.shape.operators,
  /** Any of them holds. */
  states: z.array(z.enum(standings)).min(1).max(standings.length).optional(),
  /** All of them hold. */
  facets: z.array(z.enum(facets)).min(1).max(facets.length).optional(),
  closeReasons: z.array(z.enum(closeReasons)).min(1).max(closeReasons.length).optional(),
  vote: z.enum(votes).optional(),
  stars: z.array(z.number().int().min(1).max(5)).min(1).max(5).optional(),
  did: z.enum(deeds).optional(),
  /** It took at least, or at most, so many seconds until the first answer. */
  firstAnswer: z.strictObject({ atLeast: seconds.optional(), atMost: seconds.optional() }).optional(),
  /** From accepting to finishing. */
  handling: z.strictObject({ atLeast: seconds.optional(), atMost: seconds.optional() }).optional(),
  /** Opened within this hour of this weekday (0: Monday) by the company's clock. */
  opened: z.strictObject({ weekday: z.number().int().min(0).max(6), hour: z.number().int().min(0).max(23) }).optional(),
  clientId: z.uuid().optional(),
});
export type DialogFilter = z.infer<typeof dialogFilter>;

/** The states of a dialog that count as this one in lists; none as overdue, which is no state. */
export function statesListedAs(listed: Standing): string[] {
  return Object.entries(listedAs).flatMap(([state, as]) => (as === listed ? [state] : []));
}
