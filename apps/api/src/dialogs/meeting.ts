import type { Inbound } from '@switchboard/channels/channel';
import type { ClientAddress } from '@switchboard/domain/crm';
import type { CrmSays, Dialog, Via } from '@switchboard/domain/dialog';

import type { Chat, EventRow } from './batch.types.ts';
import type { Consents } from './consents.ts';
import { vouchedAddresses, writtenAddresses, type Recognition } from './recognition.ts';
import type { RuleLine, Rules } from './rules.ts';

/** What an event tells of its client, and where he stands with the consent that his line asks for. */
export class Meeting {
  readonly #rules: Rules;
  readonly #recognition: Recognition;
  readonly #consents: Consents;
  /** What clients wrote in sealed dialogs before they consented. */
  readonly #sealed = new Map<number, string[]>();

  constructor(rules: Rules, recognition: Recognition, consents: Consents) {
    this.#rules = rules;
    this.#recognition = recognition;
    this.#consents = consents;
  }

  /** Something was written in a dialog that is sealed. */
  seal(dialogId: number, text: string): void {
    this.#sealed.set(dialogId, [...(this.#sealed.get(dialogId) ?? []), text]);
  }

  /** Has anything been written in this dialog while it was sealed? */
  isSealed(dialogId: number): boolean {
    return this.#sealed.has(dialogId);
  }

  /**
   * What a message or a consent tells of who the client is, worked into what is known of him; and, where it opens a dialog
   * or told something new, what the CRM says. Of a sealed dialog nothing is kept yet, of a group never anything.
   */
  meet(
    row: EventRow,
    chat: Chat,
    line: RuleLine,
    dialog: Dialog | null,
    via: Via,
    messageId: string | null,
  ): CrmSays | null {
    const key = `event ${row.received_id}`;
    if (via === 'group') return null;
    const open = dialog === null || dialog.state === 'closed' ? null : dialog;
    const { event } = row;
    const sealed =
      open === null ? this.#sealsNow(chat, line, via) : open.state === 'held' && !this.unseals(event, open, line);
    const addresses = this.addressesIn(row, line, open?.id);
    // What another client is vouched for by stays his, and this one becomes him.
    const kept = addresses.filter((address) => {
      if (address.confidence === 'asserted') return !sealed;
      const owner = this.ownerOf(row, address);
      return owner === undefined || owner === chat.clientId;
    });
    const surelyHis = (open?.crm.records ?? []).flatMap((one) => (one.confidence === 'asserted' ? [] : [one.recordId]));
    const isNew = this.#recognition.learn(key, chat.clientId, kept, messageId, surelyHis);
    // Whoever turns out to be another is looked for as him.
    const joins = kept.length < addresses.filter(({ confidence }) => confidence === 'verified' || !sealed).length;
    if (open !== null && open.state !== 'held' && !isNew && !joins) return null;
    return line.settings.crm.check ? this.#recognition.says(key, chat.clientId, via) : null;
  }

  /** A dialog that opened here now would be sealed until the client consents. */
  #sealsNow(chat: Chat, line: RuleLine, via: Via): boolean {
    const { consented, asked } = this.standing(chat, line);
    return consented !== true && !(via === 'text' && asked === 'open') && this.#holdsBack(line, via);
  }

  #holdsBack(line: RuleLine, via: Via): boolean {
    const { ask, agreementId, hold } = line.settings.agreement;
    if (!ask || agreementId === null || this.#rules.versions[agreementId] === undefined) return false;
    return via === 'live-chat' ? hold.liveChat : hold.messengers;
  }

  /** What the CRM says of the client of a sealed dialog that is held back no more; null while it is. */
  unsealed(dialog: Dialog, clientId: string, line: RuleLine): CrmSays | null {
    if (this.#holdsBack(line, dialog.via)) return null;
    const key = `dialog ${dialog.id}`;
    this.#recognition.learn(key, clientId, writtenAddresses(this.#sealed.get(dialog.id) ?? [], line), null, []);
    return line.settings.crm.check ? this.#recognition.says(key, clientId, dialog.via) : null;
  }

  /** How the client of a sealed dialog can be reached by what he wrote. */
  sealedAddresses(dialogId: number, line: RuleLine): ClientAddress[] {
    return writtenAddresses(this.#sealed.get(dialogId) ?? [], line);
  }

  /** Who has this address by the word of a channel, before this event. */
  ownerOf(row: EventRow, address: ClientAddress): string | undefined {
    const stored = address.kind === 'phone' ? row.phone_owner : row.email_owner;
    return stored ?? this.#recognition.ownerOf(address);
  }

  /** Does this event open what is sealed? */
  unseals(event: Inbound, dialog: Dialog, line: RuleLine): boolean {
    if (!this.#holdsBack(line, dialog.via)) return true;
    if (event.kind === 'consent') return event.accepts;
    return event.kind === 'message' && dialog.via === 'text';
  }

  /** Where the client of this chat stands with what the line asks him to accept. */
  standing({ clientId, asked }: Chat, line: RuleLine): { consented?: true; asked?: 'open' | 'declined' } {
    const { agreementId } = line.settings.agreement;
    const version = agreementId === null ? undefined : this.#rules.versions[agreementId];
    if (agreementId === null || version === undefined) return {};
    const latest = this.#consents.of(clientId, agreementId);
    const decision = latest?.version === version ? latest.decision : null;
    if (decision === 'accepted') return { consented: true };
    // Whoever withdrew is asked anew: that he writes is no consent.
    if (decision === 'withdrawn' || asked?.agreementId !== agreementId || asked.version !== version) return {};
    return { asked: decision === 'declined' ? 'declined' : 'open' };
  }

  /** How a client can be reached by what this event brings: his channel's word, and his own; of a sealed dialog, all of it. */
  addressesIn(
    { event }: EventRow,
    line: RuleLine,
    open: number | undefined,
    before: readonly string[] = [],
  ): ClientAddress[] {
    if (event.kind !== 'message' && event.kind !== 'consent') return [];
    const texts = open === undefined ? [] : (this.#sealed.get(open) ?? []);
    const text = event.kind === 'message' ? event.content.text : '';
    return [...vouchedAddresses(event.from), ...writtenAddresses([...texts, ...before, text], line)];
  }
}
