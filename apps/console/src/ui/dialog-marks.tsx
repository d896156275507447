'use client';

import { AlarmClock, AlarmClockOff, Moon, Pin, Star, ThumbsDown, ThumbsUp, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';

import type { Vote } from '@switchboard/domain/rating';

import { Badge, type Tone } from './badge.tsx';
import { cn } from './cn.ts';

type Marked = {
  unanswered: boolean;
  overdue: boolean;
  outsideHours: boolean;
  pinned: boolean;
  vote: Vote | null;
  stars: number | null;
};

type Mark = { key: string; icon: LucideIcon; tone: Tone; words: string; short?: string };

/** What a dialog carries beside its state: with words, or in lists as signs that say them to readers and at a hover. */
export function DialogMarks({ row, words = false, className }: { row: Marked; words?: boolean; className?: string }) {
  const marks = useMarks()(row);
  if (marks.length === 0) return null;
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-1.5', words && 'flex-wrap', className)}>
      {marks.map(({ key, icon: Icon, tone, words: said, short }) =>
        words ? (
          <Badge key={key} tone={tone}>
            <Icon className="size-3 shrink-0" aria-hidden /> {said}
          </Badge>
        ) : (
          <span key={key} title={said} className={cn('inline-flex shrink-0 items-center gap-0.5 text-xs', inks[tone])}>
            <Icon className="size-3.5" aria-hidden />
            <span aria-hidden>{short}</span>
            <span className="sr-only">{said}</span>
          </span>
        ),
      )}
    </span>
  );
}

const inks: Record<Tone, string> = {
  plain: 'text-ink-faint',
  waiting: 'text-waiting',
  overdue: 'text-overdue',
  answered: 'text-answered',
  bot: 'text-bot',
  offer: 'text-offer',
  muted: 'text-muted',
};

function useMarks(): (row: Marked) => Mark[] {
  const t = useTranslations('marks');
  return ({ unanswered, overdue, outsideHours, pinned, vote, stars }) => {
    const marks: Mark[] = [];
    if (overdue) marks.push({ key: 'overdue', icon: AlarmClock, tone: 'overdue', words: t('overdue') });
    if (unanswered) marks.push({ key: 'unanswered', icon: AlarmClockOff, tone: 'overdue', words: t('unanswered') });
    if (outsideHours) marks.push({ key: 'outside', icon: Moon, tone: 'plain', words: t('outsideHours') });
    if (pinned) marks.push({ key: 'pinned', icon: Pin, tone: 'plain', words: t('pinned') });
    if (vote !== null)
      marks.push({
        key: 'vote',
        icon: vote === 'good' ? ThumbsUp : ThumbsDown,
        tone: vote === 'good' ? 'answered' : 'overdue',
        words: t(`vote.${vote}`),
      });
    if (stars !== null)
      marks.push({ key: 'stars', icon: Star, tone: 'plain', words: t('stars', { stars }), short: String(stars) });
    return marks;
  };
}
