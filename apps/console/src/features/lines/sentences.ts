import { lineCards, notConnected, type LineCard, type LinePath, type LineSettings } from '@switchboard/domain/line';

import type { en } from '../../messages/en.ts';

type Keys<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Keys<T[K], `${P}${K}.`>;
}[keyof T & string];

/** What turns values into words of one language. */
export type Words = {
  t: (key: Keys<(typeof en)['howItWorks']>, values?: Record<string, string | number>) => string;
  minutes: (minutes: number) => string;
  seconds: (seconds: number) => string;
  days: (days: number) => string;
  list: (texts: readonly string[]) => string;
  /** Whoever stands in a queue or is told: a person by name, a department with how many it stands for. */
  who: (id: string) => string;
  week: (week: LineSettings['hours']['week']) => string;
  lineName: string;
  /** What the card is headed with. */
  cardTitle: (card: LineCard) => string;
};

/** One sentence, and the settings it tells. */
export type Sentence = { paths: readonly LinePath[]; text: string };

/** A line's settings told in sentences, card by card, in the order of the cards (product §3). */
export function sentencesOf(settings: LineSettings, words: Words): Record<LineCard, Sentence[]> {
  return {
    ...ofQueue(settings, words),
    ...ofCrm(settings, words),
    ...ofHours(settings, words),
    ...ofAgreement(settings, words),
    ...ofAutoActions(settings, words),
    ...ofRating(settings, words),
    ...ofBot(settings, words),
    ...ofKpi(settings, words),
    ...ofClientEmails(settings, words),
  };
}

/** Those that are followed already: what waits for a part that is not there yet says nothing about how the line works. */
export function followed(sentences: readonly Sentence[]): Sentence[] {
  return sentences.filter(({ paths }) => paths.some((path) => notConnected[path] === undefined));
}

/** The cards whose settings are followed, in their order. */
export const followedCards = (Object.keys(lineCards) as LineCard[]).filter((card) =>
  lineCards[card].some((path) => notConnected[path] === undefined),
);

function ofQueue({ queue }: LineSettings, { t, minutes, list, who, lineName }: Words) {
  const ids = queue.members.map((member) => ('employeeId' in member ? member.employeeId : member.departmentId));
  const named = ids.slice(0, 8).map(who);
  const more = ids.length > 8 ? [`+${ids.length - 8}`] : [];
  const time = minutes(queue.offerMinutes);
  const ordered = queue.distribution === 'strictly' && ids.length > 1 ? 'yes' : 'no';
  return {
    'queue.members': [
      { paths: ['queue.members'], text: t('queue.members', { who: list([...named, ...more]), ordered }) },
    ],
    'queue.distribution': [
      {
        paths: ['queue.distribution', 'queue.offerMinutes'],
        text: t(`queue.distribution.${queue.distribution}`, { time }),
      },
    ],
    'queue.load': [
      { paths: ['queue.checkAvailability'], text: t(`queue.availability.${onOff(queue.checkAvailability)}`) },
      {
        paths: ['queue.limit', 'queue.notCounted'],
        text:
          queue.limit === null || queue.distribution === 'all'
            ? t('queue.limit.none')
            : t(`queue.limit.${queue.notCounted}`, { limit: queue.limit }),
      },
    ],
    'queue.operatorData': [
      {
        paths: ['queue.operatorData', 'queue.replaced', 'queue.hidden'],
        text: t(`queue.shown.${queue.operatorData}`, { name: queue.hidden.name || lineName }),
      },
      { paths: ['queue.nameInText'], text: t(`queue.nameInText.${onOff(queue.nameInText)}`) },
    ],
  } satisfies Partial<Record<LineCard, Sentence[]>>;
}

