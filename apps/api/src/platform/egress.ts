import { lookup } from 'node:dns/promises';
import { request as http } from 'node:http';
import { request as https } from 'node:https';
import { BlockList, isIP } from 'node:net';

import { Injectable } from '@nestjs/common';
import type { ProviderAnswer, ProviderRequest } from '@switchboard/channels/channel';

import { Config } from './config.ts';

/** The call was not made: the address is private, or the URL is no plain http(s). */
export class EgressRefused extends Error {}

/** The call was made or not; nobody can tell: no answer came in time. */
export class EgressTimeout extends Error {}

/** The call was certainly not made: no connection came about. */
export class EgressUnreachable extends Error {}

const privateAddresses = new BlockList();
for (const [address, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  privateAddresses.addSubnet(address, prefix, 'ipv4');
for (const [address, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  // In these an IPv4 address is wrapped, a private one too.
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  privateAddresses.addSubnet(address, prefix, 'ipv6');

/** The one way out: everything this program calls goes through here. No redirects; time and size are capped. */
@Injectable()
export class Egress {
  readonly #allowed: Set<string>;

  constructor(config: Config) {
    this.#allowed = new Set(config.values.EGRESS_ALLOW);
  }

  /**
   * Sends a request and answers what came back, whatever its status. The name is resolved once and that very address
   * is called, so that it cannot change between the check and the call.
   * Throws `EgressRefused`, `EgressTimeout`, `EgressUnreachable`.
   */
  async send(request: ProviderRequest, limits = { milliseconds: 10_000, bytes: 1_000_000 }): Promise<ProviderAnswer> {
    const url = new URL(request.url);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new EgressRefused(`${url.protocol} is not called`);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const address = await this.#resolve(host, url.host);
    return new Promise((resolve, reject) => {
      let sent = false;
      const call = (url.protocol === 'https:' ? https : http)(
        {
          host: address.address,
          family: address.family,
          servername: isIP(host) ? undefined : host,
          port: url.port || (url.protocol === 'https:' ? 443 : 80),
          path: `${url.pathname}${url.search}`,
          method: request.method,
          headers: {
            host: url.host,
            ...request.headers,
            ...(request.body === null ? {} : { 'content-length': Buffer.byteLength(request.body) }),
          },
          signal: AbortSignal.timeout(limits.milliseconds),
        },
        (answer) => {
          const chunks: Buffer[] = [];
          let size = 0;
          answer.on('data', (chunk: Buffer) => {
            size += chunk.length;
            if (size > limits.bytes) answer.destroy(new Error('The answer is too large'));
            else chunks.push(chunk);
          });
          answer.on('error', () => reject(new EgressTimeout('The answer broke off')));
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
              body: Buffer.concat(chunks).toString('utf8'),
            }),
          );
        },
      );
      call.on('socket', (socket) => {
        // A connection that is used again is there already.
        if (!call.reusedSocket)
          socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (sent = true));
      });
      call.on('error', (error) =>
        reject(
          sent || call.reusedSocket
            ? new EgressTimeout('No answer came')
            : new EgressUnreachable(
                `${url.host} cannot be reached (${(error as NodeJS.ErrnoException).code ?? error.name})`,
              ),
        ),
      );
      call.end(request.body ?? undefined);
    });
  }

  /** Throws what `send` would before it calls: `EgressRefused` where the address is private, `EgressUnreachable` where it is none. */
  async check(address: string): Promise<void> {
    const url = new URL(address);
    await this.#resolve(url.hostname.replace(/^\[|\]$/g, ''), url.host);
  }

  /** Whether this host was named as one that may be called although its address is private. */
  isAllowed(address: string): boolean {
    const url = new URL(address);
    return this.#allowed.has(url.hostname) || this.#allowed.has(url.host);
  }

  async #resolve(host: string, hostAndPort: string): Promise<{ address: string; family: number }> {
    let found: { address: string; family: number }[];
    try {
      found = isIP(host) ? [{ address: host, family: isIP(host) }] : await named(host);
    } catch {
      throw new EgressUnreachable(`${host} has no address`);
    }
    const first = found[0];
    if (!first) throw new EgressUnreachable(`${host} has no address`);
    if (this.#allowed.has(host) || this.#allowed.has(hostAndPort)) return first;
    for (const { address, family } of found) {
      const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
      const isPrivate = mapped
        ? privateAddresses.check(mapped, 'ipv4')
        : privateAddresses.check(address, family === 6 ? 'ipv6' : 'ipv4');
      if (isPrivate) throw new EgressRefused(`${host} is a private address`);
    }
    return first;
  }
}

/** What a name resolves to; a name server that does not answer is not waited for longer than this. */
async function named(host: string): Promise<{ address: string; family: number }[]> {
  let late: NodeJS.Timeout | undefined;
  const nobody = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error('No answer came')), 5_000);
  });
  return Promise.race([lookup(host, { all: true }), nobody]).finally(() => clearTimeout(late));
}
