'use client';

import { ArrowDown, ArrowUp, Equal } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import {
  averageStars,
  shares,
  type CountedFigure,
  type Counts,
  type FigureFilter,
  type Measure,
  type ShareFigure,
} from '@switchboard/domain/statistics';

import { cn } from '../../ui/cn.ts';
import { dialogsHref } from '../../ui/dialogs-href.ts';
import { Definition } from '../../ui/definition.tsx';
import { useFigureWords } from '../../ui/figure-words.ts';
import { PlaceLink } from '../../ui/place-link.tsx';
import { behindCount, behindDuration, behindShare } from './behind.ts';
import { betterCount, betterShare } from './better.ts';
import { changeOf, isGood, pointsOf, type Better } from './change.ts';
import { dialogsOf } from './figure-filter.ts';

type Props = {
  name: string;
  says: string;
  value: string;
  href: string | null;
  change: ReactNode;
  /** Said below, smaller. */
  more?: ReactNode;
};

/** A figure: what it is called and what it is, how it stands, how it stood, and the dialogs behind it. */
function Tile({ name, says, value, href, change, more }: Props) {
  const look = 'text-2xl font-semibold tracking-tight break-words tabular-nums';
  return (
    <div className="flex min-w-0 flex-col rounded-xl border border-edge bg-panel px-4 py-3 print:break-inside-avoid">
      <dt className="flex items-start justify-between gap-1 text-sm text-ink-soft">
        <span className="min-w-0 hyphens-auto">{name}</span>
        <Definition name={name} says={says} className="-mt-0.5 -mr-1.5" />
      </dt>
      <dd className="mt-1 flex min-w-0 flex-1 flex-col">
        {href === null ? (
          <span className={look}>{value}</span>
        ) : (
          <PlaceLink
            href={href}
            aria-label={`${name}: ${value}`}
            className={cn(
              look,
              'w-fit rounded-sm decoration-edge-strong underline-offset-4 hover:text-accent hover:underline',
            )}
          >
            {value}
          </PlaceLink>
        )}
        {more !== undefined && <span className="text-sm text-ink-soft">{more}</span>}
        <span className="mt-auto pt-1 text-sm">{change}</span>
      </dd>
    </div>
  );
}

/** Six of them stand in threes, else they stand in fours. */
export function Tiles({ six = false, children }: { six?: boolean; children: ReactNode }) {
  return <dl className={cn('grid grid-cols-2 gap-3 md:grid-cols-3', !six && 'xl:grid-cols-4')}>{children}</dl>;
}

type ChangeProps = {
  kind: 'same' | 'more' | 'less' | 'from-nothing' | 'many-times';
  better: Better;
  children: ReactNode;
};

/** How a figure has changed: an arrow, a word, and only then a colour. */
function Changed({ kind, better, children }: ChangeProps) {
  const good = isGood(kind, better);
  const Sign = kind === 'same' ? Equal : kind === 'less' ? ArrowDown : ArrowUp;
  return (
    <span
      className={cn(
        'inline-flex items-start gap-1',
        good === null ? 'text-ink-faint' : good ? 'text-answered' : 'text-overdue',
      )}
    >
      <Sign className="mt-0.5 size-3.5 shrink-0" aria-hidden />
      <span>{children}</span>
    </span>
  );
}

type NumberChange = {
  now: number | null;
  /** Null: there was none; undefined: nothing is compared. */
  before: number | null | undefined;
  better: Better;
  told: (value: number | null) => string;
  /** Lengths of time are longer and shorter, not more and less. */
  time?: boolean;
};

/** How a number stands against the one before; nothing where nothing is compared. */
export function NumberChange({ now, before, better, told, time = false }: NumberChange) {
  const t = useTranslations('statistics.change');
  const format = useFormatter();
  if (before === undefined) return null;
  const change = changeOf(now, before);
  if (change === null) return <span className="text-ink-faint">{t('nothing')}</span>;
  const was = told(before);
  const words = (): string => {
    switch (change.kind) {
      case 'same':
        return t('same');
      case 'from-nothing':
        return t('fromNothing');
      case 'many-times':
        return t('manyTimes', { times: format.number(change.times), was });
      default: {
        const share = format.number(change.share, {
          style: 'percent',
          maximumFractionDigits: change.share < 0.1 ? 1 : 0,
        });
        return t(time ? (change.kind === 'more' ? 'longer' : 'shorter') : change.kind, { share, was });
      }
    }
  };
  return (
    <Changed kind={change.kind} better={better}>
      {words()}
    </Changed>
  );
}

