import type { EmployeeId } from '../people/index.ts';
import type { CrmAnswer, FoundRecord, RecordConfidence, RecordId, RecordKind } from './records.ts';
import type { CrmSettings } from './settings.ts';

/** Why a record is made, or why none is (product §3.2). */
export const recordReasons = ['not-found', 'always-new-deal', 'by-hand'] as const;
export type RecordReason = (typeof recordReasons)[number];
/** Why no record is made for a dialog. */
export const noRecordReasons = [
  'found',
  'likeness',
  'made-before',
  'manually',
  'set-to-nothing',
  'cannot-be-written-to',
] as const;
export type NoRecordReason = (typeof noRecordReasons)[number];

/** What is known of a dialog and its client when the CRM's answer is weighed. */
export type Recognition = {
  settings: Pick<CrmSettings, 'notFound' | 'openDeal'>;
  answer: CrmAnswer;
  /** He can be written to: messengers always; of a live-chat visitor a phone or an e-mail address is known. */
  reachable: boolean;
  /** The records the dialog has already, and how they came to it. */
  has: readonly { recordId: RecordId; confidence: RecordConfidence }[];
  /** A record was made for this dialog before: it is made once. */
  made: boolean;
};

/** What follows from the CRM's answer. */
export type Recognised = {
  /** Who is responsible for the client: never by a likeness. */
  responsible: EmployeeId | null;
  /** Records that the dialog and the client get, with how sure that is. */
  attach: { recordId: RecordId; kind: RecordKind; confidence: Exclude<RecordConfidence, 'made'> }[];
  /** The kinds of records that are made, in this order, and for which contact. */
  create: { kind: RecordKind; because: Exclude<RecordReason, 'by-hand'> }[];
  /** The contact that a made deal is of, where one was found. */
  contact: RecordId | null;
  /** Where nothing is made: why. */
  nothing: NoRecordReason | null;
};

/** Records of one kind that a dialog gets at most: more of them would be a list, not an answer. */
const mostOfAKind = 1;

/**
 * What becomes of a client by what the CRM found (product §3.2): records are attached, one of each kind; an open lead or
 * a contact counts as found; where nothing was, a record is made as the tab says, once, and only for somebody who can be
 * written to. A client with an open deal has it attached, or gets another. What was found by what he only wrote is
 * attached with a mark; it makes no further record, and nobody responsible.
 */
export function recognise({ settings, answer, reachable, has, made }: Recognition): Recognised {
  const open = answer.records.filter((record) => record.open);
  const attach = bestOfEachKind(open).filter((record) => !(settings.openDeal === 'new' && record.kind === 'deal'));
  const sure = open.filter((record) => record.by !== 'asserted');
  const responsible = responsibleOf(sure);
  const contact = sure.find((record) => record.kind === 'contact')?.recordId ?? null;
  const attached = attach
    .filter(({ recordId, by }) => {
      const known = has.find((one) => one.recordId === recordId);
      // What he was only like is his once it is sure.
      return known === undefined || (known.confidence === 'asserted' && by !== 'asserted');
    })
    .map(({ recordId, kind, by }) => ({ recordId, kind, confidence: by === 'made' ? ('verified' as const) : by }));
  const nothing = (because: NoRecordReason): Recognised => ({
    responsible,
    attach: attached,
    create: [],
    contact,
    nothing: because,
  });

  if (made) return nothing('made-before');
  const openDeal = sure.some((record) => record.kind === 'deal');
  if (openDeal && settings.openDeal === 'new') {
    const because = 'always-new-deal' as const;
    return { responsible, attach: attached, create: [{ kind: 'deal', because }], contact, nothing: null };
  }
  if (sure.length > 0) return nothing('found');
  if (open.length > 0) return nothing('likeness');
  if (settings.notFound === 'nothing') return nothing('set-to-nothing');
  if (settings.notFound === 'manually') return nothing('manually');
  if (!reachable) return nothing('cannot-be-written-to');
  const because = 'not-found' as const;
  const kinds: RecordKind[] = settings.notFound === 'deal' ? ['contact', 'deal'] : [settings.notFound];
  return {
    responsible: null,
    attach: attached,
    create: kinds.map((kind) => ({ kind, because })),
    contact: null,
    nothing: null,
  };
}

/** Who is responsible for a client: for the contact that he is, else his lead, else his deal. */
function responsibleOf(sure: readonly FoundRecord[]): EmployeeId | null {
  for (const kind of ['contact', 'lead', 'deal'] as const) {
    const record = sure.find((one) => one.kind === kind && one.responsible !== null);
    if (record) return record.responsible;
  }
  return null;
}

function bestOfEachKind(records: readonly FoundRecord[]): FoundRecord[] {
  return (['contact', 'lead', 'deal'] as const).flatMap((kind) =>
    records
      .filter((record) => record.kind === kind)
      .toSorted((one, other) => rank(one) - rank(other))
      .slice(0, mostOfAKind),
  );
}

function rank({ by }: FoundRecord): number {
  return by === 'asserted' ? 1 : 0;
}
