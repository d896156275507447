'use client';

import {
  AlarmClock,
  ArrowRightLeft,
  Bot,
  Check,
  CheckCheck,
  CircleDot,
  Clock3,
  ContactRound,
  FileCheck,
  FileQuestion,
  FileX,
  Hand,
  Hourglass,
  IdCard,
  LogOut,
  MessageSquare,
  MessageSquareText,
  Pin,
  PinOff,
  PlugZap,
  Reply,
  RotateCcw,
  Star,
  ThumbsDown,
  ThumbsUp,
  Undo2,
  UserRoundCheck,
  UserRoundPlus,
  UserRoundSearch,
  UserRoundX,
  Users,
  X,
  type LucideIcon,
} from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import type { RecordKind } from '@switchboard/domain/crm';
import type { Candidate, Fact, FactOf } from '@switchboard/domain/dialog';
import { passedOver } from '@switchboard/domain/queue';

import { Clock, Moment, useMinutesInWords } from '../../ui/time.tsx';
import { useNames, type Names } from './event-line.tsx';

/** A fact as the history tells it: what happened in one sentence, why in the lines below it. */
export type Told = {
  icon: LucideIcon;
  tone: 'plain' | 'offer' | 'waiting' | 'answered' | 'overdue' | 'bot' | 'muted';
  title: ReactNode;
  detail?: ReactNode[];
  /** The queue as the step saw it. */
  queue?: { candidates: Candidate[]; more: number; settings: number };
};

