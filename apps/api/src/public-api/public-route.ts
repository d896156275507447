import type { z } from 'zod';

import type { KeyCaller } from './api-keys.service.ts';

/** One call of the API: what it takes, what it answers, and who carries it out. Its document is made from the same. */
export type PublicRoute = {
  /** Its name in the document. */
  name: string;
  method: 'GET' | 'POST';
  /** Below `/api/v1`, with `:names`. */
  path: string;
  summary: string;
  description?: string;
  params: z.ZodObject;
  query: z.ZodObject;
  body: z.ZodType | null;
  answer: z.ZodObject;
  /** It changes something: the key must be one that acts, and an Idempotency-Key makes it happen once. */
  acts: boolean;
  /** The parts are read by the schemas above. */
  run: (caller: KeyCaller, asked: { params: never; query: never; body: never; commandId: string }) => Promise<unknown>;
};
