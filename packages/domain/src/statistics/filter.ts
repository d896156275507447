import { z } from 'zod';

import { comparisons, period } from './period.ts';

const some = z.array(z.uuid()).min(1).max(200);

/**
 * What all pages of figures are narrowed by: a period, and lines, channels, operators and departments; left out means
 * all of them. `departments` means those dialogs whose operator was in one of them when he got it.
 */
export const figureFilter = z.strictObject({
  period: period.default({ preset: 'last-30-days' }),
  compare: z.enum(comparisons).default('before'),
  lines: some.optional(),
  channels: some.optional(),
  operators: some.optional(),
  departments: some.optional(),
});
export type FigureFilter = z.infer<typeof figureFilter>;
export type FigureFilterAsked = z.input<typeof figureFilter>;
