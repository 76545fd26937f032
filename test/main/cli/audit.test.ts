import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockHome } from '../../../main/adapters/home-lock/home-lock.ts';
import { newHome, openLog } from '../adapters/audit-file/home.ts';
import { MemoryKeychain } from '../../proof/memory-keychain.ts';
import type { AuditEvent } from '../../../main/core/audit/event.ts';
import { intent, outcome, started } from '../core/audit/events.ts';
import { cli } from './harness.ts';

async function homeWithLog(): Promise<string> {
  const home = await newHome();
  const log = await openLog(home);
  for (const event of [started(), intent('c1', { title: '=1+1, "x"\n' }), outcome('c1')]) await log.append(event);
  await log.close();
  return home;
}
const segment = (home: string): string => join(home, 'audit', '000001.jsonl');

describe('audit verify', () => {
  it('says yes to a whole log, by its home, by its folder, and from the caller\'s folder', async () => {
    const home = await homeWithLog();
    const yes = { code: 0, lines: [{ ok: true, records: 3, firstBad: null, anchored: 'file', torn: [] }] };
    expect(await cli(['audit', 'verify', home])).toMatchObject(yes);
    expect(await cli(['--require-anchor', 'audit', 'verify', join(home, 'audit')])).toMatchObject(yes);
    expect(await cli(['audit', 'verify', 'audit'], '', { env: { INIT_CWD: home } })).toMatchObject(yes);
    expect(await cli(['audit', 'verify', '--home', home])).toMatchObject(yes);
  });

  it('says no, where and why, for a changed, a removed and a shortened log', async () => {
    const home = await homeWithLog();
    const text = await readFile(segment(home), 'utf8');
    await writeFile(segment(home), text.replace('write_file', 'edit_files'));
    expect(await cli(['audit', 'verify', home])).toMatchObject({ code: 1, lines: [{ ok: false, firstBad: { file: '000001.jsonl', record: 2, why: 'wrong-hash' } }] });
    await writeFile(segment(home), `${text.split('\n').slice(0, 2).join('\n')}\n`);
    expect(await cli(['audit', 'verify', home])).toMatchObject({ code: 1, lines: [{ ok: false, firstBad: { record: 3, why: 'anchor-not-reached' } }] });
    await rm(segment(home));
    expect(await cli(['audit', 'verify', home])).toMatchObject({ code: 1, lines: [{ ok: false, records: 0 }] });
  });

  it('says no to a home whose log is gone, for an anchor knows of it, and has no answer from it', async () => {
    const home = await homeWithLog();
    await rm(join(home, 'audit'), { recursive: true });
    const no = { code: 1, lines: [{ ok: false, records: 0, anchored: 'file', firstBad: { record: 1, why: 'anchor-not-reached' } }] };
    expect(await cli(['audit', 'verify', home])).toMatchObject(no);
    expect(await cli(['--home', home, 'audit', 'verify'])).toMatchObject(no);
    await writeFile(join(home, 'audit'), '');
    expect(await cli(['audit', 'verify', home])).toMatchObject({ code: 1, lines: [{ ok: false, firstBad: { file: 'audit', why: 'unreadable' } }] });
    for (const words of [['ask', '--object', 'x'], ['ask', '--call', 'c1'], ['export']]) expect(await cli(['--home', home, 'audit', ...words])).toMatchObject({ code: 2, out: '', said: expect.stringContaining('is not there any more') as string });
  });

  it('does not take a folder for a log that is empty: it has nothing to judge there, but the home in use is always one', async () => {
    const home = await newHome();
    expect(await cli(['audit', 'verify', home])).toMatchObject({ code: 2, out: '', said: expect.stringContaining('lies no log') as string });
    expect(await cli(['--home', home, 'audit', 'verify'])).toMatchObject({ code: 0, lines: [{ ok: true, records: 0, anchored: false }] });
  });

  it('names a torn last line beyond the anchor without calling it an error', async () => {
    const home = await homeWithLog();
    await writeFile(segment(home), `${await readFile(segment(home), 'utf8')}{"at":`);
    expect(await cli(['audit', 'verify', home])).toMatchObject({ code: 0, lines: [{ ok: true, torn: [{ file: '000001.jsonl', bytes: 6 }] }] });
  });

  it('holds a log against an anchor that was kept elsewhere', async () => {
    const home = await homeWithLog();
    const elsewhere = await newHome();
    const [anchor = ''] = await readdir(join(home, 'anchors'));
    await copyFile(join(home, 'anchors', anchor), join(elsewhere, 'kept.json'));
    await rm(join(home, 'anchors'), { recursive: true });
    expect(await cli(['audit', 'verify', home, '--require-anchor'])).toMatchObject({ code: 1, lines: [{ ok: false, anchored: false, firstBad: { why: 'anchor-missing' } }] });
    expect(await cli(['audit', 'verify', home, '--anchor', join(elsewhere, 'kept.json')])).toMatchObject({ code: 0, lines: [{ ok: true, anchored: 'external' }] });
    expect(await cli(['audit', 'verify', home, '--anchor', segment(home)])).toMatchObject({ code: 2, out: '' });
  });

  it('says how far an anchor reaches that was kept elsewhere a while ago, and does not speak of an end that it does not know', async () => {
    const home = await homeWithLog();
    const elsewhere = await newHome();
    const [anchor = ''] = await readdir(join(home, 'anchors'));
    await copyFile(join(home, 'anchors', anchor), join(elsewhere, 'kept.json'));
    const verify = (as: string) => cli(['audit', 'verify', home, as, join(elsewhere, 'kept.json')]);
    const fresh = await verify('--anchor');
    expect(fresh.said).toContain('Its end agrees with an anchor kept elsewhere.');
    expect(fresh.lines[0]).not.toHaveProperty('anchoredTo');
    const log = await openLog(home);
    await log.append(started());
    await log.close();
    for (const as of ['--anchor', '--witness']) {
      const later = await verify(as);
      expect(later).toMatchObject({ code: 0, lines: [{ ok: true, records: 4, anchored: 'external', anchoredTo: 3 }] });
      expect(later.said).toContain('Up to record 3 it agrees with an anchor kept elsewhere; nothing from there speaks for what comes after.');
      expect(later.said).not.toContain('Its end agrees');
    }
  });

  it('answers 2 and a sentence for a folder that is not there', async () => {
    expect(await cli(['audit', 'verify', '/nowhere'])).toMatchObject({ code: 2, out: '', said: 'There is no folder “/nowhere”.\n' });
  });
});

