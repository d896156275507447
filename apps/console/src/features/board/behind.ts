import type { DialogFilter } from '@switchboard/domain/statistics';

import { dialogsHref } from '../../ui/dialogs-href.ts';

/** The numbers of the board, each a way to the dialogs that it counts. */
export type BoardFigure = 'waiting' | 'offered' | 'held' | 'unanswered' | 'overdue' | 'withBot';

const lists = {
  // Of nobody's dialogs, those that are for people.
  waiting: { states: ['client-waits'], facets: ['nobodys'] },
  offered: { facets: ['offered'] },
  held: { facets: ['somebodys'] },
  unanswered: { states: ['client-waits'], facets: ['somebodys'] },
  overdue: { states: ['overdue'] },
  withBot: { states: ['with-bot'] },
} as const satisfies Record<BoardFigure, object>;

/** Where the dialogs behind a number of the board are listed: of a line, of an operator, or of all that are seen. */
export function behindBoard(figure: BoardFigure, of: Pick<DialogFilter, 'lines' | 'operators'> = {}): string {
  // An offer is nobody's yet: it is his before whom it stands.
  if (figure === 'offered' && of.operators !== undefined) return dialogsHref({ offeredTo: of.operators });
  const narrowed = structuredClone(lists[figure]) as unknown as DialogFilter;
  // Who had a dialog that is nobody's now is still the last who did.
  if (of.operators !== undefined) narrowed.facets = ['somebodys'];
  return dialogsHref({ ...of, ...narrowed });
}
