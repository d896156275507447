import { z } from 'zod';

/**
 * The Agreements tab of a line (product §3.4): whether a client's consent is asked, to what, and where nothing
 * goes on before he gave it. `parse({})` is a new line's tab.
 */
export const agreementSettings = z.object({
  ask: z.boolean().default(false),
  /** The agreement whose newest version is asked; kept when asking is switched off. */
  agreementId: z.uuid().nullable().default(null),
  /** Where a dialog is held until the client consents. */
  hold: z.object({ liveChat: z.boolean().default(true), messengers: z.boolean().default(false) }).prefault({}),
});
export type AgreementSettings = z.infer<typeof agreementSettings>;

/** The tab as it may be saved: whoever asks for consent says to what. */
export const agreementToSave = agreementSettings.refine((tab) => !tab.ask || tab.agreementId !== null, {
  path: ['agreementId'],
  message: 'agreement.agreementId.empty',
});
