/** What a button under a message of ours says when it is pressed: an answer to the request for consent, or a vote. */
export type Pressed =
  | { pressed: 'consent'; agreementId: string; version: number; dialogId: number; language: string; accepts: boolean }
  | { pressed: 'vote'; dialogId: number; vote: 'good' | 'bad' };

/** A button under a message. */
export type Button = { text: string; says: Pressed };

/**
 * The button's `callback_data` (core.telegram.org/bots/api#inlinekeyboardbutton), at most 64 bytes: numbers are written in
 * base 36, and an agreement's id without its hyphens.
 */
export function callbackData(says: Pressed): string {
  const dialog = says.dialogId.toString(36);
  if (says.pressed === 'vote') return `v:${dialog}:${says.vote === 'good' ? 1 : 0}`;
  const agreement = says.agreementId.replaceAll('-', '');
  return `c:${agreement}:${says.version.toString(36)}:${dialog}:${says.language.slice(0, 2)}:${says.accepts ? 1 : 0}`;
}

/** What `callbackData` wrote, or null for anything else. */
export function readCallbackData(data: string): Pressed | null {
  const vote = /^v:([0-9a-z]{1,11}):([01])$/.exec(data);
  if (vote) {
    const dialogId = numberOf(vote[1]);
    return dialogId === null ? null : { pressed: 'vote', dialogId, vote: vote[2] === '1' ? 'good' : 'bad' };
  }
  const consent =
    /^c:([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12}):([0-9a-z]{1,6}):([0-9a-z]{1,11}):([a-z]{2}):([01])$/.exec(
      data,
    );
  if (!consent) return null;
  const [, a, b, c, d, e, version, dialog, language = 'en', yes] = consent;
  const [versionNumber, dialogId] = [numberOf(version), numberOf(dialog)];
  if (versionNumber === null || dialogId === null) return null;
  const agreementId = [a, b, c, d, e].join('-');
  return { pressed: 'consent', agreementId, version: versionNumber, dialogId, language, accepts: yes === '1' };
}

function numberOf(text: string | undefined): number | null {
  const number = Number.parseInt(text ?? '', 36);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}
