'use client';

import { useFormatter, useLocale, useTranslations } from 'next-intl';

import { weekdays } from '@switchboard/domain/hours';
import type { FigureFilter } from '@switchboard/domain/statistics';

import { cn } from '../../ui/cn.ts';
import { PlaceLink } from '../../ui/place-link.tsx';
import { weekdayNames } from '../../ui/week-words.ts';
import { behindHour } from './behind.ts';

type Cell = { weekday: number; hour: number; dialogs: number };

/** From nothing to the most: six grounds, each darker than the one before. */
const grounds = [
  'bg-transparent text-ink-faint',
  'bg-[color-mix(in_oklab,var(--accent)_9%,var(--panel))]',
  'bg-[color-mix(in_oklab,var(--accent)_18%,var(--panel))]',
  'bg-[color-mix(in_oklab,var(--accent)_28%,var(--panel))]',
  'bg-[color-mix(in_oklab,var(--accent)_38%,var(--panel))]',
  'bg-[color-mix(in_oklab,var(--accent)_50%,var(--panel))]',
];

/** Which of the grounds a number has, where this is the most: 0 for none. */
export function heatOf(dialogs: number, most: number): number {
  if (dialogs <= 0 || most <= 0) return 0;
  return Math.max(1, Math.ceil((dialogs / most) * (grounds.length - 1)));
}

/** When dialogs begin: hour by hour of each weekday, as a table whose cells are the darker the more there are. */
export function HeatMap({ cells, filter }: { cells: readonly Cell[]; filter: FigureFilter }) {
  const t = useTranslations('statistics.heat');
  const format = useFormatter();
  const locale = useLocale();
  const names = { short: weekdayNames(locale), long: weekdayNames(locale, 'long') };
  const found = new Map(cells.map(({ weekday, hour, dialogs }) => [`${weekday} ${hour}`, dialogs]));
  const most = Math.max(0, ...cells.map(({ dialogs }) => dialogs));
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  return (
    <>
      <div
        tabIndex={0}
        role="region"
        aria-label={t('name')}
        className="relative -mx-4 overflow-x-auto px-4 sm:-mx-5 sm:px-5 print:overflow-visible"
      >
        <table className="w-full min-w-[46rem] border-separate border-spacing-0.5 text-center text-xs tabular-nums">
          <caption className="sr-only">{t('caption')}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">{t('weekday')}</span>
              </th>
              {hours.map((hour) => (
                <th key={hour} scope="col" className="pb-0.5 font-normal text-ink-faint">
                  <span className="sr-only">{t('hour', { hour })}</span>
                  <span aria-hidden>{hour}</span>
                </th>
              ))}
              <th scope="col" className="pb-0.5 pl-1.5 text-right font-normal text-ink-faint">
                {t('all')}
              </th>
            </tr>
          </thead>
          <tbody>
            {weekdays.map((day, weekday) => {
              const ofDay = hours.map((hour) => found.get(`${weekday} ${hour}`) ?? 0);
              return (
                <tr key={day}>
                  <th scope="row" className="sticky left-0 bg-panel pr-1.5 text-left font-normal text-ink-soft">
                    <abbr title={names.long[day]} className="no-underline">
                      {names.short[day]}
                    </abbr>
                  </th>
                  {ofDay.map((dialogs, hour) => {
                    const told = t('cell', { day: names.long[day], hour, next: (hour + 1) % 24, count: dialogs });
                    return (
                      <td
                        key={hours[hour]}
                        title={told}
                        className={cn('h-7 min-w-6 rounded-sm', grounds[heatOf(dialogs, most)])}
                      >
                        {dialogs === 0 ? (
                          <span aria-label="0">·</span>
                        ) : (
                          <PlaceLink
                            href={behindHour(filter, { weekday, hour })}
                            aria-label={told}
                            className="flex h-full min-h-7 items-center justify-center rounded-sm underline-offset-2 hover:underline"
                          >
                            {format.number(dialogs, { notation: 'compact' })}
                          </PlaceLink>
                        )}
                      </td>
                    );
                  })}
                  <td className="pl-1.5 text-right text-sm">
                    {format.number(ofDay.reduce((sum, one) => sum + one, 0))}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className="mt-2 flex items-center gap-1.5 text-sm text-ink-faint" aria-hidden>
        {t('fewer')}
        {grounds.slice(1).map((ground) => (
          <span key={ground} className={cn('size-3.5 rounded-sm', ground)} />
        ))}
        {t('more')}
      </p>
    </>
  );
}
