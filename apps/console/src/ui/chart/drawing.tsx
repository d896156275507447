'use client';

import { useId } from 'react';
import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';

import type { ChartPoint } from './chart.tsx';
import { colourOf, dashes, edgeOf, isLine, type Series } from './look.ts';
import { fillOf, Pattern } from './pattern.tsx';
import { Swatch } from './swatch.tsx';
import { roundTicks } from './ticks.ts';

type Props = {
  series: Series[];
  points: ChartPoint[];
  format: (value: number | null) => string;
  axis: (value: number) => string;
  /** The numbers of the axis; worked out where there are none. */
  ticks?: number[] | undefined;
};

/** The picture of a chart. Only loaded where there is one, and never the only place of its numbers. */
export function Drawing({ series, points, format, axis, ticks: given }: Props) {
  const id = useId().replaceAll(/[^\w-]/g, '');
  const byId = new Map(points.map((point) => [point.id, point]));
  const data = points.map((point) => ({ id: point.id, ...point.values }));
  const ticks = given ?? roundTicks(highest(series, points));
  const few = points.length <= 62;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={data}
        accessibilityLayer={false}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        barCategoryGap={few ? '22%' : '8%'}
        barGap={1}
      >
        <defs>
          {series.map((each) => (
            <Pattern key={each.id} id={`${id}-${each.id}`} series={each} />
          ))}
        </defs>
        <CartesianGrid vertical={false} stroke="var(--edge)" />
        <XAxis
          dataKey="id"
          tickFormatter={(value: string) => byId.get(value)?.label ?? ''}
          tickLine={false}
          axisLine={{ stroke: 'var(--edge-strong)' }}
          tick={{ fill: 'var(--ink-faint)', fontSize: 12 }}
          minTickGap={10}
          interval="equidistantPreserveStart"
          tickMargin={6}
          height={28}
        />
        <YAxis
          ticks={ticks}
          domain={[0, ticks.at(-1) ?? 1]}
          tickFormatter={axis}
          tickLine={false}
          axisLine={false}
          tick={{ fill: 'var(--ink-faint)', fontSize: 12 }}
          width={48}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--hover)', stroke: 'var(--edge-strong)', fillOpacity: 0.6 }}
          content={({ active, label }) => {
            const point = active ? byId.get(String(label)) : undefined;
            return point === undefined ? null : <Values point={point} series={series} format={format} />;
          }}
        />
        {series.map((each) =>
          isLine(each) ? (
            <Line
              key={each.id}
              dataKey={each.id}
              name={each.name}
              type="linear"
              stroke={colourOf(each.tone)}
              strokeWidth={each.look === 'line' ? 2 : 1.75}
              strokeLinecap={each.look === 'dotted' ? 'round' : 'butt'}
              {...(dashes[each.look] === undefined ? {} : { strokeDasharray: dashes[each.look] })}
              dot={few && each.look === 'line' ? { r: 2, strokeWidth: 0, fill: colourOf(each.tone) } : false}
              activeDot={{ r: 3.5, strokeWidth: 0 }}
              isAnimationActive={false}
            />
          ) : (
            <Bar
              key={each.id}
              dataKey={each.id}
              name={each.name}
              fill={fillOf(`${id}-${each.id}`, each)}
              {...edgeOf(each)}
              {...(each.stack === undefined ? {} : { stackId: each.stack })}
              maxBarSize={36}
              isAnimationActive={false}
            />
          ),
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function Values({
  point,
  series,
  format,
}: {
  point: ChartPoint;
  series: Series[];
  format: (value: number | null) => string;
}) {
  return (
    <div className="max-w-72 rounded-md border border-edge bg-raised px-2.5 py-1.5 text-sm text-ink shadow-high">
      <p className="mb-1 font-medium">{point.title ?? point.label}</p>
      <ul className="flex flex-col gap-0.5">
        {series.map((each) => (
          <li key={each.id} className="flex items-center gap-2">
            <Swatch series={each} />
            <span className="min-w-0 flex-1 text-ink-soft">{each.name}</span>
            <span className="pl-2 font-medium tabular-nums">{format(point.values[each.id] ?? null)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The highest that is drawn: bars on each other are as high as all of them. */
function highest(series: Series[], points: ChartPoint[]): number {
  let most = 0;
  for (const { values } of points) {
    const stacks = new Map<string, number>();
    for (const { id, stack = id } of series) stacks.set(stack, (stacks.get(stack) ?? 0) + (values[id] ?? 0));
    most = Math.max(most, ...stacks.values());
  }
  return most;
}
