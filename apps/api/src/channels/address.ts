import { randomBytes } from 'node:crypto';

/** The unguessable part of a channel's public address: 22 characters of A-Z a-z 0-9 _ -. */
export function newAddress(): string {
  return randomBytes(16).toString('base64url');
}
