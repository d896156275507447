import type { Button } from '@switchboard/channels/telegram';
import type { Language } from '@switchboard/domain/text';

const captions: Record<Language, { yes: string; no: string }> = {
  en: { yes: 'I agree', no: 'I do not agree' },
  ru: { yes: 'Согласен', no: 'Не согласен' },
};

/** The buttons under a request for consent: they name what was shown, so that a late press is known for what it was. */
export function consentButtons(
  shown: { agreementId: string; version: number; dialogId: number; language: string },
  language: Language,
): Button[] {
  const { yes, no } = captions[language];
  return [
    { text: yes, says: { pressed: 'consent', ...shown, accepts: true } },
    { text: no, says: { pressed: 'consent', ...shown, accepts: false } },
  ];
}

/** The buttons under a request to rate: they name the dialog, and count after its end too. */
export function ratingButtons(dialogId: number): Button[] {
  return [
    { text: '👍', says: { pressed: 'vote', dialogId, vote: 'good' } },
    { text: '👎', says: { pressed: 'vote', dialogId, vote: 'bad' } },
  ];
}
