/** The texts a line sends to a client by itself (product §3.3–3.6). */
export const lineTexts = [
  'welcome',
  'outside-hours',
  'no-answer',
  'closing',
  'client-silent',
  'rate',
  'thanks-good',
  'thanks-bad',
  'consent',
] as const;
export type LineText = (typeof lineTexts)[number];
