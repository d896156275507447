'use client';

import dynamic from 'next/dynamic';
import { useFormatter, useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';

import { cn } from '../cn.ts';
import { useFigureWords, type FigureKind } from '../figure-words.ts';
import { Skeleton } from '../skeleton.tsx';
import { FigureTable, type Column } from '../table/figure-table.tsx';
import type { Series } from './look.ts';
import { Swatch } from './swatch.tsx';

/** One place on the axis, with a number for each series; `title` where the axis has not the room to say it whole. */
export type ChartPoint = {
  id: string;
  label: string;
  title?: string;
  /** Where what is counted here is listed. */
  href?: string;
  values: Record<string, number | null>;
};

type Props = {
  /** What the chart shows, for those who do not see it. */
  name: string;
  /** What stands on the axis: "Day", "Week". */
  along: string;
  series: Series[];
  points: ChartPoint[];
  kind?: FigureKind;
  ticks?: number[];
  className?: string;
  note?: ReactNode;
};

/** Charts are read when there is one to draw, not before. */
const Drawing = dynamic(() => import('./drawing.tsx').then((file) => file.Drawing), {
  ssr: false,
  loading: () => <Skeleton className="size-full rounded-lg" />,
});

/** A picture of numbers, and below it, folded, the same numbers as a table. */
export function Chart({ name, along, series, points, kind = 'count', ticks, className, note }: Props) {
  const t = useTranslations('statistics');
  const format = useFormatter();
  const words = useFigureWords();
  const [open, setOpen] = useState(false);
  const axis = (value: number): string =>
    kind === 'count' ? format.number(value, { notation: 'compact' }) : words[kind](value);
  const columns: Column<ChartPoint>[] = [
    { id: 'label', head: along, kind: 'words', value: ({ label, title }) => title ?? label, href: ({ href }) => href },
    ...series.map((each): Column<ChartPoint> => ({
      id: each.id,
      head: each.name,
      kind,
      value: ({ values }) => values[each.id] ?? null,
    })),
  ];
  return (
    <figure className={cn('min-w-0', className)}>
      <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-soft">
        {series.map((each) => (
          <li key={each.id} className="flex items-center gap-1.5">
            <Swatch series={each} /> {each.name}
          </li>
        ))}
      </ul>
      <div
        role="img"
        aria-label={t('chart.picture', { name })}
        className="h-64 w-full print:break-inside-avoid print:[&_.recharts-responsive-container>div]:h-full! print:[&_.recharts-responsive-container>div]:w-full! print:[&_.recharts-wrapper]:h-full! print:[&_.recharts-wrapper]:w-full!"
      >
        <Drawing series={series} points={points} format={words[kind]} axis={axis} ticks={ticks} />
      </div>
      {note !== undefined && <figcaption className="mt-2 text-sm text-ink-faint">{note}</figcaption>}
      <details className="mt-2 print:hidden" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="w-fit rounded-sm text-sm text-ink-soft hover:text-ink">{t('chart.table')}</summary>
        {open && (
          <div className="mt-2">
            <FigureTable name={name} columns={columns} rows={points} id={({ id }) => id} inOrder />
          </div>
        )}
      </details>
    </figure>
  );
}
