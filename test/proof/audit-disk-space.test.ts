import { describe, expect, it } from 'vitest';
import { createSegmentDisk, type SegmentDisk } from '../../main/adapters/audit-file/segment-disk.ts';
import { carryOut } from '../../main/gate/gate.ts';
import type { Receipt } from '../../main/gate/receipt.ts';
import { newHome, openLog } from '../main/adapters/audit-file/home.ts';
import { choose, gateWorld, never, plan } from '../main/gate/gate-world.ts';

/** The real disk, until its space is pulled away: then half of a write arrives, and no new file can be made. */
function shrinkingDisk() {
  const real = createSegmentDisk();
  const space = { left: true };
  const full = (): Error => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  const disk: SegmentDisk = {
    ...real,
    async openSegment(path, isNew) {
      if (!space.left && isNew) throw full();
      const segment = await real.openSegment(path, isNew);
      return {
        ...segment,
        async append(bytes) {
          if (space.left) return segment.append(bytes);
          await segment.append(bytes.subarray(0, bytes.length >> 1));
          throw full();
        },
      };
    },
  };
  return { disk, space };
}

describe('the space of the disk is pulled away in the middle of an import', () => {
  it.each([10, 25, 39])('at row %d: rows stop, nothing is sent without its record, and they go on by themselves once it is back', async (at) => {
    const { disk, space } = shrinkingDisk();
    const home = await newHome();
    const log = await openLog(home, { disk });
    const world = gateWorld();
    world.onQuestion = (question) => { choose(world, question, {}); };
    const ports = { ...world.ports, audit: log };
    const states: string[] = [];
    log.onChange(() => { if (states.at(-1) !== log.state()) states.push(log.state()); });
    const receipts: Receipt[] = [];
    for (let row = 0; row < 60; row += 1) {
      if (row === at) space.left = false;
      if (row === at + 15) space.left = true;
      receipts.push(await carryOut(`row-${row}`, plan('write_file', { path: `/row-${row}.txt`, content: `row ${row}\n` }), ports, never));
      // What the window's banner rests on.
      expect(log.state()).toBe(row >= at && row < at + 15 ? 'unwritable' : 'writable');
    }
    const stopped = receipts.slice(at, at + 15);
    expect(stopped.map(({ outcome, failure }) => [outcome, failure])).toEqual(stopped.map(() => ['refused', 'log-unwritable']));
    expect(receipts.filter(({ outcome }) => outcome === 'executed')).toHaveLength(45);
    expect(states).toEqual(['writable', 'unwritable', 'writable']);

    const sent = world.wire.filter(({ tool }) => tool === 'write_file').map(({ args }) => args['path']);
    expect(sent).toEqual(receipts.flatMap(({ outcome }, row) => (outcome === 'executed' ? [`/row-${row}.txt`] : [])));
    await log.close();
    const again = await openLog(home);
    expect(await again.verify()).toMatchObject({ ok: true });
    expect(again.openCalls().size).toBe(0);
    const intents = (await again.range(1, again.total())).filter(({ event }) => JSON.stringify(event).includes('"type":"intent"') && JSON.stringify(event).includes('write_file'));
    expect(intents).toHaveLength(45);
  });
});
