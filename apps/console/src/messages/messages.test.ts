import { describe, expect, it } from 'vitest';

import { en } from './en.ts';
import { ru } from './ru.ts';

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : flat(value, `${path}${key}.`),
  );
}

const english = new Map(flat(en));
const russian = new Map(flat(ru));

/** The branches of every plural of a text, nested ones too. */
function plurals(text: string): string[][] {
  const found: string[][] = [];
  for (const start of text.matchAll(/\{\s*\w+\s*,\s*(?:plural|selectordinal)\s*,/g)) {
    const names: string[] = [];
    let depth = 0;
    let word = '';
    for (const letter of text.slice(start.index + start[0].length)) {
      if (letter === '{') {
        if (depth === 0) names.push(word.trim());
        depth += 1;
        word = '';
      } else if (letter === '}') {
        if (depth === 0) break;
        depth -= 1;
        word = '';
      } else if (depth === 0) word += letter;
    }
    found.push(names);
  }
  return found;
}

function argumentsOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\s*(\w+)\s*[,}]/g)].map((match) => match[1] ?? ''))].filter((name) => new RegExp(`\\{\\s*${name}\\s*[,}]`).test(text)).sort();
}

describe('messages', () => {
  it('exist under the same keys in both languages', () => {
    expect([...russian.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it.each([...english.keys()])('%s is said in both', (key) => {
    expect(english.get(key)?.trim()).not.toBe('');
    expect(russian.get(key)?.trim()).not.toBe('');
  });

  it.each([...russian].filter(([, text]) => text.includes('plural')))('%s has every Russian plural', (_, text) => {
    const all = plurals(text);
    expect(all.length).toBeGreaterThan(0);
    for (const names of all) expect(names).toEqual(expect.arrayContaining(['one', 'few', 'many', 'other']));
  });

  it.each([...english].filter(([, text]) => text.includes('plural')))('%s has every English plural', (_, text) => {
    for (const names of plurals(text)) expect(names).toEqual(expect.arrayContaining(['one', 'other']));
  });

  it.each([...english.keys()])('%s takes the same values in both', (key) => {
    const simple = (text: string) => argumentsOf(text).filter((name) => !['one', 'few', 'many', 'other'].includes(name));
    expect(simple(russian.get(key) ?? '')).toEqual(simple(english.get(key) ?? ''));
  });
});
