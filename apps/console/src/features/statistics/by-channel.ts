import type { ChartTone, Series, SeriesLook } from '../../ui/chart/look.ts';

/** Channels mean nothing by a colour, so they are shades of one, and patterns. */
const looks: readonly { tone: ChartTone; look: SeriesLook }[] = [
  { tone: 'accent', look: 'plain' },
  { tone: 'accent-light', look: 'plain' },
  { tone: 'accent', look: 'stripes' },
  { tone: 'grey', look: 'dots' },
  { tone: 'accent-middle', look: 'hatched' },
];
const theOthers = { tone: 'grey-light', look: 'plain' } as const;

/** The series of a stacked course: the greatest channels by themselves, the rest as one. */
export function byChannel(
  channels: readonly { id: string; name: string; dialogs: number }[],
  others: string,
): {
  series: Series[];
  valuesOf: (counted: readonly { channelId: string; dialogs: number }[]) => Record<string, number>;
} {
  const greatest = channels.toSorted((a, b) => b.dialogs - a.dialogs);
  // One that is left over is shown by its name rather than as the others.
  const alone = greatest.length <= looks.length + 1 ? greatest : greatest.slice(0, looks.length);
  const rest = greatest.length > alone.length;
  const series = alone.map(({ id, name }, index): Series => ({
    id,
    name,
    stack: 'channels',
    ...(looks[index] ?? theOthers),
  }));
  if (rest) series.push({ id: 'others', name: others, stack: 'channels', ...theOthers });
  const own = new Set(alone.map(({ id }) => id));
  return {
    series,
    valuesOf: (counted) => {
      const values: Record<string, number> = Object.fromEntries(series.map(({ id }) => [id, 0]));
      for (const { channelId, dialogs } of counted) {
        const id = own.has(channelId) ? channelId : 'others';
        if (id in values) values[id] = (values[id] ?? 0) + dialogs;
      }
      return values;
    },
  };
}
