import { describe, expect, it } from 'vitest';

import { noticeMail, type NoticeToMail } from './notice.mails.ts';
import { notices } from './notice.shapes.ts';

function aNotice(over: Partial<NoticeToMail> = {}): NoticeToMail {
  return {
    what: 'marked',
    dialogId: 1024,
    to: 'anna@example.test',
    language: 'en',
    companyLanguage: 'en',
    text: { first: '', further: '' },
    operator: null,
    line: 'Bookings',
    by: 'Boris Lind',
    stars: 4,
    comment: '',
    ...over,
  };
}

const mail = (over: Partial<NoticeToMail>) => noticeMail(aNotice(over), 'https://console.test');

describe('the mail of a notice', () => {
  it.each(
    notices.flatMap((what) => [
      { what, language: 'en' as const },
      { what, language: 'ru' as const },
    ]),
  )('$what has words in $language and leads to what it is about', ({ what, language }) => {
    const made = mail({ what, language, companyLanguage: language });
    const place = what === 'webhook-off' ? 'settings/webhooks' : 'dialogs/1024';
    expect(made.link).toBe(`https://console.test/${place}`);
    for (const words of [made.subject, made.text, made.button]) {
      expect(words).not.toBe('');
      expect(/[а-яё]/i.test(words)).toBe(language === 'ru');
      expect(words).not.toMatch(/undefined|null|#OPERATOR#|#DIALOG#/);
    }
  });

  it('of an overdue answer says the line’s words, with the operator and the dialog’s number', () => {
    const text = { first: 'F #DIALOG# #OPERATOR#', further: 'N #DIALOG# #OPERATOR#' };
    expect(mail({ what: 'first-answer-overdue', text }).text).toBe('F #1024 nobody yet');
    expect(mail({ what: 'answer-overdue', text, operator: 'Anna Berg' }).text).toBe('N #1024 Anna Berg');
  });

  it('speaks of nobody in the language of the line’s text, whoever reads it', () => {
    const text = { first: '#OPERATOR#', further: '' };
    const made = mail({ what: 'first-answer-overdue', text, companyLanguage: 'ru', language: 'en' });
    expect(made.text).toBe('Ещё никто');
    expect(made.subject).toBe('A client waits too long: #1024');
  });

  it('of a mark brings its comment', () => {
    expect(mail({ comment: ' Well said ' }).text).toBe('Boris Lind gave your dialog #1024 4 of 5 stars.\n\nWell said');
  });

  it('of no dialog leads to the inbox', () => {
    expect(mail({ what: 'nobody-left', dialogId: null }).link).toBe('https://console.test/inbox');
  });
});
