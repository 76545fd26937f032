import { describe, expect, it } from 'vitest';
import type { Pin } from '../../../../main/core/pins/pin.ts';
import type { Json } from '../../../../main/core/words/index.ts';
import { openPins } from '../../../../main/host/review/pin-document.ts';

describe('thousands of decisions', () => {
  /** Documents that are written slowly where they are large. */
  const slow = (stored: Map<string, Json>, fail = false) => ({
    read: (name: string) => stored.get(name) ?? null,
    write: (name: string, value: Json) => void stored.set(name, structuredClone(value)),
    writeLarge: async (name: string, value: Json) => {
      await new Promise((resolve) => { setTimeout(resolve, 5); });
      if (fail) throw new Error('full');
      stored.set(name, structuredClone(value));
    },
  });
  const pin = (name: string): Pin => ({
    kind: 'tool', name, digest: 'a'.repeat(64), decision: 'accepted', effect: 'read', value: { name }, reviewedAt: '2026-11-28T00:00:00.000Z', reviewedBy: 'eva', reason: null, serverId: 's',
  });
  const many = Array.from({ length: 2_000 }, (_, at) => pin(`t${at}`));

  it('hold once they are on disk, and lose none that come meanwhile', async () => {
    const stored = new Map<string, Json>();
    const pins = openPins(slow(stored), () => {});
    const writing = pins.add('one', many);
    expect(pins.pinsOf('one')).toEqual([]);
    await Promise.all([writing, pins.add('one', [pin('last')]), pins.add('two', [pin('other')])]);
    expect(pins.pinsOf('one')).toHaveLength(2_001);
    expect(pins.pinsOf('two')).toHaveLength(1);
    expect(openPins(slow(stored), () => {}).pinsOf('one')).toHaveLength(2_001);
  });

  it('hold for nothing where they cannot be written, and the next ones are taken', async () => {
    const stored = new Map<string, Json>();
    const broken = openPins(slow(stored, true), () => {});
    await expect(broken.add('one', many)).rejects.toThrow('full');
    expect(broken.pinsOf('one')).toEqual([]);
    await broken.add('one', [pin('few')]);
    expect(broken.pinsOf('one')).toHaveLength(1);
  });
});
