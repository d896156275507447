import {
  acts,
  countedFigures,
  measures,
  type ActKind,
  type CountedFigure,
  type Measure,
} from '@switchboard/domain/statistics';
import { z } from 'zod';

import { presence } from '../people/person.shapes.ts';

const count = z.number().int();
const whole = z.number().int().nullable();
const day = z.string();

/** A number for each figure that is counted of dialogs. */
const counts = z.object(
  Object.fromEntries(countedFigures.map((figure) => [figure, count])) as Record<CountedFigure, typeof count>,
);
/** Where the middle and the 90th percentile of a duration lie, in seconds, over so many dialogs; null over none. */
const duration = z.object({ median: whole, ninetieth: whole, dialogs: count });
const durations = z.object(
  Object.fromEntries(measures.map((measure) => [measure, duration])) as Record<Measure, typeof duration>,
);
const numbers = z.object({ counts, durations });
const days = z.object({ from: day, until: day });
/** What stands over all pages of figures. */
const about = z.object({
  timeZone: z.string(),
  days,
  comparedWith: days.nullable(),
  grain: z.enum(['day', 'week', 'month']),
  /** When figures were last counted; null before the first time. */
  countedAt: whole,
  /** Dialogs are still being counted from the beginning. */
  counting: z.boolean(),
});
/** Figures of one stretch of the period, named by its first day. */
const course = z.array(z.object({ from: day, counts }));
const named = z.object({ id: z.uuid(), name: z.string() });
/** Somebody as rows of figures show him; `gone`: he works here no longer. */
const person = z.object({
  employeeId: z.uuid(),
  name: z.string(),
  surname: z.string(),
  photo: z.string().nullable(),
  gone: z.boolean(),
});
/** A line or channel as rows show it; `gone`: it was deleted or taken off. */
const place = named.extend({ gone: z.boolean() });
const channelPlace = place.extend({ kind: z.enum(['live-chat', 'telegram']) });

export const overview = z.object({
  about,
  now: numbers,
  before: numbers.nullable(),
  course,
  courseBefore: course,
  channels: z.array(z.object({ channel: channelPlace, counts })),
  lines: z.array(z.object({ line: place, counts })),
  /** Dialogs opened in each hour of each weekday (0: Monday) by the company's clock; what is not there is 0. */
  hours: z.array(z.object({ weekday: count, hour: count, dialogs: count })),
});

const didCounts = z.object(
  Object.fromEntries([...acts, 'answered', 'stars'].map((act) => [act, count])) as Record<
    ActKind | 'answered' | 'stars',
    typeof count
  >,
);
export const operators = z.object({
  about,
  rows: z.array(
    z.object({
      person,
      department: named.nullable(),
      /** What he did in the period; `answered`: dialogs he wrote in, `answers`: messages; `stars`: of all his marks together. */
      did: didCounts,
      /** Of dialogs opened in the period that are his. */
      dialogs: count,
      durations,
      /** How long he could be offered dialogs, in seconds. */
      online: count,
    }),
  ),
  /** Everybody together, and in the period before. */
  all: didCounts,
  before: didCounts.nullable(),
});

export const ratings = z.object({
  about,
  now: counts,
  before: counts.nullable(),
  course,
  /** How many dialogs were marked with each number of stars, 1 to 5. */
  stars: z.array(z.object({ stars: count, dialogs: count })),
  operators: z.array(z.object({ person, good: count, bad: count, marked: count, stars: count })),
  lines: z.array(z.object({ line: place, counts })),
});

export const kpi = z.object({
  about,
  now: numbers,
  before: numbers.nullable(),
  course,
  lines: z.array(
    z.object({ line: place, counts, durations, goals: z.object({ firstSeconds: whole, furtherSeconds: whole }) }),
  ),
  operators: z.array(z.object({ person, counts, durations })),
  /** How first answers lie, in working and in calendar time: dialogs answered after at least `from` and less than `until` seconds. */
  spread: z.array(z.object({ from: count, until: whole, working: count, calendar: count })),
});

export const channels = z.object({
  about,
  now: counts,
  before: counts.nullable(),
  rows: z.array(z.object({ channel: channelPlace, counts, before: counts.nullable(), durations })),
  /** Dialogs of each channel in each stretch. */
  course: z.array(z.object({ from: day, channels: z.array(z.object({ channelId: z.uuid(), dialogs: count })) })),
});

/** What the bar of filters offers to whoever looks. */
export const choices = z.object({
  lines: z.array(place),
  channels: z.array(channelPlace),
  operators: z.array(person),
  departments: z.array(named),
  timeZone: z.string(),
  today: day,
});

/** How things stand at this moment. */
export const board = z.object({
  at: count,
  lines: z.array(
    z.object({
      line: place,
      active: z.boolean(),
      waiting: count,
      /** The client who has waited longest for somebody, since then. */
      waitingSince: whole,
      offered: count,
      withBot: count,
      /** In somebody's hands; of those, those whose client waits for an answer, and since when the longest does. */
      held: count,
      unanswered: count,
      unansweredSince: whole,
      overdue: count,
      /** Its people by how they stand. */
      people: z.array(z.object({ presence, people: count })),
    }),
  ),
  operators: z.array(
    z.object({
      person,
      presence,
      lines: z.array(z.uuid()),
      held: count,
      offered: count,
      unanswered: count,
      unansweredSince: whole,
      overdue: count,
    }),
  ),
});
