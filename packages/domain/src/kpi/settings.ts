import { z } from 'zod';

import { storedText } from '../text/index.ts';

/** The goals for a first answer that the form offers, in seconds. */
export const firstAnswerPresets = [30, 60, 180, 300, 600, 900, 1800, 3600] as const;

/** The goals for further answers that the form offers, in minutes. */
export const furtherAnswerPresets = [1, 3, 5, 10, 15, 30, 60] as const;

const whom = z
  .array(z.uuid())
  .max(50, 'kpi.whom.tooMany')
  .refine((ids) => new Set(ids).size === ids.length, 'kpi.whom.twice')
  .default([]);

const notice = { notify: z.boolean().default(false), whom, text: storedText };

/**
 * The KPI tab of a line (product §3.8): how soon a client is answered, in the line's working time, and who is told
 * when he is not. `parse({})` is a new line's tab without its texts.
 */
export const kpiSettings = z.object({
  first: z
    .object({
      /** The goal for the first answer, in whole seconds up to a week; null is off. */
      seconds: z
        .number()
        .int('kpi.first.seconds.range')
        .min(1, 'kpi.first.seconds.range')
        .max(86_400 * 7, 'kpi.first.seconds.range')
        .nullable()
        .default(null),
      ...notice,
    })
    .prefault({}),
  further: z
    .object({
      /** The goal for every further answer, in whole minutes up to a week; null is off. */
      minutes: z
        .number()
        .int('kpi.further.minutes.range')
        .min(1, 'kpi.further.minutes.range')
        .max(10_080, 'kpi.further.minutes.range')
        .nullable()
        .default(null),
      ...notice,
    })
    .prefault({}),
});
export type KpiSettings = z.infer<typeof kpiSettings>;

/** The tab as it may be saved: a notice that would be sent has somebody to read it and words. */
export const kpiToSave = kpiSettings
  .refine(({ first }) => !first.notify || first.whom.length > 0, {
    path: ['first', 'whom'],
    message: 'kpi.first.whom.empty',
  })
  .refine(({ first }) => !first.notify || first.text !== '', {
    path: ['first', 'text'],
    message: 'kpi.first.text.empty',
  })
  .refine(({ further }) => !further.notify || further.whom.length > 0, {
    path: ['further', 'whom'],
    message: 'kpi.further.whom.empty',
  })
  .refine(({ further }) => !further.notify || further.text !== '', {
    path: ['further', 'text'],
    message: 'kpi.further.text.empty',
  });
