'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  Activity,
  ChartNoAxesColumn,
  CircleHelp,
  Contact,
  FileCheck2,
  LogOut,
  Pause,
  Play,
  Search,
  Settings,
  Square,
  UserRound,
  Zap,
  type LucideIcon,
} from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';

import { may, mayAnywhere } from '@switchboard/domain/access';

import { languageNames, languages, type Language } from '../../messages/language.ts';
import { useTRPC } from '../../rpc/client.tsx';
import { useMe } from '../../rpc/me.ts';
import type { Me } from '../../rpc/shapes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Count } from '../../ui/badge.tsx';
import { cn } from '../../ui/cn.ts';
import { Menu, MenuChoice, MenuContent, MenuDivider, MenuItem, MenuTrigger } from '../../ui/menu.tsx';
import { useNow } from '../../ui/now.tsx';
import { fullName } from '../../ui/person.ts';
import { chooseLanguage, chosenTheme, chooseTheme, themes, type Theme } from '../../ui/preferences.ts';
import { PresenceDot } from '../../ui/presence.tsx';
import { say } from '../../ui/toast.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';

function useStatus() {
  const t = useTranslations('shell.status');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const key = trpc.session.me.queryKey({});
  const put = (away: boolean) =>
    cache.setQueryData(key, (me) => (me === undefined || me === null ? me : { ...me, away }));
  return useMutation(
    trpc.people.setAway.mutationOptions({
      onMutate: ({ away }) => void put(away),
      onError: (_, { away }) => {
        put(!away);
        say('refused', t('failed'));
      },
    }),
  );
}

type WorkdayState = NonNullable<Me['workday']>['state'];

function useWorkday() {
  const t = useTranslations('shell.status');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const key = trpc.session.me.queryKey({});
  return useMutation(
    trpc.people.setWorkday.mutationOptions({
      onMutate: ({ state }) => {
        const before = cache.getQueryData(key);
        cache.setQueryData(key, (me) => (me ? { ...me, workday: { state, since: Date.now() } } : me));
        return { before };
      },
      onSuccess: (answer, _, context) => {
        if (answer.set) return;
        cache.setQueryData(key, context.before);
        say('refused', t(answer.because === 'not-started' ? 'notStarted' : 'failed'));
      },
      onError: (_error, _input, context) => {
        cache.setQueryData(key, context?.before);
        say('refused', t('failed'));
      },
      onSettled: () => void cache.invalidateQueries({ queryKey: key }),
    }),
  );
}

const dayWords = {
  started: { state: 'dayStarted', hint: 'dayStartedHint' },
  paused: { state: 'dayPaused', hint: 'dayPausedHint' },
  ended: { state: 'dayEnded', hint: 'dayEndedHint' },
} as const;
const dayPresence = { started: 'available', paused: 'on-a-break', ended: 'day-ended' } as const;

/** What the operator can do with his own status now: each act by its word and its sign. */
export function useStatusActs(): { id: string; words: string; icon: LucideIcon; act: () => void }[] {
  const t = useTranslations('shell.status');
  const { away, workday: day } = useMe();
  const status = useStatus();
  const workday = useWorkday();
  if (day === null) {
    return away
      ? [{ id: 'available', words: t('beAvailable'), icon: Play, act: () => status.mutate({ away: false }) }]
      : [{ id: 'away', words: t('beAway'), icon: Pause, act: () => status.mutate({ away: true }) }];
  }
  return dayActs(day.state).map(({ to, icon, words }) => ({
    id: words,
    words: t(words),
    icon,
    act: () => workday.mutate({ state: to }),
  }));
}

type DayAct = { to: WorkdayState; icon: LucideIcon; words: 'start' | 'pause' | 'resume' | 'end' };

/** How a working day can go on from its state. */
function dayActs(state: WorkdayState): DayAct[] {
  const pause: DayAct = { to: 'paused', icon: Pause, words: 'pause' };
  const end: DayAct = { to: 'ended', icon: Square, words: 'end' };
  if (state === 'started') return [pause, end];
  if (state === 'paused') return [{ to: 'started', icon: Play, words: 'resume' }, end];
  return [{ to: 'started', icon: Play, words: 'start' }];
}

