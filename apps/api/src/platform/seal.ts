import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Config } from './config.ts';

/** Seals secrets at rest and signs tokens, with keys derived from SECRET, one for each purpose. */
@Injectable()
export class Seal {
  readonly #secret: string;
  readonly #keys = new Map<string, Buffer>();

  constructor(config: Config) {
    this.#secret = config.values.SECRET;
  }

  #key(purpose: string): Buffer {
    let key = this.#keys.get(purpose);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', this.#secret, 'switchboard', purpose, 32));
      this.#keys.set(purpose, key);
    }
    return key;
  }

  /** AES-256-GCM; `context` (the row's ids) is bound in, so a sealed value opens only where it was put. */
  seal(value: unknown, context: string): Buffer {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key('secrets'), iv);
    cipher.setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(1), iv, cipher.getAuthTag(), sealed]);
  }

  /** Throws where the value was changed, moved, or sealed under another SECRET. */
  open(sealed: Buffer, context: string): unknown {
    if (sealed[0] !== 1) throw new Error('Sealed by another version');
    const decipher = createDecipheriv('aes-256-gcm', this.#key('secrets'), sealed.subarray(1, 13));
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(sealed.subarray(13, 29));
    return JSON.parse(Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8'));
  }

  /** A secret that only this installation can work out again: 43 characters of A-Z a-z 0-9 _ -. */
  derive(purpose: string, text: string): string {
    return this.#mac(`derived:${purpose}`, text).toString('base64url');
  }

  /** A token that carries `value` readable but not changeable. */
  sign(purpose: string, value: unknown): string {
    const body = Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${body}.${this.#mac(purpose, body).toString('base64url')}`;
  }

  /** The signed value, or null where the token is not ours. */
  verify(purpose: string, token: string): unknown {
    const [body, mac, more] = token.split('.');
    if (body === undefined || mac === undefined || more !== undefined) return null;
    const given = Buffer.from(mac, 'base64url');
    const due = this.#mac(purpose, body);
    if (given.length !== due.length || !timingSafeEqual(given, due)) return null;
    try {
      return JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    } catch {
      return null;
    }
  }

  #mac(purpose: string, body: string): Buffer {
    return createHmac('sha256', this.#key(`token:${purpose}`))
      .update(body)
      .digest();
  }
}
