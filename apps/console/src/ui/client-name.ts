'use client';

import { useTranslations } from 'next-intl';

/** What a client is called: by his name, or as a visitor with the end of his id, by which he is told from others. */
export function useClientName(): (client: { clientId: string; name: string }) => string {
  const t = useTranslations('common');
  return ({ clientId, name }) => (name.trim() === '' ? t('visitor', { code: clientId.slice(-4).toUpperCase() }) : name);
}
