import { z } from 'zod';

import { lineName, lineSettings } from '@switchboard/domain/line';

import { workday } from '../people/person.shapes.ts';

export const lineRow = z.object({
  lineId: z.uuid(),
  name: lineName,
  active: z.boolean(),
  channels: z.array(z.object({ channelId: z.uuid(), kind: z.enum(['live-chat', 'telegram']), name: z.string() })),
  distribution: z.enum(['evenly', 'strictly', 'all']),
  members: z.number().int(),
  /** Members who could be offered a dialog now. */
  available: z.number().int(),
  /** Dialogs in which the client waits. */
  waiting: z.number().int(),
  open: z.number().int(),
});

export const lineView = z.object({
  lineId: z.uuid(),
  name: lineName,
  active: z.boolean(),
  /** The version of the settings below; saving names it, and a stale one is refused with the one in force. */
  version: z.number().int(),
  settings: lineSettings,
  /** Whether whoever asks may change it. */
  mayEdit: z.boolean(),
  /** Public page of the line's first live chat, or null where it has none. */
  page: z.url().nullable(),
});

/** What the Queue tab's preview reckons with: the domain's own world of this line, people and departments included. */
export const crew = z.object({
  now: z.number().int(),
  /** Who answers by the settings in force, in their order. */
  crew: z.array(z.uuid()),
  departments: z.array(
    z.object({
      id: z.uuid(),
      parentId: z.uuid().nullable(),
      headId: z.uuid().nullable(),
      name: z.string(),
      memberIds: z.array(z.uuid()),
    }),
  ),
  people: z.array(
    z.object({
      employeeId: z.uuid(),
      name: z.string(),
      surname: z.string(),
      photo: z.string().nullable(),
      position: z.string(),
      dismissedAt: z.number().int().nullable(),
      awaySince: z.number().int().nullable(),
      connectedAt: z.number().int().nullable(),
      usedAt: z.number().int().nullable(),
      workday: workday.nullable(),
      /** When he is absent, now or later. Why is his own affair. */
      absent: z.array(z.object({ from: z.number().int(), until: z.number().int() })),
      /** When this line's queue last assigned him a dialog. */
      assignedAt: z.number().int().nullable(),
      holds: z.array(
        z.object({
          dialogId: z.number().int(),
          lineId: z.uuid(),
          state: z.enum(['offered', 'accepted', 'answered', 'client-wrote', 'finishing']),
          everAnswered: z.boolean(),
        }),
      ),
    }),
  ),
});

/** A new line, or why there is none: the plan has no more of them. */
export const lineCreated = z.discriminatedUnion('created', [
  z.object({ created: z.literal(true), lineId: z.uuid() }),
  z.object({ created: z.literal(false), because: z.literal('plan'), most: z.number().int().nullable() }),
]);
export type LineCreated = z.infer<typeof lineCreated>;

/** What becomes of the channels of a line that is switched off. */
export const channelsOfInactive = z.discriminatedUnion('then', [
  z.object({ then: z.literal('keep') }),
  z.object({ then: z.literal('disconnect') }),
  z.object({ then: z.literal('move'), lineId: z.uuid() }),
]);
export type ChannelsOfInactive = z.infer<typeof channelsOfInactive>;

/** A line switched on or off, or why not: the plan has no more active ones. */
export const activeSet = z.discriminatedUnion('set', [
  z.object({ set: z.literal(true) }),
  z.object({ set: z.literal(false), because: z.literal('plan'), most: z.number().int().nullable() }),
]);
export type ActiveSet = z.infer<typeof activeSet>;

/**
 * A save of some settings, with all that are in force now; or why it was not made: `stale`, somebody has changed the
 * same card since.
 */
export const lineSaved = z.discriminatedUnion('saved', [
  z.object({ saved: z.literal(true), version: z.number().int(), settings: lineSettings }),
  z.object({ saved: z.literal(false), because: z.literal('stale'), version: z.number().int(), settings: lineSettings }),
]);
export type LineSaved = z.infer<typeof lineSaved>;
