import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AuditFile } from '../../../../main/adapters/audit-file/audit-log.ts';
import type { Clock } from '../../../../main/core/ports.ts';
import { started } from '../../core/audit/events.ts';
import { MemoryKeychain } from '../../../proof/memory-keychain.ts';
import { newHome, openLog } from './home.ts';

/** A clock whose minutes pass when a test says so. */
class Minutes implements Clock {
  #at = Date.UTC(2026, 0, 2);
  readonly now = (): string => new Date(this.#at += 1).toISOString();
  readonly monotonic = (): number => this.#at;
  pass(minutes: number): void {
    this.#at += minutes * 60_000;
  }
}

/** A home whose log has run once, and whose anchor can no longer be replaced: a folder bears its name. */
async function spoiltHome(): Promise<{ readonly home: string; readonly anchor: string }> {
  const home = await newHome();
  const log = await openLog(home);
  await log.append(started());
  await log.close();
  const anchor = join(home, 'anchors', (await readdir(join(home, 'anchors')))[0] ?? '');
  await rm(anchor);
  await mkdir(join(anchor, 'x'), { recursive: true });
  return { home, anchor };
}
const unwritten = async (log: AuditFile, where: string): Promise<number> =>
  (await log.range(1, log.total())).filter(({ event }) => JSON.stringify(event) === JSON.stringify({ type: 'anchor', where, why: 'unwritable' })).length;
/** Time for the disk and the keychain to answer. */
const moment = (): Promise<void> => new Promise((done) => { setTimeout(done, 60); });
const breaksOf = async (log: AuditFile): Promise<readonly string[]> => (await log.verify()).breaks.map(({ what }) => what);

describe('an anchor that cannot be written', () => {
  it('is on record after a minute, once, among the breaks, and once more only after it worked in between', async () => {
    const { home, anchor } = await spoiltHome();
    const clock = new Minutes();
    const log = await openLog(home, { clock, retryMs: 2 });
    await log.append(started());
    await moment();
    clock.pass(0.9);
    await log.append(started());
    await moment();
    expect(await unwritten(log, 'file')).toBe(0);
    clock.pass(0.2);
    // No call follows: it is tried again, and found out, all the same.
    await expect.poll(() => unwritten(log, 'file')).toBe(1);
    clock.pass(60);
    for (let n = 0; n < 20; n += 1) await log.append(started(n));
    await moment();
    expect(await unwritten(log, 'file')).toBe(1);
    expect(log.state()).toBe('writable');
    expect(await breaksOf(log)).toContain('anchor-unwritable');
    await rm(anchor, { recursive: true });
    await expect.poll(() => readFile(anchor, 'utf8').then((text) => (JSON.parse(text) as { seq: number }).seq, () => 0)).toBe(log.total());
    await rm(anchor);
    await mkdir(join(anchor, 'x'), { recursive: true });
    clock.pass(1);
    await log.append(started());
    await moment();
    clock.pass(2);
    await expect.poll(() => unwritten(log, 'file')).toBe(2);
  });

  it('is on record at the end of each run that was shorter than a minute', async () => {
    const { home } = await spoiltHome();
    for (const run of [1, 2]) {
      const log = await openLog(home);
      await log.append(started());
      await log.close();
      const after = await openLog(home);
      expect(await unwritten(after, 'file')).toBe(run);
      await after.close();
    }
  });

  it('is on record for the keychain too, whether that refuses or keeps for the session only', async () => {
    for (const way of ['refuses', 'session'] as const) {
      const home = await newHome();
      const keychain = new MemoryKeychain();
      const clock = new Minutes();
      const log = await openLog(home, { clock, mirrorMs: 2 });
      await log.signWith(keychain);
      await log.append(started());
      await expect.poll(() => keychain.all.size).toBe(2);
      const set = keychain.set.bind(keychain);
      if (way === 'session') keychain.away = true;
      else keychain.set = () => Promise.reject(new Error('locked'));
      await log.append(started());
      await moment();
      clock.pass(2);
      await expect.poll(() => unwritten(log, 'keychain')).toBe(1);
      expect(await breaksOf(log)).toEqual(['anchor-unwritable']);
      keychain.away = false;
      keychain.set = set;
      await expect.poll(async () => (await log.verify()).anchoredTo).toBe(null);
      await log.close();
      expect(await unwritten(await openLog(home), 'keychain')).toBe(1);
    }
  });

  it('is on record at the end of a short run for the keychain too', async () => {
    const home = await newHome();
    const keychain = new MemoryKeychain();
    const log = await openLog(home, { mirrorMs: 2 });
    await log.append(started());
    const set = keychain.set.bind(keychain);
    keychain.set = (account, value) => (account === 'audit-anchors' ? Promise.reject(new Error('locked')) : set(account, value));
    await log.signWith(keychain);
    await log.append(started());
    await log.close();
    const again = await openLog(home);
    expect(await unwritten(again, 'keychain')).toBe(1);
    expect(await again.verify()).toMatchObject({ ok: true, breaks: [{ what: 'anchor-unwritable' }] });
  });

  it('is not held up by a folder that somebody puts where the next one is about to be written', async () => {
    const { home, anchor } = await spoiltHome();
    await rm(anchor, { recursive: true });
    await mkdir(join(`${anchor}.new`, 'x'), { recursive: true });
    const log = await openLog(home);
    await log.append(started());
    await log.close();
    expect(JSON.parse(await readFile(anchor, 'utf8'))).toMatchObject({ seq: 2 });
  });
});
