'use client';

import { useTranslations } from 'next-intl';

import type { QueueSettings } from '@switchboard/domain/queue';

import { useMinutesInWords } from '../../ui/time.tsx';

/** A queue in one line: "Evenly, 3 people, pass on after 5 minutes". */
export function useQueueSummary(): (
  queue: Pick<QueueSettings, 'distribution' | 'offerMinutes'> & { members: number },
) => string {
  const t = useTranslations('queue.summary');
  const minutes = useMinutesInWords();
  return ({ distribution, offerMinutes, members }) =>
    distribution === 'all'
      ? t('all', { count: members })
      : t(distribution, { count: members, time: minutes(offerMinutes) });
}
