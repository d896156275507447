import type { AgreementFields } from './draft.ts';
import { list, who, written, type FilledText } from './written.ts';

/**
 * Information and consent under Regulation (EU) 2016/679, articles 6, 7 and 13: the controller, purposes, legal basis,
 * recipients, how long, and the rights of the person.
 */
export const templateGdpr = {
  en: (fields: AgreementFields): FilledText => ({
    title: 'Consent to the processing of personal data',
    text: written([
      'By pressing the button of consent, or by writing on after receiving this document, you consent to the processing of your personal data as described here, under Regulation (EU) 2016/679 (GDPR).',
      ['Controller', who(fields, 'Address', 'E-mail')],
      ['Purposes', list(fields.purposes)],
      [
        'Legal basis',
        'Your consent: Article 6(1)(a) GDPR. Giving it is voluntary; without it we cannot talk to you here.',
      ],
      [
        'Personal data',
        [
          '- name and user name as given in the messenger or in the chat',
          '- phone number and e-mail address, where the channel tells them or you write them to us',
          '- identifier of your account in the channel',
          '- the conversation itself, with the files that were sent',
          '- how you visited the site: IP address, browser, the page on which the conversation began',
        ].join('\n'),
      ],
      [
        'Recipients',
        list(
          fields.thirdParties,
          'Besides the provider of the channel that you chose, your data may be received by:',
        ) ?? 'Nobody besides the provider of the channel that you chose.',
      ],
      [
        'Transfer to third countries',
        'The channel that you chose may process messages outside the European Economic Area, on the terms you agreed with its provider. Recipients outside the European Economic Area receive your data only with the safeguards of Chapter V GDPR.',
      ],
      ['How long data is kept', fields.term],
      [
        'Your rights',
        [
          '- to see your data (Article 15), to have it corrected (Article 16) or erased (Article 17)',
          '- to have its processing restricted (Article 18)',
          '- to receive it in a form that machines read (Article 20)',
          '- to withdraw your consent at any time (Article 7(3)); what was done before stays lawful',
          '- to complain to a supervisory authority (Article 77)',
        ].join('\n'),
      ],
      ['Automated decisions', 'No decision about you that has legal effect is made by automation alone.'],
      [
        'How to withdraw consent and use your rights',
        `Say so in the conversation or write to ${fields.email.trim()}. Withdrawing consent is as easy as giving it.`,
      ],
    ]),
  }),
  ru: (fields: AgreementFields): FilledText => ({
    title: 'Согласие на обработку персональных данных',
    text: written([
      'Нажимая кнопку согласия или продолжая переписку после получения этого документа, вы даёте согласие на обработку ваших персональных данных, описанную здесь, в соответствии с Регламентом (ЕС) 2016/679 (GDPR).',
      ['Контролёр', who(fields, 'Адрес', 'Электронная почта')],
      ['Цели обработки', list(fields.purposes)],
      [
        'Правовое основание',
        'Ваше согласие: статья 6(1)(a) GDPR. Оно добровольно; без него мы не сможем общаться с вами здесь.',
      ],
      [
        'Персональные данные',
        [
          '- имя и имя пользователя, указанные в мессенджере или в чате',
          '- номер телефона и адрес электронной почты, если они известны из канала связи или вы их сообщили',
          '- идентификатор вашей учётной записи в канале связи',
          '- содержание переписки, включая переданные файлы',
          '- сведения о посещении сайта: IP-адрес, сведения о браузере, адрес страницы, с которой начат диалог',
        ].join('\n'),
      ],
      [
        'Получатели',
        list(fields.thirdParties, 'Кроме провайдера выбранного вами канала связи, данные могут получить:') ??
          'Никто, кроме провайдера выбранного вами канала связи.',
      ],
      [
        'Передача в третьи страны',
        'Выбранный вами канал связи может обрабатывать сообщения за пределами Европейской экономической зоны на условиях вашего соглашения с его провайдером. Получатели за её пределами получают данные только с гарантиями главы V GDPR.',
      ],
      ['Срок хранения', fields.term],
      [
        'Ваши права',
        [
          '- получить доступ к данным (статья 15), исправить их (статья 16) или удалить (статья 17)',
          '- ограничить обработку (статья 18)',
          '- получить данные в машиночитаемом виде (статья 20)',
          '- в любое время отозвать согласие (статья 7(3)); обработка до отзыва остаётся законной',
          '- подать жалобу в надзорный орган (статья 77)',
        ].join('\n'),
      ],
      [
        'Автоматизированные решения',
        'Решения, имеющие для вас юридические последствия, не принимаются только автоматически.',
      ],
      [
        'Как отозвать согласие и воспользоваться правами',
        `Сообщите об этом в переписке или напишите на ${fields.email.trim()}. Отозвать согласие так же просто, как дать его.`,
      ],
    ]),
  }),
};