function ofCrm({ crm }: LineSettings, { t, minutes }: Words) {
  const route = crm.routeToResponsible ? (crm.giveUpMinutes === null ? 'never' : 'within') : 'off';
  return {
    'crm.identification': [
      { paths: ['crm.check'], text: t(`crm.check.${onOff(crm.check)}`) },
      { paths: ['crm.tracker'], text: t(`crm.tracker.${onOff(crm.tracker)}`) },
    ],
    'crm.records': [
      { paths: ['crm.notFound', 'crm.pipelineId'], text: t(`crm.notFound.${crm.notFound}`) },
      { paths: ['crm.openDeal'], text: t(`crm.openDeal.${crm.openDeal}`) },
      {
        paths: ['crm.source'],
        text: crm.source === null ? t('crm.source.automatic') : t('crm.source.own', { source: crm.source }),
      },
    ],
    'crm.responsible': [
      {
        paths: ['crm.routeToResponsible', 'crm.giveUpMinutes'],
        text: t(`crm.route.${route}`, { time: minutes(crm.giveUpMinutes ?? 0) }),
      },
      { paths: ['crm.changeResponsible'], text: t(`crm.changeResponsible.${onOff(crm.changeResponsible)}`) },
    ],
  } satisfies Partial<Record<LineCard, Sentence[]>>;
}

function ofHours({ hours }: LineSettings, { t, week }: Words) {
  const days = hours.exceptions.length;
  const kept = hours.schedule && days > 0;
  return {
    'hours.schedule': [
      {
        paths: ['hours.schedule', 'hours.week', 'hours.timeZone'],
        text: hours.schedule ? t('hours.week', { week: week(hours.week), zone: hours.timeZone }) : t('hours.always'),
      },
    ],
    'hours.exceptions': [
      { paths: ['hours.exceptions'], text: kept ? t('hours.exceptions', { count: days }) : t('hours.noExceptions') },
    ],
    'hours.outside': [
      {
        paths: ['hours.outside.then', 'hours.outside.text'],
        text: hours.outside.then === 'text' ? t('hours.text', { text: hours.outside.text }) : t('hours.nothing'),
      },
    ],
  } satisfies Partial<Record<LineCard, Sentence[]>>;
}

function ofAgreement({ agreement }: LineSettings, { t }: Words) {
  const { liveChat, messengers } = agreement.hold;
  return {
    'agreement.consent': [
      { paths: ['agreement.ask', 'agreement.agreementId'], text: t(`agreement.${onOff(agreement.ask)}`) },
      // Nothing waits for what is not asked.
      ...(agreement.ask
        ? [
            { paths: ['agreement.hold.liveChat' as const], text: t(`agreement.liveChat.${onOff(liveChat)}`) },
            { paths: ['agreement.hold.messengers' as const], text: t(`agreement.messengers.${onOff(messengers)}`) },
          ]
        : []),
    ],
  } satisfies Partial<Record<LineCard, Sentence[]>>;
}

function ofAutoActions({ autoActions, rating }: LineSettings, { t, minutes }: Words) {
  const { welcome, unanswered, finishing, clientSilent } = autoActions;
  const grace = autoActions.fullClosingMinutes;
  const lingers = grace > 0 && (finishing.then === 'text' || rating.ask);
  const silent = minutes((clientSilent.hours ?? 0) * 60);
  return {
    'autoActions.welcome': [
      {
        paths: ['autoActions.welcome.on', 'autoActions.welcome.when', 'autoActions.welcome.text'],
        text: welcome.on
          ? t(`autoActions.welcome.${welcome.when}`, { text: welcome.text })
          : t('autoActions.welcome.off'),
      },
    ],
    'autoActions.unanswered': [
      {
        paths: ['autoActions.unanswered.minutes', 'autoActions.unanswered.then', 'autoActions.unanswered.text'],
        text: t(`autoActions.unanswered.${unanswered.then}`, {
          time: minutes(unanswered.minutes),
          text: unanswered.text,
        }),
      },
    ],
    'autoActions.finishing': [
      {
        paths: ['autoActions.finishing.then', 'autoActions.finishing.text'],
        text: t(`autoActions.finishing.${finishing.then}`, { text: finishing.text }),
      },
      {
        paths: ['autoActions.fullClosingMinutes'],
        text: lingers
          ? t('autoActions.fullClosing.after', { time: minutes(grace) })
          : t('autoActions.fullClosing.atOnce'),
      },
    ],
    'autoActions.clientSilent': [
      {
        paths: ['autoActions.clientSilent.hours', 'autoActions.clientSilent.then', 'autoActions.clientSilent.text'],
        text:
          clientSilent.hours === null
            ? t('autoActions.clientSilent.never')
            : t(`autoActions.clientSilent.${clientSilent.then}`, { time: silent, text: clientSilent.text }),
      },
    ],
    'autoActions.quickReplies': [
      {
        paths: ['autoActions.quickRepliesId'],
        text: t(`autoActions.quickReplies.${autoActions.quickRepliesId === null ? 'none' : 'own'}`),
      },
    ],
    'autoActions.typing': [
      { paths: ['autoActions.typingWatch'], text: t(`autoActions.typing.${onOff(autoActions.typingWatch)}`) },
    ],
  } satisfies Partial<Record<LineCard, Sentence[]>>;
}

