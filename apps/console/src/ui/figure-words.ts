'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useMemo } from 'react';

/** How a figure is told: a number, a part of a whole, a length in seconds, or a mark of one to five stars. */
export type FigureKind = 'count' | 'share' | 'duration' | 'stars';

/** Figures in the reader's language; what there is none of is a dash. */
export function useFigureWords(): Record<FigureKind, (value: number | null) => string> {
  const format = useFormatter();
  const t = useTranslations('times');
  return useMemo(() => {
    const told = (tell: (value: number) => string) => (value: number | null) => (value === null ? '–' : tell(value));
    return {
      count: told((value) => format.number(value)),
      share: told((value) =>
        format.number(value, { style: 'percent', maximumFractionDigits: value > 0 && value < 0.995 ? 1 : 0 }),
      ),
      duration: told((value) => secondsInWords((unit, n) => t(unit, { n }), value)),
      stars: told((value) => format.number(value, { minimumFractionDigits: 1, maximumFractionDigits: 2 })),
    };
  }, [format, t]);
}

type Unit = 'seconds' | 'minutes' | 'hours' | 'days';
const lengths: readonly [Unit, number][] = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
  ['seconds', 1],
];

/** Seconds as exact as it matters, in two units at most: "45 s", "2 min 5 s", "12 min", "3 h 20 min", "2 d 4 h". */
export function secondsInWords(say: (unit: Unit, n: number) => string, seconds: number): string {
  const at = lengths.findIndex(([, length]) => seconds >= length);
  if (at === -1) return say('seconds', 0);
  const [unit, length] = lengths[at]!;
  const next = lengths[at + 1];
  const whole = Math.floor(seconds / length);
  const rest = next === undefined ? 0 : Math.floor((seconds % length) / next[1]);
  // Seconds say nothing any longer where there are ten minutes of them.
  const exact = next !== undefined && rest > 0 && !(unit === 'minutes' && whole >= 10);
  return exact ? `${say(unit, whole)} ${say(next[0], rest)}` : say(unit, whole);
}
