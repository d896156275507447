import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** Every token that is one colour per theme. */
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map((found) => [
    found[1] ?? '',
    { light: found[2] ?? '', dark: found[3] ?? '' },
  ]),
);

function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, relative luminance: 4.5 and more is AA for text. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [brightness(a), brightness(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['ground', 'panel', 'raised', 'hover'];
const pairs = [
  ...['ink', 'ink-soft', 'ink-faint', 'accent', 'waiting', 'overdue', 'answered'].flatMap((text) =>
    grounds.map((ground): [string, string] => [text, ground]),
  ),
  ['ink', 'accent-soft'],
  ['ink-soft', 'accent-soft'],
  ['ink-faint', 'accent-soft'],
  ['accent', 'accent-soft'],
  ['on-accent', 'accent-fill'],
  ['on-accent', 'accent-fill-hover'],
  ['on-accent', 'overdue-fill'],
  ['waiting', 'waiting-soft'],
  ['overdue', 'overdue-soft'],
  ['answered', 'answered-soft'],
  ['bot', 'bot-soft'],
  ['ink', 'note'],
  ['muted', 'muted-soft'],
  ['ink-soft', 'muted-soft'],
] as [string, string][];

describe('text can be read', () => {
  it.each(pairs)('%s on %s', (text, ground) => {
    for (const theme of ['light', 'dark'] as const) {
      const colours = [tokens.get(text)?.[theme], tokens.get(ground)?.[theme]];
      expect(colours.every((colour) => colour !== undefined)).toBe(true);
      expect(contrast(colours[0] ?? '', colours[1] ?? '')).toBeGreaterThanOrEqual(4.5);
    }
  });
});
