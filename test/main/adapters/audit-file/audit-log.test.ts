import { appendFile, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSegmentDisk, type SegmentDisk } from '../../../../main/adapters/audit-file/segment-disk.ts';
import { intent, outcome, started } from '../../core/audit/events.ts';
import { linesOf, newHome, openLog } from './home.ts';

const FIRST = '000001.jsonl';

/** The real disk, with a switch that makes writes stop half way, as a full one does. */
function fillableDisk() {
  const real = createSegmentDisk();
  const fault = { full: false, flushFails: false };
  const disk: SegmentDisk = {
    ...real,
    async openSegment(path, isNew) {
      if (fault.full) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      const segment = await real.openSegment(path, isNew);
      return {
        ...segment,
        async append(bytes) {
          await segment.append(fault.full ? bytes.subarray(0, bytes.length - 10) : bytes);
          if (fault.full) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
          if (fault.flushFails) throw Object.assign(new Error('i/o error'), { code: 'EIO' });
        },
      };
    },
  };
  return { disk, fault };
}

describe('the log on disk', () => {
  it('has a record on disk when append resolves, and verifies', async () => {
    const home = await newHome();
    const log = await openLog(home);
    await log.append(intent('c1'));
    expect((await readFile(join(home, 'audit', FIRST), 'utf8')).split('\n')).toHaveLength(2);
    await log.append(outcome('c1'));
    expect(await log.verify()).toMatchObject({ ok: true, records: 2, anchored: 'file' });
    expect(log.state()).toBe('writable');
    expect(await readdir(join(home, 'audit'))).toEqual([FIRST]);
  });

  it('lets records that wait share one flush, and keeps their order', async () => {
    const home = await newHome();
    let flushes = 0;
    const real = createSegmentDisk();
    const log = await openLog(home, {
      disk: { ...real, openSegment: async (path, isNew) => {
        const segment = await real.openSegment(path, isNew);
        return { ...segment, append: (bytes) => { flushes += 1; return segment.append(bytes); } };
      } },
    });
    await Promise.all(Array.from({ length: 300 }, (_, n) => log.append(intent(`c${n}`))));
    expect(flushes).toBeLessThan(10);
    const listed = await log.list({ before: null, limit: 300 });
    expect(listed.map((record) => record.seq)).toEqual(Array.from({ length: 300 }, (_, n) => 300 - n));
    expect((await log.verify()).ok).toBe(true);
  });

  it('takes every append, whenever it comes: also in the very turn the one before was done', async () => {
    const log = await openLog(await newHome());
    const hop = async (hops: number): Promise<void> => { for (let n = 0; n < hops; n += 1) await Promise.resolve(); };
    for (let hops = 0; hops < 40; hops += 1) {
      await log.append(started());
      await hop(hops);
    }
    expect(await log.verify()).toMatchObject({ ok: true, records: 40 });
  });

  it('has the end of a call that went out, however long the disk was full meanwhile, and is writable again by itself', async () => {
    const home = await newHome();
    const { disk, fault } = fillableDisk();
    const log = await openLog(home, { disk, retryMs: 10 });
    await log.append(intent('c1'));
    await log.append(intent('c2'));
    fault.full = true;
    await expect(log.append(outcome('c1'))).rejects.toThrow('cannot be written');
    await expect(log.append(intent('c3'))).rejects.toThrow('cannot be written');
    expect([...log.openCalls()]).toEqual(['c1', 'c2']);
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    expect(log.state()).toBe('unwritable');
    fault.full = false;
    await expect.poll(() => log.state()).toBe('writable');
    await log.append(outcome('c2'));
    const found = (await log.range(1, 10)).map(({ event }) => event as { type: string; callId?: string; outcome?: string });
    expect(found.map(({ type, callId, outcome: end }) => [type, callId, end])).toEqual([
      ['intent', undefined, undefined], ['intent', undefined, undefined], ['outcome', 'c1', 'executed'], ['outcome', 'c2', 'executed'],
    ]);
    expect(await log.verify()).toMatchObject({ ok: true });
    expect((await readdir(join(home, 'audit'))).length).toBeLessThan(4);
  });

  it('is readable by its owner alone', async () => {
    const home = await newHome();
    const log = await openLog(home);
    await log.append(started());
    expect((await stat(join(home, 'audit', FIRST))).mode & 0o777).toBe(0o600);
    expect((await stat(join(home, 'audit'))).mode & 0o777).toBe(0o700);
  });

  it('goes on in the same chain after it was closed', async () => {
    const home = await newHome();
    const first = await openLog(home);
    await first.append(started());
    await first.close();
    await expect(first.append(started())).rejects.toThrow('the log cannot be written');
    const second = await openLog(home);
    await second.append(started());
    expect(await second.verify()).toMatchObject({ ok: true, records: 2 });
    expect(await readdir(join(home, 'anchors'))).toHaveLength(1);
  });

  it('refuses an event it cannot spell alone, and records the others', async () => {
    const log = await openLog(await newHome());
    const round: Record<string, never> & { self?: unknown } = {};
    round.self = round;
    const done = await Promise.allSettled([log.append(intent('c1')), log.append(intent('c2', round)), log.append(intent('c3'))]);
    expect(done.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(log.state()).toBe('writable');
    expect(await log.verify()).toMatchObject({ ok: true, records: 2 });
  });

  it('begins a new segment when one is full, and reads across them', async () => {
    const log = await openLog(await newHome(), { maxSegmentBytes: 4_000 });
    for (let n = 1; n <= 30; n += 1) await log.append(intent(`c${n}`));
    const page = await log.list({ before: 21, limit: 12 });
    expect(page.map((record) => record.seq)).toEqual([20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9]);
    expect((await log.read(1))?.seq).toBe(1);
    expect(await log.read(31)).toBeNull();
    expect(await log.verify()).toMatchObject({ ok: true, records: 30 });
  });

  it('records an unknown outcome for every call that was out at a crash', async () => {
    const home = await newHome();
    const log = await openLog(home);
    await log.append(intent('done'));
    await log.append(outcome('done'));
    await log.append(intent('out-1'));
    await log.append(intent('out-2'));
    await log.close();
    const again = await openLog(home);
    expect((await again.list({ before: null, limit: 2 })).map((record) => record.event)).toMatchObject([
      { type: 'outcome', outcome: 'unknown', callId: expect.stringMatching(/^out-/) },
      { type: 'outcome', outcome: 'unknown', callId: expect.stringMatching(/^out-/) },
    ]);
    await again.close();
    expect((await openLog(home).then((third) => third.total()))).toBe(6);
  });

  it('finds calls that were out also where the anchor lags or is missing', async () => {
    const home = await newHome();
    const first = await openLog(home);
    await first.append(started());
    await first.close();
    const [anchor = ''] = await readdir(join(home, 'anchors'));
    const old = await readFile(join(home, 'anchors', anchor));
    const log = await openLog(home);
    await log.append(intent('out'));
    await log.close();
    await writeFile(join(home, 'anchors', anchor), old);
    const again = await openLog(home);
    expect(again.total()).toBe(3);
    await again.close();
    await rm(join(home, 'anchors', anchor));
    const third = await openLog(home);
    expect(third.total()).toBe(3);
    expect(third.state()).toBe('writable');
  });
});

describe('a disk that fails', () => {
  it('rejects every record while the disk is full and goes on in a new segment when it is not', async () => {
    const { disk, fault } = fillableDisk();
    const home = await newHome();
    const log = await openLog(home, { disk });
    await log.append(intent('c1'));
    fault.full = true;
    const failed = await Promise.allSettled([log.append(outcome('c1')), log.append(intent('c2')), log.append(intent('c3'))]);
    expect(failed.map((one) => one.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(log.state()).toBe('unwritable');
    await expect(log.append(intent('c4'))).rejects.toThrow('the log cannot be written');
    fault.full = false;
    await log.append(outcome('c1'));
    expect(log.state()).toBe('writable');
    expect(await log.verify()).toMatchObject({ ok: true, records: 2, torn: [] });
    expect((await readdir(join(home, 'audit'))).length).toBeGreaterThan(1);
  });

  it('takes back records whose flush failed: refused ones never stand in the log', async () => {
    const { disk, fault } = fillableDisk();
    const home = await newHome();
    const log = await openLog(home, { disk });
    await log.append(started());
    fault.flushFails = true;
    await expect(log.append(intent('never'))).rejects.toThrow();
    fault.flushFails = false;
    await log.append(started());
    expect(JSON.stringify(await linesOf(home))).not.toContain('never');
    expect(await log.verify()).toMatchObject({ ok: true, records: 2 });
  });
});

describe('a damaged log', () => {
  it('names a torn last line, leaves it as it is, and goes on after it', async () => {
    const home = await newHome();
    const log = await openLog(home);
    await log.append(started());
    await log.close();
    await appendFile(join(home, 'audit', FIRST), '{"at":"2026-01-02T');
    const again = await openLog(home);
    expect(again.state()).toBe('writable');
    await again.append(started());
    expect(await again.verify()).toMatchObject({ ok: true, records: 2, torn: [{ file: FIRST, bytes: 18 }] });
    expect((await linesOf(home))[FIRST]?.at(-1)).toBe('{"at":"2026-01-02T');
  });

  it('says broken when records before the anchor are gone, and begins a new chain', async () => {
    const home = await newHome();
    const log = await openLog(home);
    for (let n = 0; n < 5; n += 1) await log.append(started());
    await log.close();
    const file = join(home, 'audit', FIRST);
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, `${lines.slice(0, 3).join('\n')}\n`);
    const again = await openLog(home);
    expect(again.state()).toBe('broken');
    await again.append(started());
    expect(again.total()).toBe(4);
    expect(await again.verify()).toMatchObject({ ok: false, firstBad: { why: 'anchor-not-reached' } });
    await again.close();
    const third = await openLog(home);
    expect(third.state()).toBe('broken');
    await third.append(started());
    expect(third.total()).toBe(5);
    expect((await third.list({ before: null, limit: 1 }))[0]?.seq).toBe(5);
  });

  it('never starts afresh in silence when the whole log was removed', async () => {
    const home = await newHome();
    const log = await openLog(home);
    await log.append(started());
    await log.close();
    await rm(join(home, 'audit', FIRST));
    const again = await openLog(home);
    expect(again.state()).toBe('broken');
    expect((await again.verify()).ok).toBe(false);
  });

  it('says broken when the last record was changed or the file is cut inside the anchor', async () => {
    for (const damage of ['change', 'cut'] as const) {
      const home = await newHome();
      const log = await openLog(home);
      await log.append(started());
      await log.append(started());
      await log.close();
      const file = join(home, 'audit', FIRST);
      const text = await readFile(file, 'utf8');
      if (damage === 'change') await writeFile(file, text.replace(/ada(?!.*ada)/s, 'eve'));
      else await truncate(file, text.length - 20);
      const again = await openLog(home);
      expect(again.state()).toBe('broken');
      await again.append(intent('c1'));
      expect((await again.verify()).ok).toBe(false);
    }
  });
});

describe('a large log', () => {
  it('opens, lists and finds among 10,000 records', async () => {
    const home = await newHome();
    const log = await openLog(home, { maxSegmentBytes: 4_000_000 });
    for (let batch = 0; batch < 10; batch += 1) {
      await Promise.all(Array.from({ length: 1_000 }, (_, n) => log.append(started(batch * 1_000 + n))));
    }
    await log.close();
    const again = await openLog(home);
    expect(again.total()).toBe(10_000);
    expect((await again.list({ before: 5_001, limit: 3 })).map((record) => record.seq)).toEqual([5_000, 4_999, 4_998]);
    expect((await again.read(1))?.seq).toBe(1);
    expect((await again.verify()).records).toBe(10_000);
  }, 30_000);
});
