'use client';

import { useFormatter, useTranslations } from 'next-intl';

import { deadlineAfter } from '@switchboard/domain/hours';

import { useNow } from '../../ui/now.tsx';
import { useLine } from './use-line.tsx';

/** By when a message that is sent now would have to be answered, by the goals and hours on the page. */
export function DueAnswers() {
  const t = useTranslations('lineTabs.due');
  const format = useFormatter();
  const now = useNow(10_000);
  const { kpi, hours } = useLine().draft;
  const goals = [
    ['first', kpi.first.seconds === null ? null : kpi.first.seconds * 1_000] as const,
    ['further', kpi.further.minutes === null ? null : kpi.further.minutes * 60_000] as const,
  ].flatMap(([which, goal]) => (goal === null ? [] : [{ which, due: deadlineAfter(hours, now, goal) }]));
  return goals.map(({ which, due }) => (
    <p key={which} className="rounded-lg bg-offer-soft px-3 py-2">
      {due === null
        ? t('none')
        : t(which, {
            when: format.dateTime(due, {
              weekday: 'short',
              day: 'numeric',
              month: 'short',
              hour: '2-digit',
              minute: '2-digit',
              timeZone: hours.timeZone,
            }),
          })}
    </p>
  ));
}
