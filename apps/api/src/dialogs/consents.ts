import { sql, type Turn } from '@switchboard/db';

import { appendToLedger, headOf, LedgerBroken, type Evidence, type NewEntry } from '../agreements/ledger.ts';
import type { Rules } from './rules.ts';

type Decided = { agreementId: string; version: number; decision: string };
/** What a client can be asked to accept. */
type To = { agreementId: string; version: number };

const shownTexts = sql(
  'texts-that-were-shown',
  `select t.agreement_id as "agreementId", t.version, t.language, t.hash from jsonb_to_recordset($2::jsonb) as x("agreementId" uuid, version int)
   cross join lateral (
     select agreement_id, version, language, hash from agreement_text where company_id = $1 and agreement_id = x."agreementId" and version = x.version limit 20
   ) t`,
);

/**
 * What the clients of a batch have agreed to, and what is to be added to the ledger of consents. A decision that repeats
 * the one before it is not noted again.
 */
export class Consents {
  readonly #turn: Turn;
  readonly #rules: Rules;
  readonly #latest = new Map<string, Decided>();
  readonly #hashes = new Map<string, { language: string; hash: string }[]>();
  readonly #entries: NewEntry[] = [];
  #broken: LedgerBroken | null = null;

  constructor(turn: Turn, rules: Rules) {
    this.#turn = turn;
    this.#rules = rules;
  }

  /** What the client had decided before this batch. */
  know(clientId: string, decided: readonly Decided[]): void {
    for (const one of decided) {
      const key = `${clientId} ${one.agreementId}`;
      if (!this.#latest.has(key)) this.#latest.set(key, one);
    }
  }

  /** The client's last decision on an agreement. */
  of(clientId: string, agreementId: string): Decided | undefined {
    return this.#latest.get(`${clientId} ${agreementId}`);
  }

  /**
   * Reads what decisions of this batch will rest on: where the ledger ends, and the texts that clients were shown, where it
   * may be an older version.
   */
  async read(asked: readonly To[]): Promise<void> {
    if (asked.length > 0) await this.#readHead();
    const shown = asked
      .filter((to) => this.textsOf(to).length === 0)
      .map(({ agreementId, version }) => ({ agreementId, version }));
    if (shown.length === 0) return;
    const rows = await this.#turn.run<{ agreementId: string; version: number; language: string; hash: string }>(
      shownTexts,
      [this.#turn.companyId, JSON.stringify(shown)],
    );
    for (const { agreementId, version, language, hash } of rows) {
      const key = `${agreementId} ${version}`;
      const texts = this.#hashes.get(key) ?? [];
      if (!texts.some((text) => text.language === language)) this.#hashes.set(key, [...texts, { language, hash }]);
    }
  }

  async #readHead(): Promise<void> {
    try {
      await headOf(this.#turn);
    } catch (error) {
      if (!(error instanceof LedgerBroken)) throw error;
      this.#broken = error;
    }
  }

  /** Was there ever such a version? */
  isPublished({ agreementId, version }: To): boolean {
    return this.textsOf({ agreementId, version }).length > 0;
  }

  /** Throws `LedgerBroken` where nothing can be added to the ledger. */
  assertWhole(): void {
    if (this.#broken) throw this.#broken;
  }

  /** Notes a decision for the ledger; one that changes nothing is left out. Throws `LedgerBroken`. */
  decide(
    clientId: string,
    to: To,
    decision: 'accepted' | 'declined',
    proof: Pick<NewEntry, 'channelId' | 'dialogId' | 'how' | 'messageId'> & { language: string; evidence: Evidence },
  ): void {
    const before = this.of(clientId, to.agreementId);
    if (before?.version === to.version && before.decision === decision) return;
    this.assertWhole();
    const texts = this.textsOf(to);
    const text = texts.find(({ language }) => language === proof.language) ?? texts[0];
    if (text === undefined) throw new Error('A client decides on a text that was never published');
    this.#latest.set(`${clientId} ${to.agreementId}`, { ...to, decision });
    const { language: _, ...rest } = proof;
    this.#entries.push({
      ...rest,
      ...to,
      clientId,
      decision,
      language: text.language,
      textHash: text.hash,
      employeeId: null,
    });
  }

  /** Adds what was noted to the ledger. */
  async write(): Promise<void> {
    if (this.#entries.length === 0) return;
    await appendToLedger(this.#turn, this.#entries);
    this.#turn.announce({ change: 'stale', what: 'consents' });
  }

  /** The texts of a version; none where there never was such a one. */
  textsOf({ agreementId, version }: To): { language: string; hash: string }[] {
    const current = this.#rules.agreements.get(agreementId);
    if (current?.version === version) return current.texts;
    return this.#hashes.get(`${agreementId} ${version}`) ?? [];
  }
}

/** The language in which a client is asked: his own where the text exists in it, else the company's, else any. */
export function askedIn(texts: readonly { language: string }[], ...wanted: (string | null)[]): string {
  for (const language of wanted) {
    const own = texts.find((text) => text.language === language?.slice(0, 2).toLowerCase());
    if (own) return own.language;
  }
  return texts[0]?.language ?? 'en';
}
