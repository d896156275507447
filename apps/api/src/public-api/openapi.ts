import { z } from 'zod';

import { keyRights } from './api-key.shapes.ts';
import type { PublicRoute } from './public-route.ts';
import { problem } from './public-api.shapes.ts';

type Json = Record<string, unknown>;

/** The API as an OpenAPI 3.1 document, made from the schemas that its calls are read and answered by. */
export function openApi(routes: readonly PublicRoute[], address: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path.replace(/:(\w+)/g, '{$1}')}`;
    const errors = ['400', '401', '403', '404', '429', '503', ...(route.acts ? ['409'] : [])].toSorted();
    (paths[path] ??= {})[route.method.toLowerCase()] = {
      operationId: route.name,
      summary: route.summary,
      ...(route.description === undefined ? {} : { description: route.description }),
      parameters: [
        ...parametersOf(route.params, 'path'),
        ...parametersOf(route.query, 'query'),
        ...(route.acts
          ? [
              {
                name: 'Idempotency-Key',
                in: 'header',
                required: false,
                description: 'The same key again answers what the first call did, for seven days.',
                schema: { type: 'string', minLength: 1, maxLength: 200 },
              },
            ]
          : []),
      ],
      ...(route.body === null
        ? {}
        : { requestBody: { required: !route.body.safeParse(null).success, content: jsonOf(route.body, 'input') } }),
      responses: {
        200: { description: route.summary, content: jsonOf(route.answer, 'output') },
        ...Object.fromEntries(errors.map((status) => [status, { $ref: `#/components/responses/${status}` }])),
      },
      'x-key-rights': route.acts ? keyRights.enum.act : keyRights.enum.read,
    };
  }
  const content = jsonOf(problem, 'output');
  const told: Record<string, string> = {
    400: 'A value is not as it must be.',
    401: 'No key, or one that is no longer good.',
    403: 'The key, or whoever made it, has no right to this.',
    404: 'There is nothing of this kind, or its maker may not see it.',
    409: 'The rules of the dialog do not allow it now; `because` says why.',
    429: 'Too many calls; `Retry-After` says when the next is taken.',
    503: 'Not possible for a moment; the same call may be made again.',
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Switchboard',
      version: '1',
      description: 'Lines, people and dialogs of a company, for its own programs.',
    },
    servers: [{ url: address }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key of the company.' } },
      responses: Object.fromEntries(
        Object.entries(told).map(([status, description]) => [status, { description, content }]),
      ),
    },
  };
}

function jsonOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  return { 'application/json': { schema: described(schema, io) } };
}

function described(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...made } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return made;
}

function parametersOf(schema: z.ZodObject, where: 'path' | 'query'): Json[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const { description, ...shape } = described(field as z.ZodType, 'output');
    return {
      name,
      in: where,
      required: where === 'path',
      ...(description === undefined ? {} : { description }),
      schema: shape,
    };
  });
}
