import { figureFilter } from '@switchboard/domain/statistics';
import { z } from 'zod';

import { procedureFor, router } from '../rpc/trpc.ts';
import { board, channels, choices, kpi, operators, overview, ratings } from './statistics.shapes.ts';
import type { StatisticsQueries } from './statistics.queries.ts';

const statistics = procedureFor('statistics');

/** The managers' figures, each as far as the right to statistics reaches. */
export function statisticsRouter(queries: StatisticsQueries) {
  return router({
    overview: statistics
      .input(figureFilter)
      .output(overview)
      .query(({ ctx, input }) => queries.overview(ctx.viewer, input)),
    operators: statistics
      .input(figureFilter)
      .output(operators)
      .query(({ ctx, input }) => queries.operators(ctx.viewer, input)),
    ratings: statistics
      .input(figureFilter)
      .output(ratings)
      .query(({ ctx, input }) => queries.ratings(ctx.viewer, input)),
    kpi: statistics
      .input(figureFilter)
      .output(kpi)
      .query(({ ctx, input }) => queries.kpi(ctx.viewer, input)),
    channels: statistics
      .input(figureFilter)
      .output(channels)
      .query(({ ctx, input }) => queries.channels(ctx.viewer, input)),
    /** What the bar of filters offers. */
    choices: statistics
      .input(z.object({}))
      .output(choices)
      .query(({ ctx }) => queries.choices(ctx.viewer)),
    /** How things stand at this moment; asked again and again. */
    board: statistics
      .input(z.object({}))
      .output(board)
      .query(({ ctx }) => queries.board(ctx.viewer)),
  });
}
