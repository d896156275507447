import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { link, mkdir, open, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
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

/** What was read of a company's signed heads. `forged`: lines that bear another signature than this installation's. */
export type ReadHeads = { heads: LedgerHead[]; forged: number };

const privateFile = 'ledger.key';
const publicFile = 'ledger.pub';

/**
 * Signs the heads of ledgers with a key that no database holds, made at the first use and readable to this user only,
 * and keeps them in files beside it, one a company, a line a head. All processes of an installation use one folder.
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

  /** The last line of a company's file, as it was signed; null where nothing was. */
  async last(companyId: string): Promise<SignedHead | null> {
    const rows = (await readOrNull(this.#file(companyId)))?.split('\n') ?? [];
    return rows.map((row) => line.safeParse(parsed(row)).data).findLast((head) => head !== undefined) ?? null;
  }

  /** The heads that were signed of a company's ledger, in their order; none where nothing was signed yet. */
  async of(companyId: string): Promise<ReadHeads> {
    const text = await readOrNull(this.#file(companyId));
    if (text === null) return { heads: [], forged: 0 };
    const pem = await readOrNull(path.join(this.#folder, publicFile));
    const key = pem === null ? null : createPublicKey(pem);
    const heads: LedgerHead[] = [];
    let forged = 0;
    for (const row of text.split('\n')) {
      const read = line.safeParse(parsed(row));
      if (!read.success) continue;
      const { signature, number, hash, at } = read.data;
      const ours =
        key !== null &&
        read.data.companyId === companyId &&
        verify(null, Buffer.from(signedText(companyId, read.data)), key, Buffer.from(signature, 'base64'));
      if (ours) heads.push({ number, hash, at });
      else forged++;
    }
    return { heads, forged };
  }

  #file(companyId: string): string {
    return path.join(this.#folder, `${companyId}.jsonl`);
  }

  async #privateKey(): Promise<KeyObject> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = path.join(this.#folder, privateFile);
    const made = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    // Whoever comes first makes it, whole or not at all; the others take what is there.
    const mine = `${file}.${randomUUID()}`;
    await writeFile(mine, made, { flag: 'wx', mode: 0o600 });
    try {
      await link(mine, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      await rm(mine);
    }
    const key = createPrivateKey(await readFile(file));
    const shown = createPublicKey(key).export({ type: 'spki', format: 'pem' });
    await writeFile(path.join(this.#folder, publicFile), shown, { mode: 0o644 });
    return key;
  }
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
