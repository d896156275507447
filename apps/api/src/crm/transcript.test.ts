import { expect, test } from 'vitest';

import { transcriptOf, type TranscriptMessage } from './transcript.ts';

const about = {
  dialogId: 12,
  line: 'Shop',
  channel: 'Telegram',
  language: 'en',
  timeZone: 'Europe/Moscow',
  client: 'Ivan',
} as const;
const noon = Date.UTC(2026, 4, 12, 9, 0);
const said = (from: TranscriptMessage['from'], text: string, name: string | null = null): TranscriptMessage => ({
  from,
  name,
  text,
  kind: 'text',
  at: noon,
});

test('a transcript says who said what, by the clock of the company', () => {
  const messages = [said('client', 'Hello'), said('operator', 'Good day', 'Anna Petrova'), said('system', 'Rate us')];
  expect(transcriptOf(about, messages)).toEqual([
    'Dialog #12, Telegram, Line: Shop\n12/05/2026, 12:00 Ivan: Hello\n12/05/2026, 12:00 Anna Petrova: Good day\n12/05/2026, 12:00 Shop: Rate us',
  ]);
});

test('and in the language of the company', () => {
  const [piece] = transcriptOf({ ...about, language: 'ru', client: ' ' }, [said('client', 'Привет')]);
  expect(piece).toBe('Диалог #12, Telegram, Линия: Shop\n12.05.2026, 12:00 Клиент: Привет');
});

test('what cannot be shown is named, with what was written to it', () => {
  const [piece] = transcriptOf(about, [{ ...said('client', 'my passport'), kind: 'unsupported' }]);
  expect(piece).toContain('Ivan: (a message that cannot be shown here) my passport');
});

test('a long one goes in pieces, each with a first line of its own, and no message in two', () => {
  const pieces = transcriptOf(
    about,
    Array.from({ length: 30 }, (_, index) => said('client', `${index} ${'x'.repeat(1_000)}`)),
  );
  expect(pieces.map((piece) => piece.split('\n')[0])).toEqual(
    pieces.map((_, index) => `Dialog #12 (${index + 1}/${pieces.length}), Telegram, Line: Shop`),
  );
  expect(pieces.length).toBe(5);
  expect(pieces.join('\n').match(/Ivan: \d+ x{1000}(?=\n|$)/g)).toHaveLength(30);
});

test('a message that is longer than a piece is cut, and no character with it', () => {
  const pieces = transcriptOf(about, [said('client', '🫖'.repeat(9_000))]);
  expect(pieces.every((piece) => piece.length < 8_200 && piece.isWellFormed())).toBe(true);
  expect(pieces.join('').match(/🫖/gu)).toHaveLength(9_000);
});

test('of one without end the beginning is told, and that there was more', () => {
  const pieces = transcriptOf(
    about,
    Array.from({ length: 5_000 }, () => said('client', 'x'.repeat(500))),
  );
  expect(pieces).toHaveLength(20);
  expect(pieces.at(-1)).toMatch(/…$/);
});

test('of nothing there is no transcript', () => {
  expect(transcriptOf(about, [])).toEqual([]);
});
