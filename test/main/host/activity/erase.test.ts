import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createContentStore } from '../../../../main/adapters/audit-content/content-store.ts';
import { namesIn } from '../../../../main/core/audit/content.ts';
import type { AuditEvent } from '../../../../main/core/audit/event.ts';
import { createActivityRoom } from '../../../../main/host/activity/activity.ts';
import { NotErased } from '../../../../main/host/activity/erase.ts';
import { intent, outcome } from '../../core/audit/events.ts';
import { MemoryKeychain } from '../../../proof/memory-keychain.ts';
import { newHome, openLog, steadyClock } from '../../adapters/audit-file/home.ts';
import { partsOf } from './parts.ts';

/** A log of calls of two people, each with its content kept apart. */
async function kept() {
  const home = await newHome();
  const keychain = new MemoryKeychain();
  const log = await openLog(home);
  await log.signWith(keychain);
  const content = createContentStore({ folder: join(home, 'content'), secrets: keychain, clock: steadyClock() });
  onTestFinished(() => content.close());
  const call = async (callId: string, person: string, object: string, parent: string | null = null): Promise<void> => {
    const start = intent(callId, {}, parent);
    const end = outcome(callId);
    if (start.type !== 'intent' || end.type !== 'outcome') return;
    const first = await content.keep(callId, { args: { id: object }, card: null }, ['exact', ...namesIn({ id: object })]);
    const last = await content.keep(callId, { answer: 'done', after: null }, []);
    const place = (of: typeof first, marks: readonly string[]) => (of === null ? null : { at: of.at, digest: of.digest, exact: null, marks });
    await log.append({ ...start, call: { ...start.call, args: null, content: place(first, first?.marks.slice(1) ?? []), actor: { ...start.call.actor, person } } });
    await log.append({ ...end, content: place(last, []) } as AuditEvent);
  };
  await call('c1', 'ada', 'news-1');
  await call('r1', 'ada', 'news-1', 'c2');
  await call('c2', 'ada', 'news-2');
  await call('c3', 'eve', 'news-3');
  const room = createActivityRoom(log, { ...partsOf(log), content });
  const states = async (): Promise<Record<string, string | undefined>> => Object.fromEntries(await Promise.all((await room.list({ before: null, limit: 100 })).entries
    .flatMap(({ seq, callId }) => (callId === null ? [] : [[callId, seq] as const])).map(async ([callId, seq]) => [callId, (await room.shown(seq))?.state])));
  return { log, room, states, keychain, call };
}

describe('erasing what was kept of calls', () => {
  it('takes a person\'s calls and nobody else\'s, on record, and the chain verifies', async () => {
    const { log, room, states } = await kept();
    expect(await room.erase({ of: 'person', value: 'ada' })).toEqual({ calls: 3, pieces: 6, inRecord: 0 });
    expect(await states()).toEqual({ c1: 'erased', r1: 'erased', c2: 'erased', c3: 'kept' });
    expect((await room.find({ text: 'content-erased' }, { before: null, limit: 1 })).entries).toMatchObject([{ what: 'content-erased' }]);
    expect((await log.verify()).ok).toBe(true);
  });

  it('takes one call with the reads that were made for it, or all calls about an object', async () => {
    const one = await kept();
    expect(await one.room.erase({ of: 'call', value: 'c2' })).toMatchObject({ pieces: 4 });
    expect(await one.states()).toEqual({ c1: 'kept', r1: 'erased', c2: 'erased', c3: 'kept' });
    const two = await kept();
    expect(await two.room.erase({ of: 'object', value: 'news-3' })).toMatchObject({ calls: 1, pieces: 2 });
    expect(await two.states()).toMatchObject({ c1: 'kept', c3: 'erased' });
  });

  it('takes a person and an object by any spelling of their names, and neither of another name', async () => {
    const spellings = ['Jörg', 'Jo\u0308rg', 'J%C3%B6rg'];
    for (const asked of spellings) {
      const { call, room, states } = await kept();
      for (const [n, spelled] of spellings.entries()) {
        await call(`by-${n}`, spelled, 'news-9');
        await call(`of-${n}`, 'eve', spelled);
      }
      await call('other', 'Jorg', 'Jorg');
      const found = await room.find({ object: asked }, { before: null, limit: 10 });
      expect(found.entries.map(({ callId }) => callId)).toEqual(['of-2', 'of-1', 'of-0']);
      expect(await room.erase({ of: 'person', value: asked })).toMatchObject({ calls: 3, pieces: 6 });
      expect(await room.erase({ of: 'object', value: asked })).toMatchObject({ calls: 3, pieces: 6 });
      expect(Object.entries(await states()).filter(([, state]) => state === 'kept').map(([id]) => id)).toEqual(['other', 'c3', 'c2', 'r1', 'c1']);
    }
  });

  it('says when it could not, and that is on record', async () => {
    const { room, keychain, log } = await kept();
    keychain.away = true;
    await expect(room.erase({ of: 'person', value: 'eve' })).rejects.toThrow(NotErased);
    const last = await log.read(log.total());
    expect(last?.event).toMatchObject({ what: 'content-erasure-failed' });
  });

  it('finds calls by their object, and says how far it looked', async () => {
    const { room } = await kept();
    const { entries, more } = await room.find({ object: 'news-1' }, { before: null, limit: 10 });
    expect(entries.map(({ callId }) => callId)).toEqual(['r1', 'c1']);
    expect(more).toBeNull();
    expect(await room.about('news-1')).toMatchObject({ answer: 'through Countersign' });
    expect((await room.find({ text: 'NEWS-2' }, { before: null, limit: 10 })).entries.map(({ callId }) => callId)).toEqual(['c2']);
  });
});
