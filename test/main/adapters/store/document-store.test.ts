import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDocumentStore } from '../../../../main/adapters/store/conf-store.ts';
import { DamagedDocument } from '../../../../main/core/ports.ts';

let home = '';
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'countersign-store-')); });
afterEach(() => { rmSync(home, { recursive: true, force: true }); });
const file = (name: string): string => join(home, 'documents', name);

describe('documents on disk', () => {
  it('gives null for a document that was never written, and makes no file for it', () => {
    expect(createDocumentStore(home).read('servers')).toBeNull();
    expect(readdirSync(file(''))).toEqual([]);
  });

  it('reads back any JSON value as it was written, also in another process', () => {
    const values = [[1, 'two', null], { 'a.b': { __proto__x: 1 }, ü: '\u2028' }, null, 'text', 0, false, JSON.parse('{"__proto__":{"y":1}}')];
    const store = createDocumentStore(home);
    for (const value of values) {
      store.write('servers', value);
      expect(JSON.stringify(createDocumentStore(home).read('servers'))).toBe(JSON.stringify(value));
    }
  });

  it('sees what another process wrote since', () => {
    const here = createDocumentStore(home);
    here.write('settings', { theme: 'light' });
    createDocumentStore(home).write('settings', { theme: 'dark' });
    expect(here.read('settings')).toEqual({ theme: 'dark' });
  });

  it('is readable by its owner alone', () => {
    createDocumentStore(home).write('trust', {});
    expect(statSync(file('trust.json')).mode & 0o777).toBe(0o600);
    expect(statSync(file('')).mode & 0o777).toBe(0o700);
  });

  it.each(['', '{"document": ', 'null', '[]', '{"other":1}', '{"document":1,"more":2}', '\u0000\u0000'])(
    'throws for the damaged file %j, keeps a copy of it once, and can be written anew', (text) => {
      writeFileSync(join(home, 'x'), '');
      const store = createDocumentStore(home);
      store.write('pins', { a: 1 });
      writeFileSync(file('pins.json'), text);
      for (const reader of [store, createDocumentStore(home)]) {
        expect(() => reader.read('pins')).toThrow(DamagedDocument);
      }
      const kept = readdirSync(file('')).filter((name) => name.includes('damaged'));
      expect(kept).toHaveLength(1);
      expect(readFileSync(file(kept[0] ?? ''), 'utf8')).toBe(text);
      expect(statSync(file(kept[0] ?? '')).mode & 0o777).toBe(0o600);
      store.write('pins', { b: 2 });
      expect(createDocumentStore(home).read('pins')).toEqual({ b: 2 });
      expect(readdirSync(file('')).filter((name) => name.includes('damaged'))).toHaveLength(1);
    });

  it('keeps a copy also when a damaged document is written without being read', () => {
    createDocumentStore(home).write('pins', { a: 1 });
    writeFileSync(file('pins.json'), 'damage');
    createDocumentStore(home).write('pins', { b: 2 });
    expect(readdirSync(file('')).filter((name) => name.includes('damaged'))).toHaveLength(1);
  });

  it.each(['../trust', 'a/b', '', 'Trust', '.hidden'])('refuses the name %j', (name) => {
    expect(() => createDocumentStore(home).read(name)).toThrow(TypeError);
    expect(() => { createDocumentStore(home).write(name, 1); }).toThrow(TypeError);
  });
});
