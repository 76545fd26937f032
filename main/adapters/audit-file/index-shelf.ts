import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { IndexShelf } from '../../core/ports.ts';
import { readBeside, replaceFile } from './plain-file.ts';

/** A keyed digest in hex, before the bytes. */
const SEAL = 64;
/** Some millions of records. What is larger is made anew with each start. */
const MOST = 256 * 1024 * 1024;
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Keeps an index in a file that its owner alone can read. SECURITY: it says what a search leaves out, so it counts only with the seal of
 * somebody who has the keychain; without a keychain none is kept.
 */
export function createIndexShelf(path: string): IndexShelf {
  return {
    async load(sealOf) {
      try {
        const file = await readBeside(path, SEAL + MOST);
        const bytes = file.subarray(SEAL);
        const seal = await sealOf(digestOf(bytes));
        return seal !== null && seal === file.toString('latin1', 0, SEAL) ? bytes : null;
      } catch {
        return null;
      }
    },
    async save(bytes, sealOf) {
      try {
        const seal = await sealOf(digestOf(bytes));
        if (seal === null || bytes.length > MOST) return;
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await replaceFile(path, [Buffer.from(seal, 'latin1'), bytes], { flushed: false });
      } catch {
        // The next start makes it anew.
      }
    },
  };
}
