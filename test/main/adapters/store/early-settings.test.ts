import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDocumentStore } from '../../../../main/adapters/store/conf-store.ts';
import { earlySettings } from '../../../../main/adapters/store/early-settings.ts';

describe('theme and language before the stores are open', () => {
  it('are those the store keeps, and the system\'s where there are none or they cannot be read', () => {
    const home = mkdtempSync(join(tmpdir(), 'countersign-early-'));
    const system = { theme: 'system', language: 'system' };
    expect(earlySettings(home)).toEqual(system);
    createDocumentStore(home).write('settings', { language: 'de', theme: 'dark' });
    expect(earlySettings(home)).toEqual({ theme: 'dark', language: 'de' });
    mkdirSync(join(home, 'documents'), { recursive: true });
    for (const bad of ['{"document":', '{"document":{"theme":"pink","language":"--no-sandbox"}}', 'null']) {
      writeFileSync(join(home, 'documents', 'settings.json'), bad);
      expect(earlySettings(home)).toEqual(system);
    }
  });
});
