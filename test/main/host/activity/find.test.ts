import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createActivityRoom } from '../../../../main/host/activity/activity.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import { intent, outcome, started } from '../../core/audit/events.ts';
import { partsOf } from './parts.ts';
import { newHome, openLog } from '../../adapters/audit-file/home.ts';

async function room() {
  const log = await openLog(await newHome());
  await log.append(started());
  for (let n = 0; n < 30; n += 1) {
    await log.append(intent(`c${n}`, { title: n === 7 ? 'Weihnachten <b>' : 'x' }));
    if (n !== 9) await log.append({ ...outcome(`c${n}`), ...(n % 5 === 0 ? { outcome: 'failed' as const } : {}) } as ReturnType<typeof outcome>);
  }
  return { log, room: createActivityRoom(log, partsOf(log)) };
}
const all = { before: null, limit: 100 };

describe('finding in the log', () => {
  it('finds by person, server, tool, effect, verdict and outcome, newest first, with each end', async () => {
    const { room: activity } = await room();
    const { entries: failed } = await activity.find({ outcome: 'failed', tool: 'write_file', server: 'Files', person: 'ada', effect: 'write', verdict: 'ask' }, all);
    expect(failed.map((entry) => [entry.callId, entry.outcome])).toEqual([25, 20, 15, 10, 5, 0].map((n) => [`c${n}`, 'failed']));
    expect(await activity.find({ tool: 'no_such' }, all)).toEqual({ entries: [], more: null, damaged: 0 });
    expect((await activity.find({ effect: 'write', person: 'eve' }, all)).entries).toEqual([]);
    expect((await activity.find({ person: 'ada' }, all)).entries.length).toBe(31);
  });

  it('finds by text, whatever its case, and by time', async () => {
    const { log, room: activity } = await room();
    expect((await activity.find({ text: 'WEIHNACHTEN <B>' }, all)).entries.map((entry) => entry.callId)).toEqual(['c7']);
    const tenth = await log.read(10);
    expect(await activity.find({ until: tenth?.at ?? '' }, all).then((found) => found.entries[0]?.seq)).toBeLessThan(10);
    expect((await activity.find({ from: tenth?.at ?? '' }, all)).entries.every((entry) => entry.seq >= 10)).toBe(true);
  });

  it('says of an object how many lines of the log are no records, before the index is there and after', async () => {
    const home = await newHome();
    const log = await openLog(home);
    await Promise.all(Array.from({ length: 2_750 }, (_, n) => [log.append(intent(`c${n}`, { id: `n-${n}` })), log.append(outcome(`c${n}`))]).flat());
    await log.close();
    const segment = join(home, 'audit', '000001.jsonl');
    const lines = (await readFile(segment, 'utf8')).split('\n');
    const again = await openLog(home);
    await writeFile(segment, lines.map((line, at) => (at === 100 || at === 5_400 ? line.replace('{', '[') : line)).join('\n'));
    const activity = createActivityRoom(again, partsOf(again));
    expect(await activity.about('n-50')).toMatchObject({ answer: 'not through this log', partial: true, damaged: expect.any(Number) });
    await activity.warm();
    expect(await activity.about('n-50')).toMatchObject({ answer: 'not through this log', partial: true, damaged: 2 });
    const { log: sound, room: whole } = await room();
    expect(await whole.about('n-100')).toMatchObject({ partial: false, damaged: 0 });
    await sound.close();
  });

  it.each(['he said', 'said "hi"', 'C:\\Users', 'one\nline', 'one line', 'GRÖSSE', 'Gro\u0308sse', 'n-1001', '4711', 'server-gone-xyz', 'not checkable'])('finds the text %j wherever a call says it, its end too', async (text) => {
    const log = await openLog(await newHome());
    await log.append(intent('q', { title: 'He said "hi" to C:\\Users\\ada', body: 'line one\nline two', name: 'Gro\u0308sse', batch: { 'n-1001': 4711 } }));
    await log.append(intent('other', { title: 'x' }));
    await log.append(outcome('other'));
    await log.append({ ...outcome('q'), outcome: 'failed', isError: true, error: 'server-gone-xyz', afterwards: 'not checkable' } as ReturnType<typeof outcome>);
    expect((await createActivityRoom(log, partsOf(log)).find({ text }, all)).entries.map(({ callId }) => callId)).toEqual(['q']);
  });

  it.each(['argsdigest', 'callId', '"title"', 'looseObject', 'hi" to D'])('does not find %j, which no call says', async (text) => {
    const { room: activity } = await room();
    expect((await activity.find({ text }, all)).entries).toEqual([]);
  });

  it('finds what was kept of the answer and of the state afterwards, and names of their members', async () => {
    const log = await openLog(await newHome());
    const pieces: Record<string, JsonObject> = { first: { args: { id: 'a' }, card: null }, last: { answer: { kind: 'result', parts: [{ type: 'text', text: 'Saved as draft-77' }], structured: { 'k-9': true } }, after: [{ key: 'before', state: 'read', value: { heading: 'Herbst' } }] } };
    const content = { ...partsOf(log).content, open: (at: string) => Promise.resolve({ state: 'kept' as const, content: pieces[at] ?? {} }) };
    const place = (at: string) => ({ at, digest: 'd', exact: null, marks: [] });
    const begun = intent('c1', {});
    if (begun.type === 'intent') await log.append({ ...begun, call: { ...begun.call, args: null, content: place('first') } });
    await log.append({ ...outcome('c1'), content: place('last') } as ReturnType<typeof outcome>);
    const activity = createActivityRoom(log, { ...partsOf(log), content });
    for (const text of ['draft-77', 'HERBST', 'k-9', 'heading']) expect((await activity.find({ text }, all)).entries.map(({ callId }) => callId), text).toEqual(['c1']);
    for (const text of ['structured', 'nothing of it']) expect((await activity.find({ text }, all)).entries, text).toEqual([]);
  });

  it('finds calls that ended late on every page while a long log is not read yet, also from a place it did not look from before', async () => {
    const log = await openLog(await newHome());
    const appends: Promise<void>[] = [];
    const slow = (id: string) => { const event = intent(id); return event.type === 'intent' ? { ...event, call: { ...event.call, tool: { ...event.call.tool, name: 'slow' } } } : event; };
    for (let n = 0; n < 20; n += 1) appends.push(log.append(slow(`s${n}`)));
    for (let n = 0; n < 3_000; n += 1) appends.push(log.append(intent(`c${n}`)), log.append(outcome(`c${n}`)));
    for (let n = 0; n < 20; n += 1) appends.push(log.append({ ...outcome(`s${n}`), error: 'slow-error' } as ReturnType<typeof outcome>));
    for (let n = 0; n < 600; n += 1) appends.push(log.append(started(n)));
    await Promise.all(appends);
    // An index that never comes: every search is one on the log itself.
    const never = (): ReturnType<typeof createActivityRoom> => createActivityRoom({ ...log, range: (from, to) => (to - from >= 1_500 ? new Promise(() => undefined) : log.range(from, to)) }, partsOf(log));
    const one = never();
    const first = await one.find({ tool: 'slow', outcome: 'executed' }, { before: null, limit: 5 });
    expect(first.entries.map(({ callId }) => callId)).toEqual(['s19', 's18', 's17', 's16', 's15']);
    const rest = Array.from({ length: 15 }, (_, n) => `s${14 - n}`);
    for (const room of [one, never()]) {
      const second = await room.find({ tool: 'slow', outcome: 'executed' }, { before: first.more, limit: 100 });
      expect(second.entries.map(({ callId }) => callId)).toEqual(rest);
      expect((await room.find({ text: 'slow-error' }, { before: first.more, limit: 100 })).entries.map(({ callId, outcome: end }) => [callId, end])).toEqual(rest.map((id) => [id, 'executed']));
    }
  });

  it('goes on page by page, and takes in what was appended meanwhile, ends of earlier calls too', async () => {
    const { log, room: activity } = await room();
    const { entries: first } = await activity.find({ effect: 'write' }, { before: null, limit: 10 });
    const { entries: second } = await activity.find({ effect: 'write' }, { before: first.at(-1)?.seq ?? 0, limit: 10 });
    expect([...first, ...second].map((entry) => entry.callId)).toEqual(Array.from({ length: 20 }, (_, n) => `c${29 - n}`));
    await log.append(outcome('c9'));
    await log.append(intent('late'));
    expect((await activity.find({ outcome: 'executed' }, all)).entries.some((entry) => entry.callId === 'c9' && entry.outcome === 'executed')).toBe(true);
    expect((await activity.find({ effect: 'write' }, { before: null, limit: 1 })).entries[0]?.callId).toBe('late');
  });

  it('answers from the log itself while a long one is not read yet, the same as afterwards, and says where to go on', async () => {
    const log = await openLog(await newHome());
    const appends: Promise<void>[] = [];
    const exported = (end: Record<string, string>) => ({ ...started(), what: 'log-exported', detail: { format: 'csv', records: 1, ...end } } as ReturnType<typeof started>);
    appends.push(log.append(exported({})), log.append(exported({ end: 'failed' })));
    for (let n = 0; n < 3_000; n += 1) appends.push(log.append(intent(`c${n}`)), log.append({ ...outcome(`c${n}`), ...(n % 100 === 0 ? { outcome: 'failed' as const } : {}) } as ReturnType<typeof outcome>));
    await Promise.all(appends);
    const early = createActivityRoom(log, partsOf(log));
    const first = await early.find({ outcome: 'failed', tool: 'write_file' }, { before: null, limit: 20 });
    const rest = await early.find({ outcome: 'failed' }, { before: first.more, limit: 20 });
    const exportsEarly = await early.find({ text: 'log-exported' }, { before: null, limit: 20 });
    await early.warm();
    expect(exportsEarly.entries.map(({ what }) => what)).toEqual(['log-export-failed']);
    expect((await early.find({ text: 'log-exported' }, { before: null, limit: 20 })).entries).toEqual(exportsEarly.entries);
    const later = await early.find({ outcome: 'failed' }, { before: null, limit: 100 });
    expect([...first.entries, ...rest.entries].map(({ callId }) => callId)).toEqual(later.entries.map(({ callId }) => callId));
    expect(later.entries).toHaveLength(30);
    let clock = 0;
    const hurried = createActivityRoom(log, { ...partsOf(log), monotonic: () => (clock += 10) });
    const part = await hurried.find({ text: 'nowhere' }, { before: null, limit: 20 });
    expect(part.entries).toEqual([]);
    expect(part.more).toBeGreaterThan(5_000);
    expect((await hurried.find({ text: 'c0' }, { before: part.more, limit: 1 })).more).toBeLessThan(part.more ?? 0);
  });

  it('looks through a long log ahead of its index, which reads on once the answer is there', async () => {
    const log = await openLog(await newHome());
    await Promise.all(Array.from({ length: 6_000 }, (_, n) => log.append(intent(`c${n}`))));
    const spans: number[] = [];
    const activity = createActivityRoom({ ...log, range: (from, to) => { spans.push(to - from + 1); return log.range(from, to); } }, partsOf(log));
    const warm = activity.warm();
    expect(await activity.find({ text: 'nowhere' }, all)).toEqual({ entries: [], more: null, damaged: 0 });
    await warm;
    // What the index had begun to read when the search came is read to its end.
    expect(spans.slice(spans.indexOf(500), spans.lastIndexOf(500)).filter((span) => span === 2_000).length).toBeLessThanOrEqual(1);
    expect(spans.filter((span) => span === 2_000)).toHaveLength(3);
  });

  it('stops reading a long log quietly when the log is closed and its home is gone', async () => {
    const home = await newHome();
    const log = await openLog(home);
    await Promise.all(Array.from({ length: 6_000 }, (_, n) => log.append(intent(`c${n}`))));
    let removed = (): void => {};
    const gone = new Promise<void>((resolve) => { removed = resolve; });
    // The second piece that is read for the index comes only after the removal.
    const range: typeof log.range = async (from, to) => {
      if (from === 2_001 && to === 4_000) await gone;
      return log.range(from, to);
    };
    const activity = createActivityRoom({ ...log, range }, partsOf(log));
    expect((await activity.find({}, { before: null, limit: 1 })).entries).toHaveLength(1);
    await log.close();
    await rm(home, { recursive: true });
    removed();
    await expect(activity.warm()).resolves.toBeUndefined();
    await expect(activity.find({}, all)).rejects.toThrow('closed');
  });
});
