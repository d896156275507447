import { z } from 'zod';

import { closeReasons, listedStates, states } from '@switchboard/domain/dialog';
import { lineSettings } from '@switchboard/domain/line';
import { votes } from '@switchboard/domain/rating';

import { presence } from '../people/person.shapes.ts';

const moment = z.iso.datetime();

/** An id as it is stored: rights are compared with it letter by letter. */
export const plainId = z.uuid().toLowerCase();
const named = z.object({ id: z.uuid(), name: z.string() });
const person = z.object({ id: z.uuid(), name: z.string(), surname: z.string() });

/** What may stand in an address as the number of a dialog. */
export const dialogNumber = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** How lists are read: `cursor` is the `next` of the page before. */
export const paged = {
  cursor: z.string().max(200).optional().meta({ description: 'The `next` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(100).default(50).meta({ description: 'At most so many of a page.' }),
};

export const companyShown = z.object({
  id: z.uuid(),
  name: z.string(),
  language: z.enum(['en', 'ru']),
  timeZone: z.string(),
});

export const lineShown = z.object({
  id: z.uuid(),
  name: z.string(),
  active: z.boolean(),
  channels: z.array(z.object({ id: z.uuid(), kind: z.string(), name: z.string() })),
  waiting: z.number().int().meta({ description: 'Dialogs in which the client waits.' }),
  open: z.number().int().meta({ description: 'Open dialogs.' }),
});

export const lineWithSettings = z.object({
  id: z.uuid(),
  name: z.string(),
  active: z.boolean(),
  version: z.number().int(),
  settings: lineSettings,
});

export const personShown = z.object({
  id: z.uuid(),
  name: z.string(),
  surname: z.string(),
  position: z.string(),
  email: z.string(),
  departmentId: z.uuid().nullable(),
  presence,
  openDialogs: z.number().int(),
});

export const dialogsAsked = z.object({
  state: z.enum(listedStates).optional().meta({ description: 'What the dialogs fold into in lists.' }),
  line: plainId.optional(),
  operator: plainId.optional(),
  since: z.iso.datetime({ offset: true }).optional().meta({ description: 'Opened at this moment or later.' }),
  ...paged,
});

export const dialogShown = z.object({
  number: z.number().int(),
  state: z.enum(states),
  direction: z.enum(['incoming', 'outgoing']),
  line: named,
  channel: z.object({ id: z.uuid(), kind: z.string(), name: z.string() }),
  client: named,
  operator: person.nullable().meta({ description: 'Who holds it, or held it when it closed.' }),
  messages: z.number().int(),
  openedAt: moment,
  acceptedAt: moment.nullable(),
  firstAnswerAt: moment.nullable(),
  closedAt: moment.nullable(),
  closeReason: z.enum(closeReasons).nullable(),
  unansweredSince: moment.nullable().meta({ description: 'The first message of the client that nobody answered.' }),
  rating: z.enum(votes).nullable(),
  mark: z.number().int().nullable(),
  pinned: z.boolean(),
  outsideHours: z.boolean(),
});

export const dialogWithHistory = z.object({
  ...dialogShown.shape,
  history: z
    .array(z.looseObject({ number: z.number().int(), fact: z.string() }))
    .nullable()
    .meta({
      description:
        'What happened in it, step by step, each with its reason; null where the maker of the key may not read histories.',
    }),
});

export const messageShown = z.object({
  id: z.uuid(),
  number: z.number().int().meta({ description: 'Its number in the chat.' }),
  dialog: z.number().int().nullable(),
  from: z.enum(['client', 'operator', 'system']),
  operator: person.nullable(),
  text: z.string(),
  at: moment,
  editedAt: moment.nullable(),
  delivery: z.string().nullable().meta({ description: 'Where a message of ours stands on its way.' }),
  problem: z.string().nullable(),
});

export const problem = z.object({
  error: z.enum([
    'unauthorized',
    'forbidden',
    'not-found',
    'invalid',
    'refused',
    'too-many',
    'unavailable',
    'internal',
  ]),
  message: z.string(),
  fields: z.record(z.string(), z.string()).optional().meta({ description: 'What is wrong with which value.' }),
  because: z.string().optional().meta({ description: 'Of `refused`: why the rules of the dialog do not allow it.' }),
});
export type Problem = z.infer<typeof problem>;
