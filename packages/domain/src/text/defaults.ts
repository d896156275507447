import type { Language } from './settings.ts';

/** The three texts of a rating: the request, and what is said to a good and to a bad vote. */
export type RatingTexts = { ask: string; good: string; bad: string };

/** Every text a line starts with. Variables stand in braces; those of `kpi` between number signs. */
export type LineTexts = {
  welcome: string;
  outsideHours: string;
  noAnswer: string;
  closing: string;
  clientSilent: string;
  rating: { liveChat: RatingTexts; others: RatingTexts };
  kpi: { first: string; further: string };
  consent: string;
  /** Where nothing goes on before a button is pressed. */
  consentByButton: string;
};

/**
 * The texts of a new line in the company's language (product §3.5). None promises a time, because a line may have no
 * schedule, and each still reads well where the client's name is unknown.
 */
export const defaultTexts: Record<Language, LineTexts> = {
  en: {
    welcome: 'Hello, {client.name}! Thank you for writing to us. Tell us how we can help, and we will answer shortly.',
    outsideHours:
      'Thank you for your message, {client.name}! We are not at our desks right now. We have it, and we will answer as soon as we are back.',
    noAnswer: 'Thank you for waiting, {client.name}. Everybody is busy right now, but your message is not forgotten.',
    closing: 'Thank you for talking to us, {client.name}! If anything else comes up, just write here.',
    clientSilent:
      'We have not heard from you for a while, so we are closing this conversation. Write any time, and we will go on from here.',
    rating: {
      liveChat: {
        ask: 'How did we do? Your rating helps us to get better.',
        good: 'Thank you! We are glad that we could help.',
        bad: 'Thank you for being honest. We are sorry, and we will work on it.',
      },
      others: {
        ask: 'How did we do? Send 1 if it was good, or 0 if it was bad. You may add a few words after the number.',
        good: 'Thank you! We are glad that we could help.',
        bad: 'Thank you for being honest. We are sorry, and we will work on it.',
      },
    },
    kpi: {
      first: 'A client is waiting too long for a first answer. Dialog: #DIALOG#. Operator: #OPERATOR#.',
      further: 'A client is waiting too long for the next answer. Dialog: #DIALOG#. Operator: #OPERATOR#.',
    },
    consent:
      'Before we go on, please read how {company.name} handles your personal data: {agreement.link} By continuing to write, you agree to it.',
    consentByButton:
      'Before we go on, please read how {company.name} handles your personal data: {agreement.link} Press a button below to say whether you agree. Until then nobody reads what you write.',
  },
  ru: {
    welcome: 'Здравствуйте, {client.name}! Спасибо, что написали нам. Расскажите, чем помочь, — мы скоро ответим.',
    outsideHours:
      'Спасибо за сообщение, {client.name}! Сейчас нас нет на месте. Сообщение мы получили и ответим, как только вернёмся.',
    noAnswer: 'Спасибо за ожидание, {client.name}. Сейчас все заняты, но мы помним о вашем сообщении.',
    closing: 'Спасибо за обращение, {client.name}! Если появятся вопросы, просто напишите сюда.',
    clientSilent:
      'Вы давно не писали, поэтому мы завершаем этот диалог. Напишите в любое время — продолжим с того же места.',
    rating: {
      liveChat: {
        ask: 'Как мы справились? Ваша оценка поможет нам стать лучше.',
        good: 'Спасибо! Рады, что смогли помочь.',
        bad: 'Спасибо за честность. Нам жаль, что так вышло, — мы над этим поработаем.',
      },
      others: {
        ask: 'Как мы справились? Отправьте 1, если хорошо, или 0, если плохо. После цифры можно добавить пару слов.',
        good: 'Спасибо! Рады, что смогли помочь.',
        bad: 'Спасибо за честность. Нам жаль, что так вышло, — мы над этим поработаем.',
      },
    },
    kpi: {
      first: 'Клиент слишком долго ждёт первого ответа. Диалог: #DIALOG#. Оператор: #OPERATOR#.',
      further: 'Клиент слишком долго ждёт следующего ответа. Диалог: #DIALOG#. Оператор: #OPERATOR#.',
    },
    consent:
      'Прежде чем продолжить, прочитайте, пожалуйста, как {company.name} обрабатывает ваши персональные данные: {agreement.link} Продолжая переписку, вы соглашаетесь с этим.',
    consentByButton:
      'Прежде чем продолжить, прочитайте, как {company.name} обращается с персональными данными: {agreement.link} Нажмите кнопку ниже, чтобы ответить, согласны ли вы. До этого никто не прочтёт то, что вы пишете.',
  },
};
