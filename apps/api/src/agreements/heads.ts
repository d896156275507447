import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

import { signedText, type LedgerHead } from '@switchboard/domain/agreement';
import { z } from 'zod';

/** A head with its signature, as it stands in the file and in mails. */
export type SignedHead = LedgerHead & { companyId: string; signature: string };

const line = z.object({
  companyId: z.uuid(),
  number: z.number().int(),
  hash: z.string(),
  at: z.number(),
  signature: z.string(),
});

/**
 * What was read of a company's signed heads. `forged`: lines that bear another signature than this installation's.
 * `unreadable`: lines that are no heads, such as one that a fall cut short.
 */
export type ReadHeads = { heads: LedgerHead[]; forged: number; unreadable: number };

/** Something was signed, and the key it was signed with is gone: another is made only when somebody says so. */
export class KeyLost extends Error {
  override readonly name = 'KeyLost';
}

const privateFile = 'ledger.key';
const publicFile = 'ledger.pub';

/**
 * Signs the heads of ledgers with a key that no database holds, made at the first use and readable to this user only,
 * and keeps them in files beside it, one a company, a line a head. All processes of an installation use one folder.
 * Where the key was lost, a new one is made by a command; the public keys of former ones stay beside it, so that what
 * they signed is still known.
 */
export class Heads {
  readonly #folder: string;
  #key: Promise<KeyObject> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Signs a head and adds it to the company's file; answers once it is on the disk. */
  async add(companyId: string, head: LedgerHead): Promise<SignedHead> {
    this.#key ??= this.#privateKey();
    const key = await this.#key.catch((error: unknown) => {
      this.#key = undefined;
      throw error;
    });
    const { number, hash, at } = head;
    const signature = sign(null, Buffer.from(signedText(companyId, head)), key).toString('base64');
    const signed: SignedHead = { companyId, number, hash, at, signature };
    const file = await open(this.#file(companyId), 'a+', 0o600);
    try {
      // A line that a fall cut short stays by itself.
      const begun = await endsWithin(file);
      await file.appendFile(`${begun ? '\n' : ''}${JSON.stringify(signed)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return signed;
  }

  /** The last head of a company's file that bears our signature; null where there is none. */
  async last(companyId: string): Promise<SignedHead | null> {
    const keys = await this.#publicKeys();
    const rows = (await readOrNull(this.#file(companyId)))?.split('\n') ?? [];
    for (const row of rows.toReversed()) {
      const { data } = line.safeParse(parsed(row));
      if (data && isOurs(data, companyId, keys)) return data;
    }
    return null;
  }

  /** The heads that were signed of a company's ledger, in their order; none where nothing was signed yet. */
  async of(companyId: string): Promise<ReadHeads> {
    const found: ReadHeads = { heads: [], forged: 0, unreadable: 0 };
    const keys = await this.#publicKeys();
    for (const row of (await readOrNull(this.#file(companyId)))?.split('\n') ?? []) {
      if (row.trim() === '') continue;
      const { data } = line.safeParse(parsed(row));
      if (!data) found.unreadable++;
      else if (isOurs(data, companyId, keys)) found.heads.push({ number: data.number, hash: data.hash, at: data.at });
      else found.forged++;
    }
    return found;
  }

  /** Was something signed here with a key that is gone? */
  async isKeyLost(): Promise<boolean> {
    return !(await this.#hasKey()) && (await this.#wasUsed()) && !(await this.#hasKey());
  }

  /** Begins a new key where the former was lost, keeping its public key beside; answers whether it did. */
  async beginKey(): Promise<boolean> {
    if (await this.#hasKey()) return false;
    await this.#keepPublicKey();
    await this.#makeKey();
    await this.#privateKey();
    return true;
  }

  #file(companyId: string): string {
    return path.join(this.#folder, `${companyId}.jsonl`);
  }

  async #privateKey(): Promise<KeyObject> {
    if (await this.isKeyLost()) throw new KeyLost('The key that the signed heads were signed with is gone');
    await this.#makeKey();
    const key = createPrivateKey(await readFile(path.join(this.#folder, privateFile)));
    const shown = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
    if ((await readOrNull(path.join(this.#folder, publicFile))) !== shown) {
      await this.#keepPublicKey();
      await writeFile(path.join(this.#folder, publicFile), shown, { mode: 0o644 });
    }
    return key;
  }

  /** Whoever comes first makes it, whole or not at all; the others take what is there. */
  async #makeKey(): Promise<void> {
    if (await this.#hasKey()) return;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = path.join(this.#folder, privateFile);
    const made = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    const mine = `${file}.${randomUUID()}`;
    await writeFile(mine, made, { flag: 'wx', mode: 0o600 });
    try {
      await link(mine, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      await rm(mine);
    }
  }

  async #hasKey(): Promise<boolean> {
    return (await readOrNull(path.join(this.#folder, privateFile))) !== null;
  }

  async #wasUsed(): Promise<boolean> {
    return (await this.#names()).some((name) => name.endsWith('.jsonl') || name === publicFile);
  }

  /** Puts the public key aside under a name of its own, where it is known as before. */
  async #keepPublicKey(): Promise<void> {
    const file = path.join(this.#folder, publicFile);
    const pem = await readOrNull(file);
    if (pem === null) return;
    const name = `ledger-${createHash('sha256').update(pem).digest('hex').slice(0, 16)}.pub`;
    await rename(file, path.join(this.#folder, name));
  }

  /** Of this key and of all before it. */
  async #publicKeys(): Promise<KeyObject[]> {
    const names = (await this.#names()).filter((name) => name.endsWith('.pub'));
    const pems = await Promise.all(names.map((name) => readOrNull(path.join(this.#folder, name))));
    return pems.filter((pem) => pem !== null).map((pem) => createPublicKey(pem));
  }

  async #names(): Promise<string[]> {
    return readdir(this.#folder).catch((error: NodeJS.ErrnoException): string[] => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
  }
}

function isOurs(head: SignedHead, companyId: string, keys: readonly KeyObject[]): boolean {
  const text = Buffer.from(signedText(companyId, head));
  const signature = Buffer.from(head.signature, 'base64');
  return head.companyId === companyId && keys.some((key) => verify(null, text, key, signature));
}

async function endsWithin(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
