import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MemoryKeychain } from '../../../proof/memory-keychain.ts';
import { intent, outcome, started } from '../../core/audit/events.ts';
import { newHome, openLog } from './home.ts';

const LATER = '2030-01-01T00:00:00.000Z';

/** A log that somebody writes to without a pause, four records at a time, until the work is done. */
async function whileWritten<T>(work: (log: Awaited<ReturnType<typeof openLog>>) => Promise<T>): Promise<T> {
  const log = await openLog(await newHome(), { maxSegmentBytes: 20_000 });
  await log.signWith(new MemoryKeychain());
  let going = true;
  const writers = Array.from({ length: 4 }, async (_, w) => {
    for (let n = 0; going; n += 1) {
      await log.append(intent(`c-${w}-${n}`));
      await log.append(outcome(`c-${w}-${n}`));
    }
  });
  await expect.poll(() => log.total()).toBeGreaterThan(200);
  try {
    return await work(log);
  } finally {
    going = false;
    await Promise.all(writers);
  }
}

describe('while records come without a pause', () => {
  it('the log is verified', async () => {
    expect(await whileWritten((log) => log.verify())).toMatchObject({ ok: true, anchored: 'keychain' });
  });

  it('what is old is removed behind a tombstone, and the rest verifies', async () => {
    const found = await whileWritten(async (log) => ({ removed: await log.retain(LATER, () => log.append(started())), rest: await log.verify() }));
    expect(found).toMatchObject({ removed: expect.any(Number) as number, rest: { ok: true, removed: found.removed } });
    expect(found.removed).toBeGreaterThan(20);
  });

  it('the log is exported', async () => {
    const path = join(await newHome(), 'log.jsonl');
    await whileWritten((log) => log.exportTo(path, 'jsonl'));
  });
});
