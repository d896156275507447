'use client';

import { useTranslations } from 'next-intl';

import type { State } from '@switchboard/domain/dialog';

import { Badge, type Tone } from './badge.tsx';

const tones: Record<State, Tone> = {
  held: 'plain',
  'with-bot': 'bot',
  waiting: 'waiting',
  offered: 'offer',
  accepted: 'waiting',
  'client-wrote': 'waiting',
  answered: 'answered',
  finishing: 'answered',
  closed: 'muted',
};

/** Where a dialog stands, in a word on the colour of its meaning. */
export function StateBadge({ state }: { state: State }) {
  const t = useTranslations('states');
  return <Badge tone={tones[state]}>{t(state)}</Badge>;
}
