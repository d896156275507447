import type { EmployeeId } from '../people/index.ts';

/** The CRMs a company can work with: the built-in one, or Bitrix24 in its place. */
export const crms = ['built-in', 'bitrix24'] as const;
export type CrmKind = (typeof crms)[number];

/** The kinds of records (glossary: lead, deal, contact). */
export const recordKinds = ['contact', 'lead', 'deal'] as const;
export type RecordKind = (typeof recordKinds)[number];

/** Our id of a record, a uuid, whichever CRM keeps it. */
export type RecordId = string;

/** A phone number or an e-mail address. */
export const addressKinds = ['phone', 'email'] as const;
export type AddressKind = (typeof addressKinds)[number];

/** How something is known: the channel vouches for it, or somebody wrote it. */
export const confidences = ['verified', 'asserted'] as const;
export type Confidence = (typeof confidences)[number];

/** A phone number in E.164, or an e-mail address in lower case. */
export type Address = { kind: AddressKind; value: string };

/** An address of a client, with how sure it is that it is his. */
export type ClientAddress = Address & { confidence: Confidence };

/**
 * How a record came to a client or a dialog: found by what is verified, found by what he only wrote (a likeness, which
 * operators are told), put there by an employee, or made for it.
 */
export const recordConfidences = ['verified', 'asserted', 'by-hand', 'made'] as const;
export type RecordConfidence = (typeof recordConfidences)[number];

/** A record that the CRM found for a client. */
export type FoundRecord = {
  recordId: RecordId;
  kind: RecordKind;
  /** The best way in which it was found: it was his already, or by an address. */
  by: RecordConfidence;
  /** A lead or deal that is neither won nor lost; a contact always is. */
  open: boolean;
  /** The employee responsible for it; null where nobody of the company is. */
  responsible: EmployeeId | null;
};

/** What a CRM answers when it is asked who a client is. The best known first: by how it was found, then the newest. */
export type CrmAnswer = { records: readonly FoundRecord[] };
