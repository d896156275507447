import { addressKinds, confidences, recordConfidences } from '@switchboard/domain/crm';
import { states } from '@switchboard/domain/dialog';
import { z } from 'zod';

import { clientConsent } from '../agreements/consent.shapes.ts';
import { recordRow } from '../crm/records/record.shapes.ts';
import { messageRow } from '../dialogs/dialog.shapes.ts';

/** The most addresses of one client, those that he wrote included. */
export const mostAddresses = 200;

const channelKind = z.enum(['live-chat', 'telegram']);
const channel = z.object({ channelId: z.uuid(), kind: channelKind, name: z.string() });
const person = z.object({ employeeId: z.uuid(), name: z.string(), surname: z.string(), photo: z.string().nullable() });
const address = z.object({ kind: z.enum(addressKinds), value: z.string(), confidence: z.enum(confidences) });

export const clientFilter = z.object({
  /** Words of his name, a part of his e-mail address, or a phone in any spelling. */
  search: z.string().trim().max(100).optional(),
  /** Only those with an open dialog. */
  open: z.boolean().optional(),
  blocked: z.boolean().optional(),
});
export type ClientFilter = z.infer<typeof clientFilter>;

/** A client as the list shows him. */
export const clientRow = z.object({
  clientId: z.uuid(),
  name: z.string(),
  isBlocked: z.boolean(),
  /** The kinds of channels he writes from. */
  channels: z.array(channelKind),
  /** The best known first, a few of them. */
  addresses: z.array(address),
  dialogs: z.number().int(),
  hasOpen: z.boolean(),
  /** The last message of his newest dialog; null where he never had one. */
  lastAt: z.number().nullable(),
  createdAt: z.number(),
});
export type ClientRow = z.infer<typeof clientRow>;
export const clientPage = z.object({ rows: z.array(clientRow), next: z.string().nullable() });

export const clientAddress = address.extend({
  /** The channel told it, he wrote it, or an employee did. */
  source: z.enum(['channel', 'text', 'by-hand']),
  at: z.number(),
});

/** A record of his; `opens`: the reader may look into it. */
export const clientRecord = recordRow.extend({
  confidence: z.enum(recordConfidences),
  /** It hangs on the dialog that is looked at. */
  here: z.boolean(),
  stage: z.string().nullable(),
  opens: z.boolean(),
  /** Where it stands in another CRM, once that one has it. */
  address: z.string().nullable(),
});
export type ClientRecord = z.infer<typeof clientRecord>;

/** Another client who may be the same person, and what both have. */
export const clientLikeness = z.object({
  clientId: z.uuid(),
  name: z.string(),
  channels: z.array(channelKind),
  shared: z.array(z.object({ kind: z.enum(addressKinds), value: z.string() })),
  /** A record that is thought to be of both, where no address is. */
  records: z.number().int(),
});
export type ClientLikeness = z.infer<typeof clientLikeness>;

export const clientMerge = z.object({
  mergeId: z.uuid(),
  at: z.number(),
  because: z.enum(['by-hand', 'verified-address']),
  by: person.nullable(),
  other: z.object({ clientId: z.uuid(), name: z.string() }),
  /** The identities and addresses that came with it. */
  identities: z.number().int(),
  addresses: z.number().int(),
});
export type ClientMerge = z.infer<typeof clientMerge>;

/** The erasure of a client: what is left of him. */
const erased = z.object({
  state: z.enum(['running', 'done']),
  at: z.number(),
  by: person.nullable(),
  /** Its row in the ledger of consents, once it is done. */
  number: z.number().int().nullable(),
});

export const clientView = z.object({
  /** Of a client who became a part of another, that one's. */
  clientId: z.uuid(),
  name: z.string(),
  isBlocked: z.boolean(),
  createdAt: z.number(),
  erased: erased.nullable(),
  identities: z.array(z.object({ channel, name: z.string(), username: z.string().nullable(), since: z.number() })),
  addresses: z.array(clientAddress),
  records: z.array(clientRecord),
  consents: z.array(clientConsent),
  likenesses: z.array(clientLikeness),
  merges: z.array(clientMerge),
  counts: z.object({ dialogs: z.number().int(), open: z.number().int(), messages: z.number().int() }),
});
export type ClientView = z.infer<typeof clientView>;

/** The card beside a dialog. */
export const dialogClient = clientView
  .pick({
    clientId: true,
    addresses: true,
    records: true,
    consents: true,
    likenesses: true,
  })
  .extend({
    dialogs: z.array(
      z.object({ dialogId: z.number().int(), openedAt: z.number(), state: z.enum(states), channel: channelKind }),
    ),
    /** A record is to be made by hand here. */
    canMake: z.boolean(),
  });
export type DialogClient = z.infer<typeof dialogClient>;

export const clientDialog = z.object({
  dialogId: z.number().int(),
  state: z.enum(states),
  channel,
  line: z.string(),
  operator: person.nullable(),
  openedAt: z.number(),
  closedAt: z.number().nullable(),
  messages: z.number().int(),
  /** The reader may look into it. */
  opens: z.boolean(),
});
export type ClientDialog = z.infer<typeof clientDialog>;
export const clientDialogs = z.object({ rows: z.array(clientDialog), next: z.number().int().nullable() });

/** What was said in all his chats, the latest last; `next`: where the page before it ends. */
export const clientThread = z.object({
  messages: z.array(messageRow),
  chats: z.array(z.object({ chatId: z.uuid(), channel })),
  next: z.string().nullable(),
});
export type ClientThread = z.infer<typeof clientThread>;

export const addressRemoved = z.union([
  z.object({ removed: z.literal(true) }),
  /** `verified`: his channel vouches for it. */
  z.object({ removed: z.literal(false), because: z.enum(['verified', 'not-there']) }),
]);
export const recordDetached = z.union([
  z.object({ detached: z.literal(true) }),
  z.object({ detached: z.literal(false), because: z.literal('not-there') }),
]);
export const clientsMerged = z.union([
  z.object({ merged: z.literal(true), clientMergeId: z.uuid() }),
  z.object({ merged: z.literal(false), because: z.enum(['same-client', 'merged-before']) }),
]);
export const clientsUnmerged = z.union([
  z.object({ undone: z.literal(true), clientId: z.uuid(), otherClientId: z.uuid() }),
  z.object({ undone: z.literal(false), because: z.literal('cannot-be-undone') }),
]);
