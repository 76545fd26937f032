import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSegmentDisk, type SegmentDisk } from '../../../../main/adapters/audit-file/segment-disk.ts';
import type { SecretStore } from '../../../../main/core/ports.ts';
import { intent, started } from '../../core/audit/events.ts';
import { MemoryKeychain } from '../../../proof/memory-keychain.ts';
import { linesOf, newHome, openLog } from './home.ts';

const typesOf = async (home: string): Promise<string[]> =>
  Object.values(await linesOf(home)).flat().filter((line) => line !== '')
    .map((line) => /"event":\{.*"type":"([a-z]+)"[,}]/.exec(line)?.[1] ?? '?');

async function write(home: string, secrets: SecretStore, count: number, more = {}): Promise<void> {
  const log = await openLog(home, more);
  await log.signWith(secrets);
  for (let n = 0; n < count; n += 1) await log.append(started(n));
  await log.close();
}

describe('checkpoints', () => {
  it('stand after every hundred records and at the end, and cover all that is before them', async () => {
    const home = await newHome();
    await write(home, new MemoryKeychain(), 205);
    const types = await typesOf(home);
    const at = types.flatMap((type, index) => (type === 'checkpoint' ? [index + 1] : []));
    expect(types[0]).toBe('key');
    expect(at).toEqual([2, 102, 202, 210]);
    const log = await openLog(home);
    expect(await log.verify()).toMatchObject({ ok: true, signed: { checkpoints: 4, upTo: 209 }, breaks: [] });
  });

  it('stand within a burst too, and go on counting where the last run ended without one', async () => {
    const home = await newHome();
    const keychain = new MemoryKeychain();
    const log = await openLog(home);
    await log.signWith(keychain);
    await Promise.all(Array.from({ length: 450 }, (_, n) => log.append(intent(`c${n}`))));
    expect((await log.verify()).ok).toBe(true);
    await log.close();
    await write(home, keychain, 120);
    expect((await (await openLog(home)).verify()).ok).toBe(true);
  });

  it('come soon after a record, also where no hundred follow, and not again while nothing comes', async () => {
    const home = await newHome();
    const log = await openLog(home, { sealMs: 5 });
    await log.signWith(new MemoryKeychain());
    await log.append(started());
    await expect.poll(() => log.total()).toBe(4);
    await new Promise((done) => { setTimeout(done, 30); });
    expect(await typesOf(home)).toEqual(['key', 'checkpoint', 'event', 'checkpoint']);
  });

  it('are not made without a keychain, and the log says so', async () => {
    const home = await newHome();
    const keychain = new MemoryKeychain();
    keychain.away = true;
    const log = await openLog(home);
    expect(log.signing()).toBe('waiting');
    await log.signWith(keychain);
    await log.append(started());
    expect(log.signing()).toBe('unsigned');
    expect(await log.verify()).toMatchObject({ ok: true, anchored: 'file', signed: { checkpoints: 0, upTo: null, key: null } });
    expect(keychain.writes).toBe(0);
  });

  it('hold up no record and no end while the keychain hangs', async () => {
    const log = await openLog(await newHome());
    const hanging: SecretStore = { kind: () => new Promise(() => {}), get: () => new Promise(() => {}), set: async () => {}, delete: async () => {} };
    void log.signWith(hanging);
    await log.append(started());
    expect(log.total()).toBe(1);
    await log.close();
  });
});

describe('the key', () => {
  it('is in the keychain and in no file', async () => {
    const home = await newHome();
    const keychain = new MemoryKeychain();
    await write(home, keychain, 1);
    const seed = keychain.all.get('audit-signing-key') ?? '';
    expect(seed).toMatch(/^[0-9a-f]{64}$/);
    for (const folder of ['audit', 'anchors']) {
      for (const file of await readdir(join(home, folder))) expect(await readFile(join(home, folder, file), 'utf8')).not.toContain(seed);
    }
  });

  it('that vanished, was away or came back is a break that is recorded', async () => {
    const home = await newHome();
    const keychain = new MemoryKeychain();
    await write(home, keychain, 3);
    const first = keychain.all.get('audit-signing-key') ?? '';
    keychain.all.clear();
    await write(home, keychain, 3);
    keychain.away = true;
    await write(home, keychain, 130);
    keychain.away = false;
    await write(home, keychain, 3);
    keychain.all.set('audit-signing-key', first);
    await write(home, keychain, 3);
    const log = await openLog(home);
    const found = await log.verify();
    expect(found.ok).toBe(true);
    const kept = await Promise.all(found.breaks.map((one) => log.read(one.record)));
    expect(kept.map((record) => record?.event)).toMatchObject([
      { type: 'anchor', where: 'keychain', why: 'absent' },
      { type: 'key', why: 'vanished' }, { type: 'key', keyId: null, why: 'unavailable' }, { type: 'key', why: 'returned' }, { type: 'key', why: 'vanished' },
    ]);
  });

  it('that is away is a break after a minute and at the end of a run, however few records follow, and once', async () => {
    const home = await newHome();
    const keychain = new MemoryKeychain();
    await write(home, keychain, 3);
    keychain.away = true;
    await write(home, keychain, 1);
    await write(home, keychain, 1);
    keychain.away = false;
    await write(home, keychain, 1);
    keychain.away = true;
    const log = await openLog(home, { sealMs: 5 });
    await log.signWith(keychain);
    await log.append(started());
    await expect.poll(async () => (await log.verify()).breaks.length).toBe(3);
    const found = await log.verify();
    expect(found).toMatchObject({ ok: true, signed: { key: null } });
    const kept = await Promise.all(found.breaks.map((one) => log.read(one.record)));
    expect(kept.map((record) => record?.event)).toMatchObject([{ why: 'unavailable' }, { why: 'returned' }, { why: 'unavailable' }]);
  });
});

