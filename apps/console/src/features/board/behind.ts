import type { DialogFilter } from '@switchboard/domain/statistics';

import { dialogsHref } from '../../ui/dialogs-href.ts';

/** The numbers of the board, each a way to the dialogs that it counts. */
export type BoardFigure = 'waiting' | 'held' | 'unanswered' | 'overdue' | 'withBot';

const lists = {
  // Of nobody's dialogs, those that are for people.
  waiting: { states: ['client-waits'], facets: ['nobodys'] },
  held: { facets: ['somebodys'] },
  unanswered: { states: ['client-waits'], facets: ['somebodys'] },
  // No list is narrowed to the overdue: they are some of those whose client waits, as the definition says.
  overdue: { states: ['client-waits'] },
  withBot: { states: ['with-bot'] },
} as const satisfies Record<BoardFigure, object>;

/** Where the dialogs behind a number of the board are listed: of a line, of an operator, or of all that are seen. */
export function behindBoard(figure: BoardFigure, of: Pick<DialogFilter, 'lines' | 'operators'> = {}): string {
  const narrowed = structuredClone(lists[figure]) as unknown as DialogFilter;
  return dialogsHref({ ...of, ...narrowed });
}
