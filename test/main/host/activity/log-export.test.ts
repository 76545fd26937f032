import { mkdir, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../../../main/core/audit/event.ts';
import { createLogExport, type LogFormat } from '../../../../main/host/activity/log-export.ts';
import { newHome, openLog } from '../../adapters/audit-file/home.ts';
import { started } from '../../core/audit/events.ts';

/** An export of a real log of so many records to a path. */
async function exporting(path: (home: string) => string | null, records = 3) {
  const home = await newHome();
  const log = await openLog(home);
  await Promise.all(Array.from({ length: records }, (_, run) => log.append(started(run))));
  const made = createLogExport({
    log, audit: log, actor: { person: 'ada', role: 'owner', planner: { kind: 'person', name: 'ada' }, client: 'desktop' },
    place: () => Promise.resolve(path(home)), isOwn: (at) => at.startsWith(join(home, 'audit')),
  });
  const recorded = async () => (await log.range(1, log.total())).map(({ event }) => event as AuditEvent).flatMap((event) => (event.type === 'event' && event.what === 'log-exported' ? [event.detail] : []));
  return { home, log, made, recorded };
}

describe('an export of the log', () => {
  it.each(['jsonl', 'csv', 'ocsf'] as const)('as %s is whole in its place, on record, and the record is in it', async (format: LogFormat) => {
    const { made, recorded, home } = await exporting((folder) => join(folder, 'out'));
    expect(await made.run(format)).toEqual({ path: join(home, 'out'), stopped: false, leftOut: { lines: 0, files: 0 } });
    expect(await recorded()).toEqual([{ format, records: 3 }]);
    const text = await readFile(join(home, 'out'), 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(format === 'csv' ? 5 : 4);
    expect(text).toContain('log-exported');
    expect((await readdir(home)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('of a damaged log has all that can be read, and says what is not in it', async () => {
    const home = await newHome();
    const before = await openLog(home, { maxSegmentBytes: 1_000 });
    for (let run = 0; run < 12; run += 1) await before.append(started(run));
    await before.close();
    const [first = '', second = '', third = ''] = (await readdir(join(home, 'audit'))).sort().map((name) => join(home, 'audit', name));
    await writeFile(first, (await readFile(first, 'utf8')).replace('"v":1}', '"v":2}'));
    await rm(second);
    await mkdir(second);
    const log = await openLog(home);
    // While it runs, so that less is there than was committed.
    await truncate(third, 900);
    const left = await log.exportTo(join(home, 'out'), 'jsonl');
    expect(left).toEqual({ lines: 1, files: 2 });
    const { records } = await log.verify();
    expect((await readFile(join(home, 'out'), 'utf8')).trimEnd().split('\n')).toHaveLength(records - 1);
  });

  it('to nowhere leaves no record', async () => {
    const { made, recorded } = await exporting(() => null);
    expect(await made.run('csv')).toMatchObject({ path: null, stopped: false });
    expect(await recorded()).toEqual([]);
  });

  it('that fails says so, on record too, and leaves what stood there', async () => {
    const { made, recorded } = await exporting((home) => join(home, 'nowhere', 'out'));
    await expect(made.run('csv')).rejects.toMatchObject({ code: 'file-unwritable' });
    expect(await recorded()).toEqual([{ format: 'csv', records: 3 }, { format: 'csv', records: 0, end: 'failed' }]);
  });

  it('never replaces a file of the log itself', async () => {
    const { made, recorded } = await exporting((home) => join(home, 'audit', 'log-1.jsonl'));
    await expect(made.run('jsonl')).rejects.toMatchObject({ code: 'file-unwritable' });
    expect(await recorded()).toEqual([]);
  });

  it('can be stopped half way: nothing of it stays, what stood there does, and the record says how far it came', async () => {
    const { made, home, recorded } = await exporting((folder) => join(folder, 'out'), 4_000);
    await writeFile(join(home, 'out'), 'of yesterday');
    const running = made.run('ocsf');
    await expect.poll(() => made.progress()?.written ?? 0, { interval: 1 }).toBeGreaterThan(0);
    made.stop();
    expect(await running).toMatchObject({ path: null, stopped: true });
    expect(made.progress()).toBeNull();
    expect(await readFile(join(home, 'out'), 'utf8')).toBe('of yesterday');
    expect((await readdir(home)).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect((await recorded()).at(-1)).toMatchObject({ end: 'stopped' });
  });

  it('does not leave where that cannot be put on record', async () => {
    const { log, home } = await exporting(() => null);
    const made = createLogExport({
      log, audit: { append: () => Promise.reject(new Error('full')) }, actor: { person: 'ada', role: 'owner', planner: { kind: 'person', name: 'ada' }, client: 'desktop' },
      place: () => Promise.resolve(join(home, 'out')), isOwn: () => false,
    });
    await expect(made.run('csv')).rejects.toMatchObject({ code: 'log-unwritable' });
    expect(await readdir(home)).not.toContain('out');
  });
});