describe('the anchor in the keychain', () => {
  it('is not forgotten over chain after chain that is begun to push it out', async () => {
    const home = await newHome();
    const keychain = new MemoryKeychain();
    const run = async () => {
      const log = await openLog(home);
      await log.signWith(keychain);
      await log.append(started());
      const found = await log.verify();
      await log.close();
      return found;
    };
    expect(await run()).toMatchObject({ ok: true });
    await rm(join(home, 'audit'), { recursive: true });
    await rm(join(home, 'anchors'), { recursive: true });
    expect(await run()).toMatchObject({ ok: false, firstBad: { why: 'anchor-not-reached' } });
    for (let n = 0; n < 12; n += 1) {
      // An anchor that nothing bears out has the program begin another chain.
      await rm(join(home, 'anchors'), { recursive: true });
      await mkdir(join(home, 'anchors'));
      await writeFile(join(home, 'anchors', 'x.json'), JSON.stringify({ v: 1, chain: 'x', file: '000001.jsonl', size: 1, seq: 1, hash: '0'.repeat(64), open: [] }));
      await run();
    }
    await rm(join(home, 'anchors', 'x.json'));
    const last = await run();
    expect(last).toMatchObject({ ok: false, firstBad: { why: 'anchor-not-reached' } });
  });

  it('is written at most once in a while, and at the end', async () => {
    const home = await newHome();
    const keychain = new MemoryKeychain();
    await write(home, keychain, 250);
    expect(keychain.writes).toBeLessThanOrEqual(3);
    const log = await openLog(home);
    expect(keychain.all.get('audit-anchors')).toContain(`"seq":${log.total()}`);
  });

  it('finds a log whose file and anchor were both put back to an older state', async () => {
    const home = await newHome();
    const keychain = new MemoryKeychain();
    await write(home, keychain, 5);
    const segment = join(home, 'audit', '000001.jsonl');
    const [name = ''] = await readdir(join(home, 'anchors'));
    const old = [await readFile(segment), await readFile(join(home, 'anchors', name))] as const;
    await write(home, keychain, 5);
    await writeFile(segment, old[0]);
    await writeFile(join(home, 'anchors', name), old[1]);
    const log = await openLog(home);
    expect(log.state()).toBe('writable');
    await log.signWith(keychain);
    await log.append(started());
    expect(log.state()).toBe('broken');
    expect(await log.verify()).toMatchObject({ ok: false, anchored: 'keychain', firstBad: { why: 'anchor-not-reached' } });
    await log.close();
    await write(home, keychain, 5);
    const again = await openLog(home);
    await again.signWith(keychain);
    expect(await again.verify()).toMatchObject({ ok: false, anchored: 'keychain' });
  });

  it('finds a log that was taken away whole', async () => {
    const home = await newHome();
    const keychain = new MemoryKeychain();
    await write(home, keychain, 5);
    await rm(join(home, 'audit'), { recursive: true });
    await rm(join(home, 'anchors'), { recursive: true });
    await write(home, keychain, 1);
    const log = await openLog(home);
    await log.signWith(keychain);
    expect(await log.verify()).toMatchObject({ ok: false, anchored: 'keychain' });
    expect(await typesOf(home)).toEqual(['anchor', 'key', 'checkpoint', 'event', 'checkpoint']);
  });

  it('records that the anchor file was gone', async () => {
    const home = await newHome();
    const keychain = new MemoryKeychain();
    await write(home, keychain, 2);
    await rm(join(home, 'anchors'), { recursive: true });
    await write(home, keychain, 2);
    const log = await openLog(home);
    expect(await log.verify()).toMatchObject({ ok: true, breaks: [{ what: 'anchor', record: 6 }] });
  });
});

describe('a disk that fails under a signed log', () => {
  it('leaves a log that verifies whichever write fails', async () => {
    const real = createSegmentDisk();
    for (let fails = 1; fails <= 24; fails += 1) {
      const home = await newHome();
      let writes = 0;
      const disk: SegmentDisk = { ...real, openSegment: async (path, isNew) => {
        const segment = await real.openSegment(path, isNew);
        return { ...segment, async append(bytes) {
          writes += 1;
          if (writes !== fails) return segment.append(bytes);
          await segment.append(bytes.subarray(0, bytes.length / 2));
          throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        } };
      } };
      const log = await openLog(home, { disk });
      await log.signWith(new MemoryKeychain());
      let kept = 0;
      for (let n = 0; n < 20; n += 1) await log.append(started(n)).then(() => { kept += 1; }, () => undefined);
      await log.close();
      const again = await openLog(home);
      expect(await again.verify(), `write ${fails}`).toMatchObject({ ok: true });
      expect((await typesOf(home)).filter((type) => type === 'event')).toHaveLength(kept);
      await again.close();
    }
  });
});
