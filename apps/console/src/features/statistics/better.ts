import type { CountedFigure, ShareFigure } from '@switchboard/domain/statistics';

import type { Better } from './change.ts';

const counts: Partial<Record<CountedFigure, Better>> = {
  newClients: 'more',
  repeatedClients: 'more',
  missed: 'less',
  unanswered: 'less',
  firstLate: 'less',
  furtherLate: 'less',
  good: 'more',
  bad: 'less',
};

/** Which way of a counted figure is the better one. */
export function betterCount(figure: CountedFigure): Better {
  return counts[figure] ?? 'neither';
}

/** Which way of a share is the better one. */
export function betterShare(share: ShareFigure): Better {
  return share === 'missedShare' ? 'less' : share === 'ratedShare' ? 'neither' : 'more';
}
