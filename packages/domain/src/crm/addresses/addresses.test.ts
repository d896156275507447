import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { addressesIn, asEmail, asPhone, countryOfZone, mostAddresses } from './index.ts';

describe('a phone number', () => {
  test.each<[string, string | null, string | null]>([
    ['+7 (912) 345-67-89', null, '+79123456789'],
    ['8 (912) 345-67-89', 'RU', '+79123456789'],
    ['89123456789', 'RU', '+79123456789'],
    ['9123456789', 'RU', '+79123456789'],
    ['8 701 234 56 78', 'KZ', '+77012345678'],
    ['8 029 123-45-67', 'BY', '+375291234567'],
    ['067 123 45 67', 'UA', '+380671234567'],
    ['030 901820', 'DE', '+4930901820'],
    ['(212) 736-5000', 'US', '+12127365000'],
    ['0044 20 7946 0958', 'DE', '+442079460958'],
    ['+44 20 7946 0958', 'RU', '+442079460958'],
    ['89123456789', null, null],
    ['89123456789', 'AQ', null],
    ['', 'RU', null],
    ['112', 'RU', null],
    ['+00000000000', 'RU', null],
    ['+7912345678901234567890', 'RU', null],
    ['1'.repeat(4_000), 'RU', null],
    ['+7 912 345 67 89 доб. 12', 'RU', null],
    ['восемь девятьсот', 'RU', null],
    ['+7 912 345-67-8O', 'RU', null],
  ])('%s in %s is %s', (text, country, phone) => {
    expect(asPhone(text, country)).toBe(phone);
  });
});

describe('an e-mail address', () => {
  test.each<[string, string | null]>([
    ['Anna@Example.COM', 'anna@example.com'],
    [' anna.petrova+shop@mail.example.com ', 'anna.petrova+shop@mail.example.com'],
    ['<mailto:anna@example.com>', 'anna@example.com'],
    ['Иван@Почта.РФ', 'иван@почта.рф'],
    ['anna@xn--80a1acny.xn--p1ai', 'anna@xn--80a1acny.xn--p1ai'],
    ['anna', null],
    ['anna@', null],
    ['@example.com', null],
    ['anna@localhost', null],
    ['anna@@example.com', null],
    ['an na@example.com', null],
    ['anna..petrova@example.com', null],
    ['anna@example..com', null],
    ['anna@-example.com', null],
    ['anna@127.0.0.1', null],
    [`${'a'.repeat(65)}@example.com`, null],
    [`a@${'b'.repeat(64)}.com`, null],
    [`a@${'b.'.repeat(130)}com`, null],
    ['a'.repeat(100_000), null],
  ])('%s is %s', (text, email) => {
    expect(asEmail(text)).toBe(email);
  });
});

describe('the country of a time zone', () => {
  test.each<[string, string | null]>([
    ['Europe/Moscow', 'RU'],
    ['Asia/Vladivostok', 'RU'],
    ['Asia/Almaty', 'KZ'],
    ['Europe/Minsk', 'BY'],
    ['Europe/Kyiv', 'UA'],
    ['Europe/Kiev', 'UA'],
    ['Europe/Berlin', 'DE'],
    ['Europe/London', 'GB'],
    ['America/New_York', 'US'],
    ['America/Indiana/Knox', 'US'],
    ['UTC', null],
    ['Etc/GMT+3', null],
    ['Mars/Base', null],
    ['constructor', null],
  ])('%s is %s', (zone, country) => {
    expect(countryOfZone(zone)).toBe(country);
  });

  test('every zone that clocks know and that has a place in its name has a country', () => {
    const placeless = /^(?:Etc\/|UTC|GMT|[A-Z]{3}(?:\d|$)|[A-Z]{3}\d[A-Z]{3}|Antarctica\/Vostok)/;
    const unknown = Intl.supportedValuesOf('timeZone').filter(
      (zone) => countryOfZone(zone) === null && !placeless.test(zone),
    );
    expect(unknown).toEqual([]);
  });
});

/** What is found in a text of a client in this country, phones and e-mail addresses alike. */
const found = (text: string, country: string | null = 'RU') => addressesIn(text, country).map(({ value }) => value);

