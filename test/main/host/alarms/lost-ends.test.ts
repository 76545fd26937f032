import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../../../main/core/audit/event.ts';
import type { Json } from '../../../../main/core/words/index.ts';
import { createActivityRoom } from '../../../../main/host/activity/activity.ts';
import { createLostEndsRoom } from '../../../../main/host/alarms/lost-ends.ts';
import { newHome, openLog } from '../../adapters/audit-file/home.ts';
import { intent, outcome } from '../../core/audit/events.ts';
import { partsOf } from '../activity/parts.ts';

/** The room after a run that ended with these records and no close. */
async function afterCrash(events: readonly AuditEvent[], kept: Map<string, Json> = new Map()) {
  const home = await newHome();
  const before = await openLog(home);
  for (const event of events) await before.append(event);
  const log = await openLog(home);
  const room = createLostEndsRoom({
    documents: { read: (name) => kept.get(name) ?? null, write: (name, value) => { kept.set(name, value); } },
    audit: log, actor: partsOf(log).actor, activity: createActivityRoom(log, partsOf(log)), onChange: () => {},
  });
  await room.takeIn(log.lost);
  return { room, kept, log };
}

describe('a call that was out when the app ended', () => {
  it('is named once, with where its entry stands; the reads for it and calls that ended are not', async () => {
    const { room, kept, log } = await afterCrash([intent('over'), outcome('over'), intent('out'), intent('check', {}, 'out')]);
    expect([...log.lost].sort()).toEqual(['check', 'out']);
    expect(room.open()).toEqual([{ id: 'out', seq: 3, serverName: 'Files', tool: 'write_file', at: expect.any(String) as string }]);
    await room.takeIn(log.lost);
    expect(room.open()).toHaveLength(1);
    expect((await afterCrash([], kept)).room.open()).toHaveLength(1);
  });

  it('is named until somebody says that they looked, which is on record', async () => {
    const { room, kept, log } = await afterCrash([intent('out')]);
    expect(room.lookedAt('other')).toBe(false);
    expect(room.lookedAt('out')).toBe(true);
    expect(room.lookedAt('out')).toBe(false);
    expect((await afterCrash([], kept)).room.open()).toEqual([]);
    await expect.poll(async () => (await log.read(log.total()))?.event).toMatchObject({ what: 'alarm-looked-at', detail: { callId: 'out', end: 'unknown' } });
  });

  it('is named for this run where the document does not hold', async () => {
    const home = await newHome();
    await (await openLog(home)).append(intent('out'));
    const log = await openLog(home);
    const broken = () => { throw new Error('no disk'); };
    const room = createLostEndsRoom({ documents: { read: broken, write: broken }, audit: log, actor: partsOf(log).actor, activity: createActivityRoom(log, partsOf(log)), onChange: () => {} });
    await room.takeIn(log.lost);
    expect(room.open()).toHaveLength(1);
  });
});
