'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useMemo } from 'react';

import { isOpen, nextChange, nextOpening, openBetween } from '@switchboard/domain/hours';

import { cn } from '../../ui/cn.ts';
import { useNow } from '../../ui/now.tsx';
import { dateIn, dayStarts, timeIn } from '../../ui/zone-words.ts';
import { useLine } from './use-line.tsx';

const days = 14;

/** Whether the line is open now, when that changes, and its hours in the next fourteen days, by the one calendar. */
export function NextDays() {
  const t = useTranslations('hours.next');
  const format = useFormatter();
  const now = useNow(60_000);
  const { hours } = useLine().draft;
  const today = dateIn(hours.timeZone, now);
  const list = useMemo(() => {
    const starts = dayStarts(hours.timeZone, now, days + 1);
    return starts.slice(0, days).map((start, index) => {
      const end = starts[index + 1] ?? start;
      const date = dateIn(hours.timeZone, start);
      const exception =
        hours.exceptions.find((one) => one.date === date) ?? hours.exceptions.find((one) => one.date === date.slice(5));
      return { date, start, end, exception, open: openBetween(hours, start, end) };
    });
    // A minute later it is the same list, unless the date has changed.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [hours, today]);
  const when = (at: number) =>
    format.dateTime(at, {
      timeZone: hours.timeZone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
  const open = isOpen(hours, now);
  const changes = open ? nextChange(hours, now) : nextOpening(hours, now);
  return (
    <section aria-label={t('title')}>
      <p
        className={cn('rounded-lg px-3 py-2', open ? 'bg-answered-soft text-answered' : 'bg-muted-soft text-ink-soft')}
      >
        {open
          ? changes === null
            ? t('now.openAlways')
            : t('now.open', { when: when(changes) })
          : changes === null
            ? t('now.never')
            : t('now.closed', { when: when(changes) })}
      </p>
      <h3 className="mt-3 mb-1 text-sm font-medium">{t('title')}</h3>
      <ul className="text-sm">
        {list.map(({ date, start, end, exception, open: spans }) => (
          <li key={date} className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-2 border-t border-edge py-1">
            <span className={cn('tabular-nums', date === today ? 'font-medium' : 'text-ink-soft')}>
              {format.dateTime((start + end) / 2, {
                timeZone: hours.timeZone,
                weekday: 'short',
                day: 'numeric',
                month: 'short',
              })}
            </span>
            <span className="min-w-0">
              <span className={cn('tabular-nums', spans.length === 0 && 'text-ink-faint')}>
                {spans.length === 0
                  ? t('closed')
                  : spans.length === 1 && spans[0]?.from === start && spans[0].until === end
                    ? t('allDay')
                    : spans
                        .map(({ from, until }) => {
                          const to = until === end ? '24:00' : timeIn(hours.timeZone, until);
                          return `${timeIn(hours.timeZone, from)}–${to}`;
                        })
                        .join(', ')}
              </span>
              {hours.schedule && exception?.name !== undefined && exception.name !== '' && (
                <span className="block truncate text-xs text-waiting">{exception.name}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
