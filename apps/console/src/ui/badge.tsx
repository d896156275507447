import type { ReactNode } from 'react';

import { cn } from './cn.ts';

const tones = {
  plain: 'bg-muted-soft text-ink-soft',
  waiting: 'bg-waiting-soft text-waiting',
  overdue: 'bg-overdue-soft text-overdue',
  answered: 'bg-answered-soft text-answered',
  bot: 'bg-bot-soft text-bot',
  offer: 'bg-offer-soft text-offer',
  muted: 'bg-muted-soft text-muted',
};
export type Tone = keyof typeof tones;

/** A word on the colour of its meaning. */
export function Badge({
  tone = 'plain',
  className,
  children,
}: {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cn(
        'inline-flex max-w-full items-center gap-1 rounded-sm px-1.5 py-px text-xs font-medium whitespace-nowrap',
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

/** A number that asks for attention; nothing where there is none. */
export function Count({
  value,
  tone = 'plain',
  label,
  className,
}: {
  value: number;
  tone?: Tone;
  label?: string;
  className?: string;
}) {
  if (value <= 0) return null;
  return (
    <span
      className={cn(
        'inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full px-1 text-xs font-semibold tabular-nums',
        tones[tone],
        className,
      )}
    >
      <span aria-hidden={label !== undefined}>{value > 999 ? '999+' : value}</span>
      {label !== undefined && <span className="sr-only">{label}</span>}
    </span>
  );
}
