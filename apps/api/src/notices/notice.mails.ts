import { defaultTexts, renderNotice } from '@switchboard/domain/text';

import type { Mail } from '../sign-in/mailer.ts';
import type { NoticeKind } from './notice.shapes.ts';

type Language = 'en' | 'ru';

/** A notice with everything its mail says, resolved when it is sent. */
export type NoticeToMail = {
  what: NoticeKind;
  dialogId: number | null;
  to: string;
  /** The reader's. */
  language: Language;
  /** The company's: in it the line's texts are written. */
  companyLanguage: Language;
  /** The line's own words for an overdue answer; empty where it has none. */
  text: { first: string; further: string } | null;
  operator: string | null;
  line: string | null;
  by: string | null;
  stars: number | null;
  comment: string | null;
};

/** The mail that brings a notice, in the reader's language; of an overdue answer it says what the line's KPI tab says. */
export function noticeMail(notice: NoticeToMail, consoleUrl: string): Mail {
  const { to, dialogId, language } = notice;
  const words = mails[language];
  const number = dialogId === null ? '' : `#${dialogId}`;
  const link = dialogId === null ? `${consoleUrl}/inbox` : `${consoleUrl}/dialogs/${dialogId}`;
  const button = dialogId === null ? words.toInbox : words.toDialog(number);
  switch (notice.what) {
    case 'first-answer-overdue':
    case 'answer-overdue': {
      const which = notice.what === 'first-answer-overdue' ? 'first' : 'further';
      const text = notice.text?.[which] || defaultTexts[notice.companyLanguage].kpi[which];
      return {
        to,
        link,
        button,
        subject: words.overdue(number),
        text: renderNotice(text, { operator: notice.operator, dialog: number, language: notice.companyLanguage }),
      };
    }
    case 'nobody-left':
      return { to, link, button, subject: words.nobodyLeft(notice.line), text: words.nobodyLeftText(notice.line) };
    case 'webhook-off':
      return {
        to,
        link: `${consoleUrl}/settings/webhooks`,
        button: words.toWebhooks,
        subject: words.webhookOff,
        text: words.webhookOffText,
      };
    case 'marked': {
      const said = words.markedText(notice.by, number, notice.stars ?? 0);
      const comment = notice.comment?.trim() ?? '';
      return {
        to,
        link,
        button,
        subject: words.marked(number, notice.stars ?? 0),
        text: comment === '' ? said : `${said}\n\n${comment}`,
      };
    }
  }
}

const mails = {
  en: {
    toDialog: (number: string) => `Open dialog ${number}`,
    toInbox: 'Open the inbox',
    toWebhooks: 'Open the webhooks',
    webhookOff: 'A webhook was switched off',
    webhookOffText:
      'For three days nothing could be delivered to one of your webhooks, so it was switched off. Look at what it answered, put it right, switch it on and replay what it missed.',
    overdue: (number: string) => `A client waits too long: ${number}`,
    nobodyLeft: (line: string | null) => `Nobody is left to answer on ${line ?? 'a line'}`,
    nobodyLeftText: (line: string | null) =>
      `Nobody of the queue of ${line ?? 'a line'} can answer any more, and a client waits there.\n\nAdd somebody to the queue, or give the dialog to a person.`,
    marked: (number: string, stars: number) => `Your dialog ${number} was marked: ${stars} of 5`,
    markedText: (by: string | null, number: string, stars: number) =>
      `${by ?? 'A manager'} gave your dialog ${number} ${stars} of 5 stars.`,
  },
  ru: {
    toDialog: (number: string) => `Открыть диалог ${number}`,
    toInbox: 'Открыть входящие',
    toWebhooks: 'Открыть вебхуки',
    webhookOff: 'Вебхук выключен',
    webhookOffText:
      'Три дня на один из ваших вебхуков ничего не удавалось доставить, поэтому он выключен. Посмотрите, что он отвечал, исправьте, включите его и повторите пропущенное.',
    overdue: (number: string) => `Клиент ждёт слишком долго: ${number}`,
    nobodyLeft: (line: string | null) => `Некому отвечать: ${line === null ? 'линия' : `линия «${line}»`}`,
    nobodyLeftText: (line: string | null) =>
      `В очереди ${line === null ? 'линии' : `линии «${line}»`} больше некому отвечать, а клиент ждёт.\n\nДобавьте людей в очередь или передайте диалог кому-нибудь.`,
    marked: (number: string, stars: number) => `Ваш диалог ${number} оценён: ${stars} из 5`,
    markedText: (by: string | null, number: string, stars: number) =>
      `Оценка вашего диалога ${number}: ${stars} из 5.${by === null ? '' : ` Поставил(а) ${by}.`}`,
  },
};
