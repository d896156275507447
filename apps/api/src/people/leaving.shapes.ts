import { z } from 'zod';

/** Why somebody cannot be dismissed. */
export const dismissalRefusals = ['oneself', 'last-administrator', 'wider-than-yours'] as const;

/** What a dismissal does, or did, beside him: dialogs, lines and departments by number and name. */
export const dismissalConsequences = z.object({
  /** Of each line: his dialogs that go back to its queue, and the offers that go on to somebody else. */
  returning: z.array(
    z.object({ lineId: z.uuid(), name: z.string(), dialogs: z.number().int(), offers: z.number().int() }),
  ),
  /** Dialogs of his that are finishing: they close by themselves, and stay his. */
  finishing: z.number().int(),
  /** Lines in whose queue nobody is left. */
  emptied: z.array(z.object({ lineId: z.uuid(), name: z.string() })),
  /** Keys of the company's API that he made: they stop. */
  apiKeys: z.number().int(),
  /** Departments that have no head any more. */
  headless: z.array(z.object({ departmentId: z.uuid(), name: z.string() })),
});
export type DismissalConsequences = z.infer<typeof dismissalConsequences>;

export const dismissalAnswer = z.discriminatedUnion('possible', [
  z.object({ possible: z.literal(true), consequences: dismissalConsequences }),
  z.object({ possible: z.literal(false), because: z.enum([...dismissalRefusals, 'dismissed']) }),
]);

export const dismissed = z.discriminatedUnion('dismissed', [
  /** `consequences` is null where he had been dismissed before. */
  z.object({ dismissed: z.literal(true), consequences: dismissalConsequences.nullable() }),
  z.object({ dismissed: z.literal(false), because: z.enum(dismissalRefusals) }),
]);
export type Dismissed = z.infer<typeof dismissed>;

export const reinstated = z.discriminatedUnion('reinstated', [
  /** The lines in whose queues he is again, because their lists name him or his department. */
  z.object({ reinstated: z.literal(true), lines: z.array(z.object({ lineId: z.uuid(), name: z.string() })) }),
  z.object({
    reinstated: z.literal(false),
    because: z.enum(['not-dismissed', 'wider-than-yours', 'not-your-department']),
  }),
]);
export type Reinstated = z.infer<typeof reinstated>;
