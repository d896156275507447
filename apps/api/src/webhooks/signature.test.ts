import { createHmac } from 'node:crypto';

import { expect, test } from 'vitest';

import { signatureOf } from './signature.ts';

test('a body is signed with the second it was sent in, by every secret that is good', () => {
  const by = (secret: string) => createHmac('sha256', secret).update('1790000000.{"a":1}').digest('hex');
  expect(signatureOf('{"a":1}', ['new', 'old'], 1_790_000_000_999)).toBe(
    `t=1790000000,v1=${by('new')},v1=${by('old')}`,
  );
});
