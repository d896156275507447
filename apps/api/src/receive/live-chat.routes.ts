import {
  visitorMessage,
  visitorRequest,
  visitorVote,
  type LiveChatConfig,
  type LiveChatError,
  type VisitorAnswer,
} from '@switchboard/channels/live-chat';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { LiveChatService } from './live-chat.service.ts';
import { ReceiveBusy, type ReceiveStore } from './receive.store.ts';

type Params = { Params: { address: string } };

/** The widget's plain calls: configuration, a token for a visitor, and his messages. */
export function liveChatRoutes(store: ReceiveStore, liveChat: LiveChatService) {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(rateLimit, {
      max: 600,
      timeWindow: '1 minute',
      keyGenerator: (request) => request.ip,
      errorResponseBuilder: () => Object.assign(new Error('Too many calls; wait a minute'), { statusCode: 429 }),
    });
    app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
      const status = error.statusCode ?? 500;
      const code = status === 429 ? 'too-many' : status >= 500 ? 'busy' : 'bad-request';
      return refuse(reply, status >= 500 ? 503 : status, code, status >= 500 ? 'Try again in a moment' : error.message);
    });

    app.get<Params>('/live-chat/:address/config', async (request, reply) => {
      const found = await liveChat.config(request.params.address);
      if (!found) return refuse(reply, 404, 'no-such-chat', 'No live chat has this address');
      reply.header('cache-control', 'no-store');
      return found satisfies LiveChatConfig;
    });

    app.post<Params>('/live-chat/:address/visitor', { bodyLimit: 8_192 }, async (request, reply) => {
      const address = await store.address(request.params.address);
      if (address?.kind !== 'live-chat') return refuse(reply, 404, 'no-such-chat', 'No live chat has this address');
      const read = visitorRequest.safeParse(request.body);
      if (!read.success)
        return refuse(reply, 400, 'bad-request', read.error.issues[0]?.message ?? 'The body is not as described');
      return liveChat.newVisitor(address) satisfies VisitorAnswer;
    });

    app.post<Params>('/live-chat/:address/messages', { bodyLimit: 32_768 }, async (request, reply) => {
      const address = await store.address(request.params.address);
      if (address?.kind !== 'live-chat') return refuse(reply, 404, 'no-such-chat', 'No live chat has this address');
      const visitorId = liveChat.visitorOf(address, bearer(request));
      if (!visitorId) return refuse(reply, 401, 'bad-token', 'This token is not good here; ask for another');
      const read = visitorMessage.safeParse(request.body);
      if (!read.success)
        return refuse(reply, 400, 'bad-request', read.error.issues[0]?.message ?? 'The body is not as described');
      if (!liveChat.mayWrite(visitorId)) return refuse(reply, 429, 'too-many', 'Too many messages; wait a moment');
      const { id, text, page } = read.data;
      try {
        await store.store(
          address,
          [
            {
              kind: 'message',
              externalId: `${visitorId}:${id}`,
              chat: visitorId,
              messageId: id,
              from: {
                id: visitorId,
                name: '',
                surname: '',
                username: null,
                language: request.headers['accept-language']?.slice(0, 35) ?? null,
              },
              content: { kind: 'text', text },
              sentAt: null,
              page,
            },
          ],
          null,
        );
      } catch (error) {
        if (error instanceof ReceiveBusy) return refuse(reply.header('retry-after', '1'), 503, 'busy', error.message);
        throw error;
      }
      return {};
    });

    app.post<Params>('/live-chat/:address/vote', { bodyLimit: 4_096 }, async (request, reply) => {
      const address = await store.address(request.params.address);
      if (address?.kind !== 'live-chat') return refuse(reply, 404, 'no-such-chat', 'No live chat has this address');
      const visitorId = liveChat.visitorOf(address, bearer(request));
      if (!visitorId) return refuse(reply, 401, 'bad-token', 'This token is not good here; ask for another');
      const read = visitorVote.safeParse(request.body);
      if (!read.success)
        return refuse(reply, 400, 'bad-request', read.error.issues[0]?.message ?? 'The body is not as described');
      if (!liveChat.mayWrite(visitorId)) return refuse(reply, 429, 'too-many', 'Too many votes; wait a moment');
      const { id, dialogId, vote } = read.data;
      try {
        const voted = { kind: 'vote', externalId: `${visitorId}:${id}`, chat: visitorId, dialogId, vote } as const;
        await store.store(address, [voted], null);
      } catch (error) {
        if (error instanceof ReceiveBusy) return refuse(reply.header('retry-after', '1'), 503, 'busy', error.message);
        throw error;
      }
      return {};
    });
  };
}

function bearer(request: FastifyRequest): string {
  return /^Bearer (.{1,1000})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

function refuse(reply: FastifyReply, status: number, error: LiveChatError['error'], message: string): FastifyReply {
  return reply.code(status).send({ error, message } satisfies LiveChatError);
}
