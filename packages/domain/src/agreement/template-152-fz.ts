import type { AgreementFields } from './draft.ts';
import { list, who, written, type FilledText } from './written.ts';

/**
 * Consent under the Federal law of Russia of 27.07.2006 No. 152-FZ, article 9: a document of its own, which names the
 * operator and his address, the purposes, the data, what is done with it, by whom else, how long, and how to withdraw.
 */
export const template152Fz = {
  ru: (fields: AgreementFields): FilledText => ({
    title: 'Согласие на обработку персональных данных',
    text: written([
      'Нажимая кнопку согласия или продолжая переписку после получения этого документа, я свободно, своей волей и в своём интересе даю согласие на обработку моих персональных данных в соответствии с Федеральным законом от 27.07.2006 № 152-ФЗ «О персональных данных».',
      'Согласие оформлено отдельно от иных информации и документов, которые подтверждает или подписывает субъект персональных данных.',
      ['Оператор', who(fields, 'Адрес', 'Электронная почта')],
      ['Цели обработки', list(fields.purposes)],
      [
        'Перечень персональных данных',
        [
          '- имя, фамилия и имя пользователя, указанные в мессенджере или в чате',
          '- номер телефона и адрес электронной почты, если они известны из канала связи или сообщены в переписке',
          '- идентификатор учётной записи в канале связи',
          '- содержание переписки, включая переданные файлы',
          '- сведения о посещении сайта: IP-адрес, сведения о браузере, адрес страницы, с которой начат диалог',
        ].join('\n'),
      ],
      [
        'Действия с персональными данными',
        'Сбор, запись, систематизация, накопление, хранение, уточнение (обновление, изменение), извлечение, использование, передача (предоставление, доступ) лицам, указанным в этом документе, обезличивание, блокирование, удаление, уничтожение — с использованием средств автоматизации и без их использования.',
      ],
      [
        'Третьи лица',
        list(
          fields.thirdParties,
          'Персональные данные могут быть переданы следующим лицам, в том числе для обработки по поручению оператора:',
        ) ?? 'Персональные данные третьим лицам не передаются, и их обработка никому не поручается.',
      ],
      ['Срок действия согласия', fields.term],
      [
        'Как отозвать согласие',
        `Согласие можно отозвать в любое время: сообщите об этом в переписке или напишите на ${fields.email.trim()}. После отзыва оператор прекращает обработку и уничтожает персональные данные в срок не более тридцати дней, если законом не предусмотрено иное. Отзыв не влияет на законность обработки до него.`,
      ],
    ]),
  }),
  en: (fields: AgreementFields): FilledText => ({
    title: 'Consent to the processing of personal data',
    text: written([
      'By pressing the button of consent, or by writing on after receiving this document, I freely, of my own will and in my own interest consent to the processing of my personal data under the Federal law of the Russian Federation of 27 July 2006 No. 152-FZ “On personal data”.',
      'This consent is given separately from any other information and documents that the person confirms or signs.',
      ['Operator', who(fields, 'Address', 'E-mail')],
      ['Purposes', list(fields.purposes)],
      [
        'Personal data',
        [
          '- name, surname and user name as given in the messenger or in the chat',
          '- phone number and e-mail address, where the channel tells them or they were written in the conversation',
          '- identifier of the account in the channel',
          '- the conversation itself, with the files that were sent',
          '- how the site was visited: IP address, browser, the page on which the conversation began',
        ].join('\n'),
      ],
      [
        'What is done with personal data',
        'Collection, recording, systematisation, accumulation, storage, correction (updating, changing), retrieval, use, transfer (provision, access) to those named in this document, depersonalisation, blocking, deletion and destruction, with and without automation.',
      ],
      [
        'Third parties',
        list(
          fields.thirdParties,
          'Personal data may be handed to the following, also to process it for the operator:',
        ) ?? 'Personal data is not handed to third parties, and nobody else processes it for the operator.',
      ],
      ['How long this consent is valid', fields.term],
      [
        'How to withdraw consent',
        `Consent can be withdrawn at any time: say so in the conversation or write to ${fields.email.trim()}. After that the operator stops the processing and destroys the personal data within thirty days, unless the law says otherwise. Withdrawal does not affect the lawfulness of the processing before it.`,
      ],
    ]),
  }),
};
