import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { cache } from 'react';

import { whoAsks } from '../rpc/server.tsx';
import { en } from './en.ts';
import { isLanguage, preferred, type Language } from './language.ts';
import { ru } from './ru.ts';

/** The reader, where the API can be asked; a page without a session has a language too. */
const reader = cache(async () => {
  if ((await cookies()).size === 0) return null;
  return whoAsks().catch(() => null);
});

async function language(): Promise<Language> {
  const profile = (await reader())?.language;
  if (profile !== undefined) return profile;
  const chosen = (await cookies()).get('language')?.value;
  return isLanguage(chosen) ? chosen : preferred((await headers()).get('accept-language'));
}

async function timeZone(): Promise<string> {
  const zones = [(await cookies()).get('zone')?.value, (await reader())?.company.timeZone];
  return zones.find((zone) => zone !== undefined && isTimeZone(zone)) ?? 'UTC';
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

// Profile, then cookie, then browser; times are in the reader's own zone.
export default getRequestConfig(async () => {
  const locale = await language();
  return { locale, messages: locale === 'ru' ? ru : en, timeZone: await timeZone(), now: new Date() };
});
