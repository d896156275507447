'use client';

import { useTranslations } from 'next-intl';

import { cn } from '../../ui/cn.ts';
import { Definition } from '../../ui/definition.tsx';
import { useFigureWords } from '../../ui/figure-words.ts';
import { PlaceLink } from '../../ui/place-link.tsx';
import { behindBoard, type BoardFigure as Figure } from './behind.ts';
import { Running } from './running.tsx';

/** A colour only where there is something to see to. */
const tones: Record<Figure, string> = {
  waiting: 'text-waiting',
  offered: '',
  held: '',
  unanswered: 'text-waiting',
  overdue: 'text-overdue',
  withBot: 'text-bot',
};

type Props = {
  figure: Figure;
  value: number;
  since?: number | null;
  /** Some of them are offered at this moment. */
  offered?: number;
  of?: Parameters<typeof behindBoard>[1];
  size: 'wall' | 'card';
  className?: string;
};

/** A number of the board: how many, for how long the longest, and the way to them. */
export function BoardFigure({ figure, value, since = null, offered = 0, of, size, className }: Props) {
  const t = useTranslations('board');
  const words = useFigureWords();
  const told = words.count(value);
  const look = cn(
    'block w-fit font-semibold tracking-tight tabular-nums',
    size === 'wall' ? 'text-4xl leading-11 sm:text-5xl sm:leading-14' : 'text-2xl',
    value === 0 ? 'text-ink-faint' : tones[figure],
  );
  return (
    <div
      className={cn(
        'min-w-0',
        size === 'wall' && 'rounded-xl border border-edge bg-panel px-4 py-3 sm:px-5',
        className,
      )}
    >
      <dt className={cn('flex items-center justify-between gap-1 text-ink-soft', size === 'card' && 'text-sm')}>
        <span className="min-w-0 hyphens-auto">{t(`figures.${figure}.name`)}</span>
        {size === 'wall' && (
          <Definition name={t(`figures.${figure}.name`)} says={t(`figures.${figure}.says`)} className="-mr-1.5" />
        )}
      </dt>
      <dd>
        {value === 0 ? (
          <span className={look}>{told}</span>
        ) : (
          <PlaceLink
            href={behindBoard(figure, of)}
            aria-label={`${t(`figures.${figure}.name`)}: ${told}`}
            className={cn(look, 'rounded-sm decoration-2 underline-offset-4 hover:underline')}
          >
            {told}
          </PlaceLink>
        )}
        <span className={cn('block min-h-5 text-ink-soft', size === 'card' && 'text-sm')}>
          {since !== null && t.rich('longest', { time: () => <Running since={since} /> })}
          {offered > 0 && (
            <PlaceLink
              href={behindBoard('offered', of)}
              className="flex min-h-6 w-fit items-center rounded-sm whitespace-nowrap decoration-edge-strong underline-offset-4 hover:text-accent hover:underline"
            >
              {t('offered', { count: offered })}
            </PlaceLink>
          )}
        </span>
      </dd>
    </div>
  );
}
