'use client';

/** What was typed to a dialog and not sent: kept in this browser until it is sent or emptied. */
const key = (dialogId: number) => `switchboard.draft.${dialogId}`;

export function draftOf(dialogId: number): string {
  try {
    return localStorage.getItem(key(dialogId)) ?? '';
  } catch {
    return '';
  }
}

export function keepDraft(dialogId: number, text: string) {
  try {
    if (text.trim() === '') localStorage.removeItem(key(dialogId));
    else localStorage.setItem(key(dialogId), text);
  } catch {
    // Without storage the text lives as long as the page does.
  }
}
