'use client';

import { Plus, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useId, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';

import { weekdays, type Interval } from '@switchboard/domain/hours';

import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { useFieldWords } from '../../ui/field-words.ts';
import { Input } from '../../ui/input.tsx';
import { useMounted } from '../../ui/mounted.ts';
import { weekdayNames } from '../../ui/week-words.ts';
import { problemAt, problemsOf } from './line-draft.ts';
import { useSetting } from './setting-fields.tsx';
import { useLine } from './use-line.tsx';
import {
  clock,
  copied,
  drawn,
  intervalOf,
  nextFree,
  nightBefore,
  shifted,
  step,
  stretched,
  stretchOf,
  timeTyped,
  type Stretch,
  type Week,
  type Weekday,
} from './week-draft.ts';

const day = 1_440;
const workdays = weekdays.slice(0, 5);

/** The hours of a week: drawn on each day with the pointer, moved by their ends with the arrow keys, or typed. */
export function WeekEditor() {
  const t = useTranslations('hours.week');
  const { value: week, set, readOnly } = useSetting<Week>('hours.week');
  const { inForce, typed, draft } = useLine();
  const words = useFieldWords();
  const names = weekdayNames(useLocale(), 'long');
  const short = weekdayNames(useLocale());
  const [open, setOpen] = useState<Weekday | null>(null);
  const problems = problemsOf(typed, inForce.settings, 'hours.schedule');
  const hint = useId();
  const kept = draft.hours.schedule;
  return (
    <div>
      <p className="text-sm font-medium">{t('title')}</p>
      <p id={hint} className="mt-0.5 mb-3 text-sm text-ink-faint">
        {t('hint')}
      </p>
      <div
        className="ml-12 hidden justify-between pb-1 text-[0.6875rem] text-ink-faint tabular-nums sm:flex"
        aria-hidden
      >
        {[0, 3, 6, 9, 12, 15, 18, 21, 24].map((hour) => (
          <span key={hour} className="w-0 text-center">
            <span className="-ml-2 inline-block w-4">{hour}</span>
          </span>
        ))}
      </div>
      <ul aria-describedby={hint} className="flex flex-col gap-1">
        {weekdays.map((weekday) => {
          const problem = words(problemAt(problems, `hours.week.${weekday}`));
          const change = (intervals: Interval[]) => set({ ...week, [weekday]: intervals });
          return (
            <li key={weekday}>
              <div className="flex items-center gap-2">
                <button
                  type="button"
                  aria-expanded={open === weekday}
                  aria-label={t('edit', { day: names[weekday] })}
                  onClick={() => setOpen(open === weekday ? null : weekday)}
                  className={cn(
                    'h-8 w-10 shrink-0 rounded-md text-left text-sm hover:bg-hover',
                    problem === undefined ? 'text-ink-soft' : 'text-overdue',
                  )}
                >
                  <span className="px-1.5">{short[weekday]}</span>
                </button>
                <Track
                  day={names[weekday]}
                  intervals={week[weekday]}
                  night={nightBefore(week, weekday)}
                  wrong={problem !== undefined}
                  kept={kept}
                  readOnly={readOnly}
                  onChange={change}
                />
              </div>
              {problem !== undefined && (
                <p role="alert" className="mt-1 ml-12 text-sm text-overdue">
                  {problem}
                </p>
              )}
              {open === weekday && (
                <div className="my-2 ml-12 flex flex-col gap-2 rounded-lg border border-edge p-3">
                  <IntervalList day={names[weekday]} intervals={week[weekday]} onChange={change} readOnly={readOnly} />
                  {!readOnly && (
                    <div className="flex flex-wrap gap-1.5 border-t border-edge pt-2">
                      <Button size="sm" look="quiet" onClick={() => set(copied(week, weekday, workdays))}>
                        {t('copyWeekdays')}
                      </Button>
                      <Button size="sm" look="quiet" onClick={() => set(copied(week, weekday, weekdays))}>
                        {t('copyAll')}
                      </Button>
                      {week[weekday].length > 0 && (
                        <Button size="sm" look="quiet" onClick={() => change([])}>
                          {t('empty')}
                        </Button>
                      )}
                    </div>
                  )}
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {problems['hours.week'] !== undefined && (
        <p role="alert" className="mt-2 text-sm text-overdue">
          {words(problems['hours.week'])}
        </p>
      )}
    </div>
  );
}

/** Hours as times that are typed, one row each. */
export function IntervalList({
  day: name,
  intervals,
  onChange,
  readOnly,
}: {
  day: string;
  intervals: Interval[];
  onChange: (intervals: Interval[]) => void;
  readOnly: boolean;
}) {
  const t = useTranslations('hours.week');
  const next = nextFree(intervals);
  return (
    <>
      {intervals.length === 0 && <p className="text-sm text-ink-faint">{t('closed')}</p>}
      {intervals.map((one, index) => {
        const put = (changed: Interval) => onChange(intervals.map((other, at) => (at === index ? changed : other)));
        const late = (stretchOf(one)?.until ?? 0) > day;
        return (
          <div key={index} className="flex flex-wrap items-center gap-2">
            <Time
              label={`${t('from')}, ${name}`}
              value={one.from}
              readOnly={readOnly}
              onChange={(from) => put({ ...one, from })}
            />
            <span aria-hidden>–</span>
            <Time
              label={`${t('to')}, ${name}`}
              value={one.to}
              readOnly={readOnly}
              onChange={(to) => put({ ...one, to })}
            />
            {late && <span className="text-sm text-ink-faint">{t('nextDay')}</span>}
            {!readOnly && (
              <Button
                size="icon-sm"
                look="quiet"
                aria-label={t('remove', { from: one.from, to: one.to })}
                onClick={() => onChange(intervals.filter((_, at) => at !== index))}
              >
                <X />
              </Button>
            )}
          </div>
        );
      })}
      {!readOnly && next !== null && (
        <div>
          <Button size="sm" onClick={() => onChange([...intervals, next])}>
            <Plus /> {t('add')}
          </Button>
        </div>
      )}
    </>
  );
}

function Time({
  label,
  value,
  onChange,
  readOnly,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  readOnly: boolean;
}) {
  const [text, setText] = useState<string | null>(null);
  return (
    <Input
      aria-label={label}
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      readOnly={readOnly}
      value={text ?? value}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => {
        if (text !== null && timeTyped(text) !== value) onChange(timeTyped(text));
        setText(null);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && text !== null) {
          event.preventDefault();
          event.currentTarget.blur();
        }
      }}
      className="w-18 tabular-nums"
    />
  );
}

type Drag =
  | { kind: 'draw'; from: number; to: number }
  | { kind: 'end'; index: number; end: 'from' | 'to'; start: number; by: number }
  | { kind: 'shift'; index: number; start: number; by: number };

function Track({
  day: name,
  intervals,
  night,
  wrong,
  kept,
  readOnly,
  onChange,
}: {
  day: string;
  intervals: Interval[];
  night: Stretch[];
  wrong: boolean;
  /** Hours that are not kept are there, and do not count. */
  kept: boolean;
  readOnly: boolean;
  onChange: (intervals: Interval[]) => void;
}) {
  const t = useTranslations('hours.week');
  const track = useRef<HTMLDivElement>(null);
  // Places are styles, which a page that was made on the server may not carry.
  const mounted = useMounted();
  const [drag, setDrag] = useState<Drag | null>(null);

  const minuteAt = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return 0;
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return Math.round((share * day) / step) * step;
  };
  const grab = (event: PointerEvent<HTMLElement>, next: Drag) => {
    if (readOnly || event.button !== 0) return;
    event.stopPropagation();
    track.current?.setPointerCapture(event.pointerId);
    setDrag(next);
  };
  const result = (dragged: Drag | null): Interval[] => {
    if (dragged === null) return intervals;
    if (dragged.kind === 'draw') {
      const [from, until] = [Math.min(dragged.from, dragged.to), Math.max(dragged.from, dragged.to)];
      return until - from < step ? intervals : drawn(intervals, { from, until });
    }
    return intervals.map((one, index) => {
      if (index !== dragged.index) return one;
      return dragged.kind === 'end' ? stretched(one, dragged.end, dragged.by) : shifted(one, dragged.by);
    });
  };
  const shown = drag?.kind === 'draw' ? intervals : result(drag);
  const drawing =
    drag?.kind === 'draw' ? { from: Math.min(drag.from, drag.to), until: Math.max(drag.from, drag.to) } : null;

  const keys = (index: number, end: 'from' | 'to') => (event: KeyboardEvent) => {
    if (readOnly) return;
    const by = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, PageUp: 60, PageDown: -60 }[
      event.key
    ];
    const one = intervals[index];
    if (one === undefined) return;
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      onChange(intervals.filter((_, at) => at !== index));
    } else if (by !== undefined) {
      event.preventDefault();
      onChange(intervals.map((other, at) => (at === index ? stretched(other, end, by) : other)));
    }
  };

  return (
    <div
      ref={track}
      className={cn(
        'relative h-8 min-w-0 flex-1 touch-pan-y rounded-md border bg-sunken select-none',
        wrong ? 'border-overdue-mark' : 'border-edge',
        !readOnly && 'cursor-crosshair',
      )}
      onPointerDown={(event) => {
        const at = minuteAt(event);
        grab(event, { kind: 'draw', from: at, to: at });
      }}
      onPointerMove={(event) => {
        if (drag === null) return;
        const at = minuteAt(event);
        setDrag(drag.kind === 'draw' ? { ...drag, to: at } : { ...drag, by: at - drag.start });
      }}
      onPointerUp={() => {
        const next = result(drag);
        if (next !== intervals && JSON.stringify(next) !== JSON.stringify(intervals)) onChange(next);
        setDrag(null);
      }}
      onPointerCancel={() => setDrag(null)}
    >
      {mounted &&
        [6, 12, 18].map((hour) => (
          <span
            key={hour}
            aria-hidden
            className="absolute inset-y-0 w-px bg-edge"
            style={{ left: `${(hour / 24) * 100}%` }}
          />
        ))}
      {mounted &&
        night.map(({ from, until }) => (
          <span
            key={from}
            title={t('night', { until: clock(until) })}
            className="absolute inset-y-1 rounded-sm bg-answered-soft"
            style={place({ from, until })}
          />
        ))}
      {shown.map((one, index) => {
        const stretch = stretchOf(one);
        if (stretch === null || !mounted) return null;
        const visible = { from: stretch.from, until: Math.min(stretch.until, day) };
        const { from, to } = intervalOf(stretch);
        return (
          <div
            key={index}
            role="group"
            aria-label={t('interval', { day: name, from, to })}
            className={cn(
              'absolute inset-y-1 rounded-sm border',
              kept
                ? 'border-answered-mark bg-answered-soft text-answered'
                : 'border-edge-strong bg-panel text-ink-soft',
              !readOnly && 'cursor-grab active:cursor-grabbing',
            )}
            style={place(visible)}
            onPointerDown={(event) => grab(event, { kind: 'shift', index, start: minuteAt(event), by: 0 })}
          >
            <span
              aria-hidden
              className="pointer-events-none absolute inset-x-0.5 top-1/2 -translate-y-1/2 truncate text-center text-[0.6875rem] tabular-nums sm:text-xs"
            >
              {from}–{to}
            </span>
            {(['from', 'to'] as const).map((end) => (
              <span
                key={end}
                role="slider"
                tabIndex={readOnly ? -1 : 0}
                aria-label={end === 'from' ? t('start', { day: name }) : t('end', { day: name })}
                aria-valuemin={0}
                aria-valuemax={2 * day}
                aria-valuenow={end === 'from' ? stretch.from : stretch.until}
                aria-valuetext={end === 'from' ? from : to}
                aria-disabled={readOnly}
                onKeyDown={keys(index, end)}
                onPointerDown={(event) => grab(event, { kind: 'end', index, end, start: minuteAt(event), by: 0 })}
                className={cn(
                  'absolute inset-y-0 w-2.5 touch-none rounded-sm',
                  end === 'from' ? 'left-0' : 'right-0',
                  !readOnly && 'cursor-ew-resize hover:bg-answered-mark/40',
                )}
              />
            ))}
          </div>
        );
      })}
      {drawing !== null && (
        <span
          aria-hidden
          className="pointer-events-none absolute inset-y-1 rounded-sm border border-dashed border-answered-mark"
          style={place(drawing)}
        />
      )}
    </div>
  );
}

function place({ from, until }: Stretch): { left: string; width: string } {
  return { left: `${(from / day) * 100}%`, width: `${((until - from) / day) * 100}%` };
}