/** Tells any fact of a dialog in words, with the names of those it mentions. `times`: how many of its kind in a row. */
export function useTold(names: Names): (fact: Fact, times: number) => Told {
  const t = useTranslations('history');
  const { person, line, department, record } = useNames(names);
  const minutes = useMinutesInWords();
  const format = useFormatter();

  const routed = (step: FactOf<'offered'> | FactOf<'waits'>): string[] =>
    step.after === 'opened' ? [] : [t(`after.${step.after}`)];
  const seen = (step: FactOf<'offered'> | FactOf<'waits'>) => ({
    candidates: step.candidates,
    more: step.more ?? 0,
    settings: step.settings,
  });
  const when = (said: ReactNode | false | undefined): ReactNode[] =>
    said === false || said === undefined ? [] : [said];
  const by = (who: string | null) => when(who !== null && t('by', { who: person(who) }));

  const named = (sentence: string, { kind, recordId }: { kind: RecordKind; recordId: string }): ReactNode => {
    const title = record(recordId);
    return title === null ? (
      sentence
    ) : (
      <>
        {sentence}:{' '}
        <Link
          href={`/${kind}s/${recordId}`}
          className="rounded-sm break-words text-accent underline-offset-2 hover:underline"
        >
          {title}
        </Link>
      </>
    );
  };

  return (fact, times) => {
    switch (fact.fact) {
      case 'opened':
        return {
          icon: CircleDot,
          tone: 'plain',
          title: t('opened', { line: line(fact.lineId) }),
          detail: [
            t(`openedBecause.${fact.because}`),
            ...when(fact.firstContact === true && t('firstContact')),
            ...when(fact.outsideHours === true && t('outsideHours')),
            ...when(
              fact.responsible !== undefined &&
                (fact.responsible === 'asking'
                  ? t('responsibleAsking')
                  : t('responsible', { who: person(fact.responsible) })),
            ),
          ],
        };
      case 'client-wrote':
        return { icon: MessageSquare, tone: 'plain', title: t('clientWrote', { count: times }) };
      case 'consent-asked':
        return {
          icon: FileQuestion,
          tone: 'waiting',
          title: t('consentAsked'),
          detail: [t(fact.holds ? 'consentHolds' : 'consentOpen')],
        };
      case 'consented':
        return {
          icon: FileCheck,
          tone: 'answered',
          title: t('consented'),
          detail: [t(`consentHow.${fact.how}`)],
        };
      case 'consent-declined':
        return { icon: FileX, tone: 'muted', title: t('consentDeclined'), detail: [t(`consentHow.${fact.how}`)] };
      case 'bot-took':
        return { icon: Bot, tone: 'bot', title: t('botTook'), detail: [t(`botTookBecause.${fact.because}`)] };
      case 'bot-wrote':
        return { icon: Bot, tone: 'bot', title: t('botWrote', { count: times }) };
      case 'bot-left':
        return {
          icon: Bot,
          tone: 'bot',
          title: t('botLeft'),
          detail: [t(`botLeftBecause.${fact.because}`), ...when(fact.stays && t('botStays'))],
        };
      case 'said':
        return {
          icon: MessageSquareText,
          tone: 'plain',
          title: t('said', { what: t(`saidWhat.${fact.what}`) }),
          detail:
            fact.because === 'outside-schedule' || fact.because === 'nobody-available'
              ? [t(`saidBecause.${fact.because}`)]
              : [],
        };
      case 'identifying':
        return {
          icon: IdCard,
          tone: 'waiting',
          title: t('identifying'),
          detail: [t.rich('identifyingText', { until: () => <Clock at={fact.until} seconds /> })],
        };
      case 'recognised': {
        const why = passedOver.find((reason) => reason === fact.passedOver);
        return {
          icon: IdCard,
          tone: 'plain',
          title: fact.responsible === null ? t('recognisedNobody') : t('recognised', { who: person(fact.responsible) }),
          detail: when(
            fact.passedOver !== null &&
              t('recognisedPassed', { why: why === undefined ? fact.passedOver : t(`passedOver.${why}`) }),
          ),
        };
      }
      case 'offered': {
        const { to } = fact;
        const detail: ReactNode[] = [...routed(fact), t(`offeredBecause.${fact.because}`)];
        if (to.kind === 'one') {
          detail.push(
            t.rich('until', {
              duration: minutes(Math.max(1, Math.round((to.until - fact.at) / 60_000))),
              until: () => <Clock at={to.until} seconds />,
            }),
          );
        }
        if (fact.newRound && fact.because !== 'new-round') detail.push(t('newRound'));
        return {
          icon: to.kind === 'one' ? UserRoundCheck : Users,
          tone: 'offer',
          title:
            to.kind === 'one'
              ? t('offeredOne', { who: person(to.employeeId) })
              : t('offeredAll', {
                  count: to.employeeIds.length,
                  who: format.list(to.employeeIds.slice(0, 5).map(person)),
                  more: Math.max(0, to.employeeIds.length - 5),
                }),
          detail,
          queue: seen(fact),
        };
      }
      case 'waits': {
        const { notBefore } = fact;
        return {
          icon: Hourglass,
          tone: 'waiting',
          title: t('waits'),
          detail: [
            ...routed(fact),
            t(`waitsBecause.${fact.because}`),
            ...when(notBefore !== null && t.rich('notBefore', { at: () => <Clock at={notBefore} seconds /> })),
          ],
          queue: seen(fact),
        };
      }
      case 'offer-expired':
        return {
          icon: Clock3,
          tone: 'overdue',
          title: t('expired', { who: person(fact.employeeId) }),
          detail: [t('expiredText')],
        };
      case 'department-gave-up':
        return {
          icon: Clock3,
          tone: 'overdue',
          title: t('departmentGaveUp', { department: department(fact.departmentId) }),
          detail: [t('departmentGaveUpText')],
        };
      case 'declined':
        return { icon: UserRoundX, tone: 'overdue', title: t('declined', { who: person(fact.employeeId) }) };
      case 'accepted':
        return {
          icon: Check,
          tone: 'answered',
          title: t('accepted', { who: person(fact.employeeId) }),
          detail: [
            ...when(fact.because !== 'offered' && t(`acceptedBecause.${fact.because}`)),
            ...when(fact.outsider === true && t('outsider')),
          ],
        };
      case 'answered':
        return {
          icon: Reply,
          tone: 'answered',
          title: t('answered', { who: person(fact.employeeId), count: times }),
          detail: when(fact.echo === true && t('echo')),
        };
      case 'transferred': {
        const { to } = fact;
        const name =
          to.kind === 'person'
            ? person(to.employeeId)
            : to.kind === 'line'
              ? line(to.lineId)
              : department(to.departmentId);
        const titles = {
          person: 'transferredToPerson',
          line: 'transferredToLine',
          department: 'transferredToDepartment',
        } as const;
        return {
          icon: ArrowRightLeft,
          tone: 'plain',
          title:
            fact.by === null
              ? t(`transferredByBot.${to.kind}`, { to: name })
              : t(titles[to.kind], { by: person(fact.by), to: name }),
          detail: [
            ...when(fact.from !== null && fact.from !== fact.by && t('transferredFrom', { from: person(fact.from) })),
            ...when(to.kind === 'person' && to.evenIfUnavailable && t('evenIfUnavailable')),
            ...when(to.kind === 'person' && to.outsider === true && t('outsider')),
          ],
        };
      }
      case 'taken-over':
        return {
          icon: Hand,
          tone: 'answered',
          title: t('takenOver', { who: person(fact.by) }),
          detail: [
            ...when(fact.from !== null && t('transferredFrom', { from: person(fact.from) })),
            ...when(fact.outsider === true && t('outsider')),
          ],
        };
      case 'returned':
        return {
          icon: Undo2,
          tone: 'waiting',
          title: t('returned', { who: person(fact.from) }),
          detail: [t(`returnedBecause.${fact.because}`)],
        };
      case 'joined':
        return { icon: UserRoundPlus, tone: 'plain', title: t('joined', { who: person(fact.employeeId) }) };
      case 'left':
        return { icon: LogOut, tone: 'plain', title: t('left', { who: person(fact.employeeId) }) };
      case 'pinned':
        return {
          icon: Pin,
          tone: 'plain',
          title: t('pinned', { who: person(fact.by) }),
          detail: [t('pinnedText')],
        };
      case 'unpinned':
        return { icon: PinOff, tone: 'plain', title: t('unpinned', { who: person(fact.by) }) };
      case 'unsealed':
        return { icon: FileQuestion, tone: 'plain', title: t('unsealed'), detail: [t('unsealedText')] };
      case 'crm-unreachable':
        return { icon: PlugZap, tone: 'waiting', title: t('crmUnreachable'), detail: [t('crmUnreachableText')] };
      case 'record-attached': {
        const like = fact.confidence === 'asserted';
        return {
          icon: like ? UserRoundSearch : ContactRound,
          tone: like ? 'waiting' : 'plain',
          title: named(t(`attached.${like ? 'like' : 'his'}.${fact.kind}`), fact),
          detail: [t(`attachedBecause.${fact.confidence}`)],
        };
      }
      case 'record-created':
        return {
          icon: ContactRound,
          tone: 'plain',
          title: named(t(`created.${fact.kind}`), fact),
          detail: [
            t(`createdBecause.${fact.because}`),
            ...by(fact.by ?? null),
            ...when(
              fact.responsible !== null &&
                t(fact.holds === true ? 'recordOf' : 'recordOfUntil', { who: person(fact.responsible) }),
            ),
          ],
        };
      case 'not-recorded':
        return {
          icon: ContactRound,
          tone: 'muted',
          title: t('notRecorded'),
          detail: [t(`notRecordedBecause.${fact.because}`)],
        };
      case 'responsible-changed':
        return {
          icon: UserRoundCheck,
          tone: 'plain',
          title: t('responsibleChanged', { who: person(fact.to), count: fact.recordIds.length }),
          detail: [t(`responsibleBecause.${fact.because}`)],
        };
      case 'unanswered':
        return {
          icon: AlarmClock,
          tone: 'overdue',
          title: t('unanswered'),
          detail: [t.rich('unansweredText', { since: () => <Moment at={fact.since} /> })],
        };
      case 'overdue':
        return {
          icon: AlarmClock,
          tone: 'overdue',
          title: t(`overdue.${fact.answer}`),
          detail: [
            t.rich('overdueSince', { since: () => <Moment at={fact.since} /> }),
            fact.operatorId === null ? t('overdueOfNobody') : t('overdueOf', { who: person(fact.operatorId) }),
          ],
        };
      case 'finished':
        return {
          icon: CheckCheck,
          tone: 'answered',
          title: t(`finishing.${fact.because}`),
          detail: [...by(fact.by), t.rich('finishingUntil', { until: () => <Moment at={fact.until} /> })],
        };
      case 'rating-asked': {
        const { until } = fact;
        return {
          icon: Star,
          tone: 'plain',
          title: t('ratingAsked'),
          detail: [
            until === null ? t('ratingUntilAny') : t.rich('ratingUntil', { until: () => <Moment at={until} /> }),
            ...when(fact.operatorId !== null && t('countsFor', { who: person(fact.operatorId) })),
          ],
        };
      }
      case 'voted':
        return {
          icon: fact.vote === 'good' ? ThumbsUp : ThumbsDown,
          tone: fact.vote === 'good' ? 'answered' : 'overdue',
          title: t(`voted.${fact.vote}`),
          detail: [
            t(`votedHow.${fact.how}`),
            ...when(fact.operatorId !== null && t('countsFor', { who: person(fact.operatorId) })),
          ],
        };
      case 'marked':
        return { icon: Star, tone: 'plain', title: t('marked', { by: person(fact.by), stars: fact.stars }) };
      case 'resumed':
        return {
          icon: RotateCcw,
          tone: 'answered',
          title: t('resumed'),
          detail: [
            fact.because === 'client-wrote'
              ? t('resumedBecause.client-wrote')
              : t(`resumedBecause.${fact.because}`, { who: fact.by === null ? t('somebody') : person(fact.by) }),
          ],
        };
      case 'closed':
        return {
          icon: X,
          tone: 'muted',
          title:
            fact.because === 'finished' && fact.by === null
              ? t('short.closedAfter')
              : t(`short.closed.${fact.because}`),
          detail: [...by(fact.by), ...when(fact.blocks === true && t('blocks'))],
        };
    }
  };
}
