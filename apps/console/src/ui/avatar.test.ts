import { describe, expect, it } from 'vitest';

import { initials } from './avatar.tsx';

describe('the initials of a person', () => {
  it.each([
    ['are the first letters of name and surname', 'Anna', 'Berg', 'AB'],
    ['are one letter of a single name', 'Priya', '', 'P'],
    ['take the last of many names', 'Maria del Carmen', 'Lopez', 'ML'],
    ['are large, in any script', 'иван', 'петров', 'ИП'],
    ['do not cut a letter in two', '𝒜lice', '', '𝒜'],
    ['are a dot where there is no name', ' ', '', '·'],
  ])('%s', (_, name, surname, letters) => {
    expect(initials(name, surname)).toBe(letters);
  });
});
