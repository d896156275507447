import type { Mail } from '../sign-in/mailer.ts';
import type { SignedHead } from './heads.ts';

/** The mail that carries a signed head out of the house, in the reader's language. */
export function headMail(
  head: SignedHead,
  { to, language, company, link }: { to: string; language: string; company: string; link: string },
): Mail {
  const words = language === 'ru' ? mails.ru : mails.en;
  return {
    to,
    link,
    subject: words.subject(company, head.number),
    text: [words.text(company), JSON.stringify(head), words.keep].join('\n\n'),
    button: words.button,
  };
}

const mails = {
  en: {
    subject: (company: string, number: number) => `${company}: the ledger of consents, signed up to row ${number}`,
    text: (company: string) =>
      `This is the signed state of the ledger of consents of ${company}. Whoever compares the ledger with it sees whether anything before this row was changed.`,
    keep: 'Keep this mail: it proves the ledger independently of the server.',
    button: 'Open the consents',
  },
  ru: {
    subject: (company: string, number: number) => `${company}: журнал согласий подписан до записи ${number}`,
    text: (company: string) =>
      `Это подписанное состояние журнала согласий компании ${company}. Сравнив с ним журнал, можно увидеть, изменено ли что-нибудь до этой записи.`,
    keep: 'Сохраните это письмо: оно подтверждает журнал независимо от сервера.',
    button: 'Открыть согласия',
  },
};
