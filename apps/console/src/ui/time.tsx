'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useMemo } from 'react';

import { cn } from './cn.ts';
import { minutesInWords } from './minutes.ts';
import { useNow } from './now.tsx';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago, short; the exact moment at a hover. Older than a week: the date. */
export function Ago({ at, className }: { at: number; className?: string }) {
  const now = useNow(10_000);
  const format = useFormatter();
  const t = useTranslations('times');
  const passed = Math.max(0, now - at);
  const text =
    passed < minute
      ? t('now')
      : passed < hour
        ? t('minutes', { n: Math.floor(passed / minute) })
        : passed < day
          ? t('hours', { n: Math.floor(passed / hour) })
          : passed < 7 * day
            ? t('days', { n: Math.floor(passed / day) })
            : format.dateTime(at, {
                day: 'numeric',
                month: 'short',
                ...(passed > 300 * day ? { year: 'numeric' } : {}),
              });
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={format.dateTime(at, { dateStyle: 'medium', timeStyle: 'medium' })}
      className={cn('whitespace-nowrap', className)}
    >
      {text}
    </time>
  );
}

/** A moment of the clock, in the reader's zone; the whole date at a hover. */
export function Clock({ at, seconds = false, className }: { at: number; seconds?: boolean; className?: string }) {
  const format = useFormatter();
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={format.dateTime(at, { dateStyle: 'full', timeStyle: 'medium' })}
      className={cn('whitespace-nowrap', className)}
    >
      {format.dateTime(at, { hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}) })}
    </time>
  );
}

/** A day and the time of it. */
export function Moment({ at, className }: { at: number; className?: string }) {
  const format = useFormatter();
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={format.dateTime(at, { dateStyle: 'full', timeStyle: 'medium' })}
      className={cn('whitespace-nowrap', className)}
    >
      {format.dateTime(at, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })}
    </time>
  );
}

/** What is left until a moment, counted down every second: 4:59, 1:02:03. */
export function Countdown({ until, className }: { until: number; className?: string }) {
  const now = useNow();
  return (
    <span role="timer" className={cn('whitespace-nowrap', className)}>
      {left(until - now)}
    </span>
  );
}

/** A duration as a clock would show it; nothing below zero. */
export function left(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1_000));
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** How long somebody has been waiting, rounded to what matters. */
export function useShortDuration(): (milliseconds: number) => string {
  const t = useTranslations('times');
  return useMemo(
    () => (milliseconds) => {
      if (milliseconds < minute) return t('underMinute');
      if (milliseconds < hour) return t('minutes', { n: Math.floor(milliseconds / minute) });
      if (milliseconds < day) {
        const minutes = Math.floor((milliseconds % hour) / minute);
        const hours = t('hours', { n: Math.floor(milliseconds / hour) });
        return minutes === 0 ? hours : `${hours} ${t('minutes', { n: minutes })}`;
      }
      return t('days', { n: Math.floor(milliseconds / day) });
    },
    [t],
  );
}

/** Whole minutes in words, in the reader's language: "1 hour 30 minutes". */
export function useMinutesInWords(): (minutes: number) => string {
  const t = useTranslations('times');
  return useMemo(() => (minutes) => minutesInWords(t, minutes), [t]);
}

/**
 * What is left until a moment, as exact as it matters: within the hour every second, else in hours or days; the moment
 * itself at a hover.
 */
export function Left({ until, className }: { until: number; className?: string }) {
  const now = useNow();
  const format = useFormatter();
  const duration = useShortDuration();
  const time = until - now;
  return (
    <time
      dateTime={new Date(until).toISOString()}
      title={format.dateTime(until, { dateStyle: 'full', timeStyle: 'medium' })}
      className={cn('whitespace-nowrap', className)}
    >
      {time < hour ? left(time) : duration(time)}
    </time>
  );
}
