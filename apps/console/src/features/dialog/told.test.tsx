import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';

import {
  botEnds,
  closeReasons,
  deadlineKinds,
  fact,
  offerReasons,
  passedOver,
  returnReasons,
  routeReasons,
  states,
  waitReasons,
  type Fact,
  type FactOf,
} from '@switchboard/domain/dialog';
import { unavailable } from '@switchboard/domain/people';
import { noRecordReasons, recordKinds, recordReasons } from '@switchboard/domain/crm';
import { votes } from '@switchboard/domain/rating';
import { lineTexts } from '@switchboard/domain/text';

import { en } from '../../messages/en.ts';
import { ru } from '../../messages/ru.ts';
import type { HistoryStep } from '../../rpc/shapes.ts';
import { useEventWords, worthALine } from './event-line.tsx';
import { useTold } from './told.tsx';

const at = Date.UTC(2026, 4, 12, 12);
const id = (number: number) => `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const [anna, boris, line, department, record] = [id(1), id(2), id(100), id(200), id(300)];
const names = {
  people: {
    [anna]: { name: 'Anna', surname: 'Berg', photo: null },
    [boris]: { name: 'Boris', surname: 'Lind', photo: null },
  },
  lines: { [line]: { name: 'Bookings' } },
  departments: { [department]: { name: 'Sales' } },
  records: { [record]: { title: 'Maria Orlova' } },
};

const each = <K extends Fact['fact'], R>(reasons: readonly R[], make: (because: R) => FactOf<K>): FactOf<K>[] =>
  reasons.map(make);
const routed: Pick<FactOf<'waits'>, 'after' | 'candidates' | 'settings'> = {
  after: 'opened',
  candidates: [],
  settings: 1,
};

/** Every kind of fact, with each of its reasons. */
const facts: { [K in Fact['fact']]: FactOf<K>[] } = {
  opened: [
    { fact: 'opened', at, dialogId: 1, chatId: id(9), lineId: line, direction: 'incoming', because: 'client-wrote' },
    {
      fact: 'opened',
      at,
      dialogId: 1,
      chatId: id(9),
      lineId: line,
      direction: 'outgoing',
      because: 'operator-wrote',
      firstContact: true,
      outsideHours: true,
      responsible: 'asking',
    },
  ],
  'client-wrote': [{ fact: 'client-wrote', at, messageId: id(9) }],
  'consent-asked': each([true, false], (holds) => ({ fact: 'consent-asked', at, agreementId: id(9), holds })),
  consented: each(['button', 'form', 'continued-writing'] as const, (how) => ({
    fact: 'consented',
    at,
    how,
    messageId: null,
  })),
  'consent-declined': each(['button', 'form'] as const, (how) => ({ fact: 'consent-declined', at, how })),
  'bot-took': each(['each-dialog', 'first-contact'] as const, (because) => ({
    fact: 'bot-took',
    at,
    botId: id(9),
    because,
  })),
  'bot-wrote': [{ fact: 'bot-wrote', at, botId: id(9), messageId: id(9) }],
  'bot-left': each(botEnds, (because) => ({ fact: 'bot-left', at, botId: id(9), because, stays: true })),
  said: [
    ...each<'said', (typeof lineTexts)[number]>(lineTexts, (what) => ({ fact: 'said', at, what })),
    { fact: 'said', at, what: 'outside-hours', because: 'outside-schedule' },
    { fact: 'said', at, what: 'outside-hours', because: 'nobody-available' },
  ],
  identifying: [{ fact: 'identifying', at, until: at + 2_000 }],
  recognised: [
    { fact: 'recognised', at, responsible: null, passedOver: null },
    ...each<'recognised', string | null>([null, ...passedOver], (why) => ({
      fact: 'recognised',
      at,
      responsible: anna,
      passedOver: why,
    })),
  ],
  offered: [
    ...each<'offered', (typeof offerReasons)[number]>(offerReasons, (because) => ({
      ...routed,
      fact: 'offered',
      at,
      to: { kind: 'one', employeeId: anna, until: at + 180_000 },
      because,
      newRound: true,
    })),
    ...each<'offered', (typeof routeReasons)[number]>(routeReasons, (after) => ({
      ...routed,
      after,
      fact: 'offered',
      at,
      to: { kind: 'all', employeeIds: [anna, boris] },
      because: 'everyone-at-once',
      newRound: false,
    })),
  ],
  waits: each(waitReasons, (because) => ({ ...routed, fact: 'waits', at, because, notBefore: at + 60_000 })),
  unsealed: [{ fact: 'unsealed', at, because: 'not-held-any-more' }],
  'crm-unreachable': [{ fact: 'crm-unreachable', at }],
  'record-attached': recordKinds.flatMap((kind) =>
    each(['verified', 'asserted', 'by-hand'] as const, (confidence) => ({
      fact: 'record-attached',
      at,
      recordId: record,
      kind,
      confidence,
    })),
  ),
  'record-created': recordKinds.flatMap((kind) =>
    each<'record-created', (typeof recordReasons)[number]>(recordReasons, (because) => ({
      fact: 'record-created',
      at,
      recordId: record,
      kind,
      because,
      responsible: anna,
      by: boris,
    })),
  ),
  'not-recorded': each<'not-recorded', (typeof noRecordReasons)[number]>(noRecordReasons, (because) => ({
    fact: 'not-recorded',
    at,
    because,
  })),
  'responsible-changed': each(['first-accepted', 'transferred', 'taken-over'] as const, (because) => ({
    fact: 'responsible-changed',
    at,
    recordIds: [record],
    to: anna,
    because,
  })),
  'offer-expired': [{ fact: 'offer-expired', at, employeeId: anna, because: 'not-accepted-in-time' }],
  'department-gave-up': [{ fact: 'department-gave-up', at, departmentId: department }],
  declined: [{ fact: 'declined', at, employeeId: anna }],
  accepted: each(['offered', 'taken-from-waiting', 'wrote-first', 'echo'] as const, (because) => ({
    fact: 'accepted',
    at,
    employeeId: anna,
    because,
    outsider: true,
  })),
  answered: [{ fact: 'answered', at, employeeId: anna, messageId: id(9), echo: true }],
  transferred: [anna, null].flatMap((by): FactOf<'transferred'>[] => [
    {
      fact: 'transferred',
      at,
      by,
      from: boris,
      to: { kind: 'person', employeeId: boris, evenIfUnavailable: true, outsider: true },
      because: by === null ? 'by-bot' : 'by-hand',
    },
    { fact: 'transferred', at, by, from: null, to: { kind: 'line', lineId: line }, because: 'by-hand' },
    {
      fact: 'transferred',
      at,
      by,
      from: null,
      to: { kind: 'department', departmentId: department },
      because: 'by-hand',
    },
  ]),
  'taken-over': [{ fact: 'taken-over', at, by: anna, from: boris, outsider: true }],
  returned: each(returnReasons, (because) => ({ fact: 'returned', at, from: anna, because })),
  joined: [{ fact: 'joined', at, employeeId: anna }],
  left: [{ fact: 'left', at, employeeId: anna }],
  pinned: [{ fact: 'pinned', at, by: anna }],
  unpinned: [{ fact: 'unpinned', at, by: anna }],
  unanswered: [{ fact: 'unanswered', at, since: at - 1 }],
  overdue: [
    { fact: 'overdue', at, answer: 'first', since: at - 1, operatorId: null },
    { fact: 'overdue', at, answer: 'further', since: at - 1, operatorId: anna },
  ],
  finished: each(closeReasons, (because) => ({ fact: 'finished', at, because, by: anna, until: at + 1 })),
  'rating-asked': each([at + 1, null], (until) => ({ fact: 'rating-asked', at, until, operatorId: anna })),
  voted: votes.flatMap((vote) =>
    each<'voted', 'text' | 'button'>(['text', 'button'], (how) => ({
      fact: 'voted',
      at,
      vote,
      how,
      operatorId: anna,
      messageId: null,
    })),
  ),
  marked: [{ fact: 'marked', at, by: anna, stars: 4 }],
  resumed: each(['by-hand', 'operator-wrote', 'client-wrote'] as const, (because) => ({
    fact: 'resumed',
    at,
    by: because === 'client-wrote' ? null : anna,
    because,
  })),
  closed: [
    { fact: 'closed', at, because: 'finished', by: null },
    ...each<'closed', (typeof closeReasons)[number]>(closeReasons, (because) => ({
      fact: 'closed',
      at,
      because,
      by: anna,
      blocks: true,
    })),
  ],
};

const languages = { en, ru } as const;
type Language = keyof typeof languages;

const step = (one: Fact) => ({ number: 1, fact: one }) as HistoryStep;

/** What a component shows; a text that is missing, or cannot be filled in, is thrown. */
function shown(language: Language, node: React.ReactNode): string {
  return renderToStaticMarkup(
    <NextIntlClientProvider
      locale={language}
      messages={languages[language]}
      timeZone="UTC"
      now={new Date(at)}
      onError={(error) => {
        throw error;
      }}
    >
      {node}
    </NextIntlClientProvider>,
  );
}

function Telling({ one }: { one: Fact }) {
  const told = useTold(names)(one, 2);
  return (
    <>
      <b>{told.title}</b>
      {told.detail?.map((detail, index) => (
        <p key={index}>{detail}</p>
      ))}
    </>
  );
}

function Short({ one }: { one: Fact }) {
  return useEventWords(names)(step(one));
}

describe.each(['en', 'ru'] as const)('in %s', (language) => {
  it.each(Object.entries(facts))('the history tells %s', (_, samples) => {
    expect(samples.length).toBeGreaterThan(0);
    for (const one of samples) {
      expect(fact.safeParse(one).error?.issues).toBeUndefined();
      const text = shown(language, <Telling one={one} />);
      expect(text).toMatch(/^<b>[^<]{4,}/);
      expect(text).not.toContain('<p></p>');
      if (worthALine(step(one))) expect(shown(language, <Short one={one} />).length).toBeGreaterThan(4);
    }
  });

  it.each<[string, object, readonly string[]]>([
    ['a state', languages[language].states, states],
    ['why somebody was passed over', languages[language].history.passedOver, passedOver],
    ['why somebody is passed over in the preview', languages[language].queue.preview.passedOver, passedOver],
    ['why a dialog waits in the preview', languages[language].queue.preview.waits, waitReasons],
    ['where somebody is', languages[language].people.presence, ['available', ...unavailable]],
    [
      'why somebody cannot take a dialog',
      languages[language].refusals.unavailable,
      unavailable.filter((why) => why !== 'dismissed'),
    ],
    ['a running time', languages[language].dialog.deadline, deadlineKinds],
    ['a text of the line', languages[language].history.saidWhat, lineTexts],
  ])('%s has words, and no words are left over', (_, words, codes) => {
    expect(Object.keys(words).toSorted()).toEqual([...codes].toSorted());
  });
});

it('every kind of fact the domain knows is told', () => {
  expect(Object.keys(facts).toSorted()).toEqual(fact.options.map((one) => one.shape.fact.value).toSorted());
});
