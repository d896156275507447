'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useId, useRef, useState, type KeyboardEvent } from 'react';

import type { HoursException } from '@switchboard/domain/hours';

import { useTRPC } from '../../rpc/client.tsx';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { useFieldWords } from '../../ui/field-words.ts';
import { Field } from '../../ui/field.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { useNow } from '../../ui/now.tsx';
import { Switch } from '../../ui/switch.tsx';
import { say } from '../../ui/toast.tsx';
import { weekdayNames } from '../../ui/week-words.ts';
import { dateIn } from '../../ui/zone-words.ts';
import { exceptionOn, monthAfter, past, weeksOf, withException, withImported } from './exceptions-draft.ts';
import { problemAt, problemsOf } from './line-draft.ts';
import { useSetting } from './setting-fields.tsx';
import { useLine } from './use-line.tsx';
import { IntervalList } from './week-editor.tsx';

const day = 86_400_000;

/** Days that are not as the week says: on a calendar, in a list, and taken over from a country's public holidays. */
export function Exceptions() {
  const t = useTranslations('hours.exceptions');
  const { draft, inForce, typed } = useLine();
  const { value, set, readOnly } = useSetting<HoursException[]>('hours.exceptions');
  const words = useFieldWords();
  const format = useFormatter();
  const now = useNow(60_000);
  const today = dateIn(draft.hours.timeZone, now);
  const [chosen, setChosen] = useState<string | null>(null);
  const problems = problemsOf(typed, inForce.settings, 'hours.exceptions');
  const over = past(value, today);

  const choose = (date: string) => {
    const there = exceptionOn(value, date);
    if (there === undefined && !readOnly) set(withException(value, { date, intervals: [] }));
    setChosen(there?.date ?? date);
  };
  const dated = (date: string) =>
    date.length === 5
      ? format.dateTime(Date.parse(`2028-${date}T00:00Z`), { timeZone: 'UTC', day: 'numeric', month: 'long' })
      : format.dateTime(Date.parse(`${date}T00:00Z`), { timeZone: 'UTC', dateStyle: 'medium' });

  return (
    <div className="flex flex-col gap-5">
      <div className="grid gap-5 md:grid-cols-[17.5rem_minmax(0,1fr)]">
        <Calendar exceptions={value} today={today} chosen={chosen} onChoose={choose} readOnly={readOnly} />
        <div className="min-w-0">
          {value.length === 0 ? (
            <p className="text-ink-soft">{t('none')}</p>
          ) : (
            <ul aria-label={t('list')} className="max-h-80 overflow-y-auto rounded-lg border border-edge" tabIndex={0}>
              {value.map((exception, index) => (
                <li key={exception.date} className="border-b border-edge last:border-b-0">
                  <div className="flex items-center gap-2 py-1 pr-1 pl-3">
                    <button
                      type="button"
                      aria-expanded={chosen === exception.date}
                      onClick={() => setChosen(chosen === exception.date ? null : exception.date)}
                      className="grid min-w-0 flex-1 grid-cols-[7.5rem_minmax(0,1fr)] items-baseline gap-x-2 rounded-sm py-1 text-left"
                    >
                      <span className="text-sm tabular-nums">{dated(exception.date)}</span>
                      <span className="min-w-0 truncate">
                        {exception.name || '—'}{' '}
                        <span className="text-sm text-ink-faint">
                          {exception.intervals.length === 0
                            ? t('closed')
                            : exception.intervals.map(({ from, to }) => `${from}–${to}`).join(', ')}
                          {exception.date.length === 5 && `, ${t('yearly')}`}
                        </span>
                      </span>
                    </button>
                    {!readOnly && (
                      <Button
                        size="icon-sm"
                        look="quiet"
                        aria-label={t('remove', { date: dated(exception.date) })}
                        onClick={() => set(value.filter((one) => one.date !== exception.date))}
                      >
                        <X />
                      </Button>
                    )}
                  </div>
                  {problemAt(problems, `hours.exceptions.${index}`) !== undefined && (
                    <p role="alert" className="px-3 pb-2 text-sm text-overdue">
                      {words(problemAt(problems, `hours.exceptions.${index}`))}
                    </p>
                  )}
                  {chosen === exception.date && (
                    <Editor
                      exception={exception}
                      year={exception.date.length === 5 ? today.slice(0, 4) : exception.date.slice(0, 4)}
                      readOnly={readOnly}
                      title={dated(exception.date)}
                      onChange={(changed) => {
                        set(withException(value, changed, exception.date));
                        setChosen(changed.date);
                      }}
                    />
                  )}
                </li>
              ))}
            </ul>
          )}
          {problems['hours.exceptions'] !== undefined && (
            <p role="alert" className="mt-2 text-sm text-overdue">
              {words(problems['hours.exceptions'])}
            </p>
          )}
          {over.length > 0 && !readOnly && (
            <Button
              size="sm"
              look="quiet"
              className="mt-2"
              onClick={() => set(value.filter((one) => !over.includes(one)))}
            >
              {t('removeAll')} ({t('count', { count: over.length })})
            </Button>
          )}
        </div>
      </div>
      {!readOnly && <Import exceptions={value} onImport={set} year={Number(today.slice(0, 4))} />}
    </div>
  );
}

