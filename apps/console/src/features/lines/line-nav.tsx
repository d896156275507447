'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';

import { isOpen, nextOpening } from '@switchboard/domain/hours';
import { notConnected, type LineSettings } from '@switchboard/domain/line';
import { crewOf } from '@switchboard/domain/people';

import { useTRPC } from '../../rpc/client.tsx';
import { cn } from '../../ui/cn.ts';
import { useNow } from '../../ui/now.tsx';
import { useMinutesInWords } from '../../ui/time.tsx';
import { useQueueSummary } from './distribution-words.ts';
import { treeOf } from './tree.ts';

const places = [
  ['queue', 'queue'],
  ['crm', 'crm'],
  ['hours', 'hours'],
  ['agreement', 'agreement'],
  ['autoActions', 'auto-actions'],
  ['rating', 'rating'],
  ['bot', 'bot'],
  ['kpi', 'kpi'],
  ['other', 'other'],
  ['channels', 'channels'],
  ['summary', 'summary'],
] as const;
type Place = (typeof places)[number][0];

/** The tabs of a line in the order of the product's sections, each with one line of its present meaning. */
export function LineNav({ lineId }: { lineId: string }) {
  const t = useTranslations('lineTabs');
  const lines = useTranslations('lines');
  const trpc = useTRPC();
  const path = usePathname();
  const { data: line } = useQuery(trpc.lines.get.queryOptions({ lineId }));
  const { data: channels } = useQuery(trpc.channels.list.queryOptions({ lineId }));
  const note = useNotes();
  const here = useRef<HTMLAnchorElement>(null);

  // On a narrow screen the open tab may stand beyond the edge.
  useEffect(() => {
    if (path !== '') here.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path]);

  return (
    <nav aria-label={t('tabs')} className="min-w-0 lg:sticky lg:top-4 lg:self-start">
      <ul className="-mx-4 flex gap-1 overflow-x-auto border-b border-edge px-4 pb-1 sm:mx-0 sm:px-0 lg:flex-col lg:gap-0.5 lg:overflow-visible lg:border-b-0">
        {places.map(([place, segment]) => {
          const href = `/lines/${lineId}/${segment}`;
          const open = path === href;
          return (
            <li key={place} className="shrink-0">
              <Link
                ref={open ? here : undefined}
                href={href}
                aria-current={open ? 'page' : undefined}
                className={cn(
                  'block rounded-lg px-3 py-1.5 whitespace-nowrap transition-colors lg:whitespace-normal',
                  open ? 'bg-accent-soft text-accent' : 'text-ink-soft hover:bg-hover hover:text-ink',
                )}
              >
                <span className="block font-medium">{t(`tab.${place}`)}</span>
                <span className={cn('block text-xs', open ? 'text-accent' : 'text-ink-faint')}>
                  {place === 'channels'
                    ? channels === undefined
                      ? ' '
                      : lines('channelCount', { count: channels.length })
                    : line === undefined
                      ? ' '
                      : note(place, line.settings, line.active)}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function useNotes(): (place: Exclude<Place, 'channels'>, settings: LineSettings, active: boolean) => string {
  const t = useTranslations('lineTabs');
  const trpc = useTRPC();
  const format = useFormatter();
  const minutes = useMinutesInWords();
  const summary = useQueueSummary();
  const now = useNow(60_000);
  const { data: departments = [] } = useQuery(trpc.people.departments.queryOptions({}));
  return (place, settings, active) => {
    const { queue, crm, hours, agreement, autoActions, rating, bot, kpi } = settings;
    switch (place) {
      case 'queue':
        return summary({ ...queue, members: crewOf(queue.members, treeOf(departments)).length });
      case 'crm':
        return t(`note.crm.${crm.check && notConnected['crm.check'] === undefined ? 'on' : 'off'}`);
      case 'hours': {
        if (!hours.schedule) return t('note.hours.always');
        if (isOpen(hours, now)) return t('note.hours.open');
        const opens = nextOpening(hours, now);
        if (opens === null) return t('note.hours.never');
        const zone = { timeZone: hours.timeZone };
        return t('note.hours.opens', {
          when: format.dateTime(opens, { ...zone, weekday: 'short', hour: '2-digit', minute: '2-digit' }),
        });
      }
      case 'agreement':
        return t(`note.agreement.${agreement.ask ? 'on' : 'off'}`);
      case 'autoActions': {
        const { welcome, unanswered, finishing, clientSilent } = autoActions;
        const said = [
          welcome.on,
          unanswered.then === 'text',
          finishing.then === 'text',
          clientSilent.hours !== null && clientSilent.then === 'text',
        ];
        return t('note.autoActions', { count: said.filter(Boolean).length });
      }
      case 'rating':
        return t(`note.rating.${rating.ask ? 'on' : 'off'}`);
      case 'bot':
        return t(`note.bot.${bot.first ? 'on' : 'off'}`);
      case 'kpi':
        if (kpi.first.seconds !== null)
          return t('note.kpi.first', { time: minutes(Math.ceil(kpi.first.seconds / 60)) });
        if (kpi.further.minutes !== null) return t('note.kpi.further', { time: minutes(kpi.further.minutes) });
        return t('note.kpi.off');
      case 'other':
        return t(`note.other.${active ? 'active' : 'inactive'}`);
      case 'summary':
        return t('note.summary');
    }
  };
}
