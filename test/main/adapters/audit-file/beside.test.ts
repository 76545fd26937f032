import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createContentStore } from '../../../../main/adapters/audit-content/content-store.ts';
import { AT_THE_START, readCursor } from '../../../../main/adapters/audit-export/cursor.ts';
import { createIndexShelf } from '../../../../main/adapters/audit-file/index-shelf.ts';
import { MemoryKeychain } from '../../../proof/memory-keychain.ts';
import { started } from '../../core/audit/events.ts';
import { newHome, openLog } from './home.ts';

/** What somebody puts in the place of a file. */
const HOSTILE: Readonly<Record<string, (path: string) => Promise<void>>> = {
  'a pipe that nobody writes to': async (path) => { execFileSync('mkfifo', [path]); },
  'a file larger than any': async (path) => { await writeFile(path, ''); await truncate(path, 1_000_000_000); },
  'a folder': async (path) => { await mkdir(path); },
};

describe.each(Object.entries(HOSTILE))('%s beside the log', (_, make) => {
  const heldBy = async (work: () => Promise<void>): Promise<number> => {
    const before = process.memoryUsage.rss();
    await work();
    return process.memoryUsage.rss() - before;
  };

  it('is no index, no cursor and no list of content, takes no memory and holds up nobody', async () => {
    const home = await newHome();
    const content = join(home, 'content');
    const keychain = new MemoryKeychain();
    const storeAt = () => createContentStore({ folder: content, secrets: keychain, clock: { now: () => '2026-01-02T00:00:00.000Z' } });
    const first = storeAt();
    const kept = await first.keep('c', { args: {} }, []);
    await first.close();
    await rm(join(content, 'pages.json'));
    for (const path of [join(home, 'index'), join(home, 'cursor'), join(content, 'pages.json')]) await make(path);
    const more = await heldBy(async () => {
      expect(await createIndexShelf(join(home, 'index')).load(async () => '0'.repeat(64))).toBeNull();
      expect(await readCursor(join(home, 'cursor'))).toEqual(AT_THE_START);
      expect(await storeAt().open(kept?.at ?? '', 'c')).toEqual({ state: 'unreadable' });
      await expect(storeAt().erase([kept?.at ?? ''])).rejects.toThrow();
    });
    expect(more).toBeLessThan(200_000_000);
  });
});

describe.runIf(process.platform !== 'win32')('what lies where a file is written before it bears its name', () => {
  it.each(Object.entries<(path: string) => Promise<void>>({
    'a pipe that nobody reads': async (path) => { execFileSync('mkfifo', [path]); },
    'a link to a file of somebody else': (path) => symlink(`${path}.other`, path),
    'what an earlier run left': (path) => writeFile(path, 'half'),
  }))('%s, is taken away and followed nowhere: no anchor, verification or end waits for it', async (_, make) => {
    const home = await newHome();
    const log = await openLog(home);
    await log.append(started());
    await log.verify();
    const [anchor = ''] = await readdir(join(home, 'anchors'));
    const path = join(home, 'anchors', `${anchor}.new`);
    await writeFile(`${path}.other`, 'mine');
    await make(path);
    await log.append(started());
    expect(await log.verify()).toMatchObject({ ok: true, anchored: 'file', anchoredTo: null });
    await log.close();
    expect(JSON.parse(await readFile(join(home, 'anchors', anchor), 'utf8'))).toMatchObject({ seq: 2 });
    expect(await readFile(`${path}.other`, 'utf8')).toBe('mine');
  });
});
