import type { LineSettings, Tab } from './settings.ts';

/**
 * Every setting of a line by its path (the names of its fields, joined by dots), in cards: what a page shows together,
 * what is saved together and what two people can change only one after the other. In the order of the product's
 * sections (product §3).
 */
export const lineCards = {
  'queue.members': ['queue.members'],
  'queue.distribution': ['queue.distribution', 'queue.offerMinutes'],
  'queue.load': ['queue.checkAvailability', 'queue.limit', 'queue.notCounted'],
  'queue.operatorData': ['queue.operatorData', 'queue.replaced', 'queue.hidden', 'queue.nameInText'],
  'crm.identification': ['crm.check', 'crm.tracker'],
  'crm.records': ['crm.notFound', 'crm.pipelineId', 'crm.openDeal', 'crm.source'],
  'crm.responsible': ['crm.routeToResponsible', 'crm.giveUpMinutes', 'crm.changeResponsible'],
  'hours.schedule': ['hours.schedule', 'hours.timeZone', 'hours.week'],
  'hours.exceptions': ['hours.exceptions'],
  'hours.outside': ['hours.outside.then', 'hours.outside.text'],
  'agreement.consent': [
    'agreement.ask',
    'agreement.agreementId',
    'agreement.hold.liveChat',
    'agreement.hold.messengers',
  ],
  'autoActions.welcome': ['autoActions.welcome.on', 'autoActions.welcome.when', 'autoActions.welcome.text'],
  'autoActions.unanswered': [
    'autoActions.unanswered.minutes',
    'autoActions.unanswered.then',
    'autoActions.unanswered.text',
  ],
  'autoActions.finishing': [
    'autoActions.finishing.then',
    'autoActions.finishing.text',
    'autoActions.fullClosingMinutes',
  ],
  'autoActions.clientSilent': [
    'autoActions.clientSilent.hours',
    'autoActions.clientSilent.then',
    'autoActions.clientSilent.text',
  ],
  'autoActions.quickReplies': ['autoActions.quickRepliesId'],
  'autoActions.typing': ['autoActions.typingWatch'],
  'rating.asking': ['rating.ask', 'rating.duringDialog', 'rating.closeAfter', 'rating.limitDays'],
  'rating.liveChat': ['rating.liveChat.ask', 'rating.liveChat.good', 'rating.liveChat.bad'],
  'rating.others': ['rating.others.ask', 'rating.others.good', 'rating.others.bad'],
  'bot.first': ['bot.first', 'bot.botId', 'bot.when', 'bot.handOverMinutes', 'bot.leaves'],
  'kpi.first': ['kpi.first.seconds', 'kpi.first.notify', 'kpi.first.whom', 'kpi.first.text'],
  'kpi.further': ['kpi.further.minutes', 'kpi.further.notify', 'kpi.further.whom', 'kpi.further.text'],
  'clientEmails.sent': ['clientEmails.transcript', 'clientEmails.answered', 'clientEmails.language'],
} as const satisfies Record<`${Tab}.${string}`, readonly `${Tab}.${string}`[]>;

/** The name of a card: its tab, and what it is about. */
export type LineCard = keyof typeof lineCards;
/** The path of one setting: `autoActions.welcome.text`. */
export type LinePath = (typeof lineCards)[LineCard][number];

/** Every setting of a line, in the order of its cards. */
export const linePaths = Object.values(lineCards).flat() as [LinePath, ...LinePath[]];

const cards = new Map(
  Object.entries(lineCards).flatMap(([card, paths]) => paths.map((path) => [path, card as LineCard])),
);

/** The card a setting stands in. */
export function cardOf(path: LinePath): LineCard {
  return cards.get(path) as LineCard;
}

/** The tab a card or a setting stands in. */
export function tabOf(path: LineCard | LinePath): Tab {
  return path.slice(0, path.indexOf('.')) as Tab;
}

/** The value a setting has. */
export function valueAt(settings: LineSettings, path: LinePath): unknown {
  return path
    .split('.')
    .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], settings);
}

/** Settings to put in place of others, by their paths. */
export type LineChanges = { readonly [path in LinePath]?: unknown };

/**
 * The settings with some of them changed: a new document, in which what is not named stays as it is. Nothing is
 * checked here; a schema reads what comes out.
 */
export function withChanges(settings: LineSettings, changes: LineChanges): LineSettings {
  let changed: Record<string, unknown> = settings;
  for (const [path, value] of Object.entries(changes)) changed = put(changed, path.split('.'), value);
  return changed as LineSettings;
}

function put(
  document: Record<string, unknown>,
  [name = '', ...rest]: string[],
  value: unknown,
): Record<string, unknown> {
  const within = document[name] as Record<string, unknown>;
  return { ...document, [name]: rest.length === 0 ? value : put(within, rest, value) };
}

/** The settings in which two documents differ, in the order of their cards. */
export function differingPaths(a: LineSettings, b: LineSettings): LinePath[] {
  return linePaths.filter((path) => !isSame(valueAt(a, path), valueAt(b, path)));
}

/** Two values of a setting are the same, whatever the order in which their fields were written. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((value, index) => isSame(value, b[index]));
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    const [of, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
    return [...new Set([...Object.keys(of), ...Object.keys(other)])].every((name) => isSame(of[name], other[name]));
  }
  return Object.is(a, b);
}
