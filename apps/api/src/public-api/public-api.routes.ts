import { createHash } from 'node:crypto';

import { TRPCError } from '@trpc/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { isOutage } from '../platform/outage.ts';
import { storableValue } from '../platform/text.ts';
import { callsPerMinute, type ApiKeysService, type KeyCaller } from './api-keys.service.ts';
import { openApi } from './openapi.ts';
import type { PublicApi } from './public-api.service.ts';
import {
  companyShown,
  dialogNumber,
  dialogsAsked,
  dialogShown,
  dialogWithHistory,
  lineShown,
  lineWithSettings,
  messageShown,
  paged,
  personShown,
  plainId,
  type Problem,
} from './public-api.shapes.ts';
import type { PublicRoute } from './public-route.ts';
import { Refused } from './refused.ts';

const none = z.object({});
const idempotencyKey = z.string().trim().min(1).max(200);

/** Ties what a route takes to what its handler reads. */
function route<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType | null, A extends z.ZodObject>(made: {
  name: string;
  method: 'GET' | 'POST';
  path: string;
  summary: string;
  description?: string;
  params: P;
  query: Q;
  body: B;
  answer: A;
  run: (
    caller: KeyCaller,
    asked: {
      params: z.output<P>;
      query: z.output<Q>;
      body: B extends z.ZodType ? z.output<B> : null;
      commandId: string;
    },
  ) => Promise<z.input<A>>;
}): PublicRoute {
  return { ...made, acts: made.method === 'POST', run: made.run as PublicRoute['run'] };
}

/** Every call of the API. */
export function publicRoutesOf(api: PublicApi): PublicRoute[] {
  const dialog = z.object({ number: dialogNumber });
  return [
    route({
      name: 'getCompany',
      method: 'GET',
      path: '/company',
      summary: 'The company',
      params: none,
      query: none,
      body: null,
      answer: companyShown,
      run: ({ viewer }) => api.company(viewer),
    }),
    route({
      name: 'listLines',
      method: 'GET',
      path: '/lines',
      summary: 'Lines, the oldest first',
      params: none,
      query: z.object(paged),
      body: null,
      answer: z.object({ lines: z.array(lineShown), next: z.string().nullable() }),
      run: ({ viewer }, { query }) => api.lines(viewer, query.cursor, query.limit),
    }),
    route({
      name: 'getLine',
      method: 'GET',
      path: '/lines/:line',
      summary: 'A line with its settings',
      params: z.object({ line: plainId }),
      query: none,
      body: null,
      answer: lineWithSettings,
      run: ({ viewer }, { params }) => api.line(viewer, params.line),
    }),
    route({
      name: 'listPeople',
      method: 'GET',
      path: '/people',
      summary: 'People who work here',
      params: none,
      query: z.object(paged),
      body: null,
      answer: z.object({ people: z.array(personShown), next: z.string().nullable() }),
      run: ({ viewer }, { query }) => api.people(viewer, query.cursor, query.limit),
    }),
    route({
      name: 'listDialogs',
      method: 'GET',
      path: '/dialogs',
      summary: 'Dialogs, the newest first',
      description: 'Those that the maker of the key may see.',
      params: none,
      query: dialogsAsked,
      body: null,
      answer: z.object({ dialogs: z.array(dialogShown), next: z.string().nullable() }),
      run: ({ viewer }, { query }) => api.dialogs(viewer, query),
    }),
    route({
      name: 'getDialog',
      method: 'GET',
      path: '/dialogs/:number',
      summary: 'A dialog with its history',
      params: dialog,
      query: none,
      body: null,
      answer: dialogWithHistory,
      run: ({ viewer }, { params }) => api.dialog(viewer, params.number),
    }),
    route({
      name: 'listMessages',
      method: 'GET',
      path: '/dialogs/:number/messages',
      summary: 'Messages of a dialog, the oldest first',
      params: dialog,
      query: z.object({ ...paged, cursor: z.coerce.number().int().min(0).optional() }),
      body: null,
      answer: z.object({ messages: z.array(messageShown), next: z.string().nullable() }),
      run: ({ viewer }, { params, query }) => api.messages(viewer, params.number, query.cursor ?? 0, query.limit),
    }),
    route({
      name: 'reply',
      method: 'POST',
      path: '/dialogs/:number/messages',
      summary: 'Answer in a dialog',
      description: 'Written as the maker of the key, by the same rules as in the console.',
      params: dialog,
      query: none,
      body: z.object({
        text: z.string().trim().min(1, 'A message says something').max(10_000, 'At most 10,000 characters'),
      }),
      answer: z.object({ dialog: dialogShown, message: messageShown.nullable() }),
      run: ({ viewer }, { params, body, commandId }) => api.reply(viewer, params.number, body.text, commandId),
    }),
    route({
      name: 'closeDialog',
      method: 'POST',
      path: '/dialogs/:number/close',
      summary: 'Close a dialog',
      description: 'At once, without the closing text and the request for a rating.',
      params: dialog,
      query: none,
      body: z.object({}).nullish(),
      answer: z.object({ dialog: dialogShown }),
      run: ({ viewer }, { params, commandId }) => api.close(viewer, params.number, commandId),
    }),
  ];
}

