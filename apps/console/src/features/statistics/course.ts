'use client';

import { dialogFilter, noCounts, stretchesOf, type Counts, type FigureFilter } from '@switchboard/domain/statistics';

import type { FiguresAbout } from '../../rpc/shapes.ts';
import type { ChartPoint } from '../../ui/chart/chart.tsx';
import { dialogsHref } from '../../ui/dialogs-href.ts';
import { daysIn, dialogsOf } from './figure-filter.ts';
import { useDays } from './use-days.ts';

export type CourseValues = (counts: Counts, before: Counts | null) => Record<string, number | null>;
type Course = readonly { from: string; counts: Counts }[];

/** The stretches of a period as points of a chart, those in which nothing happened too, each with its dialogs behind it. */
export function useCoursePoints(filter: FigureFilter, about: FiguresAbout) {
  const days = useDays();
  return (course: Course, values: CourseValues, before: Course = []): ChartPoint[] => {
    const counted = new Map(course.map(({ from, counts }) => [from, counts]));
    const earlier = new Map(before.map(({ from, counts }) => [from, counts]));
    const stretchesBefore = about.comparedWith === null ? [] : stretchesOf(about.comparedWith, about.grain);
    return stretchesOf(about.days, about.grain).map((from, index) => {
      const then = stretchesBefore[index];
      return {
        id: from,
        label: days.short(from, about.grain),
        title: days.stretch(from, about.grain),
        href: hrefOf(filter, about, from),
        values: values(counted.get(from) ?? noCounts(), then === undefined ? null : (earlier.get(then) ?? noCounts())),
      };
    });
  };
}

/** Where the dialogs of a stretch are listed. */
export function hrefOf(filter: FigureFilter, about: FiguresAbout, stretch: string): string {
  const within = dialogFilter.shape.period.parse(daysIn(stretch, about.grain, about.days));
  return dialogsHref(dialogsOf(filter, { period: within }));
}