describe('the chat tracker finds', () => {
  test.each<[string, string, string[], (string | null)?]>([
    ['a phone in a sentence', 'Позвоните мне: 8 (912) 345-67-89, спасибо', ['+79123456789']],
    ['a phone with a full stop behind', 'мой номер 89123456789.', ['+79123456789']],
    ['a phone in groups', '8 912 345 67 89', ['+79123456789']],
    ['a phone with dots', '8.912.345.67.89', ['+79123456789']],
    ['a phone with no-break dashes', '8‑912‑345‑67‑89', ['+79123456789']],
    ['a phone without the eight', '912 345-67-89', ['+79123456789']],
    ['a mobile phone in one piece', '9123456789', ['+79123456789']],
    ['a phone with the code of the country and no plus', '79123456789', ['+79123456789']],
    ['a phone right behind its word', 'тел.89123456789', ['+79123456789']],
    ['a phone of another country with its plus', 'call +44 20 7946 0958', ['+442079460958']],
    ['a phone in fullwidth digits', '＋７９１２３４５６７８９', ['+79123456789']],
    ['a phone with an extension', '8 495 123-45-67 доб. 12', ['+74951234567']],
    ['two phones side by side', '8 912 345 67 89 8 999 123 45 67', ['+79123456789', '+79991234567']],
    ['two phones with a slash between', '89123456789/89991234567', ['+79123456789', '+79991234567']],
    ['two phones with a comma and no space', '89123456789,89991234567', ['+79123456789', '+79991234567']],
    ['a phone behind an order', 'заказ 12345 тел 89123456789', ['+79123456789']],
    ['a phone after an order was told', 'Оформил заказ, 89123456789', ['+79123456789']],
    ['a phone on its own line', 'Заказ 12345\n89123456789', ['+79123456789']],
    ['his number in words about a number', 'мой номер 89123456789', ['+79123456789']],
    ['an American phone', 'My number is (212) 736-5000.', ['+12127365000'], 'US'],
    ['an American phone in one piece', '2127365000', ['+12127365000'], 'US'],
    ['a Canadian phone in the United States', '(416) 736-5000', ['+14167365000'], 'US'],
    ['a German phone', 'Tel. 030 901820', ['+4930901820'], 'DE'],
    ['a Kazakh phone', '8 701 234 56 78', ['+77012345678'], 'KZ'],
    ['a phone with its plus where the country is unknown', '+7 912 345 67 89', ['+79123456789'], null],
    ['an e-mail address', 'пишите на Ivan@Mail.ru', ['ivan@mail.ru']],
    ['an e-mail address with a full stop behind', 'My address is ivan@mail.ru.', ['ivan@mail.ru']],
    ['an e-mail address in brackets', 'Ivan <ivan@mail.ru>', ['ivan@mail.ru']],
    ['an e-mail address behind its word', 'почта:ivan@mail.ru', ['ivan@mail.ru']],
    ['an e-mail address of another alphabet', 'иван@почта.рф', ['иван@почта.рф']],
    ['each once', 'ivan@mail.ru IVAN@mail.ru 89123456789 +79123456789', ['ivan@mail.ru', '+79123456789']],
    ['both', 'ivan@mail.ru, 8-912-345-67-89', ['ivan@mail.ru', '+79123456789']],
  ])('%s', (_, text, values, country = 'RU') => {
    expect(found(text, country)).toEqual(values);
  });
});

describe('the chat tracker takes for no phone', () => {
  test.each<[string, string, (string | null)?]>([
    ['the number of an order', 'заказ 89123456789'],
    ['the number of an order with its sign', 'Заказ № 89123456789'],
    ['the number of an order in many words', 'номер заказа: 89123456789'],
    ['the number of an order in English', 'order number 2127365000', 'US'],
    ['an order with a hash', 'see #2127365000', 'US'],
    ['a taxpayer', 'ИНН 7707083893'],
    ['a taxpayer whose number stands alone', '7707083893'],
    ['a taxpayer of twelve digits', '500100732259'],
    ['a day', '12.05.2024'],
    ['a day and an hour', '12.05.2024 14:30'],
    ['a day in Norway', '12.05.2024', 'NO'],
    ['a day the other way round', '2024-05-12', 'NO'],
    ['years', '2020-2024', 'NO'],
    ['a sum', '9123456789 руб.'],
    ['a sum with its sign', '2 127 365 000 $', 'US'],
    ['a sum with the sign before', '$2127365000', 'US'],
    ['a sum with hundredths', '9123456789,50'],
    ['a card', '4276 9123 4567 8901'],
    ['a card in one piece', '4276912345678901'],
    ['a card with dashes', '2200-7001-2345-6789'],
    ['an account', 'р/с 40702810912345678901'],
    ['an IP address', '89.123.45.67'],
    ['an IP address and its port', '10.89.123.45:8080', 'NO'],
    ['a number in the address of a page', 'https://shop.example/item/89123456789'],
    ['a number in the address of a page without its beginning', 'shop.example/item/89123456789'],
    ['a number of a messenger link', 'https://wa.me/79123456789'],
    ['a part of a word', 'SKU89123456789'],
    ['what a word goes on from', '89123456789abc'],
    ['an identifier', '550e8400-e29b-41d4-a716-89123456789'],
    ['too many digits', '8912345678901234567890'],
    ['a passport', 'паспорт 4512 345678'],
    ['a name in a messenger', '@89123456789'],
    ['digits in the address of a mailbox', 'id=89123456789_x'],
    ['a phone without its plus where the country is unknown', '89123456789', null],
    ['zeros', '00000000000'],
  ])('%s', (_, text, country = 'RU') => {
    expect(found(text, country)).toEqual([]);
  });

  test('an address of a mailbox that looks like a phone is an e-mail address and no phone', () => {
    expect(found('89123456789@mail.ru')).toEqual(['89123456789@mail.ru']);
  });
});

