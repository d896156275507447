import { createTranslator } from 'next-intl';
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

type Piece = { name: string; kind: string; branches: string[] };

/** The values a text takes, those within the branches of a plural included. */
function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  for (const inside of groups(text)) {
    const [, name = '', kind = '', rest = ''] = /^\s*(\w+)\s*(?:,\s*(\w+)\s*)?(?:,(.*))?$/s.exec(inside) ?? [];
    if (name === '') continue;
    const branches = ['plural', 'selectordinal', 'select'].includes(kind) ? names(rest) : [];
    found.push({ name, kind, branches });
    if (branches.length > 0) for (const branch of groups(rest)) found.push(...pieces(branch));
  }
  return found;
}

/** What stands between outermost braces. */
function groups(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{' && depth++ === 0) from = at + 1;
    if (text[at] === '}' && --depth === 0) found.push(text.slice(from, at));
  }
  return found;
}

/** What stands before each of them. */
function names(text: string): string[] {
  let left = text;
  for (const inside of groups(text)) left = left.replace(`{${inside}}`, '|');
  return left
    .split('|')
    .slice(0, -1)
    .map((name) => name.trim());
}

const plurals = (text: string) =>
  pieces(text)
    .filter((piece) => piece.kind === 'plural' || piece.kind === 'selectordinal')
    .map((piece) => piece.branches);
const values = (text: string) => [...new Set(pieces(text).map((piece) => piece.name))].sort();
const tags = (text: string) => [...new Set([...text.matchAll(/<(\w+)>/g)].map((match) => match[1]))].sort();

describe('messages', () => {
  it.each(['en', 'ru'] as const)('can be read, every one, in %s', (locale) => {
    const unreadable: string[] = [];
    const t = createTranslator({
      locale,
      messages: locale === 'en' ? en : ru,
      onError: (error) => void (error.message.startsWith('INVALID') && unreadable.push(error.message)),
    });
    for (const key of english.keys()) t.markup(key as never, {} as never);
    expect(unreadable).toEqual([]);
  });

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
    expect(values(russian.get(key) ?? '')).toEqual(values(english.get(key) ?? ''));
    expect(tags(russian.get(key) ?? '')).toEqual(tags(english.get(key) ?? ''));
  });
});
