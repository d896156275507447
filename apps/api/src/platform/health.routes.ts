import type { Database } from '@switchboard/db';
import type { FastifyInstance } from 'fastify';

import type { Metrics } from './metrics.ts';

/** `/health/live`: the process runs. `/health/ready`: it can serve, the database answers. `/metrics`: Prometheus. */
export function healthRoutes(db: Database, metrics: Metrics, draining: () => boolean) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/health/live', async () => ({ live: true }));
    app.get('/health/ready', async (_request, reply) => {
      const ready = !draining() && (await db.answers());
      return reply.code(ready ? 200 : 503).send({ ready });
    });
    app.get('/metrics', async (_request, reply) =>
      reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
    );
  };
}
