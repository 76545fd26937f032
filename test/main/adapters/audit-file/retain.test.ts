import { copyFile, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { newSeed, signerOf } from '../../../../main/adapters/audit-file/ed25519.ts';
import { TOMBSTONE_FILE } from '../../../../main/adapters/audit-file/tombstone-file.ts';
import { readHeads } from '../../../../main/adapters/audit-file/anchor.ts';
import { verifyLog } from '../../../../main/adapters/audit-file/verify-log.ts';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import type { AuditFile } from '../../../../main/adapters/audit-file/audit-log.ts';
import { makeTombstone, type Tombstone } from '../../../../main/core/audit/tombstone.ts';
import type { Clock } from '../../../../main/core/ports.ts';
import { started } from '../../core/audit/events.ts';
import { MemoryKeychain } from '../../../proof/memory-keychain.ts';
import { newHome, openLog } from './home.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
/** A clock that a test moves by days. */
class DayClock implements Clock {
  day = 0;
  now = (): string => new Date(START + this.day * DAY).toISOString();
  monotonic = (): number => START + this.day * DAY;
}
const dayOf = (day: number): string => new Date(START + day * DAY).toISOString();

/** A signed log with some records on each of six days, a segment a day. */
async function sixDays(): Promise<{ home: string; log: AuditFile; clock: DayClock; keychain: MemoryKeychain }> {
  const home = await newHome();
  const clock = new DayClock();
  const keychain = new MemoryKeychain();
  const log = await openLog(home, { clock });
  await log.signWith(keychain);
  for (clock.day = 0; clock.day < 6; clock.day += 1) for (let n = 0; n < 30; n += 1) await log.append(started(n));
  return { home, log, clock, keychain };
}
/** What an anchor says that was written when the log ended with this file. */
async function endOf(home: string, file: string): Promise<{ file: string; size: number; seq: number; hash: string }> {
  const text = await readFile(join(home, 'audit', file), 'utf8');
  const { seq, hash } = JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') as { seq: number; hash: string };
  return { file, size: Buffer.byteLength(text), seq, hash };
}
const removal = (log: AuditFile) => (through: number) => log.append({ ...started(), what: 'log-retained', detail: { through } } as ReturnType<typeof started>);

async function bothVerify(home: string): Promise<{ ok: boolean; firstBad: { file: string; why: string } | null; removed?: number }> {
  const anchors = await readHeads(join(home, 'anchors'));
  const { ok, firstBad, removed } = await verifyLog({ folder: join(home, 'audit'), anchors: { file: anchors }, until: null }, sha256);
  const second = JSON.parse(execFileSync('bash', ['-c', `python3 test/verifier/verify.py '${home}' || true`], { encoding: 'utf8' })) as { ok: boolean; firstBad: unknown; removed?: number };
  expect({ ok: second.ok, firstBad: second.firstBad, removed: second.removed ?? 0 }).toEqual({ ok, firstBad, removed });
  return { ok, firstBad, removed };
}

describe('retention under a clock that was wrong', () => {
  /** A segment for each of these days, and retention of what is older than a day. */
  async function left(days: readonly number[], before: number): Promise<readonly number[]> {
    const clock = new DayClock();
    const log = await openLog(await newHome(), { clock });
    await log.signWith(new MemoryKeychain());
    for (clock.day of days) for (let n = 0; n < 30; n += 1) await log.append(started(n));
    await log.retain(dayOf(before), removal(log));
    const records = await log.range(1, log.total());
    await log.close();
    return [...new Set(records.map(({ at }) => (Date.parse(at) - START) / DAY))];
  }

  it('goes on behind a record far ahead, once what came behind it is old', async () => {
    expect(await left([0, 9_000, 1, 2, 3, 4, 5], 3)).toEqual([3, 4, 5]);
    expect(await left([0, 9_000, 3, 4, 5], 3)).toEqual([9_000, 3, 4, 5]);
    expect(await left([0, 9_000, 9_001, 1, 2, 3, 4, 5], 3)).toEqual([3, 4, 5]);
  });

  it('takes nothing early because a record behind it was made under a clock set back', async () => {
    expect(await left([4, -9_000, 5], 3)).toEqual([4, -9_000, 5]);
    expect(await left([1, 9_000, -9_000, 4, 5], 3)).toEqual([9_000, -9_000, 4, 5]);
  });
});

describe('retention of the log', () => {
  it('removes whole old segments behind a signed tombstone; the rest verifies, is read and goes on', async () => {
    const { home, log, clock, keychain } = await sixDays();
    const before = log.total();
    const removed = await log.retain(dayOf(3), removal(log));
    expect(removed).toBeGreaterThanOrEqual(90);
    expect((await readdir(join(home, 'audit'))).sort()).toEqual(['000004.jsonl', '000005.jsonl', '000006.jsonl', '000007.jsonl', TOMBSTONE_FILE]);
    expect(await log.verify()).toMatchObject({ ok: true, removed, anchored: 'keychain' });
    expect(await log.read(Number(removed))).toBeNull();
    expect((await log.read(Number(removed) + 1))?.seq).toBe(Number(removed) + 1);
    await log.close();
    expect(await bothVerify(home)).toMatchObject({ ok: true, removed });
    const again = await openLog(home, { clock });
    await again.signWith(keychain);
    expect(again.state()).toBe('writable');
    expect(again.total()).toBeGreaterThan(before);
    await again.append(started());
    expect(await again.retain(dayOf(5), removal(again))).toBeGreaterThanOrEqual(60);
    expect((await again.verify()).ok).toBe(true);
    await again.close();
    expect((await bothVerify(home)).ok).toBe(true);
  });

  it('leaves a log writable whose anchor lagged behind the removal when the process was killed', async () => {
    const { home, log, clock, keychain } = await sixDays();
    const [anchor = ''] = await readdir(join(home, 'anchors'));
    const path = join(home, 'anchors', anchor);
    const lagging = { ...JSON.parse(await readFile(path, 'utf8')) as object, ...await endOf(home, '000002.jsonl') };
    await log.retain(dayOf(3), removal(log));
    await log.close();
    await writeFile(path, JSON.stringify(lagging));
    const again = await openLog(home, { clock });
    await again.signWith(keychain);
    expect(again.state()).toBe('writable');
    await again.append(started());
    expect(await again.verify()).toMatchObject({ ok: true, breaks: [] });
    await again.close();
    // An anchor that names another record there is not borne out by that.
    await writeFile(path, JSON.stringify({ ...lagging, hash: 'f'.repeat(64), seq: 1_000 }));
    const forged = await openLog(home, { clock });
    expect(forged.state()).toBe('broken');
    await forged.close();
  });

  it('is read from meanwhile: no reading meets a segment that is gone', async () => {
    const { log } = await sixDays();
    const total = log.total();
    const readings: Promise<readonly { seq: number }[]>[] = [];
    const removed = await log.retain(dayOf(3), async (through) => {
      for (let n = 0; n < 300; n += 1) readings.push(log.range(1, total));
      await removal(log)(through);
    });
    for (const records of await Promise.all(readings)) expect([1, Number(removed) + 1]).toContain(records[0]?.seq);
    expect((await log.range(1, total))[0]?.seq).toBe(Number(removed) + 1);
  });

  it('opens without its anchors too, and still knows which number comes next', async () => {
    const { home, log, clock, keychain } = await sixDays();
    await log.retain(dayOf(3), removal(log));
    await log.close();
    const total = log.total();
    await rm(join(home, 'anchors'), { recursive: true });
    const again = await openLog(home, { clock });
    await again.signWith(keychain);
    expect(again.total()).toBeGreaterThanOrEqual(total);
    expect(await again.verify()).toMatchObject({ ok: true });
  });

  it('removes nothing that somebody is still to be sent, however old it is', async () => {
    const { home, log } = await sixDays();
    expect(await log.retain(dayOf(5), removal(log), 0)).toBe(0);
    expect(await log.retain(dayOf(5), removal(log), 70)).toBeLessThanOrEqual(70);
    expect(await log.read(71)).not.toBeNull();
    await log.close();
    expect((await bothVerify(home)).ok).toBe(true);
  });

  it('removes nothing where there is no key, where nothing is old, and where what is old does not verify', async () => {
    const home = await newHome();
    const clock = new DayClock();
    const unsigned = await openLog(home, { clock });
    await unsigned.append(started());
    expect(await unsigned.retain(dayOf(9), removal(unsigned))).toBe('unsigned');
    const { home: other, log } = await sixDays();
    expect(await log.retain(dayOf(0), removal(log))).toBe(0);
    const path = join(other, 'audit', '000002.jsonl');
    await writeFile(path, (await readFile(path, 'utf8')).replace('0.1.0', '0.1.1'));
    expect(await log.retain(dayOf(4), removal(log))).toBe('broken');
    expect((await readdir(join(other, 'audit'))).length).toBe(6);
  });

  it('happens once at a time: one that began before another one never puts its older tombstone in the place of the newer', async () => {
    const { home, log } = await sixDays();
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => { goOn = resolve; });
    const first = log.retain(dayOf(2), async (through) => { await held; await removal(log)(through); });
    const second = log.retain(dayOf(4), removal(log));
    await Promise.race([second, new Promise((resolve) => { setTimeout(resolve, 300); })]);
    goOn();
    const [one, other] = await Promise.all([first, second]);
    expect(one).toBeGreaterThan(0);
    expect(other).toBeGreaterThan(0);
    await log.close();
    expect(await bothVerify(home)).toEqual({ ok: true, firstBad: null, removed: Number(one) + Number(other) });
  });

  it('goes on after one that failed', async () => {
    const { log } = await sixDays();
    const failed = log.retain(dayOf(2), () => Promise.reject(new Error('no')));
    const second = log.retain(dayOf(2), removal(log));
    await expect(failed).rejects.toThrow('no');
    expect(await second).toBeGreaterThan(0);
  });

  it('is still whole when it was interrupted between the tombstone and the files', async () => {
    const { home, log } = await sixDays();
    await cp(join(home, 'audit'), join(home, 'kept'), { recursive: true });
    await log.retain(dayOf(3), removal(log));
    await log.close();
    await copyFile(join(home, 'kept', '000002.jsonl'), join(home, 'audit', '000002.jsonl'));
    expect((await bothVerify(home)).ok).toBe(true);
  });

  it('is found out where the tombstone is missing, changed, another one, or signed by a key that never signed the log', async () => {
    const { home, log } = await sixDays();
    await log.retain(dayOf(3), removal(log));
    await log.close();
    const path = join(home, 'audit', TOMBSTONE_FILE);
    const text = await readFile(path, 'utf8');
    const stone = JSON.parse(text) as Tombstone;
    const forger = signerOf(newSeed());
    if (forger === null) throw new Error('no key');
    const forge = (more: Partial<Pick<Tombstone, 'first' | 'heads' | 'signing'>>) => JSON.stringify(makeTombstone({ ...stone, ...more }, forger));
    const bad: readonly (readonly [string, string])[] = [
      [text.replace(/"at":"2026/, '"at":"2025'), 'bad-tombstone'], ['{}', 'bad-tombstone'], ['', 'bad-tombstone'], [text.slice(0, -20), 'bad-tombstone'],
      [forge({}), 'bad-tombstone'], [forge({ first: '000005.jsonl' }), 'wrong-place'],
    ];
    for (const [forged, why] of bad) {
      await writeFile(path, forged);
      expect((await bothVerify(home)).firstBad?.why).toBe(why);
    }
    // Everything up to the last checkpoint cut off: what is left has no signature that the forger's key could be held against.
    await rm(path);
    expect((await bothVerify(home)).firstBad?.why).toBe('not-the-start');
    await writeFile(path, text);
    await rm(join(home, 'audit', '000004.jsonl'));
    expect((await bothVerify(home)).firstBad?.why).toBe('wrong-place');
  });

  it('does not let a forger keep the unsigned end alone', async () => {
    const home = await newHome();
    const log = await openLog(home, { maxSegmentBytes: 1 });
    await log.signWith(new MemoryKeychain());
    for (let n = 0; n < 20; n += 1) await log.append(started(n));
    const last = await log.range(1, log.total());
    const end = last.at(-3);
    if (end === undefined) throw new Error('no records');
    // The anchor follows beside the records: a verification waits for it, a copy in the middle of it would miss a file.
    await log.verify();
    await cp(home, `${home}-forged`, { recursive: true });
    const forger = signerOf(newSeed());
    if (forger === null) throw new Error('no key');
    const files = (await readdir(join(`${home}-forged`, 'audit'))).sort();
    const first = files.at(-2) ?? '';
    const head = { chain: end.chain, seq: end.seq, hash: end.hash };
    const forged = makeTombstone({ at: dayOf(1), first, heads: [head], signing: { keyId: forger.keyId, last: forger.keyId, since: 3 } }, forger);
    await writeFile(join(`${home}-forged`, 'audit', TOMBSTONE_FILE), JSON.stringify(forged));
    expect((await bothVerify(`${home}-forged`)).firstBad?.why).toBe('bad-tombstone');
    await rm(`${home}-forged`, { recursive: true });
  });
});
