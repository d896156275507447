import type { FastifyInstance } from 'fastify';

import type { Viewers } from '../sign-in/viewer.service.ts';
import type { ExportsService } from './exports.service.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `GET /exports/:export`: a file of dialogs, for whoever's it is, as a stream. */
export function exportRoutes(exports: ExportsService, viewers: Viewers) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { export: string } }>('/exports/:export', async (request, reply) => {
      const exportId = request.params.export.toLowerCase();
      const viewer = await viewers.of(request.headers.cookie ?? '');
      const file = viewer !== null && uuid.test(exportId) ? await exports.file(viewer, exportId) : null;
      void reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
      if (file === null)
        return reply.code(viewer === null ? 401 : 404).send({ error: 'not-found', message: 'There is no such file' });
      const plain = file.name.replace(/[^\x20-\x7e]|["\\]/g, '_');
      return reply
        .type(file.mediaType)
        .header('content-length', file.bytes)
        .header(
          'content-disposition',
          `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        )
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(file.content);
    });
  };
}
