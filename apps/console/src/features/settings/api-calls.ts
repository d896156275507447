import { z } from 'zod';

/** A call of the API as its document tells it. */
export type ApiCall = {
  name: string;
  method: string;
  path: string;
  summary: string;
  acts: boolean;
  /** What a body can look like; null where it takes none. */
  body: string | null;
};

const operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  requestBody: z.object({ required: z.boolean() }).optional(),
  'x-key-rights': z.string(),
});
const document = z.object({ paths: z.record(z.string(), z.record(z.string(), operation)) });

/** The calls of an OpenAPI document, in its order; null where it is none of ours. */
export function apiCallsOf(read: unknown): ApiCall[] | null {
  const found = document.safeParse(read);
  if (!found.success) return null;
  return Object.entries(found.data.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, told]) => ({
      name: told.operationId,
      method: method.toUpperCase(),
      path,
      summary: told.summary,
      acts: told['x-key-rights'] === 'act',
      body: told.requestBody?.required === true ? '{"text":"On its way"}' : null,
    })),
  );
}
