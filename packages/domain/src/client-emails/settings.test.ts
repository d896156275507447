import { expect, test } from 'vitest';

import { clientEmailSettings } from './index.ts';

test('a new line sends no transcript, says that an operator answered, and speaks the company’s language', () => {
  expect(clientEmailSettings.parse({})).toEqual({ transcript: false, answered: true, language: null });
});

test('a language the product does not speak is refused', () => {
  expect(clientEmailSettings.parse({ language: 'ru' }).language).toBe('ru');
  expect(clientEmailSettings.safeParse({ language: 'de' }).success).toBe(false);
});
