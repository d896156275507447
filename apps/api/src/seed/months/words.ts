import type { Language } from '@switchboard/domain/text';

import type { Chance } from './chance.ts';

/** What a conversation is about: how it opens, what is asked and answered in turn, and how it ends. `{n}` is a number. */
export type Topic = {
  opens: readonly string[];
  /** What we say, and what the client says to it. */
  turns: readonly (readonly [string, string])[];
  ends: readonly string[];
};

const topics: Record<Language, readonly Topic[]> = {
  en: [
    {
      opens: [
        'Hello! Where is my order {n}?',
        'Hi, order {n} was to come yesterday and is not here yet.',
        'Could you look where the parcel with order {n} is?',
      ],
      turns: [
        ['Hello! I am looking it up, one moment.', 'Thank you.'],
        ['The courier has had it since this morning.', 'Does that mean it comes today?'],
        ['Yes, between two and six in the afternoon.', 'I am not at home before five.'],
        ['I have asked them to come after five.', 'Great, that works.'],
        ['Shall I put down a neighbour as well, just in case?', 'No need, I will be there.'],
      ],
      ends: ['You get a message from the courier half an hour before. Have a nice day!', 'Enjoy the ride!'],
    },
    {
      opens: [
        'Does the Harbour 3 come in size M?',
        'Do you have the Harbour 3 in blue?',
        'Good afternoon. Is the city bike from the shop window still there?',
      ],
      turns: [
        ['Hello! It does. How tall are you?', 'One metre {n}, roughly.'],
        ['Then M is right, with the saddle a little lower.', 'And how heavy is it?'],
        ['Fourteen kilos with the rack and the lights.', 'Can I try it somewhere?'],
        ['In the shop, any day until six. I can keep one for you.', 'Tomorrow at noon then.'],
        ['It is put aside until tomorrow evening.', 'Wonderful.'],
      ],
      ends: ['See you in the shop!', 'Bring something with your name on it, and you can ride it for half an hour.'],
    },
    {
      opens: [
        'My rear brake squeals since the last rain.',
        'The gears jump when I go uphill, what can that be?',
        'Hi, I would like to bring my bike for a service.',
      ],
      turns: [
        ['Hello! How old is it, and was it serviced before?', 'Three years, never so far.'],
        ['Then I would look at all of it once. A service is {n} euros.', 'Are parts in that?'],
        ['No, but we call before anything costs more.', 'Fair. When do you have time?'],
        ['On Thursday in the morning, or on Friday.', 'Thursday is good.'],
        ['It is written down. It takes a day.', 'Can I have another bike meanwhile?'],
        ['We have two to lend, one is yours on Thursday.', 'Perfect.'],
      ],
      ends: ['See you on Thursday.', 'Until then, please do not ride it in the rain.'],
    },
    {
      opens: [
        'I would like to send the lights of order {n} back.',
        'The jacket from order {n} is too small. Can I change it?',
        'How do I return something?',
      ],
      turns: [
        ['Hello! That is no problem within thirty days. Is it still packed?', 'I opened it, but it is unused.'],
        ['That is fine. I am sending you the label.', 'Where can I drop it?'],
        ['At any parcel shop. The nearest ones stand on the label.', 'And when do I get the money?'],
        ['Within three days after it has reached us.', 'All right.'],
      ],
      ends: ['You will get a mail when it is here.', 'The label is in your inbox.'],
    },
    {
      opens: [
        'I paid twice for order {n}, it seems.',
        'Can I have an invoice with the name of my company?',
        'Can I pay in three parts?',
      ],
      turns: [
        ['Hello! Let me look at the payment.', 'I can send you a picture of it.'],
        ['No need, I see it. One of the two was cancelled at once.', 'When is it back?'],
        ['Banks take up to five days for that.', 'And if it is not?'],
        ['Then write here again, and we send it by hand.', 'Okay, thank you.'],
      ],
      ends: ['Is there anything else?', 'Have a nice day!'],
    },
    {
      opens: [
        'Do you rent cargo bikes?',
        'Can two children ride in the cargo bike you rent out?',
        'What does a bike for a weekend cost?',
      ],
      turns: [
        ['Hello! From Friday to Monday it is {n} euros, helmets included.', 'Is one free this weekend?'],
        ['One is. Shall I write it down for you?', 'Yes please. Until when can I come?'],
        ['On Friday until seven in the evening.', 'What do I bring?'],
        ['Your identity card, nothing else.', 'Good.'],
      ],
      ends: ['It is yours. See you on Friday!', 'Charge it overnight, and it goes sixty kilometres.'],
    },
  ],
  ru: [
    {
      opens: [
        'Здравствуйте! Где мой заказ {n}?',
        'Добрый день, заказ {n} должен был прийти вчера.',
        'Подскажите, пожалуйста, когда привезут заказ {n}?',
      ],
      turns: [
        ['Здравствуйте! Смотрю, одну минуту.', 'Спасибо.'],
        ['Заказ с утра у курьера.', 'То есть привезут сегодня?'],
        ['Да, с двух до шести.', 'Я буду дома после пяти.'],
        ['Попросили курьера приехать после пяти.', 'Отлично, подходит.'],
        ['Записать на всякий случай соседей?', 'Нет, я буду на месте.'],
      ],
      ends: ['Курьер напишет за полчаса. Хорошего дня!', 'Приятных поездок!'],
    },
    {
      opens: [
        'Есть ли Harbour 3 в размере M?',
        'Добрый день! Harbour 3 бывает синий?',
        'Здравствуйте, городской велосипед с витрины ещё не продан?',
      ],
      turns: [
        ['Здравствуйте! Есть. Какой у вас рост?', 'Примерно метр {n}.'],
        ['Тогда M подойдёт, седло чуть ниже.', 'А сколько он весит?'],
        ['Четырнадцать килограммов с багажником и светом.', 'Где его можно попробовать?'],
        ['В магазине в любой день до шести. Могу отложить.', 'Тогда завтра в полдень.'],
        ['Отложили до завтрашнего вечера.', 'Замечательно.'],
      ],
      ends: ['Ждём вас в магазине.', 'Возьмите с собой документ, и можно кататься полчаса.'],
    },
    {
      opens: [
        'После дождя скрипит задний тормоз.',
        'На подъёме перескакивают передачи, что это может быть?',
        'Здравствуйте, хочу записать велосипед на обслуживание.',
      ],
      turns: [
        ['Здравствуйте! Сколько ему лет, обслуживали ли его раньше?', 'Три года, ни разу.'],
        ['Тогда лучше посмотреть всё сразу. Обслуживание стоит {n} евро.', 'Запчасти входят?'],
        ['Нет, но мы звоним, если выходит дороже.', 'Понятно. Когда есть время?'],
        ['В четверг утром или в пятницу.', 'В четверг удобно.'],
        ['Записали, работы на день.', 'А дадите другой на это время?'],
        ['Есть два на замену, один в четверг ваш.', 'Прекрасно.'],
      ],
      ends: ['До четверга.', 'До тех пор лучше не ездить в дождь.'],
    },
    {
      opens: [
        'Хочу вернуть фонари из заказа {n}.',
        'Куртка из заказа {n} мала. Можно обменять?',
        'Как оформить возврат?',
      ],
      turns: [
        ['Здравствуйте! В течение тридцати дней можно. Упаковка цела?', 'Я открыла, но не пользовалась.'],
        ['Этого достаточно. Отправляю наклейку для посылки.', 'Куда её отнести?'],
        ['В любой пункт, ближайшие указаны на наклейке.', 'А когда вернутся деньги?'],
        ['В течение трёх дней после того, как посылка дойдёт.', 'Хорошо.'],
      ],
      ends: ['Напишем, когда посылка будет у нас.', 'Наклейка у вас в почте.'],
    },
    {
      opens: ['Кажется, за заказ {n} списали дважды.', 'Можно счёт на организацию?', 'Можно ли оплатить частями?'],
      turns: [
        ['Здравствуйте! Сейчас посмотрю платёж.', 'Могу прислать снимок экрана.'],
        ['Не нужно, вижу. Один из двух отменён сразу.', 'Когда вернётся?'],
        ['У банков это занимает до пяти дней.', 'А если нет?'],
        ['Тогда напишите сюда, вернём вручную.', 'Хорошо, спасибо.'],
      ],
      ends: ['Нужно ли что-нибудь ещё?', 'Хорошего дня!'],
    },
  ],
};

