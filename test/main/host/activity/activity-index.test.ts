import { createHmac } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createIndexShelf } from '../../../../main/adapters/audit-file/index-shelf.ts';
import type { AuditFile } from '../../../../main/adapters/audit-file/audit-log.ts';
import type { ContentBook } from '../../../../main/core/audit/content.ts';
import { createActivityRoom, type ActivityRoom } from '../../../../main/host/activity/activity.ts';
import { newHome, openLog } from '../../adapters/audit-file/home.ts';
import { intent, outcome } from '../../core/audit/events.ts';
import { partsOf } from './parts.ts';

const CALLS = 3_000;
const all = { before: null, limit: 100 };
const keyed = (key: string | null): ContentBook => ({
  ...partsOf({ append: () => Promise.resolve() }).content,
  marks: (names) => Promise.resolve(key === null ? null : names.map((name) => createHmac('sha256', key).update(name).digest('hex'))),
});

async function longLog(): Promise<AuditFile> {
  const log = await openLog(await newHome());
  const appends: Promise<void>[] = [];
  for (let n = 0; n < CALLS; n += 1) {
    appends.push(log.append(intent(`c${n}`, { id: `n-${n % 900}` })));
    if (n % 50 !== 0) appends.push(log.append({ ...outcome(`c${n}`), ...(n % 7 === 0 ? { outcome: 'failed' as const } : {}) } as ReturnType<typeof outcome>));
  }
  await Promise.all(appends);
  return log;
}

let log: AuditFile;
let kept: string;
/** How many records were read one after the other: an index that is made anew reads them all. */
let read = 0;
/** A room as after a fresh start; null: without a keychain. */
function fresh(of: AuditFile = log, key: string | null = 'k', path = kept): ActivityRoom {
  const range: AuditFile['range'] = async (from, to) => { const found = await of.range(from, to); read += found.length; return found; };
  return createActivityRoom({ ...of, range }, { ...partsOf(of), content: keyed(key), shelf: createIndexShelf(path) });
}
/** The answers to some questions, and how much of the log had to be read for the index. */
async function answers(room: ActivityRoom): Promise<{ readonly found: unknown; readonly read: number }> {
  read = 0;
  await room.warm();
  const inIndex = read;
  const found = [];
  for (const filter of [{ outcome: 'failed' as const }, { object: 'n-77' }, { person: 'ada', tool: 'write_file' }, { server: 'None' }, { outcome: 'executed' as const }]) found.push(await room.find(filter, all));
  return { found, read: inIndex };
}
const untilKept = async (path: string): Promise<Buffer> => {
  for (;;) {
    const bytes = await readFile(path).catch(() => null);
    if (bytes !== null) return bytes;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

describe('the index of Activity', () => {
  let made: unknown;
  let bytes: Buffer;
  beforeEach(async () => {
    log = await longLog();
    kept = join(await newHome(), 'index', 'activity');
    const first = await answers(fresh());
    made = first.found;
    expect(first.read).toBe(log.total());
    bytes = await untilKept(kept);
  });

  it('waits for the next start, which gives the very same answers and reads nothing again', async () => {
    expect(await answers(fresh())).toEqual({ found: made, read: 0 });
    expect(made).toMatchObject([{ entries: { length: 100 } }, { entries: [{ callId: 'c2777' }, {}, {}, {}] }, { entries: { length: 100 } }, { entries: [] }, { entries: { length: 100 } }]);
  });

  it('goes on from where it was: ends of calls that were open then, and new calls', async () => {
    const own = await longLog();
    const path = join(await newHome(), 'index', 'activity');
    await fresh(own, 'k', path).warm();
    await untilKept(path);
    await Promise.all([own.append(outcome('c0')), own.append(intent('late', { id: 'n-77' }))]);
    const again = await answers(fresh(own, 'k', path));
    const anew = await answers(createActivityRoom(own, { ...partsOf(own), content: keyed('k') }));
    expect(again.found).toEqual(anew.found);
    expect(again.read).toBe(2);
  });

  it.each(['changed', 'cut', 'sealed with another key', 'of another log', 'empty'] as const)('is made anew where what lies there is %s', async (how) => {
    const path = join(await newHome(), 'activity');
    const hurt = Buffer.from(bytes);
    hurt[hurt.length - 9] = (hurt[hurt.length - 9] ?? 0) ^ 1;
    await writeFile(path, how === 'changed' ? hurt : how === 'cut' ? bytes.subarray(0, bytes.length - 8) : how === 'empty' ? '' : bytes);
    const of = how === 'of another log' ? await longLog() : log;
    const { read: again, found } = await answers(fresh(of, how === 'sealed with another key' ? 'other' : 'k', path));
    expect(again).toBe(of.total());
    if (of === log) expect(found).toEqual(made);
  });

  it('is neither taken nor kept without a keychain', async () => {
    expect((await answers(fresh(log, null))).read).toBe(log.total());
    const path = join(await newHome(), 'activity');
    await fresh(log, null, path).warm();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
