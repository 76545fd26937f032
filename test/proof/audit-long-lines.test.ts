import { execFile } from 'node:child_process';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { started } from '../main/core/audit/events.ts';
import { cli } from '../main/cli/harness.ts';
import { bytesOf, events, linesOf, OURS, seeded, writeHome } from '../verifier/sample-logs.ts';
import { countOf, LIMIT, open, said } from './crash-session.ts';

/** `npm run prove -- audit-long-lines` takes a gigabyte; COUNTERSIGN_LINE says how many megabytes. */
const MEGABYTES = countOf('COUNTERSIGN_LINE', 1_024, 300);
/** What reading may take of memory beyond what there was, in megabytes; a line that is held takes its own length at least. */
const ROOM = 200;

const LINES = linesOf(events(seeded(7), 30), OURS);
let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'countersign-long-')); });
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Ten good records, then a line of zeros as long as asked for, and after it what stands in `rest`. */
async function longLine(name: string, rest: string | Buffer): Promise<string> {
  const home = join(folder, name);
  await writeHome(home, [bytesOf(LINES.slice(0, 10))], null);
  const path = join(home, 'audit', '000002.jsonl');
  await writeFile(path, '');
  // A file with a hole: it takes no room on the disk.
  await truncate(path, MEGABYTES * 1024 * 1024);
  await writeFile(path, rest, { flag: 'a' });
  return home;
}

/** Megabytes that this process had at most while something ran, beyond what it had before. */
async function grownBy(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => { most = Math.max(most, process.memoryUsage().rss); }, 5);
  await work();
  clearInterval(timer);
  return (most - before) / 1_048_576;
}

/** The second verifier, in a process that is not given memory for such a line. */
async function theirs(home: string): Promise<unknown> {
  const limit = MEGABYTES * 1024 * 1024;
  const start = `import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_DATA, (${limit}, ${limit})); sys.argv = ['verify.py', sys.argv[1]]; runpy.run_path('${resolve('test/verifier/verify.py')}', run_name='__main__')`;
  const { stdout } = await promisify(execFile)('python3', ['-c', start, home]).catch((error: { stdout: string }) => error);
  return JSON.parse(stdout) as unknown;
}

describe.each([['in the middle of the log', `\n${bytesOf(LINES.slice(10)).toString()}`], ['at the end, without a line end', '']])('a line of a gigabyte %s', (where, rest) => {
  it('is found and named by both verifiers, and neither holds it', LIMIT, async () => {
    const home = await longLine(where.slice(0, 6), rest);
    const bad = { ok: false, firstBad: { file: '000002.jsonl', record: 11, why: 'not-a-record' } };
    const from = performance.now();
    const grown = await grownBy(async () => { expect((await cli(['audit', 'verify', home])).lines).toMatchObject([bad]); });
    const took = performance.now() - from;
    expect(grown).toBeLessThan(ROOM);
    expect(await theirs(home)).toMatchObject(bad);
    said(`${MEGABYTES} MB ${where}: named in ${(took / 1000).toFixed(1)} s, ${grown.toFixed(0)} MB of memory beyond what there was`);
  });

  it('stops neither the start nor the list, and is left out of what is shown and exported, which says so', LIMIT, async () => {
    const home = await longLine(`x${where.slice(0, 6)}`, rest);
    let ms = 0;
    const grown = await grownBy(async () => {
      const log = await open(home);
      expect(log.state()).toBe('broken');
      await log.append(started());
      const newest = await log.list({ before: null, limit: 100 });
      expect(newest[0]?.event).toMatchObject({ type: 'event' });
      expect(newest.map(({ seq }) => seq)).toContain(1);
      const from = performance.now();
      for (let n = 0; n < 5; n += 1) await log.list({ before: null, limit: 100 });
      ms = performance.now() - from;
      expect((await log.verify()).firstBad).toEqual({ file: '000002.jsonl', record: 11, why: 'not-a-record' });
      await log.close();
      const exported = await cli(['audit', 'export', home, '--format', 'csv']);
      expect({ code: exported.code, said: exported.said }).toMatchObject({ code: 1, said: expect.stringContaining('no record') as string });
    });
    expect(grown).toBeLessThan(ROOM);
    said(`${MEGABYTES} MB ${where}: opened, listed and exported in ${grown.toFixed(0)} MB of memory beyond what there was; a list takes ${(ms / 5).toFixed(0)} ms`);
  });
});