describe('audit export', () => {
  it('gives the very lines of the log', async () => {
    const home = await homeWithLog();
    const ran = await cli(['audit', 'export', home, '--format', 'jsonl']);
    expect(ran).toMatchObject({ code: 0, out: await readFile(segment(home), 'utf8') });
  });

  it('gives a table that no spreadsheet takes for formulas', async () => {
    const home = await homeWithLog();
    const { out, code } = await cli(['audit', 'export', home, '--format', 'csv']);
    expect(code).toBe(0);
    expect(out.split('\r\n')[0]).toBe('seq,at,type,what,call,parent,person,role,planner,client,server,tool,arguments,effect,objects,verdict,because,preview,decision,by,outcome,afterwards,error,detail,hash');
    expect(out).toContain(',write_file,"{""title"":""=1+1, \\""x\\""\\n""}",write,1,ask,write-asks,');
    const { csvLine } = await import('../../../main/core/audit/record-csv.ts');
    expect(csvLine({ v: 1, chain: 'c', seq: 1, at: '', prev: '', hash: '', event: { type: '=HYPERLINK("x")' } })).toContain(`"'=HYPERLINK(""x"")"`);
  });

  it('gives events of OCSF with the very line of the log in each, so that the chain can still be verified', async () => {
    const home = await homeWithLog();
    const { lines, code } = await cli(['audit', 'export', home, '--format', 'ocsf']);
    expect(code).toBe(0);
    const text = await readFile(segment(home), 'utf8');
    expect(lines.map((line) => `${(line as { raw_data: string }).raw_data}\n`).join('')).toBe(text);
    expect(lines).toMatchObject([
      { class_uid: 6002, activity_id: 3, type_uid: 600_203, app: { name: 'Countersign' }, actor: { user: { name: 'ada' } } },
      { class_uid: 6003, activity_id: 3, type_uid: 600_303, status_id: 99, api: { operation: 'write_file', request: { uid: 'c1' }, service: { name: 'Files', uid: 'a'.repeat(64) } }, src_endpoint: { name: 'desktop' } },
      { class_uid: 6003, status_id: 1, duration: 12, api: { operation: 'write_file' }, actor: { user: { name: 'ada' } } },
    ]);
  });

  it('of the home in use is put on record and stands in what is exported; of a folder that is named nothing is touched', async () => {
    const home = await homeWithLog();
    const named = await cli(['audit', 'export', home]);
    expect(named).toMatchObject({ code: 0, said: '', lines: { length: 3 } });
    expect(await readFile(segment(home), 'utf8')).toBe(named.out);
    const { lines, code } = await cli(['audit', 'export', '--home', home, '--format', 'jsonl']);
    expect(code).toBe(0);
    expect(lines.map((line) => (line as { event: object }).event)).toContainEqual(
      { type: 'event', what: 'log-exported', actor: expect.objectContaining({ client: 'cli' }), server: null, detail: { format: 'jsonl', records: expect.any(Number) } });
  });

  it('is given all the same while somebody else has the home open, and says that it is not on record', async () => {
    const home = await homeWithLog();
    const lock = lockHome(home);
    const { code, said, lines } = await cli(['audit', 'export', '--home', home]);
    lock.release();
    expect({ code, said, count: lines.length }).toEqual({ code: 0, said: expect.stringContaining('This export is not on record: Countersign has this home open'), count: 3 });
  });

  it('leaves out what is no record, and says so', async () => {
    const home = await homeWithLog();
    await mkdir(join(home, 'audit'), { recursive: true });
    await writeFile(join(home, 'audit', '000002.jsonl'), 'nonsense\n');
    expect(await cli(['audit', 'export', home])).toMatchObject({ code: 1, said: expect.stringContaining('1 line is no record') });
    expect(await cli(['audit', 'export', home, '--format', 'xml'])).toMatchObject({ code: 2 });
  });
});

