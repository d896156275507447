import { hoursException, mostExceptions } from '@switchboard/domain/hours';
import { lineName, linePaths } from '@switchboard/domain/line';
import { languages } from '@switchboard/domain/text';
import { z } from 'zod';

import { memberProcedure, nothing, procedureFor, router } from '../rpc/trpc.ts';
import { activeSet, channelsOfInactive, crew, lineCreated, lineRow, lineSaved, lineView } from './line.shapes.ts';
import type { LinesService } from './lines.service.ts';
import { countries, publicHolidays } from './public-holidays.ts';

export function linesRouter(lines: LinesService) {
  const edit = procedureFor('linesEdit');
  return router({
    list: memberProcedure
      .input(nothing)
      .output(z.array(lineRow))
      .query(({ ctx }) => lines.list(ctx.viewer)),
    get: memberProcedure
      .input(z.object({ lineId: z.uuid() }))
      .output(lineView)
      .query(({ ctx, input }) => lines.get(ctx.viewer, input.lineId)),
    crew: memberProcedure
      .input(z.object({ lineId: z.uuid() }))
      .output(crew)
      .query(({ ctx, input }) => lines.crew(ctx.viewer, input.lineId)),
    create: edit
      .input(z.object({ name: lineName, likeLineId: z.uuid().nullable().default(null) }))
      .output(lineCreated)
      .mutation(({ ctx, input }) => lines.create(ctx.viewer, input.name, input.likeLineId)),
    rename: edit
      .input(z.object({ lineId: z.uuid(), name: lineName }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await lines.rename(ctx.viewer, input.lineId, input.name);
        return {};
      }),
    setActive: edit
      .input(
        z.object({ lineId: z.uuid(), active: z.boolean(), channels: channelsOfInactive.default({ then: 'keep' }) }),
      )
      .output(activeSet)
      .mutation(({ ctx, input }) => lines.setActive(ctx.viewer, input.lineId, input.active, input.channels)),
    concerned: edit
      .input(z.object({ lineId: z.uuid() }))
      .output(z.object({ open: z.number().int(), channels: z.number().int() }))
      .query(({ ctx, input }) => lines.concerned(ctx.viewer, input.lineId)),
    /** `name` is typed to confirm it. */
    remove: edit
      .input(z.object({ lineId: z.uuid(), name: z.string().max(200) }))
      .output(nothing)
      .mutation(async ({ ctx, input }) => {
        await lines.remove(ctx.viewer, input.lineId, input.name);
        return {};
      }),
    /** Countries whose public holidays can be taken over, in the reader's language. */
    countries: memberProcedure
      .input(z.object({ language: z.enum(languages) }))
      .output(z.array(z.object({ country: z.string(), name: z.string() })))
      .query(({ input }) => countries(input.language)),
    /** A country's public holidays as exceptions of a line; nothing is saved by asking. */
    publicHolidays: memberProcedure
      .input(
        z.object({
          country: z.string().max(10),
          from: z.number().int().min(1970).max(2100),
          to: z.number().int().min(1970).max(2100),
          language: z.enum(languages),
        }),
      )
      .output(
        z.union([
          z.object({ exceptions: z.array(hoursException).max(mostExceptions) }),
          z.object({ refused: z.enum(['country-unknown', 'years-out-of-range']) }),
        ]),
      )
      .query(({ input: { country, from, to, language } }) => publicHolidays(country, from, to, language)),
    /**
     * Saves settings by their paths. What is wrong is said at the field, by its path: `autoActions.welcome.text`. A save
     * is refused as stale where somebody changed the same card since `version`.
     */
    save: edit
      .input(
        z.object({
          lineId: z.uuid(),
          version: z.number().int().min(1),
          changes: z
            .partialRecord(z.enum(linePaths), z.unknown())
            .refine((changes) => Object.keys(changes).length > 0, 'line.changes.none'),
        }),
      )
      .output(lineSaved)
      .mutation(({ ctx, input }) => lines.save(ctx.viewer, input.lineId, input.version, input.changes)),
  });
}
