'use client';

import { useTranslations } from 'next-intl';

import type { History, HistoryStep } from '../../rpc/shapes.ts';
import { fullName } from '../../ui/person.ts';

export type Names = Pick<History, 'people' | 'lines' | 'departments' | 'records'>;

/** Names of those a history mentions; somebody unknown is called just that. */
export function useNames({ people, lines, departments, records }: Names): {
  person: (id: string) => string;
  line: (id: string) => string;
  department: (id: string) => string;
  record: (id: string) => string | null;
} {
  const t = useTranslations('history');
  return {
    person: (id) => {
      const known = people[id];
      return known === undefined ? t('somebody') : fullName(known) || t('somebody');
    },
    line: (id) => lines[id]?.name ?? t('someLine'),
    department: (id) => departments[id]?.name ?? t('someDepartment'),
    record: (id) => records[id]?.title || null,
  };
}

const worth = [
  'accepted',
  'transferred',
  'taken-over',
  'returned',
  'joined',
  'left',
  'pinned',
  'unpinned',
  'unanswered',
  'overdue',
  'finished',
  'voted',
  'marked',
  'resumed',
  'closed',
  'bot-took',
  'bot-left',
  'consented',
  'consent-declined',
  'unsealed',
  'record-attached',
  'record-created',
  'crm-unreachable',
] as const satisfies readonly HistoryStep['fact']['fact'][];

/** Facts that concern whoever reads the messages; the rest stands in the history. */
export function worthALine(step: HistoryStep): boolean {
  return (worth as readonly string[]).includes(step.fact.fact);
}

/** A fact in one short sentence, among the messages; nothing for those that are not worth a line there. */
export function useEventWords(names: Names): (step: HistoryStep) => string {
  const t = useTranslations('history.short');
  const long = useTranslations('history');
  const { person, line, department, record } = useNames(names);
  const by = (sentence: string, who: string | null) =>
    who === null ? sentence : t('closedBy', { reason: sentence, by: person(who) });
  return ({ fact }) => {
    switch (fact.fact) {
      case 'accepted':
        return t('accepted', { who: person(fact.employeeId) });
      case 'transferred': {
        const { to } = fact;
        const name =
          to.kind === 'person'
            ? person(to.employeeId)
            : to.kind === 'line'
              ? line(to.lineId)
              : department(to.departmentId);
        if (fact.by === null) return long(`transferredByBot.${to.kind}`, { to: name });
        if (to.kind === 'person') return t('transferredToPerson', { by: person(fact.by), to: name });
        if (to.kind === 'line') return t('transferredToLine', { by: person(fact.by), to: name });
        return t('transferredToDepartment', { by: person(fact.by), to: name });
      }
      case 'taken-over':
        return t('takenOver', { who: person(fact.by) });
      case 'returned':
        return t('returned', { who: person(fact.from) });
      case 'joined':
      case 'left':
        return t(fact.fact, { who: person(fact.employeeId) });
      case 'pinned':
      case 'unpinned':
        return t(fact.fact, { who: person(fact.by) });
      case 'unanswered':
        return t('unanswered');
      case 'overdue':
        return t('overdue');
      case 'finished':
        return by(long(`finishing.${fact.because}`), fact.by);
      case 'voted':
        return t(`voted.${fact.vote}`);
      case 'marked':
        return t('marked', { by: person(fact.by), stars: fact.stars });
      case 'resumed':
        return fact.by === null ? t('resumed') : by(t('resumed'), fact.by);
      case 'closed':
        if (fact.because === 'finished' && fact.by === null) return t('closedAfter');
        return by(t(`closed.${fact.because}`), fact.by);
      case 'bot-took':
        return long('botTook');
      case 'bot-left':
        return long('botLeft');
      case 'consented':
        return long('consented');
      case 'consent-declined':
        return long('consentDeclined');
      case 'unsealed':
        return long('unsealed');
      case 'record-attached':
        return titled(
          long(`attached.${fact.confidence === 'asserted' ? 'like' : 'his'}.${fact.kind}`),
          record(fact.recordId),
        );
      case 'record-created':
        return titled(long(`created.${fact.kind}`), record(fact.recordId));
      case 'crm-unreachable':
        return long('crmUnreachable');
      default:
        return '';
    }
  };
}

/** A record with its title, where it has one. */
export function titled(sentence: string, title: string | null): string {
  return title === null ? sentence : `${sentence}: ${title}`;
}
