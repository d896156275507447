import {
  visitorConsent,
  visitorMessage,
  visitorRequest,
  visitorVote,
  type LiveChatConfig,
  type LiveChatError,
  type VisitorAnswer,
} from '@switchboard/channels/live-chat';
import type { Sender } from '@switchboard/channels/channel';
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
      if (!(await liveChat.hasConsented(address, visitorId)))
        return refuse(reply, 403, 'consent', 'This chat asks for your consent first');
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
              from: visitor(visitorId, request),
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

    app.post<Params>('/live-chat/:address/consent', { bodyLimit: 8_192 }, async (request, reply) => {
      const address = await store.address(request.params.address);
      if (address?.kind !== 'live-chat') return refuse(reply, 404, 'no-such-chat', 'No live chat has this address');
      const visitorId = liveChat.visitorOf(address, bearer(request));
      if (!visitorId) return refuse(reply, 401, 'bad-token', 'This token is not good here; ask for another');
      const read = visitorConsent.safeParse(request.body);
      if (!read.success)
        return refuse(reply, 400, 'bad-request', read.error.issues[0]?.message ?? 'The body is not as described');
      if (!liveChat.mayWrite(visitorId)) return refuse(reply, 429, 'too-many', 'Too many answers; wait a moment');
      const { id, page, ...decided } = read.data;
      const { asks } = (await liveChat.config(request.params.address)) ?? { asks: null };
      // What he was shown is asked no more: he reads what is.
      if (asks?.agreementId !== decided.agreementId || asks.version !== decided.version)
        return refuse(reply, 409, 'consent', 'Another version is asked for now');
      const event = {
        kind: 'consent',
        externalId: `${visitorId}:${id}`,
        chat: visitorId,
        from: visitor(visitorId, request),
        dialogId: null,
        ...decided,
        how: 'form',
        evidence: {
          ip: request.ip.slice(0, 45),
          userAgent: request.headers['user-agent']?.slice(0, 500) ?? null,
          page: page?.url ?? null,
        },
      } as const;
      try {
        await store.store(address, [event], null);
      } catch (error) {
        if (error instanceof ReceiveBusy) return refuse(reply.header('retry-after', '1'), 503, 'busy', error.message);
        throw error;
      }
      if (await liveChat.noted(address, visitorId, decided, decided.accepts)) return {};
      return refuse(reply.header('retry-after', '1'), 503, 'busy', 'It is stored, and not yet noted; ask again');
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

function visitor(id: string, request: FastifyRequest): Sender {
  const language = request.headers['accept-language']?.slice(0, 35) ?? null;
  return { id, name: '', surname: '', username: null, language };
}

function bearer(request: FastifyRequest): string {
  return /^Bearer (.{1,1000})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

function refuse(reply: FastifyReply, status: number, error: LiveChatError['error'], message: string): FastifyReply {
  return reply.code(status).send({ error, message } satisfies LiveChatError);
}
