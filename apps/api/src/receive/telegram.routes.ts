import { Unreadable } from '@switchboard/channels/channel';
import { answerToPress, genuine, parse } from '@switchboard/channels/telegram';
import type { FastifyInstance } from 'fastify';

import type { Seal } from '../platform/seal.ts';
import { ReceiveBusy, type ReceiveStore } from './receive.store.ts';

/** The secret that Telegram sends along with every update for this address. */
export function webhookSecret(seal: Seal, address: string): string {
  return seal.derive('telegram-webhook', address);
}

/** `POST /telegram/:address`: Telegram's webhook, one address a bot. Genuine where the secret header is ours. */
export function telegramRoutes(store: ReceiveStore, seal: Seal) {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 1_000_000 }, (_request, body, done) =>
      done(null, body),
    );
    app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
      const status = error.statusCode ?? 500;
      // Whatever broke on our side is not told: Telegram comes again with the same update.
      return status >= 500
        ? reply.code(503).header('retry-after', '1').send({ error: 'busy', message: 'Try again in a moment' })
        : reply.code(status).send({ error: 'bad-request', message: error.message });
    });
    app.post<{ Params: { address: string } }>('/telegram/:address', async (request, reply) => {
      const address = await store.address(request.params.address);
      if (address?.kind !== 'telegram')
        return reply.code(404).send({ error: 'not-found', message: 'No channel has this address' });
      if (!genuine(request.headers, webhookSecret(seal, address.address))) {
        return reply
          .code(401)
          .send({ error: 'wrong-secret', message: 'The secret token of this webhook is another one' });
      }
      const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      let events;
      let body: unknown;
      try {
        body = JSON.parse(raw.toString('utf8'));
        events = parse(body);
      } catch (error) {
        if (!(error instanceof Unreadable) && !(error instanceof SyntaxError)) throw error;
        return reply.code(400).send({
          error: 'unreadable',
          message: error instanceof SyntaxError ? 'The body is not JSON' : error.message,
        });
      }
      try {
        await store.store(address, events, raw);
      } catch (error) {
        if (error instanceof ReceiveBusy)
          return reply.code(503).header('retry-after', '1').send({ error: 'busy', message: error.message });
        throw error;
      }
      // A pressed button waits for this.
      return answerToPress(body) ?? {};
    });
  };
}
