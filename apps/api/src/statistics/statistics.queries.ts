import { Injectable } from '@nestjs/common';
import type { FigureFilter } from '@switchboard/domain/statistics';
import type { z } from 'zod';

import type { Viewer } from '../rpc/trpc.ts';
import type { board, channels, choices, kpi, operators, overview, ratings } from './statistics.shapes.ts';

@Injectable()
export class StatisticsQueries {
  overview(viewer: Viewer, filter: FigureFilter): Promise<z.infer<typeof overview>> {
    throw new Error(`${viewer.companyId} ${filter.compare}`);
  }
  operators(viewer: Viewer, filter: FigureFilter): Promise<z.infer<typeof operators>> {
    throw new Error(`${viewer.companyId} ${filter.compare}`);
  }
  ratings(viewer: Viewer, filter: FigureFilter): Promise<z.infer<typeof ratings>> {
    throw new Error(`${viewer.companyId} ${filter.compare}`);
  }
  kpi(viewer: Viewer, filter: FigureFilter): Promise<z.infer<typeof kpi>> {
    throw new Error(`${viewer.companyId} ${filter.compare}`);
  }
  channels(viewer: Viewer, filter: FigureFilter): Promise<z.infer<typeof channels>> {
    throw new Error(`${viewer.companyId} ${filter.compare}`);
  }
  choices(viewer: Viewer): Promise<z.infer<typeof choices>> {
    throw new Error(viewer.companyId);
  }
  board(viewer: Viewer): Promise<z.infer<typeof board>> {
    throw new Error(viewer.companyId);
  }
}
