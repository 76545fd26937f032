import { appendFile, copyFile, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import { intent, started } from '../../core/audit/events.ts';
import { newHome, openLog } from './home.ts';

describe('a log with odd things in and beside it', () => {
  it('refuses an event that nests so deep that nobody could read it back, alone, whatever order its names have', async () => {
    const log = await openLog(await newHome());
    const deep = (levels: number, order: (inner: unknown) => object): JsonObject => { let value: unknown = 'x'; for (let n = 0; n < levels; n += 1) value = order(value); return { value } as JsonObject; };
    for (const order of [(inner: unknown) => [inner], (inner: unknown) => ({ a: 1, b: inner }), (inner: unknown) => ({ b: inner, a: 1 })]) {
      for (const levels of [990, 1_000, 4_600, 50_000]) await log.append(intent(`c${levels}`, deep(levels, order))).catch((error: unknown) => expect(error).toBeInstanceOf(TypeError));
    }
    expect(await log.verify()).toMatchObject({ ok: true, records: 3 });
  });

  it.each(['000001.jsonl.bak.jsonl', '000001 copy.jsonl', '._000001.jsonl', 'zzz.jsonl'])('takes a file called %s beside its segments for none of them', async (name) => {
    const home = await newHome();
    const log = await openLog(home);
    await log.append(started());
    await log.close();
    await writeFile(join(home, 'audit', name), name === 'zzz.jsonl' ? '' : 'not a record\n');
    const again = await openLog(home, { maxSegmentBytes: 200 });
    for (let n = 0; n < 3; n += 1) await again.append(started());
    expect(again.state()).toBe('writable');
    expect(await again.verify()).toMatchObject({ ok: true, records: 4 });
    expect((await readdir(join(home, 'audit'))).filter((file) => file !== name)).toEqual(['000001.jsonl', '000002.jsonl', '000003.jsonl', '000004.jsonl']);
    expect(await readFile(join(home, 'audit', name), 'utf8')).toHaveLength(name === 'zzz.jsonl' ? 0 : 13);
  });

  it('writes nothing where no number is left for a segment: it would sort before the others', async () => {
    const home = await newHome();
    const log = await openLog(home);
    await log.append(started());
    await log.close();
    await writeFile(join(home, 'audit', '999999.jsonl'), 'torn');
    const again = await openLog(home);
    await expect(again.append(started())).rejects.toThrow();
    expect(again.state()).toBe('unwritable');
    await again.close();
    await rm(join(home, 'audit', '999999.jsonl'));
    const last = await openLog(home);
    await last.append(started());
    expect(await last.verify()).toMatchObject({ ok: true, records: 2 });
  });

  it('never goes on in a chain that an anchor beside it only claims', async () => {
    const home = await newHome();
    const log = await openLog(home, { newChain: () => 'chain-1' });
    await log.append(started());
    await log.close();
    const anchor: object = JSON.parse(await readFile(join(home, 'anchors', 'chain-1.json'), 'utf8'));
    await writeFile(join(home, 'anchors', 'zzz.json'), JSON.stringify({ ...anchor, chain: 'zzz' }));
    const again = await openLog(home, { newChain: () => 'chain-2' });
    expect(again.state()).toBe('broken');
    await again.append(started());
    expect((await again.read(2))?.chain).toBe('chain-1');
    expect(await again.verify()).toMatchObject({ ok: false, firstBad: { why: 'anchor-not-reached' } });
  });

  it.each<[string, (path: string) => Promise<unknown>]>([
    ['removed', (path) => rm(path)], ['put in the place of by a copy', async (path) => { await copyFile(path, `${path}.copy`); await rename(`${path}.copy`, path); }],
    ['cut off', (path) => truncate(path, 10)], ['written to by somebody else', (path) => appendFile(path, 'x')],
  ])('notices that the segment it writes was %s, says so, and goes on in a new one', async (_, befall) => {
    const home = await newHome();
    let second = 0;
    const log = await openLog(home, { clock: { now: () => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(), monotonic: () => second * 1_000 } });
    await log.append(started());
    await log.append(started());
    expect(log.state()).toBe('writable');
    await befall(join(home, 'audit', '000001.jsonl'));
    second += 1;
    await log.append(intent('late'));
    expect(log.state()).toBe('broken');
    const [line] = (await readFile(join(home, 'audit', '000002.jsonl'), 'utf8')).split('\n');
    expect(line).toContain('"callId":"late"');
  });
});
