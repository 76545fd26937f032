import { describe, expect, test } from 'vitest';
import { schemas } from '../../preload/contract/schemas.ts';
import { CHANNELS, DROPPED } from '../../preload/contract/channels.ts';
import { code, sourceFiles, textOf } from './sources.ts';

const ours = sourceFiles('main', 'preload', 'renderer', 'test', 'scripts');

describe('files', () => {
  test('are named after what they hold', () => {
    const names = ours.filter((file) => /(^|\/)(utils?|helpers?|misc|common|shared|[\w-]*-?manager)\.[cm]?tsx?$/i.test(file));
    expect(names).toEqual([]);
  });

  test('have at most 300 lines', () => {
    const long = ours.filter((file) => textOf(file).split('\n').length > 301);
    expect(long).toEqual([]);
  });

  test('of core and contract hold no any and no double assertion', () => {
    const loose = sourceFiles('main/core', 'preload/contract').filter((file) => /\bas unknown as\b|:\s*any\b|<any>|as any\b/.test(code(textOf(file))));
    expect(loose).toEqual([]);
  });

  test('silence the compiler nowhere', () => {
    const silenced = sourceFiles('main', 'preload', 'renderer').filter((file) => /@ts-(ignore|nocheck|expect-error)/.test(textOf(file)));
    expect(silenced).toEqual([]);
  });
});

describe('core', () => {
  test('sees only the frozen globals', () => {
    expect(code(textOf('main/core/globals.d.ts')).trim()).toBe(`declare class URL {
  constructor(url: string, base?: string);
  static canParse(url: string): boolean;
  readonly href: string;
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly origin: string;
  readonly pathname: string;
  readonly username: string;
  readonly password: string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare function structuredClone<T>(value: T): T;
interface AbortSignal {
  readonly aborted: boolean;
}`);
  });

  test('is compiled without Node, the browser or a clock', () => {
    const project: unknown = JSON.parse(textOf('main/core/tsconfig.json'));
    expect(project).toMatchObject({ compilerOptions: { types: [], lib: ['ES2024'] }, files: ['globals.d.ts'] });
    const impure = sourceFiles('main/core').filter((file) => /\bDate\.now\(|\bnew Date\(\)|Math\.random\(|\bprocess\.|\bglobalThis\b/.test(code(textOf(file))));
    expect(impure).toEqual([]);
  });
});

describe('a tool of a server', () => {
  test('is called from exactly one place of the gate', () => {
    const calls = sourceFiles('main').flatMap((file) => {
      const found = code(textOf(file)).match(/\bcaller\s*\.\s*call\s*\(/g) ?? [];
      return found.map(() => file);
    });
    expect(calls).toEqual(['main/gate/send.ts']);
  });

  test('is put on the wire from exactly one place of the adapter', () => {
    const calls = sourceFiles('main').filter((file) => !file.startsWith('main/demo-cms/'))
      .filter((file) => /\.callTool\s*\(|method:\s*['"]tools\/call['"]/.test(code(textOf(file))));
    expect(calls).toEqual(['main/adapters/mcp/session.ts']);
  });

  test('is within reach of none but the gate, its adapter and the composition roots', () => {
    const holders = sourceFiles('main').filter((file) => /\bToolCaller\b/.test(code(textOf(file))));
    // The servers' room owns the running connections, so it is the one that offers the caller to the gate.
    const known = ['main/core/ports.ts', 'main/gate/', 'main/adapters/mcp/', 'main/host/servers/', 'main/main.ts', 'main/desktop.ts', 'main/compose.ts', 'main/cli/main.ts'];
    expect(holders.filter((file) => !known.some((place) => file.startsWith(place)))).toEqual([]);
  });
});

describe('the border', () => {
  test('has both schemas for every channel and none beside them', () => {
    expect(Object.keys(schemas).sort()).toEqual([...CHANNELS, DROPPED].sort());
    for (const channel of CHANNELS) {
      expect(schemas[channel].request.safeParse(Symbol('nothing')).success, channel).toBe(false);
      expect(schemas[channel].reply.safeParse(Symbol('nothing')).success, channel).toBe(false);
    }
  });

  test('is listened to in one line, for the listed channels only', () => {
    const lines = sourceFiles('main').flatMap((file) => code(textOf(file)).split('\n')
      .filter((line) => /\bipcMain\s*\.\s*\w+\(/.test(line)).map((line) => `${file}: ${line.trim()}`));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^main\/main\.ts: ipcMain\.handle\(channel, /);
    expect(code(textOf('main/main.ts'))).toContain('for (const channel of [...CHANNELS, DROPPED])');
  });

  test('gives the page no shortcut round the channels', () => {
    const uses = sourceFiles('preload', 'renderer').filter((file) => /\bipcRenderer\b/.test(code(textOf(file))));
    expect(uses).toEqual(['preload/expose.ts']);
  });
});

describe('the shell', () => {
  test('hands nothing to the system and runs no text in the page', () => {
    const uses = sourceFiles('main').filter((file) => /\b(openExternal|openPath|executeJavaScript|insertCSS|setPreloads)\s*\(/.test(code(textOf(file))));
    expect(uses).toEqual([]);
  });

  test('starts programs from the adapters alone', () => {
    const uses = sourceFiles('main').filter((file) => /from 'node:child_process'|from 'cross-spawn'/.test(code(textOf(file))));
    expect(uses.filter((file) => !file.startsWith('main/adapters/'))).toEqual([]);
  });
});
