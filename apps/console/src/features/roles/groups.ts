import { reachesOf, type Action, type Reach } from '@switchboard/domain/access';

/** Rights by what they are about, in the order in which a reader looks for them. */
export const groups = {
  lines: ['linesView', 'linesEdit', 'channelsEdit'],
  dialogs: [
    'dialogsList',
    'history',
    'reply',
    'accept',
    'takeOver',
    'join',
    'transfer',
    'finish',
    'startOutgoing',
    'mark',
  ],
  clients: ['block', 'crm', 'agreements', 'erasure'],
  company: ['quickReplies', 'people', 'statistics', 'api', 'settings'],
} as const satisfies Record<string, readonly Action[]>;
export type Group = keyof typeof groups;
export const groupNames = Object.keys(groups) as Group[];

/** What an action is done to, where its reach is told in a sentence of that subject. */
const subjects = {
  linesView: 'line',
  linesEdit: 'line',
  channelsEdit: 'line',
  startOutgoing: 'line',
  dialogsList: 'seen',
  accept: 'seen',
  history: 'history',
  reply: 'dialog',
  takeOver: 'dialog',
  join: 'dialog',
  transfer: 'dialog',
  finish: 'dialog',
  block: 'dialog',
  mark: 'dialog',
  quickReplies: 'lists',
  crm: 'records',
  statistics: 'figures',
  people: 'people',
  agreements: 'once',
  erasure: 'once',
  api: 'once',
  settings: 'once',
} as const satisfies Record<Action, string>;
type Told = (typeof subjects)[Action];

/** The key of the sentence that says what a reach lets somebody do. */
export function sentenceOf<A extends Action>(action: A, reach: Reach): `means.${Told}.${Reach}` {
  const meant = reachesOf(action).includes(reach) ? reach : 'none';
  return `means.${subjects[action]}.${meant}`;
}

/** Every right, as the groups have them. */
export const grouped: readonly Action[] = groupNames.flatMap((group): readonly Action[] => groups[group]);
