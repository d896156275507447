'use client';

import { useTranslations } from 'next-intl';

import type { Unavailable } from '@switchboard/domain/people';

import { cn } from './cn.ts';

type Presence = 'available' | Unavailable;

const marks: Record<Presence, string> = {
  available: 'bg-answered-mark',
  away: 'bg-waiting-mark',
  'on-a-break': 'bg-waiting-mark',
  idle: 'border-2 border-waiting-mark',
  offline: 'border-2 border-ink-faint',
  'day-ended': 'border-2 border-ink-faint',
  absent: 'border-2 border-ink-faint',
  dismissed: 'border-2 border-ink-faint opacity-50',
};

/** A dot whose colour and shape say whether somebody is there. Stands beside the word, or on a picture. */
export function PresenceDot({ presence, className }: { presence: Presence; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn('inline-block size-2.5 shrink-0 rounded-full bg-panel', marks[presence], className)}
    />
  );
}

/** The dot with its word. */
export function PresenceWord({ presence, className }: { presence: Presence; className?: string }) {
  const t = useTranslations('people.presence');
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap text-ink-soft', className)}>
      <PresenceDot presence={presence} className="size-2" />
      {t(presence)}
    </span>
  );
}