function Editor({
  exception,
  year,
  title,
  readOnly,
  onChange,
}: {
  exception: HoursException;
  year: string;
  title: string;
  readOnly: boolean;
  onChange: (exception: HoursException) => void;
}) {
  const t = useTranslations('hours.exceptions');
  const yearly = exception.date.length === 5;
  return (
    <div className="flex flex-col gap-3 border-t border-edge bg-ground px-3 py-3">
      <Field label={t('name')}>
        {(control) => (
          <Input
            {...control}
            value={exception.name ?? ''}
            maxLength={100}
            readOnly={readOnly}
            placeholder={t('namePlaceholder')}
            onChange={(event) => {
              const { name: _name, ...rest } = exception;
              onChange(event.target.value === '' ? rest : { ...rest, name: event.target.value });
            }}
          />
        )}
      </Field>
      <Switch
        checked={yearly}
        disabled={readOnly}
        label={t('everyYear')}
        onChange={(on) =>
          onChange({ ...exception, date: on ? exception.date.slice(5) : `${year}-${exception.date.slice(-5)}` })
        }
      />
      <Switch
        checked={exception.intervals.length > 0}
        disabled={readOnly}
        label={t('ownHours')}
        onChange={(on) => onChange({ ...exception, intervals: on ? [{ from: '10:00', to: '15:00' }] : [] })}
      />
      {exception.intervals.length > 0 && (
        <IntervalList
          day={title}
          intervals={exception.intervals}
          readOnly={readOnly}
          onChange={(intervals) => onChange({ ...exception, intervals })}
        />
      )}
    </div>
  );
}