/** How a share stands against the one before, in percentage points. */
export function PointsChange({
  now,
  before,
  better,
}: {
  now: number | null;
  before: number | null | undefined;
  better: Better;
}) {
  const t = useTranslations('statistics.change');
  const format = useFormatter();
  const words = useFigureWords();
  if (before === undefined) return null;
  const change = pointsOf(now, before);
  if (change === null) return <span className="text-ink-faint">{t('nothing')}</span>;
  return (
    <Changed kind={change.kind} better={better}>
      {change.kind === 'same'
        ? t('same')
        : t(change.kind === 'more' ? 'pointsMore' : 'pointsLess', {
            points: format.number(change.points),
            was: words.share(before),
          })}
    </Changed>
  );
}

type Counted = { filter: FigureFilter; now: Counts; before: Counts | null };

/** A figure that is counted. */
export function CountTile({
  figure,
  filter,
  now,
  before,
  more,
}: Counted & { figure: CountedFigure; more?: ReactNode }) {
  const t = useTranslations('figures.counted');
  const words = useFigureWords();
  return (
    <Tile
      name={t(`${figure}.name`)}
      says={t(`${figure}.says`)}
      value={words.count(now[figure])}
      href={now[figure] === 0 ? null : behindCount(filter, figure)}
      more={more}
      change={
        <NumberChange
          now={now[figure]}
          // A period in which nothing was opened compares with nothing.
          before={before === null ? undefined : before.dialogs === 0 ? null : before[figure]}
          better={betterCount(figure)}
          told={words.count}
        />
      }
    />
  );
}

/** A part of a whole. */
export function ShareTile({ share, filter, now, before, more }: Counted & { share: ShareFigure; more?: ReactNode }) {
  const t = useTranslations('figures.shares');
  const words = useFigureWords();
  const value = shares[share](now);
  return (
    <Tile
      name={t(`${share}.name`)}
      says={t(`${share}.says`)}
      value={words.share(value)}
      href={value === null ? null : behindShare(filter, share)}
      more={more}
      change={
        <PointsChange
          now={value}
          before={before === null ? undefined : shares[share](before)}
          better={betterShare(share)}
        />
      }
    />
  );
}

type Duration = { median: number | null; ninetieth: number | null; dialogs: number };

/** A length of time: half within, and nine of ten within. */
export function DurationTile({
  measure,
  filter,
  now,
  before,
}: {
  measure: Measure;
  filter: FigureFilter;
  now: Duration;
  before: Duration | null;
}) {
  const t = useTranslations('figures.measures');
  const page = useTranslations('statistics');
  const words = useFigureWords();
  return (
    <Tile
      name={t(`${measure}.name`)}
      says={t(`${measure}.says`)}
      value={words.duration(now.median)}
      href={now.dialogs === 0 ? null : behindDuration(filter, measure)}
      more={
        now.ninetieth === null
          ? page('noneMeasured')
          : page.rich('within', {
              time: words.duration(now.ninetieth),
              slow: (inside) =>
                measure === 'toFirstAnswer' || measure === 'handling' ? (
                  <PlaceLink
                    href={dialogsHref(
                      dialogsOf(
                        filter,
                        measure === 'handling'
                          ? { handling: { atLeast: now.ninetieth ?? 0 } }
                          : { firstAnswer: { atLeast: now.ninetieth ?? 0 } },
                      ),
                    )}
                    className="rounded-sm underline-offset-4 hover:text-accent hover:underline"
                  >
                    {inside}
                  </PlaceLink>
                ) : (
                  <>{inside}</>
                ),
            })
      }
      change={
        <NumberChange
          now={now.median}
          before={before === null ? undefined : before.median}
          better="less"
          told={words.duration}
          time
        />
      }
    />
  );
}

/** The average of managers' marks. */
export function StarsTile({ filter, now, before }: Counted) {
  const t = useTranslations('figures.other.averageStars');
  const page = useTranslations('statistics');
  const words = useFigureWords();
  const value = averageStars(now);
  return (
    <Tile
      name={t('name')}
      says={t('says')}
      value={words.stars(value)}
      href={value === null ? null : behindCount(filter, 'marked')}
      more={page('ratings.marks', { count: now.marked })}
      change={
        <NumberChange
          now={value}
          before={before === null ? undefined : averageStars(before)}
          better="more"
          told={words.stars}
        />
      }
    />
  );
}