/** Why no dialogs are offered to him, one sentence for each thing that stands against it; none: they are. */
function useWhyNothing(): string[] {
  const t = useTranslations('shell.status.why');
  const format = useFormatter();
  const me = useMe();
  const trpc = useTRPC();
  const now = useNow(60_000);
  const { data: profile } = useQuery(trpc.people.employee.queryOptions({ employeeId: me.employeeId }));
  const { data: absences } = useQuery(trpc.people.absences.queryOptions({ employeeId: me.employeeId, past: false }));
  const absence = absences?.find(({ from, until }) => from <= now && now < until);
  const lines = profile?.lines ?? [];
  const inactive = lines.length > 0 && profile?.hiddenLines === 0 && lines.every(({ active }) => !active);
  return [
    ...(absence === undefined
      ? []
      : [t('absent', { until: format.dateTime(absence.until, { day: 'numeric', month: 'long' }) })]),
    ...(me.lineIds.length === 0 ? [t('noQueue')] : []),
    ...(inactive ? [t('inactive', { count: lines.length })] : []),
    ...(me.workday === null
      ? me.away
        ? [t('away')]
        : []
      : me.workday.state === 'started'
        ? []
        : [t(me.workday.state)]),
  ];
}

/** Read when the menu is opened: whether dialogs are offered, and if not, why. */
function WhyNothing() {
  const t = useTranslations('shell.status.why');
  const reasons = useWhyNothing();
  return (
    <div className="px-2 pb-1.5 text-sm" role="status">
      {reasons.length === 0 ? (
        <p className="text-answered">{t('offered')}</p>
      ) : (
        <ul className="flex flex-col gap-0.5 text-waiting">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Whether this operator is offered dialogs: available or away, or where a working day is kept for him, how it stands. */
export function StatusSwitch({ className }: { className?: string }) {
  const { workday } = useMe();
  return workday === null ? (
    <AwaySwitch className={className} />
  ) : (
    <Workday state={workday.state} className={className} />
  );
}

/** The working day at the foot of the rail: its state, and what can be done with it. */
function Workday({ state, className }: { state: WorkdayState; className: string | undefined }) {
  const t = useTranslations('shell.status');
  const workday = useWorkday();
  const acts = dayActs(state);
  const Icon = { started: Play, paused: Pause, ended: Square }[state];
  return (
    <Menu>
      <Tooltip content={t(dayWords[state].hint)} side="right">
        <span className={cn('flex', className)}>
          <MenuTrigger>
            <button
              type="button"
              aria-label={`${t('dayLabel')}: ${t(dayWords[state].state)}`}
              className={cn(
                'flex size-10 items-center justify-center rounded-lg hover:bg-hover',
                state === 'started' ? 'text-answered' : state === 'paused' ? 'text-waiting' : 'text-ink-faint',
              )}
            >
              <Icon className="size-4.5 fill-current" aria-hidden />
            </button>
          </MenuTrigger>
        </span>
      </Tooltip>
      <MenuContent side="right" align="end">
        {acts.map(({ to, icon: Sign, words }) => (
          <MenuItem key={to} onSelect={() => workday.mutate({ state: to })}>
            <Sign aria-hidden /> {t(words)}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

function AwaySwitch({ className }: { className: string | undefined }) {
  const t = useTranslations('shell.status');
  const { away } = useMe();
  const status = useStatus();
  return (
    <Tooltip content={away ? t('awayHint') : t('availableHint')} side="right">
      <button
        type="button"
        role="switch"
        aria-checked={!away}
        aria-label={t('label')}
        onClick={() => status.mutate({ away: !away })}
        className={cn('size-10 items-center justify-center rounded-lg hover:bg-hover', className)}
      >
        <span
          aria-hidden
          className={cn(
            'relative h-4 w-7 rounded-full transition-colors',
            away ? 'bg-waiting-mark' : 'bg-answered-mark',
          )}
        >
          <span
            className={cn(
              'absolute top-0.5 left-0.5 size-3 rounded-full bg-white transition-transform',
              !away && 'translate-x-3',
            )}
          />
        </span>
      </button>
    </Tooltip>
  );
}

/** Who is signed in, and what concerns only him. */
export function SelfMenu({
  parked,
  onHelp,
  onSearch,
}: {
  /** Parked decisions that wait for him. */
  parked: number;
  onHelp: () => void;
  onSearch: () => void;
}) {
  const t = useTranslations('shell');
  const me = useMe();
  const router = useRouter();
  const trpc = useTRPC();
  const status = useStatus();
  const workday = useWorkday();
  const signOut = useMutation(trpc.signIn.out.mutationOptions({ onSettled: () => window.location.assign('/sign-in') }));
  const saveProfile = useMutation(trpc.people.saveProfile.mutationOptions());
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => setTheme(chosenTheme()), []);

  const speak = async (language: Language) => {
    chooseLanguage(language);
    try {
      await saveProfile.mutateAsync({ name: me.name, surname: me.surname, position: me.position, language });
      router.refresh();
    } catch {
      say('refused', t('languageFailed'));
    }
  };

  return (
    <Menu>
      <MenuTrigger>
        <button
          type="button"
          aria-label={t('self', { name: fullName(me) })}
          className="relative flex size-11 items-center justify-center rounded-lg hover:bg-hover sm:size-10"
        >
          <Avatar name={me.name} surname={me.surname} photo={me.photo} size="md" />
          <PresenceDot
            presence={me.workday !== null ? dayPresence[me.workday.state] : me.away ? 'away' : 'available'}
            className="absolute right-0.5 bottom-0.5 ring-2 ring-ground"
          />
        </button>
      </MenuTrigger>
      <MenuContent side="right" align="end" className="w-60">
        <div className="px-2 py-1.5">
          <p className="truncate font-medium">{fullName(me)}</p>
          <p className="truncate text-sm text-ink-faint">{me.email}</p>
        </div>
        <WhyNothing />
        <MenuDivider />
        {me.workday === null ? (
          <MenuChoice
            legend={t('status.label')}
            value={me.away ? 'away' : 'available'}
            onChange={(value) => status.mutate({ away: value === 'away' })}
            choices={[
              { value: 'available', label: t('status.available') },
              { value: 'away', label: t('status.away') },
            ]}
          />
        ) : (
          <MenuChoice
            legend={t('status.dayLabel')}
            value={me.workday.state}
            onChange={(state) => workday.mutate({ state })}
            choices={(['started', 'paused', 'ended'] as const)
              .filter((state) => state !== 'paused' || me.workday?.state !== 'ended')
              .map((value) => ({ value, label: t(`status.${dayWords[value].state}`) }))}
          />
        )}
        <MenuDivider />
        <MenuChoice
          legend={t('theme.label')}
          value={theme}
          onChange={(value) => {
            setTheme(value);
            chooseTheme(value);
          }}
          choices={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
        />
        <MenuDivider />
        <MenuChoice
          legend={t('language')}
          value={me.language}
          onChange={(value) => void speak(value)}
          choices={languages.map((value) => ({ value, label: languageNames[value] }))}
        />
        <MenuDivider />
        <MenuItem onSelect={onSearch} className="sm:hidden">
          <Search aria-hidden /> {t('search')}
        </MenuItem>
        <MenuItem onSelect={() => router.push(`/people/${me.employeeId}`)}>
          <UserRound aria-hidden /> {t('ownPage')}
        </MenuItem>
        {mayAnywhere(me, 'statistics') && (
          <>
            <MenuItem onSelect={() => router.push('/now')} className="sm:hidden">
              <Activity aria-hidden /> {t('places.now')}
            </MenuItem>
            <MenuItem onSelect={() => router.push('/statistics')} className="sm:hidden">
              <ChartNoAxesColumn aria-hidden /> {t('places.statistics')}
            </MenuItem>
          </>
        )}
        {mayAnywhere(me, 'crm') && (
          <MenuItem onSelect={() => router.push('/leads')} className="sm:hidden">
            <Contact aria-hidden /> {t('places.leads')}
          </MenuItem>
        )}
        {mayAnywhere(me, 'quickReplies') && (
          <MenuItem onSelect={() => router.push('/quick-replies')} className="sm:hidden">
            <Zap aria-hidden /> {t('places.quick-replies')}
          </MenuItem>
        )}
        {may(me, 'agreements', {}) && (
          <MenuItem onSelect={() => router.push('/agreements')} className="sm:hidden">
            <FileCheck2 aria-hidden /> {t('places.agreements')}
          </MenuItem>
        )}
        <MenuItem onSelect={() => router.push('/settings')}>
          <Settings aria-hidden /> <span className="min-w-0 flex-1">{t('profile')}</span>
          <Count value={parked} tone="overdue" label={t('parked', { count: parked })} />
        </MenuItem>
        <MenuItem onSelect={onHelp}>
          <CircleHelp aria-hidden /> {t('keys.title')}
        </MenuItem>
        <MenuItem onSelect={() => signOut.mutate({})}>
          <LogOut aria-hidden /> {t('signOut')}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
