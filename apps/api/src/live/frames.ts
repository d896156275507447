import { z } from 'zod';

import { presence } from '../people/person.shapes.ts';
import { dialogRow, messageRow } from '../dialogs/dialog.shapes.ts';

/**
 * The console's live feed, a WebSocket at `{api}/live`, authenticated by the sign-in cookie.
 * Changes of a company are numbered without gaps; `cursor` is the number of the last one a console has worked in.
 */
export const frameFromConsole = z.discriminatedUnion('frame', [
  /** First frame. `cursor` null: begin with what comes from now on. */
  z.object({ frame: z.literal('hello'), cursor: z.number().int().min(0).nullable() }),
  /** Every 30 s while connected; `used`: the person did something since the last one. */
  z.object({ frame: z.literal('here'), used: z.boolean() }),
  /** Looking at this dialog, or at none. */
  z.object({ frame: z.literal('looking'), dialogId: z.number().int().nullable() }),
]);
export type FrameFromConsole = z.infer<typeof frameFromConsole>;

export const change = z.discriminatedUnion('change', [
  /** A dialog the reader may see, as it now stands. */
  z.object({ change: z.literal('dialog'), row: dialogRow }),
  /** The reader could see this dialog and no longer can: take it off every list. */
  z.object({ change: z.literal('gone'), dialogId: z.number().int() }),
  /** A new message, or one whose text or delivery changed. */
  z.object({ change: z.literal('message'), message: messageRow }),
  z.object({ change: z.literal('presence'), employeeId: z.uuid(), presence }),
  /** This employee was told something: whoever he is reads his notices anew. */
  z.object({ change: z.literal('notice'), employeeId: z.uuid() }),
  /** Something of this kind changed: read it anew where it is on the screen. */
  z.object({
    change: z.literal('stale'),
    what: z.enum([
      'lines',
      'channels',
      'people',
      'company',
      'quickReplies',
      'clients',
      'crm',
      'agreements',
      'consents',
    ]),
  }),
]);
export type Change = z.infer<typeof change>;

export const frameToConsole = z.discriminatedUnion('frame', [
  z.object({ frame: z.literal('welcome'), cursor: z.number().int() }),
  /** Everything up to `cursor`, in order, as far as the reader may see it. */
  z.object({ frame: z.literal('changes'), cursor: z.number().int(), changes: z.array(change) }),
  /** The cursor is too old, or the rights changed: read everything anew from `cursor` on. */
  z.object({ frame: z.literal('start-over'), cursor: z.number().int() }),
  /** Who else looks at the dialog this console said it is looking at. May be lost; never the truth. */
  z.object({ frame: z.literal('lookers'), dialogId: z.number().int(), employeeIds: z.array(z.uuid()) }),
  z.object({ frame: z.literal('error'), message: z.string() }),
]);
export type FrameToConsole = z.infer<typeof frameToConsole>;
