import type { Language } from './settings.ts';

/** What a KPI notice may name: the operator, and the dialog's number with a link (product §3.8). */
export const noticeVariables = ['#OPERATOR#', '#DIALOG#'] as const;

const nobodyYet: Record<Language, string> = { en: 'nobody yet', ru: 'ещё никто' };

/**
 * A KPI notice as a colleague reads it (product §3.8). `operator` is null before anybody has accepted, and is then
 * told as "nobody yet", with a capital where it begins a sentence; `dialog` is the number as the reader's place shows
 * it, with its link. Everything else stays as typed.
 */
export function renderNotice(
  text: string,
  { operator, dialog, language }: { operator: string | null; dialog: string; language: Language },
): string {
  return text.replace(/#OPERATOR#|#DIALOG#/g, (variable, at: number) => {
    if (variable === '#DIALOG#') return dialog;
    if (operator !== null) return operator;
    const nobody = nobodyYet[language];
    const begins = /(^|\n|[.!?…]\s)\s*$/.test(text.slice(0, at));
    return begins ? `${nobody.charAt(0).toUpperCase()}${nobody.slice(1)}` : nobody;
  });
}