function ofRating({ rating }: LineSettings, { t, days }: Words) {
  const limit =
    rating.limitDays === null ? t('rating.limit.none') : t('rating.limit.days', { days: days(rating.limitDays) });
  const asked: Sentence[] = [
    { paths: ['rating.ask'], text: t('rating.on') },
    { paths: ['rating.duringDialog'], text: t(`rating.during.${onOff(rating.duringDialog)}`) },
    { paths: ['rating.limitDays'], text: limit },
    { paths: ['rating.closeAfter'], text: t(`rating.closeAfter.${onOff(rating.closeAfter)}`) },
  ];
  const off: Sentence[] = [{ paths: lineCards['rating.asking'], text: t('rating.off') }];
  const said = (where: 'liveChat' | 'others'): Sentence[] => {
    const { ask, good, bad } = rating[where];
    return [
      { paths: [`rating.${where}.ask`], text: t(`rating.${where}`, { ask }) },
      {
        paths: [`rating.${where}.good`, `rating.${where}.bad`],
        text: good === '' || bad === '' ? t('rating.noThanks') : t('rating.thanks', { good, bad }),
      },
    ];
  };
  return {
    'rating.asking': rating.ask ? asked : off,
    'rating.liveChat': rating.ask ? said('liveChat') : [],
    'rating.others': rating.ask ? said('others') : [],
  } satisfies Partial<Record<LineCard, Sentence[]>>;
}

function ofBot({ bot }: LineSettings, { t, minutes }: Words) {
  const hands =
    bot.handOverMinutes === null
      ? t('bot.handOver.never')
      : t('bot.handOver.after', { time: minutes(bot.handOverMinutes) });
  const first: Sentence[] = [
    { paths: ['bot.first', 'bot.botId', 'bot.when'], text: t(`bot.${bot.when}`) },
    { paths: ['bot.handOverMinutes'], text: hands },
    { paths: ['bot.leaves'], text: t(`bot.leaves.${bot.leaves}`) },
  ];
  return {
    'bot.first': bot.first ? first : [{ paths: lineCards['bot.first'], text: t('bot.off') }],
  } satisfies Partial<Record<LineCard, Sentence[]>>;
}

function ofKpi({ kpi }: LineSettings, { t, minutes, seconds, list, who }: Words) {
  const told = (which: 'first' | 'further', time: string | null): Sentence[] => {
    const { notify, whom, text } = kpi[which];
    const goal = which === 'first' ? 'kpi.first.seconds' : 'kpi.further.minutes';
    if (time === null) return [{ paths: lineCards[`kpi.${which}`], text: t(`kpi.${which}.off`) }];
    return [
      { paths: [goal], text: t(`kpi.${which}.goal`, { time }) },
      {
        paths: [`kpi.${which}.notify`, `kpi.${which}.whom`, `kpi.${which}.text`],
        text: notify ? t('kpi.told', { who: list(whom.map(who)), text }) : t('kpi.silent'),
      },
    ];
  };
  return {
    'kpi.first': told('first', kpi.first.seconds === null ? null : seconds(kpi.first.seconds)),
    'kpi.further': told('further', kpi.further.minutes === null ? null : minutes(kpi.further.minutes)),
  } satisfies Partial<Record<LineCard, Sentence[]>>;
}

function ofClientEmails({ clientEmails }: LineSettings, { t }: Words) {
  return {
    'clientEmails.sent': [
      {
        paths: ['clientEmails.transcript'],
        text: t(`clientEmails.transcript.${onOff(clientEmails.transcript)}`),
      },
      { paths: ['clientEmails.answered'], text: t(`clientEmails.answered.${onOff(clientEmails.answered)}`) },
      {
        paths: ['clientEmails.language'],
        text: t(`clientEmails.language.${clientEmails.language ?? 'company'}`),
      },
    ],
  } satisfies Partial<Record<LineCard, Sentence[]>>;
}

function onOff(on: boolean): 'on' | 'off' {
  return on ? 'on' : 'off';
}
