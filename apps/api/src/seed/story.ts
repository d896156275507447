import { readFileSync } from 'node:fs';

import { builtInRoles } from '@switchboard/domain/access';
import { agreementDraft } from '@switchboard/domain/agreement';
import { z } from 'zod';

const key = z.string();
const ago = z
  .string()
  .regex(/^(\d+d ?)?(\d+h ?)?(\d+m)?$/)
  .transform((text) => {
    const part = (unit: string): number => Number(new RegExp(`(\\d+)${unit}`).exec(text)?.[1] ?? 0);
    return ((part('d') * 24 + part('h')) * 60 + part('m')) * 60_000;
  });

const step = z.union([
  z.strictObject({ ago, online: z.array(key) }),
  z.strictObject({
    ago,
    client: z.string(),
    line: key,
    writes: z.string(),
    /** The e-mail of his account in the shop, where the shop signed for him. */
    signedIn: z.email().optional(),
    page: z.object({ url: z.url(), title: z.string() }).optional(),
  }),
  /** By the one who is asked. What follows is done by the one who holds the dialog. */
  z.strictObject({ ago, accepts: z.string() }),
  z.strictObject({ ago, replies: z.string(), text: z.string() }),
  z.strictObject({ ago, transfers: z.string(), to: key }),
  z.strictObject({ ago, finishes: z.string() }),
  /** By the button under the request to rate; of the client's last dialog. */
  z.strictObject({ ago, votes: z.string(), vote: z.enum(['good', 'bad']) }),
  /** His consent to the agreement: the owner enters what he wished. */
  z.strictObject({ ago, withdraws: z.string(), reason: z.string() }),
  z.strictObject({ ago, marks: z.string(), by: key, stars: z.number().int(), comment: z.string() }),
]);
export type Step = z.infer<typeof step>;

const story = z.object({
  company: z.object({ name: z.string(), language: z.enum(['en', 'ru']), timeZone: z.string() }),
  people: z
    .array(
      z.object({
        key,
        name: z.string(),
        surname: z.string(),
        position: z.string(),
        role: z.enum(builtInRoles),
        email: z.email(),
      }),
    )
    .min(1),
  departments: z.array(z.object({ name: z.string(), head: key, members: z.array(key) })),
  lines: z
    .array(
      z.object({
        key,
        name: z.string(),
        chat: z.string(),
        queue: z.object({
          /** People, or departments by their names. */
          members: z.array(z.union([key, z.object({ department: z.string() })])),
          distribution: z.enum(['evenly', 'strictly', 'all']),
          offerMinutes: z.number(),
          limit: z.number().optional(),
        }),
        /** How soon its clients are to be answered. */
        goals: z.object({ firstSeconds: z.number(), furtherMinutes: z.number() }),
      }),
    )
    .min(1),
  /** The answers that are given again and again, and the lines that offer them. */
  quickReplies: z.object({
    name: z.string(),
    lines: z.array(key),
    sections: z.array(
      z.object({ name: z.string(), replies: z.array(z.object({ name: z.string(), text: z.string() })) }),
    ),
  }),
  /** What clients are asked to accept, and the lines that ask for it without making anybody wait. */
  agreement: z.object({ name: z.string(), lines: z.array(key), texts: agreementDraft.shape.texts }),
  steps: z.array(step),
});
export type Story = z.infer<typeof story>;

/** The demo company's story: who works there, which lines it has, and what happened in its last days. */
export function readStory(): Story {
  return story.parse(JSON.parse(readFileSync(new URL('../../../../prisma/seed/story.json', import.meta.url), 'utf8')));
}
