import { describe, expect, it } from 'vitest';
import { createSettingsRoom } from '../../../../main/host/settings/settings.ts';
import { DamagedDocument, type DocumentStore } from '../../../../main/core/ports.ts';
import type { AuditEvent } from '../../../../main/core/audit/event.ts';
import type { Json } from '../../../../main/core/words/index.ts';

const actor = { person: 'ada', role: 'owner', planner: { kind: 'person', name: 'ada' }, client: 'desktop' } as const;

function roomOver(value: Json | DamagedDocument, recording: 'works' | 'fails' = 'works') {
  let kept = value;
  const recorded: AuditEvent[] = [];
  const damaged: string[] = [];
  const documents: DocumentStore = {
    read() {
      if (kept instanceof DamagedDocument) throw kept;
      return kept;
    },
    write(_name, now) { kept = now; },
  };
  const audit = { append: async (event: AuditEvent) => {
    if (recording === 'fails') throw new Error('full');
    recorded.push(event);
  } };
  const room = createSettingsRoom({ documents, audit, actor, onDamaged: (damage) => damaged.push(damage.keptAt) });
  return { room, recorded, damaged, kept: () => kept };
}

describe('the settings room', () => {
  it('starts with the system\'s language and theme', () => {
    expect(roomOver(null).room.read()).toEqual({ language: 'system', theme: 'system', contentDays: null });
  });

  it('keeps and records a change', async () => {
    const { room, recorded, kept } = roomOver({ language: 'de', theme: 'light' });
    expect(await room.change({ theme: 'dark' })).toEqual({ language: 'de', theme: 'dark', contentDays: null });
    expect(kept()).toEqual({ language: 'de', theme: 'dark', contentDays: null });
    expect(recorded).toMatchObject([{ what: 'settings-changed', detail: { theme: 'dark' } }]);
  });

  it('takes the default for what it does not know, and says when the document is damaged', () => {
    expect(roomOver({ language: 'xx', theme: 'dark', more: 1 }).room.read()).toEqual({ language: 'system', theme: 'dark', contentDays: null });
    expect(roomOver([1]).room.read()).toEqual({ language: 'system', theme: 'system', contentDays: null });
    const { room, damaged } = roomOver(new DamagedDocument('settings', '/kept'));
    expect(room.read()).toEqual({ language: 'system', theme: 'system', contentDays: null });
    expect(damaged).toEqual(['/kept']);
  });

  it('changes nothing when the change cannot be recorded', async () => {
    const { room, kept } = roomOver({ language: 'de', theme: 'light' }, 'fails');
    await expect(room.change({ theme: 'dark' })).rejects.toThrow('full');
    expect(kept()).toEqual({ language: 'de', theme: 'light' });
  });
});
