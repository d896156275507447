import { MessageCircle, Send } from 'lucide-react';

import type { ChannelKind } from '@switchboard/channels/channel';

import { cn } from './cn.ts';

/** The sign of a channel's kind. Decorative unless `label` names it. */
export function ChannelGlyph({ kind, label, className }: { kind: ChannelKind; label?: string; className?: string }) {
  const Icon = kind === 'telegram' ? Send : MessageCircle;
  return (
    <Icon
      className={cn('size-4 shrink-0 text-ink-faint', className)}
      {...(label === undefined ? { 'aria-hidden': true } : { 'aria-label': label, role: 'img' })}
    />
  );
}
