import { describe, expect, it } from 'vitest';
import { genuine, secretOf } from './genuine.ts';
import { looksLikeToken } from './telegram.ts';

const header = 'x-telegram-bot-api-secret-token';

describe('genuine', () => {
  it.each([
    ['the secret', { [header]: 'a-secret_1' }, true],
    ['another secret of the same length', { [header]: 'a-secret_2' }, false],
    ['the beginning of the secret', { [header]: 'a-secret' }, false],
    ['nothing', {}, false],
    ['an empty header', { [header]: '' }, false],
    ['the header twice', { [header]: ['a-secret_1', 'a-secret_1'] }, false],
  ])('with %s', (_, headers, answer) => {
    expect(genuine(headers, 'a-secret_1')).toBe(answer);
  });

  it('refuses everything where there is no secret', () => {
    expect(genuine({ [header]: '' }, '')).toBe(false);
  });
});

describe('secretOf', () => {
  it.each([16, 32, 192])('makes a secret that Telegram accepts of %s bytes', (length) => {
    expect(secretOf(new Uint8Array(length).fill(251))).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
  });

  it('makes different secrets of different bytes', () => {
    expect(secretOf(new Uint8Array(32).fill(1))).not.toBe(secretOf(new Uint8Array(32).fill(2)));
  });

  it.each([0, 15, 193])('refuses %s bytes', (length) => {
    expect(() => secretOf(new Uint8Array(length))).toThrow(RangeError);
  });
});

describe('looksLikeToken', () => {
  it.each([
    ['7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0', true],
    ['7000000001:short', false],
    ['AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0', false],
    ['7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0/../getMe', false],
    [' 7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0', false],
  ])('%s', (token, answer) => {
    expect(looksLikeToken(token)).toBe(answer);
  });
});
