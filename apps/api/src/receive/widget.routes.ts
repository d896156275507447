import { readFile } from 'node:fs/promises';
import path from 'node:path';

import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The loader, and the framed app with a policy of its own: scripts and styles from here only, framed by anybody. */
export function widgetRoutes(folder: string, apiUrl: string) {
  const socketUrl = apiUrl.replace(/^http/, 'ws');
  const policy = `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ${socketUrl}; img-src 'self' https: data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *`;
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(fastifyStatic, {
      root: folder,
      prefix: '/widget/',
      index: false,
      cacheControl: false,
      setHeaders: (reply) => {
        reply.header('cache-control', 'public, max-age=300');
        reply.header('access-control-allow-origin', '*');
        reply.header('cross-origin-resource-policy', 'cross-origin');
        reply.header('x-content-type-options', 'nosniff');
      },
    });
    app.get('/widget/frame/:address', async (_request, reply) => {
      const html = await readFile(path.join(folder, 'frame.html'), 'utf8');
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', policy)
        .header('referrer-policy', 'no-referrer')
        .header('cache-control', 'no-cache')
        .send(html);
    });
  };
}
