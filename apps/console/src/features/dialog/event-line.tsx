'use client';

import { useTranslations } from 'next-intl';

import type { History, HistoryStep } from '../../rpc/shapes.ts';
import { fullName } from '../../ui/person.ts';

export type Names = Pick<History, 'people' | 'lines'>;

/** Names of those a history mentions; somebody unknown is called just that. */
export function useNames({ people, lines }: Names): { person: (id: string) => string; line: (id: string) => string } {
  const t = useTranslations('history');
  return {
    person: (id) => {
      const known = people[id];
      return known === undefined ? t('somebody') : fullName(known) || t('somebody');
    },
    line: (id) => lines[id]?.name ?? t('someLine'),
  };
}

/** Facts that concern whoever reads the messages; the rest stands in the history. */
export function worthALine(step: HistoryStep): boolean {
  return ['accepted', 'transferred', 'closed'].includes(step.fact.fact);
}

/** A fact in one short sentence, among the messages. */
export function useEventWords(names: Names): (step: HistoryStep) => string {
  const t = useTranslations('history.short');
  const { person, line } = useNames(names);
  return ({ fact }) => {
    switch (fact.fact) {
      case 'accepted':
        return t('accepted', { who: person(fact.employeeId) });
      case 'transferred':
        return fact.to.kind === 'person'
          ? t('transferredToPerson', { by: person(fact.by), to: person(fact.to.employeeId) })
          : t('transferredToLine', { by: person(fact.by), to: line(fact.to.lineId) });
      case 'closed':
        return fact.by === null
          ? t(`closed.${fact.because}`)
          : t('closedBy', { reason: t(`closed.${fact.because}`), by: person(fact.by) });
      default:
        return '';
    }
  };
}
