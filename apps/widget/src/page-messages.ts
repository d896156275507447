/*
 * What the loader on the embedding page and the frame tell each other by `postMessage`. Both check the other's window
 * and origin exactly, and send to that origin only. `switchboard` marks a message as ours and says what it is.
 */

export type Page = { url: string; title: string };

export type ToFrame =
  /** The panel was opened; `focus` where a person did it, so that the cursor belongs into the composer. */
  | { switchboard: 'opened'; page: Page; focus: boolean }
  | { switchboard: 'closed' }
  | { switchboard: 'page'; page: Page };

export type ToLoader =
  /** The frame listens now. `wasOpen`: the visitor had the panel open on the page before. */
  | { switchboard: 'ready'; language: 'en' | 'ru'; wasOpen: boolean }
  | { switchboard: 'unread'; count: number }
  /** The visitor closed the panel from within. */
  | { switchboard: 'close' }
  /** Where is the visitor now? Answered by `page`. */
  | { switchboard: 'ask-page' };
