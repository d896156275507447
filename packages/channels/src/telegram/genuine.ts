import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether a webhook's call comes from Telegram: its header `X-Telegram-Bot-Api-Secret-Token` is the secret given to
 * `setWebhook`. Takes constant time whatever was sent. Header names are expected in lower case, as Node gives them.
 * A header sent twice and an empty secret are refused.
 */
export function genuine(headers: Record<string, string | string[] | undefined>, secret: string): boolean {
  const given = headers['x-telegram-bot-api-secret-token'];
  if (typeof given !== 'string' || secret === '') return false;
  return timingSafeEqual(digest(given), digest(secret));
}

/**
 * The webhook secret made of random bytes, in the alphabet Telegram accepts: 1–256 of `A-Za-z0-9_-`.
 * Throws a RangeError for less than 16 bytes, which could be guessed, and more than 192, which would be too long.
 */
export function secretOf(random: Uint8Array): string {
  if (random.length < 16 || random.length > 192) throw new RangeError('a secret is made of 16 to 192 bytes');
  return Buffer.from(random).toString('base64url');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