/** What is said beside every topic. */
const asides = {
  en: {
    still: ['Hello?', 'Is anybody there?', 'I am still waiting.'],
    more: ['One more thing: I am writing it down for my colleagues, so that you need not tell it twice.'],
    thanks: ['Thank you!', 'Thanks a lot, bye.', 'Great, thank you for the help.'],
    first: [
      'Hello! We promised to write: what you asked for has come in.',
      'Hello! Your bike is ready to be picked up.',
    ],
    reply: ['Oh, good. I will come by.', 'Thank you for telling me!'],
    spam: ['Your site could be on the first page of every search, call us', 'Win now win now win now'],
    marks: ['Kind and quick.', 'It took too long to ask what it was about.', 'Just as it should be.', ''],
  },
  ru: {
    still: ['Алло?', 'Есть кто-нибудь?', 'Я всё ещё жду.'],
    more: ['И ещё: записываю для коллег, чтобы вам не пришлось рассказывать дважды.'],
    thanks: ['Спасибо!', 'Большое спасибо, до свидания.', 'Спасибо за помощь.'],
    first: ['Здравствуйте! Обещали написать: то, что вы спрашивали, пришло.', 'Здравствуйте! Ваш велосипед готов.'],
    reply: ['О, хорошо. Зайду.', 'Спасибо, что сообщили.'],
    spam: ['Поднимем ваш сайт на первую страницу поиска, звоните', 'Выиграй выиграй выиграй'],
    marks: ['Вежливо и быстро.', 'Слишком долго выясняли, в чём дело.', 'Всё как надо.', ''],
  },
} as const;

