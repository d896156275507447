export type Language = 'en' | 'ru';

export type Words = {
  conversation: string;
  emptyTitle: string;
  emptyText: string;
  none: string;
  waiting: string;
  withOperator: string;
  ended: string;
  message: string;
  placeholder: string;
  send: string;
  close: string;
  you: string;
  sending: string;
  held: string;
  sent: string;
  failed: string;
  tryAgain: string;
  takeBack: string;
  left(count: number): string;
  tooLong(count: number): string;
  reconnecting: string;
  offline: string;
  earlier: string;
  news: string;
  today: string;
  yesterday: string;
  closed: string;
  rate: string;
  rateAsked: string;
  good: string;
  bad: string;
  rated: string;
  notRated: string;
  missingTitle: string;
  missingText: string;
  consent: string;
  consentAsked: string;
  consentDeclined: string;
  consentWaits: string;
  consentFailed: string;
  agree: string;
  disagree: string;
};

const plural = (language: Language, count: number, forms: Partial<Record<Intl.LDMLPluralRule, string>>): string =>
  forms[new Intl.PluralRules(language).select(count)] ?? forms.other ?? '';

const enCharacters = (count: number): string =>
  `${count.toLocaleString('en')} ${plural('en', count, { one: 'character', other: 'characters' })}`;
const ruCharacters = (count: number): string =>
  `${count.toLocaleString('ru')} ${plural('ru', count, { one: 'символ', few: 'символа', other: 'символов' })}`;

export const words: Record<Language, Words> = {
  en: {
    conversation: 'Conversation',
    emptyTitle: 'How can we help?',
    emptyText: 'Write to us, we will answer here.',
    none: 'We will answer here',
    waiting: 'Somebody will join you soon',
    withOperator: 'Talking with you',
    ended: 'Write to start a new conversation',
    message: 'Your message',
    placeholder: 'Write a message…',
    send: 'Send',
    close: 'Close chat',
    you: 'You',
    sending: 'Sending…',
    held: 'Not sent yet',
    sent: 'Sent',
    failed: 'Not sent',
    tryAgain: 'Try again',
    takeBack: 'Delete',
    left: (count) => `${enCharacters(count)} left`,
    tooLong: (count) => `Too long by ${enCharacters(count)}`,
    reconnecting: 'Reconnecting…',
    offline: 'No connection. Your messages will go when it is back.',
    earlier: 'Loading earlier messages…',
    news: 'New messages',
    today: 'Today',
    yesterday: 'Yesterday',
    closed: 'This chat is not taking messages now.',
    rate: 'How are we doing?',
    rateAsked: 'How did we do?',
    good: 'Good',
    bad: 'Bad',
    rated: 'Your rating is in. You can change it.',
    notRated: 'Your rating did not arrive. Try again.',
    missingTitle: 'There is no chat here',
    missingText: 'It may have been moved or switched off.',
    consent: 'Consent to personal data',
    consentAsked: 'Before we talk, please read and accept:',
    consentDeclined: 'You did not agree, so nothing is sent. You can change your mind:',
    consentWaits: 'Your message stays here and is sent once you agree.',
    consentFailed: 'That did not work. Please try again.',
    agree: 'I agree',
    disagree: 'I do not agree',
  },
  ru: {
    conversation: 'Переписка',
    emptyTitle: 'Чем мы можем помочь?',
    emptyText: 'Напишите нам, мы ответим здесь.',
    none: 'Ответим здесь',
    waiting: 'Скоро к вам подключатся',
    withOperator: 'Отвечает вам',
    ended: 'Напишите, чтобы начать новый разговор',
    message: 'Ваше сообщение',
    placeholder: 'Напишите сообщение…',
    send: 'Отправить',
    close: 'Закрыть чат',
    you: 'Вы',
    sending: 'Отправляется…',
    held: 'Ещё не отправлено',
    sent: 'Отправлено',
    failed: 'Не отправлено',
    tryAgain: 'Повторить',
    takeBack: 'Удалить',
    left: (count) => `${plural('ru', count, { one: 'Остался', other: 'Осталось' })} ${ruCharacters(count)}`,
    tooLong: (count) => `Длиннее, чем можно, на ${ruCharacters(count)}`,
    reconnecting: 'Восстанавливаем связь…',
    offline: 'Нет связи. Сообщения уйдут, когда она появится.',
    earlier: 'Загружаем прежние сообщения…',
    news: 'Новые сообщения',
    today: 'Сегодня',
    yesterday: 'Вчера',
    closed: 'Сейчас чат не принимает сообщения.',
    rate: 'Как мы справляемся?',
    rateAsked: 'Как мы справились?',
    good: 'Хорошо',
    bad: 'Плохо',
    rated: 'Оценка принята. Её можно изменить.',
    notRated: 'Оценка не дошла. Попробуйте ещё раз.',
    missingTitle: 'Здесь нет чата',
    missingText: 'Возможно, его перенесли или отключили.',
    consent: 'Согласие на обработку персональных данных',
    consentAsked: 'Прежде чем начать, прочитайте и примите:',
    consentDeclined: 'Вы не согласились, поэтому ничего не отправлено. Можно передумать:',
    consentWaits: 'Сообщение останется здесь и уйдёт, когда вы согласитесь.',
    consentFailed: 'Не получилось. Попробуйте ещё раз.',
    agree: 'Согласен',
    disagree: 'Не согласен',
  },
};

/** The first of the browser's languages that the widget speaks, else the line's. */
export function languageOf(preferred: readonly string[], line: Language | undefined): Language {
  for (const one of preferred) {
    const language = one.toLowerCase().split('-')[0];
    if (language === 'en' || language === 'ru') return language;
  }
  return line ?? 'en';
}

/** A day as a separator names it: by word where it is near, with the year where it is another. */
export function dayName(at: number, now: number, language: Language): string {
  const day = new Date(at);
  const today = new Date(now);
  const yesterday = new Date(now);
  yesterday.setDate(today.getDate() - 1);
  if (day.toDateString() === today.toDateString()) return words[language].today;
  if (day.toDateString() === yesterday.toDateString()) return words[language].yesterday;
  const year = day.getFullYear() === today.getFullYear() ? {} : { year: 'numeric' as const };
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', ...year }).format(day);
}

/** The first letters of the first two words: what stands for a picture. */
export function initials(name: string): string {
  const letters = name.trim().split(/\s+/).slice(0, 2);
  return letters
    .map((word) => [...word][0] ?? '')
    .join('')
    .toLocaleUpperCase();
}
