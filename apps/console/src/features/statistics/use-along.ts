'use client';

import { useTranslations } from 'next-intl';

import type { Grain } from '@switchboard/domain/statistics';

/** What stands along the axis of a course: its days, weeks or months. */
export function useAlong(grain: Grain): string {
  const t = useTranslations('statistics.along');
  return t(grain);
}
