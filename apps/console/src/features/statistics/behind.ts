import {
  behind,
  type CountedFigure,
  type Deed,
  type DialogFilter,
  type FigureFilter,
  type Measure,
  type ShareFigure,
} from '@switchboard/domain/statistics';

import { dialogsHref } from '../../ui/dialogs-href.ts';
import { dialogsOf } from './figure-filter.ts';

/** What a list is narrowed to beside the period and the filters of the page. */
type More = Pick<DialogFilter, 'period' | 'lines' | 'channels' | 'operators'>;

/** The dialogs behind a counted figure, of the whole page or of a row of it. */
export function behindCount(filter: FigureFilter, figure: CountedFigure, more: More = {}): string {
  const found = behind[figure];
  return dialogsHref(
    dialogsOf(filter, {
      ...more,
      ...(found?.facet === undefined ? {} : { facets: [found.facet] }),
      ...(found?.vote === undefined ? {} : { vote: found.vote }),
    }),
  );
}

/** The dialogs that a duration was measured in. */
export const behindMeasure = {
  toAccept: { facets: ['accepted'] },
  toFirstAnswer: { facets: ['incoming', 'answered'] },
  toFirstAnswerWorking: { facets: ['incoming', 'answered'] },
  furtherAverage: { facets: ['further-answers'] },
  furtherLongest: { facets: ['further-answers'] },
  handling: { handling: { atLeast: 0 } },
  toClose: { facets: ['closed'] },
} as const satisfies Record<Measure, object>;

export function behindDuration(filter: FigureFilter, measure: Measure, more: More = {}): string {
  const found: DialogFilter = structuredClone(behindMeasure[measure]) as DialogFilter;
  return dialogsHref(dialogsOf(filter, { ...more, ...found }));
}

/** The dialogs that a share is a share of, but for the missed: these are what one wants to read. */
const behindPart = {
  satisfaction: { facets: ['rated'] },
  missedShare: { facets: ['missed'] },
  ratedShare: { facets: ['rated'] },
  firstInTime: { facets: ['first-goal'] },
  furtherInTime: { facets: ['further-goal'] },
} as const satisfies Record<ShareFigure, object>;

export function behindShare(filter: FigureFilter, share: ShareFigure, more: More = {}): string {
  const found: DialogFilter = structuredClone(behindPart[share]) as unknown as DialogFilter;
  return dialogsHref(dialogsOf(filter, { ...more, ...found }));
}

/** The dialogs in which somebody did this on a day of the period; of nobody in particular: in which anybody did. */
export function behindAct(filter: FigureFilter, deed: Deed, employeeId?: string): string {
  return dialogsHref(
    dialogsOf(filter, { did: deed, ...(employeeId === undefined ? {} : { operators: [employeeId] }) }),
  );
}

/** The dialogs of a period that somebody holds, or held when they closed. */
export function withOperator(filter: FigureFilter): string {
  return dialogsHref(dialogsOf(filter, { facets: ['with-operator'] }));
}

/** The dialogs of a period that were rated bad. */
export function worstRated(filter: FigureFilter, more: More = {}): string {
  return dialogsHref(dialogsOf(filter, { ...more, vote: 'bad' }));
}

/** The dialogs of a period that were opened within this hour of this weekday. */
export function behindHour(filter: FigureFilter, opened: NonNullable<DialogFilter['opened']>): string {
  return dialogsHref(dialogsOf(filter, { opened }));
}

/** The dialogs that were marked with so many stars. */
export function behindStars(filter: FigureFilter, stars: number): string {
  return dialogsHref(dialogsOf(filter, { stars: [stars] }));
}