function Calendar({
  exceptions,
  today,
  chosen,
  onChoose,
  readOnly,
}: {
  exceptions: HoursException[];
  today: string;
  chosen: string | null;
  onChoose: (date: string) => void;
  readOnly: boolean;
}) {
  const t = useTranslations('hours.exceptions');
  const format = useFormatter();
  const names = Object.values(weekdayNames(useLocale()));
  const [month, setMonth] = useState(today.slice(0, 7));
  const [focused, setFocused] = useState(today);
  const grid = useRef<HTMLTableElement>(null);
  const heading = useId();
  const inMonth = focused.startsWith(month) ? focused : `${month}-01`;

  const go = (to: string) => {
    setMonth(to.slice(0, 7));
    setFocused(to);
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-date="${to}"]`)?.focus());
  };
  const keys = (event: KeyboardEvent, date: string) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    const at = Date.parse(`${date}T00:00Z`);
    if (by !== undefined) {
      event.preventDefault();
      go(new Date(at + by * day).toISOString().slice(0, 10));
    } else if (event.key === 'PageUp' || event.key === 'PageDown') {
      event.preventDefault();
      go(`${monthAfter(date.slice(0, 7), event.key === 'PageUp' ? -1 : 1)}-01`);
    }
  };

  return (
    <div>
      <div className="mb-1 flex items-center justify-between">
        <Button size="icon-sm" look="quiet" aria-label={t('previous')} onClick={() => setMonth(monthAfter(month, -1))}>
          <ChevronLeft />
        </Button>
        <p id={heading} aria-live="polite" className="font-medium">
          {format.dateTime(Date.parse(`${month}-01T00:00Z`), { timeZone: 'UTC', month: 'long', year: 'numeric' })}
        </p>
        <Button size="icon-sm" look="quiet" aria-label={t('next')} onClick={() => setMonth(monthAfter(month, 1))}>
          <ChevronRight />
        </Button>
      </div>
      <table ref={grid} aria-label={t('calendar')} aria-describedby={heading} className="w-full table-fixed">
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col" className="py-1 text-center text-xs font-normal text-ink-faint">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week[0]?.date}>
              {week.map(({ date, within }) => {
                const exception = exceptionOn(exceptions, date);
                const what =
                  exception === undefined
                    ? t('usual')
                    : `${exception.name ? `${exception.name}, ` : ''}${
                        exception.intervals.length === 0
                          ? t('closed')
                          : exception.intervals.map(({ from, to }) => `${from}–${to}`).join(', ')
                      }`;
                return (
                  <td key={date} className="p-0.5">
                    {within && (
                      <button
                        type="button"
                        data-date={date}
                        tabIndex={date === inMonth ? 0 : -1}
                        aria-disabled={readOnly && exception === undefined}
                        aria-pressed={exception !== undefined && chosen === exception.date}
                        aria-label={t('day', {
                          date: format.dateTime(Date.parse(`${date}T00:00Z`), { timeZone: 'UTC', dateStyle: 'full' }),
                          what,
                        })}
                        onFocus={() => setFocused(date)}
                        onKeyDown={(event) => keys(event, date)}
                        onClick={() => onChoose(date)}
                        className={cn(
                          'grid h-8 w-full place-items-center rounded-md text-sm tabular-nums',
                          exception === undefined
                            ? 'hover:bg-hover'
                            : exception.intervals.length === 0
                              ? 'bg-waiting-soft text-waiting'
                              : 'bg-answered-soft text-answered',
                          exception !== undefined && chosen === exception.date && 'ring-2 ring-focus',
                          date === today && 'font-semibold underline underline-offset-2',
                        )}
                      >
                        {Number(date.slice(8))}
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Import({
  exceptions,
  onImport,
  year,
}: {
  exceptions: HoursException[];
  onImport: (exceptions: HoursException[]) => void;
  year: number;
}) {
  const t = useTranslations('hours.import');
  const locale = useLocale();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { data: countries = [] } = useQuery(
    trpc.lines.countries.queryOptions({ language: locale }, { staleTime: Infinity }),
  );
  const [country, setCountry] = useState('');
  const [from, setFrom] = useState(year);
  const [to, setTo] = useState(year + 1);
  const [busy, setBusy] = useState(false);
  const years = Array.from({ length: 6 }, (_, index) => year + index);

  const take = async () => {
    setBusy(true);
    try {
      const answer = await cache.fetchQuery(
        trpc.lines.publicHolidays.queryOptions({ country, from, to: Math.max(from, to), language: locale }),
      );
      if ('refused' in answer) {
        say('refused', t('failed'));
        return;
      }
      const taken = withImported(exceptions, answer.exceptions as HoursException[]);
      onImport(taken.exceptions);
      say('told', t('added', { count: taken.added }));
    } catch {
      say('refused', t('failed'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="border-t border-edge pt-4">
      <p className="mb-2 text-sm font-medium">{t('title')}</p>
      <div className="flex flex-wrap items-end gap-2">
        <Field label={t('country')} className="min-w-0 flex-1 basis-52">
          {(control) => (
            <Select {...control} value={country} onChange={(event) => setCountry(event.target.value)}>
              <option value="">{t('choose')}</option>
              {countries.map((one) => (
                <option key={one.country} value={one.country}>
                  {one.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('year')} className="w-24">
          {(control) => (
            <Select {...control} value={from} onChange={(event) => setFrom(Number(event.target.value))}>
              {years.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('until')} className="w-24">
          {(control) => (
            <Select {...control} value={Math.max(from, to)} onChange={(event) => setTo(Number(event.target.value))}>
              {years
                .filter((one) => one >= from)
                .map((one) => (
                  <option key={one}>{one}</option>
                ))}
            </Select>
          )}
        </Field>
        <Button disabled={country === ''} busy={busy} onClick={() => void take()}>
          {t('submit')}
        </Button>
      </div>
    </div>
  );
}
