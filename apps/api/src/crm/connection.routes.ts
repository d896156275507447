import type { FastifyInstance } from 'fastify';

import type { Viewers } from '../sign-in/viewer.service.ts';
import type { CrmConnections } from './connection.service.ts';

/** `GET /crm/bitrix24`: a portal sends the browser back here once somebody let the application in, or did not. */
export function crmConnectionRoutes(connections: CrmConnections, viewers: Viewers, consoleUrl: string) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get<{ Querystring: Record<string, unknown> }>('/crm/bitrix24', async (request, reply) => {
      const given = (name: string): string => {
        const value = request.query[name];
        return typeof value === 'string' ? value : '';
      };
      const viewer = await viewers.of(request.headers.cookie ?? '').catch(() => null);
      const answer =
        viewer === null
          ? 'refused'
          : await connections.letIn(viewer, given('state'), given('code')).catch(() => 'failed' as const);
      return reply
        .header('cache-control', 'no-store')
        .header('referrer-policy', 'no-referrer')
        .redirect(`${consoleUrl}/settings/crm?connection=${answer}`);
    });
  };
}
