import type { Turn } from '@switchboard/db';
import type { Dialog, EffectOf } from '@switchboard/domain/dialog';
import { textOf } from '@switchboard/domain/line';
import { defaultTexts, render, type LineText } from '@switchboard/domain/text';

import type { Chat, DialogCommand, Held, Rows } from './batch.types.ts';
import { consentButtons, ratingButtons } from './buttons.ts';
import { askedIn } from './consents.ts';
import { outgoingText, shownOperator } from './outgoing-text.ts';
import type { RuleChannel, RuleLine, Rules } from './rules.ts';

/** Where clients read a version of an agreement, by its public address and a language. */
export type AgreementLink = (address: string, language: string) => string;

/** What of a batch its messages are made from. */
type Of = {
  turn: Turn;
  rules: Rules;
  rows: Pick<Rows, 'messages' | 'outbox'>;
  chatOf: (chatId: string) => Chat | undefined;
  heldOf: (dialogId: number) => Held | undefined;
  agreementLink: AgreementLink;
};

/** What is said in the dialogs of a batch, by operators and by the lines themselves. */
export class Voice {
  readonly #turn: Turn;
  readonly #rules: Rules;
  readonly #rows: Of['rows'];
  readonly #chatOf: Of['chatOf'];
  readonly #heldOf: Of['heldOf'];
  readonly #agreementLink: AgreementLink;

  constructor({ turn, rules, rows, chatOf, heldOf, agreementLink }: Of) {
    this.#turn = turn;
    this.#rules = rules;
    this.#rows = rows;
    this.#chatOf = chatOf;
    this.#heldOf = heldOf;
    this.#agreementLink = agreementLink;
  }

  /** An operator's message: stored under the id of his call, and sent through the channel. */
  reply(command: DialogCommand, held: Held, line: RuleLine | undefined): { chatId: string; number: number } {
    const burstGoesOn = held.row.lastFrom === 'operator' && held.row.lastEmployeeId === command.by;
    const speaker = burstGoesOn ? null : this.#rules.employees.get(command.by);
    const sent = this.#send(held, {
      text: command.text ?? '',
      messageId: command.commandId,
      said: null,
      by: command.by,
    });
    this.#toProvider(held, sent, outgoingText(sent.channel.kind, sent.text, line?.settings.queue, speaker));
    held.row.lastFrom = 'operator';
    held.row.lastEmployeeId = command.by;
    held.row.readNumber = sent.number;
    return { chatId: held.row.chatId, number: sent.number };
  }

  /** The line says one of its texts, with what its variables stand for now. */
  say(held: Held, { what, operatorId }: EffectOf<'say'>): void {
    const dialog = held.dialog as Dialog;
    const line = this.#rules.lines.get(dialog.lineId);
    const agreement = what === 'consent' ? this.#rules.agreements.get(dialog.consentTo?.agreementId ?? '') : undefined;
    const { language: companys } = this.#rules.company;
    const byButton = dialog.state === 'held' && dialog.via !== 'text';
    const { consent, consentByButton } = defaultTexts[companys];
    const asking = agreement === undefined ? null : byButton ? consentByButton : consent;
    const template = line === undefined ? null : (asking ?? textOf(line.settings, what, dialog.via));
    if (line === undefined || template === null) throw new Error(`The line has nothing to say as ${what}`);
    const operator = operatorId === null ? undefined : this.#rules.employees.get(operatorId);
    const { name, language, timeZone } = this.#rules.company;
    const shown = (style: 'dateStyle' | 'timeStyle') =>
      new Intl.DateTimeFormat(language, { [style]: 'short', timeZone }).format(this.#turn.now);
    const text = render(template, {
      'client.name': this.#chatOf(held.row.chatId)?.clientName ?? null,
      'operator.name': operator ? shownOperator(line.settings.queue, operator).name : null,
      'line.name': line.name,
      'company.name': name,
      'dialog.number': `#${dialog.id}`,
      date: shown('dateStyle'),
      time: shown('timeStyle'),
      'agreement.link': agreement ? this.#agreementLink(agreement.address, askedIn(agreement.texts, companys)) : null,
    });
    const sent = this.#send(held, { text, messageId: this.#turn.id(), said: what, by: null });
    this.#toProvider(
      held,
      sent,
      outgoingText(sent.channel.kind, text, undefined, null),
      this.#buttonsUnder(what, dialog),
    );
    held.row.lastFrom = 'system';
    held.row.lastEmployeeId = null;
    held.row.lastMessageAt = this.#turn.now;
  }

  /** Stores a message of ours and answers its place in the chat. */
  #send(
    held: Held,
    { text, messageId, said, by }: { text: string; messageId: string; said: string | null; by: string | null },
  ): { number: number; text: string; channel: RuleChannel; chat: Chat } {
    const chat = this.#chatOf(held.row.chatId);
    const channel = this.#rules.channels.get(held.row.channelId);
    if (!chat || !channel) throw new Error('A dialog without its chat');
    const number = this.nextNumber(chat);
    const lost = channel.removed || channel.state === 'broken';
    this.message({
      chatId: chat.chatId,
      number,
      messageId,
      dialogId: held.row.dialogId,
      from: by === null ? 'system' : 'operator',
      employeeId: by,
      kind: 'text',
      text,
      unsupported: null,
      externalId: null,
      sentAt: null,
      at: new Date(this.#turn.now).toISOString(),
      delivery: channel.kind === 'live-chat' ? 'sent' : lost ? 'failed' : 'queued',
      undecided: false,
      said,
    });
    return { number, text, channel, chat };
  }

  /** What stands under one of the line's texts to be pressed, where the channel has buttons. */
  #buttonsUnder(what: LineText, dialog: Dialog): object[] {
    if (dialog.via !== 'buttons') return [];
    const { language: companys } = this.#rules.company;
    if (what === 'rate') return ratingButtons(dialog.id);
    const to = what === 'consent' ? dialog.consentTo : null;
    const language = askedIn(this.#rules.agreements.get(to?.agreementId ?? '')?.texts ?? [], companys);
    return to === null ? [] : consentButtons({ ...to, dialogId: dialog.id, language }, companys);
  }

  #toProvider(
    held: Held,
    sent: { number: number; channel: RuleChannel; chat: Chat },
    parts: string[],
    buttons: object[] = [],
  ): void {
    const { number, channel, chat } = sent;
    if (channel.kind === 'live-chat' || channel.removed || channel.state === 'broken') return;
    parts.forEach((part, index) =>
      this.#rows.outbox.push({
        outboxId: this.#turn.id(),
        lane: 'message',
        account: channel.channelId,
        thread: held.row.chatId,
        body: {
          chat: chat.externalId,
          chatId: chat.chatId,
          number,
          text: part,
          last: index === parts.length - 1,
          ...(buttons.length > 0 && index === parts.length - 1 ? { buttons } : {}),
        },
      }),
    );
  }

  /** The number of the chat's next message: they have no gaps. */
  nextNumber(chat: Chat): number {
    chat.dirty = true;
    return ++chat.lastNumber;
  }

  /** A message to be stored, which the feed announces. */
  message(row: { chatId: string; number: number; dialogId: number | null } & Record<string, unknown>): void {
    this.#rows.messages.push(row);
    const held = row.dialogId === null ? undefined : this.#heldOf(row.dialogId);
    if (held) held.row.messages++;
    this.#turn.announce({
      change: 'message',
      chatId: row.chatId,
      message: row.number,
      ...(row.dialogId === null ? {} : { dialogId: row.dialogId }),
    });
  }
}
