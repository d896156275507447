import type { AgreementFields } from './draft.ts';
import { list, who, written, type FilledText } from './written.ts';

/**
 * Consent under the law of Kazakhstan of 21.05.2013 No. 94-V, article 8: the operator with his number, the data, how long,
 * to whom it may be handed, whether abroad, whether it is made public.
 */
export const template94V = {
  ru: (fields: AgreementFields): FilledText => ({
    title: 'Согласие на сбор и обработку персональных данных',
    text: written([
      'Нажимая кнопку согласия или продолжая переписку после получения этого документа, я даю согласие на сбор и обработку моих персональных данных в соответствии с Законом Республики Казахстан от 21 мая 2013 года № 94-V «О персональных данных и их защите».',
      ['Оператор', who(numbered(fields, 'БИН/ИИН'), 'Адрес', 'Электронная почта')],
      ['Цели сбора и обработки', list(fields.purposes)],
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
        'Сбор, накопление, хранение, изменение, дополнение, использование, передача лицам, указанным в этом документе, обезличивание, блокирование и уничтожение — с использованием средств автоматизации и без их использования.',
      ],
      [
        'Передача третьим лицам',
        list(fields.thirdParties, 'Персональные данные могут быть переданы следующим лицам:') ??
          'Персональные данные третьим лицам не передаются.',
      ],
      [
        'Трансграничная передача',
        'Сообщения проходят через канал связи, который выбрал субъект; его серверы могут находиться за пределами Республики Казахстан. Иначе как через этот канал и лицам, указанным выше, персональные данные за пределы Республики Казахстан не передаются.',
      ],
      ['Общедоступные источники', 'Персональные данные в общедоступных источниках не распространяются.'],
      ['Срок действия согласия', fields.term],
      [
        'Как отозвать согласие',
        `Согласие можно отозвать в любое время: сообщите об этом в переписке или напишите на ${fields.email.trim()}. Отзыв невозможен, если он противоречит законам Республики Казахстан или если есть неисполненное обязательство.`,
      ],
    ]),
  }),
  kk: (fields: AgreementFields): FilledText => ({
    title: 'Дербес деректерді жинауға және өңдеуге келісім',
    text: written([
      'Келісім түймесін басу арқылы немесе осы құжатты алғаннан кейін хат алмасуды жалғастыра отырып, мен «Дербес деректер және оларды қорғау туралы» Қазақстан Республикасының 2013 жылғы 21 мамырдағы № 94-V Заңына сәйкес менің дербес деректерімді жинауға және өңдеуге келісім беремін.',
      ['Оператор', who(numbered(fields, 'БСН/ЖСН'), 'Мекенжайы', 'Электрондық пошта')],
      ['Жинау және өңдеу мақсаттары', list(fields.purposes)],
      [
        'Дербес деректердің тізбесі',
        [
          '- мессенджерде немесе чатта көрсетілген аты, тегі және пайдаланушы аты',
          '- байланыс арнасынан белгілі немесе хат алмасу кезінде хабарланған телефон нөмірі мен электрондық пошта мекенжайы',
          '- байланыс арнасындағы тіркелгінің сәйкестендіргіші',
          '- жіберілген файлдарды қоса алғанда, хат алмасудың мазмұны',
          '- сайтқа кіру туралы мәліметтер: IP-мекенжай, браузер туралы мәліметтер, диалог басталған беттің мекенжайы',
        ].join('\n'),
      ],
      [
        'Дербес деректермен жасалатын әрекеттер',
        'Жинау, жинақтау, сақтау, өзгерту, толықтыру, пайдалану, осы құжатта көрсетілген тұлғаларға беру, иесіздендіру, бұғаттау және жою — автоматтандыру құралдарын пайдалана отырып және оларды пайдаланбай.',
      ],
      [
        'Үшінші тұлғаларға беру',
        list(fields.thirdParties, 'Дербес деректер мына тұлғаларға берілуі мүмкін:') ??
          'Дербес деректер үшінші тұлғаларға берілмейді.',
      ],
      [
        'Трансшекаралық беру',
        'Хабарламалар субъект таңдаған байланыс арнасы арқылы өтеді; оның серверлері Қазақстан Республикасынан тыс жерде болуы мүмкін. Осы арна арқылы және жоғарыда көрсетілген тұлғаларға берілетін жағдайлардан басқа, дербес деректер Қазақстан Республикасынан тыс жерге берілмейді.',
      ],
      ['Жалпыға қолжетімді дереккөздер', 'Дербес деректер жалпыға қолжетімді дереккөздерде таратылмайды.'],
      ['Келісімнің қолданылу мерзімі', fields.term],
      [
        'Келісімді қалай қайтарып алуға болады',
        `Келісімді кез келген уақытта қайтарып алуға болады: бұл туралы хат алмасу кезінде хабарлаңыз немесе ${fields.email.trim()} мекенжайына жазыңыз. Қазақстан Республикасының заңдарына қайшы келсе немесе орындалмаған міндеттеме болса, келісімді қайтарып алуға болмайды.`,
      ],
    ]),
  }),
  en: (fields: AgreementFields): FilledText => ({
    title: 'Consent to the collection and processing of personal data',
    text: written([
      'By pressing the button of consent, or by writing on after receiving this document, I consent to the collection and processing of my personal data under the law of the Republic of Kazakhstan of 21 May 2013 No. 94-V “On personal data and their protection”.',
      ['Operator', who(numbered(fields, 'BIN/IIN'), 'Address', 'E-mail')],
      ['Purposes of collection and processing', list(fields.purposes)],
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
        'Collection, accumulation, storage, changing, adding to, use, transfer to those named in this document, depersonalisation, blocking and destruction, with and without automation.',
      ],
      [
        'Transfer to third parties',
        list(fields.thirdParties, 'Personal data may be handed to the following:') ??
          'Personal data is not handed to third parties.',
      ],
      [
        'Transfer abroad',
        'Messages travel through the channel that the person chose; its servers may stand outside the Republic of Kazakhstan. Other than through this channel, and to those named above, personal data is not handed outside the Republic of Kazakhstan.',
      ],
      ['Public sources', 'Personal data is not published in public sources.'],
      ['How long this consent is valid', fields.term],
      [
        'How to withdraw consent',
        `Consent can be withdrawn at any time: say so in the conversation or write to ${fields.email.trim()}. It cannot be withdrawn where this is against the laws of the Republic of Kazakhstan or an obligation has not been met.`,
      ],
    ]),
  }),
};

function numbered(fields: AgreementFields, word: string): AgreementFields {
  const registration = fields.registration.trim();
  return { ...fields, registration: registration === '' ? '' : `${word} ${registration}` };
}
