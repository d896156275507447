import { describe, expect, it } from 'vitest';

import { linkParts } from './linked-text.tsx';

const links = (text: string) =>
  linkParts(text)
    .filter((part) => part.link)
    .map((part) => part.text);

describe('addresses in a text', () => {
  it.each([
    ['are found', 'see https://example.com/a?b=c here', ['https://example.com/a?b=c']],
    ['end before the sentence does', 'At https://example.com/a. Good?', ['https://example.com/a']],
    ['end before a bracket', '(https://example.com/a)', ['https://example.com/a']],
    ['may be several', 'http://a.test http://b.test', ['http://a.test', 'http://b.test']],
    ['are never scripts', 'javascript:alert(1) data:text/html,x', []],
    ['stop at markup', 'https://example.com/<script>', ['https://example.com/']],
  ])('%s', (_, text, found) => {
    expect(links(text)).toEqual(found);
    expect(
      linkParts(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });
});
