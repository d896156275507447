'use client';

import { useTranslations } from 'next-intl';

/** What a value's message key (`queue.offerMinutes.range`) says at the field. A key without words says that the value is not valid. */
export function useFieldWords(): (key: string | undefined) => string | undefined {
  const t = useTranslations('fields');
  return (key) => {
    if (key === undefined) return undefined;
    return t.has(key as 'invalid') ? t(key as 'invalid') : t('invalid');
  };
}