/** `/api/v1`: the company's API for its own programs, by key. */
export function publicApiRoutes(api: PublicApi, keys: ApiKeysService, address: string) {
  const routes = publicRoutesOf(api);
  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 100_000 }, (_request, body, done) =>
      done(null, body),
    );
    app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
      const { status, body } = problemOf(error);
      if (status === 503) void reply.header('retry-after', '1');
      return reply.code(status).send(body);
    });
    const document = openApi(routes, address);
    app.get('/api/v1/openapi.json', async (_request, reply) =>
      reply.header('access-control-allow-origin', '*').send(document),
    );
    for (const one of routes) {
      app.route({
        method: one.method,
        url: `/api/v1${one.path}`,
        handler: async (request, reply) => {
          const caller = await callerOf(keys, request, reply);
          if (one.acts && caller.rights !== 'act')
            throw new Refused(403, { error: 'forbidden', message: 'This key may read only' });
          const fields: Record<string, string> = {};
          const params = read(one.params, request.params, fields);
          const query = read(one.query, request.query, fields);
          const body = one.body === null ? null : read(one.body, json(request.body), fields);
          const key = one.acts ? request.headers['idempotency-key'] : undefined;
          const once = idempotencyKey.optional().safeParse(key);
          if (!once.success) fields['Idempotency-Key'] = 'From 1 to 200 characters';
          if (Object.keys(fields).length > 0)
            throw new Refused(400, { error: 'invalid', message: 'Some values are not as they must be', fields });
          const answer = await one.run(caller, {
            params,
            query,
            body,
            commandId:
              once.data === undefined ? crypto.randomUUID() : commandOf(caller.apiKeyId, request.url, once.data),
          } as never);
          return reply.send(one.answer.parse(answer));
        },
      });
    }
  };
}

async function callerOf(keys: ApiKeysService, request: FastifyRequest, reply: FastifyReply): Promise<KeyCaller> {
  const [kind, secret] = (request.headers.authorization ?? '').split(' ');
  const caller = kind?.toLowerCase() === 'bearer' && secret !== undefined ? await keys.caller(secret) : null;
  if (caller === null) {
    void reply.header('www-authenticate', 'Bearer');
    throw new Refused(401, { error: 'unauthorized', message: 'Send a key that is good: Authorization: Bearer sbk_…' });
  }
  void reply.header('ratelimit-limit', String(callsPerMinute));
  void reply.header('ratelimit-remaining', String(Math.max(0, caller.left)));
  void reply.header('ratelimit-reset', String(caller.secondsLeft));
  if (caller.left < 0) {
    void reply.header('retry-after', String(Math.max(1, caller.secondsLeft)));
    throw new Refused(429, { error: 'too-many', message: `A key may call ${callsPerMinute} times a minute` });
  }
  return caller;
}

function read(schema: z.ZodType, value: unknown, fields: Record<string, string>): unknown {
  const found = schema.safeParse(storableValue(value ?? {}));
  if (found.success) return found.data;
  for (const issue of found.error.issues) fields[issue.path.join('.') || 'body'] ??= issue.message;
  return null;
}

function json(body: unknown): unknown {
  if (body === undefined || body === null || body === '') return null;
  try {
    return JSON.parse(String(body));
  } catch {
    throw new Refused(400, { error: 'invalid', message: 'The body is not JSON' });
  }
}

/** The same key, call and Idempotency-Key are the same command, whichever process it comes to. */
function commandOf(apiKeyId: string, url: string, idempotencyKey: string): string {
  const path = url.split('?')[0] ?? '';
  const hash = createHash('sha256')
    .update(JSON.stringify([apiKeyId, path, idempotencyKey]))
    .digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function problemOf(error: Error & { statusCode?: number }): { status: number; body: Problem } {
  if (error instanceof Refused) return { status: error.status, body: error.body };
  if (error instanceof TRPCError && error.code === 'NOT_FOUND')
    return { status: 404, body: { error: 'not-found', message: error.message } };
  if (error instanceof TRPCError && error.code === 'FORBIDDEN')
    return { status: 403, body: { error: 'forbidden', message: error.message } };
  if (error instanceof TRPCError && error.code === 'TOO_MANY_REQUESTS')
    return { status: 503, body: { error: 'unavailable', message: 'Try again in a moment' } };
  if (isOutage(error)) return { status: 503, body: { error: 'unavailable', message: 'Try again in a moment' } };
  const status = error.statusCode ?? 500;
  if (status < 500) return { status, body: { error: 'invalid', message: error.message } };
  return { status: 500, body: { error: 'internal', message: 'Something went wrong on our side' } };
}
