import { describe, expect, it } from 'vitest';

import { personOf } from './record-words.ts';

const none = { kind: 'lead', title: '', name: '', surname: '', contact: null, addresses: [] } as const;
const mira = { name: 'Mira', surname: 'Santos' };

describe('what stands beneath the name of a record', () => {
  it.each([
    ['the person of a lead with a title', { ...none, ...mira, title: 'Cargo bike' }, 'Mira Santos'],
    ['nothing where the title is the person', { ...none, ...mira, title: 'Mira Santos' }, ''],
    ['nothing where the person is the title', { ...none, ...mira }, ''],
    ['the company of a contact', { ...none, ...mira, kind: 'contact', title: 'Harbour Ltd' }, 'Harbour Ltd'],
    ['nothing for a contact that is a company', { ...none, kind: 'contact', title: 'Harbour Ltd' }, ''],
  ] as const)('is %s', (_, row, said) => expect(personOf({ ...row, addresses: [] })).toBe(said));
});
