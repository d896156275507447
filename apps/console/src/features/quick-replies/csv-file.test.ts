import { describe, expect, it } from 'vitest';

import { fileName, readFile } from './csv-file.ts';

describe('a file that is chosen', () => {
  it('is read as UTF-8', async () => {
    expect(await readFile(new Blob(['Раздел']))).toEqual({ text: 'Раздел' });
  });
  it('in another encoding is none, instead of being read as nonsense', async () => {
    expect(await readFile(new Blob([new Uint8Array([0xd0, 0xe0, 0xe7, 0xe4])]))).toEqual({ problem: 'encoding' });
  });
  it('beyond two megabytes is not even read', async () => {
    expect(await readFile(new Blob(['x'.repeat(2_000_001)]))).toEqual({ problem: 'large' });
  });
});

it.each([
  ['Shop', 'Shop.csv'],
  ['Цены: лето/осень', 'Цены лето осень.csv'],
  ['///', 'quick-replies.csv'],
])('the list %s is exported to %s', (list, name) => expect(fileName(list)).toBe(name));