/** A kind of aside. */
export type Aside = keyof (typeof asides)['en'];

/** What somebody says in passing. */
export function aside(chance: Chance, language: Language, kind: Aside): string {
  return chance.one<string>(asides[language][kind]);
}

/** What a conversation is about. */
export function someTopic(chance: Chance, language: Language): Topic {
  return chance.one(topics[language]);
}

/** One of these texts with its number put in. */
export function worded(chance: Chance, texts: readonly string[]): string {
  return chance.one(texts).replace('{n}', String(60 + chance.below(39)));
}

const given = {
  en: ['Emma', 'Noah', 'Mia', 'Leon', 'Hanna', 'Paul', 'Lena', 'Finn', 'Clara', 'Jonas', 'Ida', 'Max', 'Nora', 'Tom'],
  ru: ['Ольга', 'Иван', 'Мария', 'Пётр', 'Алина', 'Денис', 'Вера', 'Олег', 'Дарья', 'Роман', 'Анна', 'Егор'],
} as const;
const initials = { en: 'ABCDEFGHIKLMNOPRSTVWZ', ru: 'АБВГДЕЖЗИКЛМНОПРСТФ' } as const;

/** What the client of this number is called: a given name and a letter, so that he is nobody. */
export function clientName(language: Language, number: number): string {
  const names = given[language];
  const letters = initials[language];
  const mixed = Math.imul(number + 1, 0x9e3779b1) >>> 0;
  return `${names[mixed % names.length]} ${letters[(mixed >>> 8) % letters.length]}.`;
}