describe('audit ask', () => {
  it('answers who, when, through what, where, what with which arguments, what changed, what was confirmed, and what went wrong', async () => {
    const home = await homeWithLog();
    expect(await cli(['audit', 'ask', home, '--call', 'c1'])).toMatchObject({ code: 0, lines: [{
      call: 'c1', who: { person: 'ada', role: 'owner', planner: { kind: 'person', name: 'ada' } },
      when: { planned: expect.stringMatching(/^2026/), ended: expect.stringMatching(/^2026/), ms: 12 }, client: 'desktop',
      server: { name: 'Files', identity: 'a'.repeat(64), trust: 'restricted' }, tool: { name: 'write_file', digest: 'b'.repeat(64) },
      arguments: { title: '=1+1, "x"\n' }, argumentsDigest: 'c'.repeat(64), policy: { verdict: 'ask', because: 'write-asks' },
      preview: null, confirmation: { decision: 'approved', by: 'person', afterMs: 1200 }, change: { afterwards: 'as shown' }, outcome: 'executed', errors: [], records: [2, 3],
    }] });
  });

  it('says no for a call that is not there, and wants one question', async () => {
    const home = await homeWithLog();
    expect(await cli(['audit', 'ask', home, '--call', 'c2'])).toMatchObject({ code: 1, lines: [{ call: 'c2', outcome: null, records: [] }] });
    expect(await cli(['audit', 'ask', home])).toMatchObject({ code: 2, out: '' });
    expect(await cli(['audit', 'ask', home, '--call', 'c1', '--object', 'x'])).toMatchObject({ code: 2, out: '' });
    for (const nothing of ['--object=', '--call=']) expect(await cli(['audit', 'ask', home, nothing]), nothing).toMatchObject({ code: 2, out: '' });
  });

  it('names the reads that were made for a call, and leaves the end open where none is recorded', async () => {
    const home = await newHome();
    const log = await openLog(home);
    for (const event of [intent('read-1', { id: 'n-1' }, 'c1'), outcome('read-1'), intent('c1', { id: 'n-1' })]) await log.append(event);
    expect((await cli(['audit', 'ask', home, '--call', 'c1'])).lines).toMatchObject([{ outcome: null, when: { ended: null }, reads: ['read-1'], records: [3] }]);
  });

  it('finds what went through Countersign by its object, and says where nothing did', async () => {
    const home = await newHome();
    const log = await openLog(home);
    for (const event of [intent('c1', { path: '/notes/a.md' }), outcome('c1'), intent('c2', { list: [{ id: 17 }] }), outcome('c2'), intent('c3', { id: 170 }), intent('c4', { updates: { 'n-1001': { title: 'T' } } })]) await log.append(event);
    expect((await cli(['audit', 'ask', home, '--object', 'n-1001'])).lines).toMatchObject([{ answer: 'through Countersign', calls: [{ call: 'c4' }] }]);
    expect(await cli(['audit', 'ask', home, '--object', 'title'])).toMatchObject({ code: 1 });
    expect(await cli(['audit', 'ask', home, '--object', 'a.md'])).toMatchObject({ code: 0, lines: [{ answer: 'through Countersign', calls: [{ call: 'c1', person: 'ada', tool: 'write_file', outcome: 'executed', afterwards: 'as shown' }] }] });
    expect((await cli(['audit', 'ask', home, '--object', '17'])).lines).toMatchObject([{ calls: [{ call: 'c2' }] }]);
    expect(await cli(['audit', 'ask', home, '--object', 'b.md'])).toMatchObject({ code: 1, lines: [{ answer: 'not through this log', calls: [] }] });
  });

  it('names a server\'s own dry run as what it was, and never as a change', async () => {
    const home = await newHome();
    const log = await openLog(home);
    const dry = intent('d1', { id: 'n-1', dry_run: true }, 'p');
    for (const event of [dry.type === 'intent' ? { ...dry, call: { ...dry.call, because: 'looked-first' as const } } : dry, outcome('d1')]) await log.append(event);
    const asked = await cli(['audit', 'ask', home, '--object', 'n-1']);
    expect(asked).toMatchObject({ code: 0, lines: [{ last: { call: 'd1', end: 'dry-run' }, sure: null, calls: [{ call: 'd1', dryRun: true, outcome: 'executed' }] }] });
    expect(asked.said).toContain('Perhaps changed through Countersign. The call on 2026');
    expect(asked.said).toContain("By the server's word it changed nothing");
    expect(await cli(['audit', 'ask', home, '--call', 'd1'])).toMatchObject({ lines: [{ dryRun: true }] });
  });

  it('finds an object by any spelling of its name, and says each call that named it', async () => {
    const home = await newHome();
    const log = await openLog(home);
    const spellings = ['Größe.md', 'Gro\u0308ße.md', 'Gr%C3%B6%C3%9Fe.md'];
    for (const [n, spelled] of spellings.entries()) for (const event of [intent(`c${n}`, { path: `/notes/${spelled}` }), outcome(`c${n}`)]) await log.append(event);
    for (const asked of spellings) {
      expect(await cli(['audit', 'ask', home, '--object', asked])).toMatchObject({ code: 0, lines: [{ object: asked, answer: 'through Countersign', calls: [{ call: 'c0' }, { call: 'c1' }, { call: 'c2' }] }] });
    }
    expect(await cli(['audit', 'ask', home, '--object', 'Grosse.md'])).toMatchObject({ code: 1 });
  });

  it('answers for each server apart, and for the one that is named', async () => {
    const home = await newHome();
    const log = await openLog(home);
    const on = (name: string, event: AuditEvent): AuditEvent => (event.type === 'intent' ? { ...event, call: { ...event.call, server: { ...event.call.server, name, identity: name.repeat(32) } } } : event);
    for (const event of [on('A1', intent('c1', { id: 17 })), outcome('c1'), on('B2', intent('c2', { id: 17 })), outcome('c2')]) await log.append(event);
    const several = await cli(['audit', 'ask', home, '--object', '17']);
    expect(several).toMatchObject({ code: 0, lines: [{ answer: 'several servers', last: null, servers: [{ server: { name: 'B2' }, last: { call: 'c2', end: 'executed' } }, { server: { name: 'A1' }, last: { call: 'c1' } }], calls: [{ call: 'c1' }, { call: 'c2' }] }] });
    expect(several.said).toContain('2 servers have something of this name');
    expect(several.said).toContain('On the server “A1”: Changed through Countersign');
    const one = await cli(['audit', 'ask', home, '--object', '17', '--server', 'A1']);
    expect(one).toMatchObject({ code: 0, lines: [{ answer: 'through Countersign', last: { call: 'c1' }, others: ['B2'], calls: [{ call: 'c1', server: 'A1' }] }] });
    expect(await cli(['audit', 'ask', home, '--object', '17', '--server', 'C3'])).toMatchObject({ code: 1, lines: [{ servers: [], others: ['B2', 'A1'], calls: [] }] });
    expect(await cli(['audit', 'ask', home, '--call', 'c1', '--server', 'A1'])).toMatchObject({ code: 2, out: '' });
  });

  it('never says that a damaged log holds no call: it counts what is no record, and says that the answer is not whole', async () => {
    const home = await newHome();
    const log = await openLog(home);
    for (const event of [intent('c1', { id: 'n-1' }), outcome('c1'), intent('c2', { id: 'n-2' }), outcome('c2')]) await log.append(event);
    await log.close();
    const whole = await cli(['audit', 'ask', home, '--object', 'n-3']);
    expect(whole).toMatchObject({ lines: [{ partial: false, damaged: 0 }] });
    expect(whole.said).toContain('it holds no call about it');
    const lines = (await readFile(segment(home), 'utf8')).split('\n');
    await writeFile(segment(home), [lines[0]?.replace('"type"', '"typ'), ...lines.slice(1)].join('\n'));
    const about = await cli(['audit', 'ask', home, '--object', 'n-1']);
    expect(about).toMatchObject({ code: 1, lines: [{ answer: 'not through this log', partial: true, damaged: 1 }] });
    expect(about.said).toContain('1 part of the log is damaged and was left out');
    expect(about.said).not.toContain('it holds no call about it');
    const call = await cli(['audit', 'ask', home, '--call', 'c1']);
    expect(call).toMatchObject({ code: 1, lines: [{ call: 'c1', outcome: null, partial: true, damaged: 1 }] });
    expect(call.said).toContain('1 part of the log is damaged and was left out');
    expect(await cli(['audit', 'ask', home, '--call', 'c2'])).toMatchObject({ code: 0, lines: [{ call: 'c2', outcome: 'executed', partial: true, damaged: 1 }] });
    await rm(segment(home));
    await mkdir(segment(home));
    expect(await cli(['audit', 'ask', home, '--object', 'n-2'])).toMatchObject({ code: 1, lines: [{ partial: true, damaged: 1 }] });
  });

  it('says how much retention removed where it finds nothing, or less than there was', async () => {
    const home = await newHome();
    const log = await openLog(home, { maxSegmentBytes: 4_000 });
    await log.signWith(new MemoryKeychain());
    for (let n = 0; n < 20; n += 1) for (const event of [intent(`c${n}`, { id: `n-${n}` }), outcome(`c${n}`)]) await log.append(event);
    const removed = await log.retain('2030-01-01T00:00:00.000Z', () => log.append(started()));
    await log.close();
    expect(removed).toBeGreaterThan(20);
    expect(await cli(['audit', 'ask', home, '--call', 'c0'])).toMatchObject({ code: 1, lines: [{ call: 'c0', outcome: null, records: [], removed }] });
    expect(await cli(['audit', 'ask', home, '--object', 'n-0'])).toMatchObject({ code: 1, lines: [{ answer: 'not through this log', calls: [], removed }] });
  });
});
