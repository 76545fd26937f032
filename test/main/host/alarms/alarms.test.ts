import { describe, expect, it } from 'vitest';
import { createAlarmsRoom, LOST } from '../../../../main/host/alarms/alarms.ts';
import type { AuditEvent } from '../../../../main/core/audit/event.ts';
import { DamagedDocument } from '../../../../main/core/ports.ts';
import type { Json } from '../../../../main/core/words/index.ts';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { planCall } from '../../../../main/gate/planned-call.ts';
import { plan } from '../../gate/gate-world.ts';

function room(kept: Map<string, Json> = new Map(), damaged = false) {
  const log: AuditEvent[] = [];
  const alarms = createAlarmsRoom({
    documents: {
      read: (name) => { if (damaged) throw new DamagedDocument(name, 'aside', 'unreadable'); return kept.get(name) ?? null; },
      write: (name, value) => { kept.set(name, value); },
    },
    audit: { append: (event) => { log.push(event); return Promise.resolve(); } },
    clock: { now: () => '2026-11-23T00:00:00.000Z', monotonic: () => 0 },
    actor: { person: 'eva', role: 'owner', planner: { kind: 'person', name: 'eva' }, client: 'desktop' },
    nameOf: () => 'Files', onChange: () => {}, onDamaged: () => {},
  });
  return { alarms, log, kept };
}
const call = planCall('call-1', plan('write_file', { path: '/a' }), null, sha256);

describe('a tool that did something else than was shown', () => {
  it('is suspended at once, over a restart, and by identity too', () => {
    const { alarms, kept, log } = room();
    alarms.raise(call, 'identity-1');
    const again = room(kept).alarms;
    for (const one of [alarms, again]) {
      expect(one.isSuspended('files', 'identity-1', 'write_file')).toBe(true);
      expect(one.isSuspended('files', 'identity-2', 'write_file')).toBe(true);
      expect(one.isSuspended('added-anew', 'identity-1', 'write_file')).toBe(true);
      expect(one.isSuspended('files', 'identity-1', 'read_text_file')).toBe(false);
      expect(one.isSuspended('other', 'identity-2', 'write_file')).toBe(false);
    }
    expect(log.map((event) => event.type === 'event' && event.what)).toEqual(['alarm-raised']);
  });

  it('may be called again once somebody looked, and that is on record', () => {
    const { alarms, log } = room();
    alarms.raise(call, 'identity-1');
    expect(alarms.lookedAt('another')).toBe(false);
    expect(alarms.lookedAt('call-1')).toBe(true);
    expect(alarms.isSuspended('files', 'identity-1', 'write_file')).toBe(false);
    expect(alarms.open()).toEqual([]);
    expect(log.map((event) => event.type === 'event' && event.what)).toEqual(['alarm-raised', 'alarm-looked-at']);
  });

  it('is any tool where the document of alarms was damaged, until somebody says that they looked', () => {
    const { alarms } = room(new Map(), true);
    expect(alarms.isSuspended('files', null, 'anything')).toBe(true);
    expect(alarms.lookedAt(LOST)).toBe(true);
    expect(alarms.isSuspended('files', null, 'anything')).toBe(false);
  });
});
