/** What a series means, told by its colour; DESIGN.md says what each is for. */
const colours = {
  accent: 'var(--accent)',
  'accent-middle': 'color-mix(in oklab, var(--accent) 62%, var(--panel))',
  'accent-light': 'color-mix(in oklab, var(--accent) 34%, var(--panel))',
  answered: 'var(--answered-mark)',
  overdue: 'var(--overdue-mark)',
  waiting: 'var(--waiting-mark)',
  bot: 'var(--bot)',
  grey: 'var(--ink-faint)',
  'grey-light': 'var(--edge-strong)',
} as const;
export type ChartTone = keyof typeof colours;

/** How a series is told apart where colours are not seen: a line by its dash, a bar by its pattern. */
export type SeriesLook = 'line' | 'dashed' | 'dotted' | 'plain' | 'stripes' | 'dots' | 'hatched';

export type Series = { id: string; name: string; tone: ChartTone; look: SeriesLook; stack?: string };

/** What is drawn in a light tone has an edge, so that it is seen on its ground. */
const edges: Partial<Record<ChartTone, string>> = { 'accent-light': 'var(--accent)', 'grey-light': 'var(--ink-faint)' };

/** The edge of a series' bars, and how wide it is. */
export function edgeOf({ tone, look }: Series): { stroke: string; strokeWidth: number } {
  const light = edges[tone];
  if (light !== undefined) return { stroke: light, strokeWidth: 1 };
  return { stroke: colourOf(tone), strokeWidth: look === 'plain' ? 0 : 0.75 };
}

export function colourOf(tone: ChartTone): string {
  return colours[tone];
}

export const dashes: Partial<Record<SeriesLook, string>> = { dashed: '6 4', dotted: '1.5 4' };

export function isLine({ look }: Series): boolean {
  return look === 'line' || look === 'dashed' || look === 'dotted';
}
