import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Locked { readonly version: string; readonly integrity?: string; readonly bin?: object; readonly dependencies?: Readonly<Record<string, string>> }
const parsed = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const lock = (parsed('package-lock.json') as { packages: Record<string, Locked> }).packages;
const wanted = (parsed('package.json') as { devDependencies: Record<string, string> }).devDependencies;

/** Packages of ours that are MCP servers: programs that rest on the protocol's library. */
function servers(): (readonly [string, Locked])[] {
  return Object.keys(wanted).toSorted().flatMap((name) => {
    const entry = lock[`node_modules/${name}`];
    const speaks = Object.keys(entry?.dependencies ?? {}).some((one) => /^@modelcontextprotocol\/(sdk|server)$/.test(one));
    return entry?.bin !== undefined && (speaks || /\bmcp\b/.test(name)) ? [[name, entry] as const] : [];
  });
}

function recorded(folder: string): string[] {
  const path = join('test', 'data', folder);
  return readdirSync(path).filter((file) => file.endsWith('.json')).toSorted().map((file) => {
    const { package: name, version, tools } = parsed(join(path, file)) as { package: string; version: string; tools?: readonly unknown[] };
    return `| \`${name}\` | ${version} | ${tools?.length ?? 0} | \`${folder}/${file}\` |`;
  });
}

function page(): string {
  return [
    '# Which public servers were used', '',
    'Made and checked by `test/pins/servers-used.test.ts` out of `package-lock.json` and `test/data`; `npx vitest run test/pins/servers-used.test.ts --update` writes it anew.', '',
    '## Started as they are, over the wire', '', '| package | version | integrity in the lock file |', '|---|---|---|',
    ...servers().map(([name, { version, integrity }]) => `| \`${name}\` | ${version} | \`${integrity ?? ''}\` |`), '',
    '## Recorded', '', 'What they answered over stdio, once; the same files are the data of [pins](pins.md) and of the scanner\'s figures.', '',
    '| package | version | tools | file in `test/data` |', '|---|---|---|---|', ...recorded('catalogues'), ...recorded('drift'), '',
  ].join('\n');
}

describe('the public servers that were used', () => {
  it('are written down with the build each of them is', async () => {
    expect(servers().length).toBeGreaterThan(2);
    expect(servers().filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
    await expect(page()).toMatchFileSnapshot('../../docs/proof/servers.md');
  });
});
