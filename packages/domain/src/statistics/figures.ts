import type { Summary } from './summary.ts';

/**
 * Every figure that is counted of dialogs, defined once (product §6): how much a dialog adds to it. All of them belong to
 * the day on which the dialog was opened, in the company's time zone.
 */
export const counted = {
  /** Dialogs that were opened. */
  dialogs: () => 1,
  incoming: ({ direction }) => (direction === 'incoming' ? 1 : 0),
  outgoing: ({ direction }) => (direction === 'outgoing' ? 1 : 0),
  /** Clients who wrote for the first time. */
  newClients: ({ newClient }) => (newClient ? 1 : 0),
  /** Dialogs that clients began who had written before. */
  repeatedClients: ({ direction, newClient }) => (direction === 'incoming' && !newClient ? 1 : 0),
  /** Somebody had it in his hands. */
  accepted: ({ acceptedAt }) => (acceptedAt === null ? 0 : 1),
  /** A person of ours wrote. */
  answered: ({ firstAnswerAt }) => (firstAnswerAt === null ? 0 : 1),
  /** Closed, and no person of ours had written (a line's missed). */
  missed: ({ missed }) => (missed ? 1 : 0),
  /** Nobody accepted within the no-answer time. */
  unanswered: ({ unanswered }) => (unanswered ? 1 : 0),
  closed: ({ closedAt }) => (closedAt === null ? 0 : 1),
  outsideHours: ({ outsideHours }) => (outsideHours ? 1 : 0),
  withBot: ({ withBot }) => (withBot ? 1 : 0),
  transfers: ({ transfers }) => transfers,
  clientMessages: ({ clientMessages }) => clientMessages,
  operatorMessages: ({ operatorMessages }) => operatorMessages,
  otherMessages: ({ otherMessages }) => otherMessages,
  /** First answers that a goal asked for, and those of them that came too late or not at all. */
  firstGoals: ({ firstGoal }) => (firstGoal ? 1 : 0),
  firstLate: ({ firstLate }) => (firstLate ? 1 : 0),
  furtherAnswers: ({ furtherAnswers }) => furtherAnswers,
  furtherTotal: ({ furtherTotal }) => furtherTotal,
  furtherGoals: ({ furtherGoals }) => furtherGoals,
  furtherLate: ({ furtherLate }) => furtherLate,
  good: ({ vote }) => (vote === 'good' ? 1 : 0),
  bad: ({ vote }) => (vote === 'bad' ? 1 : 0),
  /** Dialogs that a manager marked, and the stars they got together. */
  marked: ({ stars }) => (stars === null ? 0 : 1),
  stars: ({ stars }) => stars ?? 0,
} as const satisfies Record<string, (summary: Summary) => number>;
export type CountedFigure = keyof typeof counted;
export const countedFigures = Object.keys(counted) as CountedFigure[];
/** A number for each counted figure. */
export type Counts = Record<CountedFigure, number>;

/** The durations whose medians and 90th percentiles are told, in seconds; null of a dialog that has none. */
export const measured = {
  toAccept: ({ toAccept }) => toAccept,
  toFirstAnswer: ({ toFirstAnswer }) => toFirstAnswer,
  toFirstAnswerWorking: ({ toFirstAnswerWorking }) => toFirstAnswerWorking,
  /** The average of a dialog's further answers, in working time. */
  furtherAverage: ({ furtherAnswers, furtherTotal }) =>
    furtherAnswers === 0 ? null : Math.floor(furtherTotal / furtherAnswers),
  furtherLongest: ({ furtherLongest }) => furtherLongest,
  handling: ({ handling }) => handling,
  toClose: ({ toClose }) => toClose,
} as const satisfies Record<string, (summary: Summary) => number | null>;
export type Measure = keyof typeof measured;
export const measures = Object.keys(measured) as Measure[];

/** What these dialogs add up to. */
export function countsOf(summaries: readonly Summary[]): Counts {
  const counts = noCounts();
  for (const summary of summaries) for (const figure of countedFigures) counts[figure] += counted[figure](summary);
  return counts;
}

/** Nothing of anything. */
export function noCounts(): Counts {
  return Object.fromEntries(countedFigures.map((figure) => [figure, 0])) as Counts;
}

/** The figures that are one part of a whole: which part, of which whole. Null where the whole is nothing. */
export const shares = {
  /** Good ÷ (good + bad); who did not rate is left out (product §6). */
  satisfaction: ({ good, bad }) => part(good, good + bad),
  /** Missed ÷ closed. */
  missedShare: ({ missed, closed }) => part(missed, closed),
  /** Rated ÷ closed. */
  ratedShare: ({ good, bad, closed }) => part(good + bad, closed),
  /** First answers in time ÷ those a goal asked for. */
  firstInTime: ({ firstGoals, firstLate }) => part(firstGoals - firstLate, firstGoals),
  furtherInTime: ({ furtherGoals, furtherLate }) => part(furtherGoals - furtherLate, furtherGoals),
} as const satisfies Record<string, (counts: Counts) => number | null>;
export type ShareFigure = keyof typeof shares;

/** The average of the managers' marks, 1 to 5; null where nothing was marked. */
export function averageStars({ stars, marked }: Pick<Counts, 'stars' | 'marked'>): number | null {
  return part(stars, marked);
}

function part(of: number, whole: number): number | null {
  return whole === 0 ? null : of / whole;
}
