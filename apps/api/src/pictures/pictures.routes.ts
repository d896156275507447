import { fastifyRequestHandler, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify';
import type { FastifyInstance } from 'fastify';

import type { AppRouter } from '../rpc/app-router.ts';
import type { Viewers } from '../sign-in/viewer.service.ts';
import { mostPictureText } from './picture.shapes.ts';
import type { PicturesService } from './pictures.service.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Pictures by their addresses, for consoles and visitors alike. What an address shows never changes. */
export function pictureRoutes(pictures: PicturesService) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { company: string; picture: string } }>('/pictures/:company/:picture', async (request, reply) => {
      const { company, picture } = request.params;
      void reply.header('content-security-policy', "default-src 'none'");
      const found = uuid.test(company) && uuid.test(picture) ? await pictures.get(company, picture) : null;
      if (!found)
        return reply
          .code(404)
          .header('cache-control', 'no-store')
          .send({ error: 'not-found', message: 'There is no such picture' });
      return reply
        .type(found.mediaType)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('content-disposition', 'inline')
        .header('cross-origin-resource-policy', 'cross-origin')
        .send(Buffer.from(found.bytes));
    });
  };
}

/** The one call whose body is large. Whoever is not signed in is refused before it is read. */
export function picturePutRoute(options: FastifyTRPCPluginOptions<AppRouter>['trpcOptions'], viewers: Viewers) {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    app.post(
      '/rpc/pictures.put',
      {
        bodyLimit: mostPictureText + 1_000,
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
      (req, res) => fastifyRequestHandler({ ...options, req, res, path: 'pictures.put' }),
    );
  };
}
