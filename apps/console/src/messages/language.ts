/** The languages every text of the console exists in. */
export const languages = ['en', 'ru'] as const;
export type Language = (typeof languages)[number];

/** Each language in its own words. */
export const languageNames: Record<Language, string> = { en: 'English', ru: 'Русский' };

export function isLanguage(value: unknown): value is Language {
  return languages.includes(value as Language);
}

/** The first of ours that a browser asks for (`Accept-Language`), English where it asks for none. */
export function preferred(accept: string | null): Language {
  const wanted = (accept ?? '')
    .split(',')
    .map((part, index) => {
      const [tag = '', ...rest] = part.trim().split(';');
      const quality = rest.map((piece) => /^\s*q=([\d.]+)/.exec(piece)?.[1]).find((found) => found !== undefined);
      return { language: tag.toLowerCase().split('-')[0], quality: quality === undefined ? 1 : Number(quality), index };
    })
    .filter((one) => one.quality > 0)
    .toSorted((a, b) => b.quality - a.quality || a.index - b.index);
  return wanted.map((one) => one.language).find(isLanguage) ?? 'en';
}
