import { createHmac } from 'node:crypto';

/**
 * What proves that a body is ours: `t` is the second at which it was signed, `v1` HMAC-SHA256 of `t.body` in hex, once for
 * each secret that is good, so that a program can change over from one to the next.
 */
export function signatureOf(body: string, secrets: readonly string[], at: number): string {
  const t = Math.floor(at / 1_000);
  const signed = secrets.map((secret) => `v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`);
  return [`t=${t}`, ...signed].join(',');
}