describe('the chat tracker leaves out', () => {
  const mine = 'Мой телефон 89123456789';
  test.each<[string, string]>([
    ['lines that are quoted', `> звоните 8 999 123 45 67\n${mine}\n>> x@y.example`],
    [
      'what follows an English attribution',
      `${mine}\n\nOn Tue, Mar 5, 2024 at 2:23 PM Shop <shop@mail.example> wrote:\nCall +44 20 7946 0958`,
    ],
    [
      'an attribution in two lines',
      `${mine}\nOn Tue, Mar 5, 2024 at 2:23 PM Shop\n<shop@mail.example> wrote:\n> +44 20 7946 0958`,
    ],
    [
      'what follows a Russian attribution',
      `${mine}\n12 мая 2024 г., в 10:30, Магазин <shop@mail.example> написал(а):\n\nЗвоните 8 999 123 45 67`,
    ],
    [
      'what a Russian mailbox quotes',
      `${mine}\nвт, 5 мар. 2024 г. в 14:23, Магазин <shop@mail.example>:\n\nЗвоните 8 999 123 45 67`,
    ],
    ['an original message', `${mine}\n-----Original Message-----\nFrom: shop@mail.example\n8 999 123 45 67`],
    ['an original message in Russian', `${mine}\n-------- Исходное сообщение --------\nОт: shop@mail.example`],
    [
      'the headings of a message',
      `${mine}\nОт: Магазин shop@mail.example\nОтправлено: 5 марта 2024\nКому: ivan@mail.ru`,
    ],
    ['a signature behind its line', `${mine}\n-- \nИван, 8 999 123 45 67\nivan@mail.ru`],
    ['a farewell', `${mine}\n\nС уважением,\nИван Петров\n8 999 123 45 67`],
    ['a farewell with the name behind', `${mine}\nС уважением Иван Петров, 8 999 123 45 67`],
    ['an English farewell', `${mine}\n\nBest regards,\nIvan\n+44 20 7946 0958`],
    ['what a device signs', `${mine}\nОтправлено с iPhone 8 999 123 45 67`],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual(['+79123456789']);
  });

  test('and nothing that he wrote below a quotation', () => {
    expect(found(`On 5 March Shop <shop@mail.example> wrote:\n> your phone?\n\n${mine}`)).toEqual(['+79123456789']);
  });

  test('and no words about writing or respect', () => {
    expect(found('Он мне писал:\n89123456789\nС уважением отношусь, ivan@mail.ru')).toEqual([
      'ivan@mail.ru',
      '+79123456789',
    ]);
  });
});

describe('whatever somebody writes', () => {
  test('no more than twenty addresses are taken, of both kinds some', () => {
    const emails = Array.from({ length: 10_000 }, (_, index) => `p${index}@example.com`).join(' ');
    expect(addressesIn(emails, 'RU')).toHaveLength(mostAddresses);
    const phones = Array.from({ length: 30 }, (_, index) => `8912345${6000 + index}`).join('\n');
    const both = addressesIn(`${phones}\n${emails}`, 'RU');
    expect(both.map(({ kind }) => kind).toSorted()).toEqual([...Array(10).fill('email'), ...Array(10).fill('phone')]);
  });

  test('four thousand digits are no phone', () => {
    expect(found('8'.repeat(4_000))).toEqual([]);
    expect(found('8 '.repeat(2_000))).toEqual([]);
  });

  test('texts of 64 kB that are made to be slow are read to their end', () => {
    const pieces = [
      '8',
      '+',
      '@',
      'a@',
      '1 ',
      '1-',
      '(',
      ')',
      '.',
      'a.',
      '-',
      ' ',
      '\n',
      '> ',
      '://',
      'www.',
      '8912 ',
      '912345678 ',
      'x@y.z ',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }), (chosen) => {
        const piece = chosen.join('');
        const text = piece.repeat(Math.ceil(65_536 / piece.length)).slice(0, 65_536);
        expect(addressesIn(text, 'RU').length).toBeLessThanOrEqual(mostAddresses);
      }),
      { numRuns: 40 },
    );
  });

  test('what is found is an address that would be taken alone too', () => {
    const texts = fc.array(
      fc.oneof(
        fc.string(),
        fc.constantFrom('89123456789', '+442079460958', 'ivan@mail.ru', '\n', ', ', 'тел ', '> ', '№'),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(texts, (parts) => {
        for (const { kind, value } of addressesIn(parts.join(''), 'RU'))
          expect(kind === 'phone' ? asPhone(value, null) : asEmail(value)).toBe(value);
      }),
    );
  });
});
