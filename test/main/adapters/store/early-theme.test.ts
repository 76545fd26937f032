import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDocumentStore } from '../../../../main/adapters/store/conf-store.ts';
import { earlyTheme } from '../../../../main/adapters/store/early-theme.ts';

describe('the theme before the stores are open', () => {
  it('is the one the store keeps, and the system\'s where there is none or it cannot be read', () => {
    const home = mkdtempSync(join(tmpdir(), 'countersign-theme-'));
    expect(earlyTheme(home)).toBe('system');
    createDocumentStore(home).write('settings', { language: 'de', theme: 'dark' });
    expect(earlyTheme(home)).toBe('dark');
    mkdirSync(join(home, 'documents'), { recursive: true });
    writeFileSync(join(home, 'documents', 'settings.json'), '{"document":');
    expect(earlyTheme(home)).toBe('system');
  });
});
