import type { Config } from '../platform/config.ts';

/** Where anybody reads a version of an agreement, in this language. */
export function agreementLink(config: Config, address: string, language: string): string {
  return `${config.values.CONSOLE_URL}/agreement/${address}?lang=${language}`;
}
