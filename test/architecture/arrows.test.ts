import { describe, expect, test } from 'vitest';
import { arrows, arrowsOf, packageOf } from './sources.ts';
import { broken } from './walls.ts';

const all = arrows('main', 'preload', 'renderer');

/** What a room may use from outside. Rooms not named here may use what package.json lists. */
const PACKAGES: readonly (readonly [room: string, allowed: readonly string[]])[] = [
  ['main/core/', ['zod', 'canonicalize', 'character-entities', 'diff', '@cfworker/json-schema', 'jsonc-parser', '@marcbachmann/cel-js', 'yaml', 'temporal-polyfill']],
  ['main/gate/', []],
  ['main/ipc/', ['zod', 'electron']],
  ['preload/contract/', ['zod', 'canonicalize', 'intl-messageformat']],
  ['preload/expose.ts', ['electron']],
  ['main/shell/', ['electron', 'node:crypto', 'node:fs/promises', 'node:path']],
];

describe('imports', () => {
  test('go one way through the house', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(all.map(broken).filter((sentence) => sentence !== null)).toEqual([]);
  });

  test.each(PACKAGES)('of packages in %s stay on its list', (room, allowed) => {
    const used = all.filter(({ from, ours }) => !ours && (from === room || (room.endsWith('/') && from.startsWith(room))));
    expect(used.filter(({ target }) => !allowed.includes(packageOf(target)))).toEqual([]);
  });

  test('of Electron stay in the shell, the preload, ipc, the app\'s root and the store', () => {
    const rooms = ['main/shell/', 'preload/expose.ts', 'main/ipc/', 'main/main.ts', 'main/desktop.ts', 'main/adapters/store/electron-', 'main/adapters/demo-cms/'];
    const elsewhere = all.filter(({ target, typeOnly }) => !typeOnly && ['electron', 'electron-store'].includes(target))
      .filter(({ from }) => !rooms.some((room) => from.startsWith(room)));
    expect(elsewhere).toEqual([]);
  });

  test('of the MCP library stay in the adapter and the demo server', () => {
    const elsewhere = all.filter(({ target }) => target.startsWith('@modelcontextprotocol/'))
      .filter(({ from }) => !from.startsWith('main/adapters/mcp/') && !from.startsWith('main/demo-cms/'));
    expect(elsewhere).toEqual([]);
  });

  test('of the window reach nothing of the machine', () => {
    const used = all.filter(({ from, target, ours }) => !ours && from.startsWith('renderer/') && (target.startsWith('node:') || target === 'electron'));
    expect(used).toEqual([]);
  });
});

describe('the check itself', () => {
  const verdict = (from: string, line: string): string | null => arrowsOf(from, line).map(broken)[0] ?? null;

  test('refuses an adapter in the gate, late imports included', () => {
    expect(verdict('main/gate/x.ts', "import { a } from '../adapters/mcp/session.ts';")).toContain('must not import');
    expect(verdict('main/gate/x.ts', "const late = await import('../adapters/mcp/session.ts');")).toContain('must not import');
    expect(verdict('main/gate/x.ts', "export * from '../ipc/handle.ts';")).toContain('must not import');
  });

  test('tells types from values', () => {
    expect(verdict('main/core/policy/x.ts', "import type { Pin } from '../pins/pin.ts';")).toBeNull();
    expect(verdict('main/core/policy/x.ts', "import { type Pin } from '../pins/pin.ts';")).toBeNull();
    expect(verdict('main/core/policy/x.ts', "import { pinSchema, type Pin } from '../pins/pin.ts';")).toContain('must not import');
  });

  test('refuses the main process in the window', () => {
    expect(verdict('renderer/app/x.ts', "import type { Verdict } from '../../main/core/words/index.ts';")).toContain('must not import');
  });

  test('lets no file live outside a room', () => {
    expect(verdict('main/misc/x.ts', "import { a } from './y.ts';")).toContain('in no room');
  });
});
