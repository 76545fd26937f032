import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, FULL, LIMIT, open, said, session, type Done } from './crash-session.ts';
import { MemoryDisk } from './memory-disk.ts';
import { MemoryKeychain } from './memory-keychain.ts';

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'countersign-fail-')); });
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a disk that fails', () => {
  it.each(['ENOSPC', 'EIO', 'EROFS', 'EDQUOT'])('with %s at any one operation lets no call go out without its intent', LIMIT, async (code) => {
    const calls = FULL ? 200 : 12;
    const kinds = FULL ? [1, 9] : [1 + (code.length % 2) * 3];
    let tried = 0;
    for (const lasts of kinds) {
      for (let k = 1; ; k += 1) {
        const home = join(folder, `fail-${code}-${lasts}-${k}`);
        const disk = new MemoryDisk();
        disk.before = (operation) => { if (operation >= k && operation < k + lasts) throw Object.assign(new Error(code), { code }); };
        const done: Done = { safe: [], sent: [] };
        const log = await open(join(folder, 'fail-work'), { disk, maxSegmentBytes: 40_000, newChain: () => `chain-${k}` });
        await log.signWith(new MemoryKeychain());
        await session(log, calls, 1, 'a', done);
        await log.close();
        await disk.keep(home);
        const again = await open(home);
        expect({ k, faults: await faultsOf(again, done), ok: (await again.verify()).ok }).toEqual({ k, faults: [], ok: true });
        await again.close();
        await rm(home, { recursive: true });
        await rm(join(folder, 'fail-work'), { recursive: true });
        tried += 1;
        if (disk.operations < k) break;
      }
    }
    said(`${code}: ${tried} sessions of ${calls} calls, one for each operation`);
  });
});
