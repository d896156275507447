'use client';

import type { Language } from '../messages/language.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Puts a preference where the next request finds it, for a year. */
function remember(name: string, value: string) {
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

/** Light, dark, or as the system says; at once, and for the next visits. */
export function chooseTheme(theme: Theme) {
  remember('theme', theme);
  document.documentElement.classList.remove('light', 'dark');
  if (theme !== 'system') document.documentElement.classList.add(theme);
}

export function chosenTheme(): Theme {
  const list = document.documentElement.classList;
  return list.contains('dark') ? 'dark' : list.contains('light') ? 'light' : 'system';
}

/** The language of pages without a profile; the page must be rendered again to speak it. */
export function chooseLanguage(language: Language) {
  remember('language', language);
}

/** Keeps the browser's time zone for the server. Answers whether that changed anything. */
export function rememberZone(): boolean {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (document.cookie.split('; ').includes(`zone=${encodeURIComponent(zone)}`)) return false;
  remember('zone', zone);
  return true;
}
