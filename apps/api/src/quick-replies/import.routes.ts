import { fastifyRequestHandler, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify';
import type { FastifyInstance } from 'fastify';

import type { AppRouter } from '../rpc/app-router.ts';
import type { Viewers } from '../sign-in/viewer.service.ts';
import { mostCsv } from './quick-reply.shapes.ts';

/** The calls whose body is a file of quick replies. Whoever is not signed in is refused before it is read. */
export function importRoutes(options: FastifyTRPCPluginOptions<AppRouter>['trpcOptions'], viewers: Viewers) {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    for (const path of ['quickReplies.previewImport', 'quickReplies.import'])
      app.post(
        `/rpc/${path}`,
        {
          // Quotes and line ends are longer in JSON than in the file.
          bodyLimit: 2 * mostCsv + 10_000,
          onRequest: async (request, reply) => {
            const large = Number(request.headers['content-length'] ?? Infinity) > 10_000;
            if (large && (await viewers.of(request.headers.cookie ?? '')) === null)
              return reply.code(401).send({
                error: {
                  message: 'Sign in first',
                  code: -32_001,
                  data: { code: 'UNAUTHORIZED', httpStatus: 401, field: {} },
                },
              });
          },
        },
        (req, res) => fastifyRequestHandler({ ...options, req, res, path }),
      );
  };
}
