'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useMemo } from 'react';

import type { Day, Days, Grain } from '@switchboard/domain/statistics';

/** Days of the calendar in the reader's language. They are the company's days, so no zone moves them. */
export function useDays() {
  const format = useFormatter();
  const t = useTranslations('statistics');
  return useMemo(() => {
    const at = (day: Day) => new Date(`${day}T12:00:00Z`);
    const zone = { timeZone: 'UTC' } as const;
    const full = { day: 'numeric', month: 'short', year: 'numeric', ...zone } as const;
    return {
      day: (day: Day) => format.dateTime(at(day), full),
      range: ({ from, until }: Days) =>
        from === until
          ? format.dateTime(at(from), full)
          : // Server and browser put different narrow spaces around the dash.
            format.dateTimeRange(at(from), at(until), full).replaceAll(/\s/g, ' '),
      /** What stands on an axis for a stretch. */
      short: (day: Day, grain: Grain) =>
        format.dateTime(
          at(day),
          grain === 'month'
            ? { month: 'short', year: '2-digit', ...zone }
            : { day: 'numeric', month: 'short', ...zone },
        ),
      /** A stretch said whole. */
      stretch: (day: Day, grain: Grain) =>
        grain === 'month'
          ? format.dateTime(at(day), { month: 'long', year: 'numeric', ...zone })
          : grain === 'week'
            ? t('weekFrom', { day: format.dateTime(at(day), full) })
            : format.dateTime(at(day), { weekday: 'short', ...full }),
    };
  }, [format, t]);
}
