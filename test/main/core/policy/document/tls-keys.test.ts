import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../../../main/core/policy/document/schema.ts';
import { tlsKeysOf } from '../../../../../main/core/policy/document/tls-keys.ts';
import { withPinnedKeys } from '../../../../../main/host/servers/pinned-keys.ts';
import { createLaunchResolver } from '../../../../../main/adapters/launch/resolve-launch.ts';
import { identityOf } from '../../../../../main/core/trust/launch.ts';
import type { ServerConfig } from '../../../../../main/core/trust/server-config.ts';
import { sha256 } from '../../../../servers/memory.ts';

const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [string, string, string];
const document = (url: string, tlsKeys?: readonly string[]) => policySchema.parse({
  schema: 1, scope: 'managed', id: 'it', version: 1, issuedAt: '2026-01-01T00:00:00Z', contact: { name: 'IT' },
  servers: [{ id: 'one', match: { by: 'url', url }, ...(tlsKeys === undefined ? {} : { tlsKeys }) }],
});
const URL_ONE = 'https://mcp.example/one';

describe('TLS keys that a policy pins', () => {
  it('are those every document names for exactly that address', () => {
    expect(tlsKeysOf([document(URL_ONE, [a, b])], URL_ONE)).toEqual([a, b]);
    expect(tlsKeysOf([document(URL_ONE, [a, b]), document(URL_ONE, [b, c]), document(URL_ONE)], URL_ONE)).toEqual([b]);
    expect(tlsKeysOf([document(URL_ONE, [a]), document(URL_ONE, [c])], URL_ONE)).toEqual([]);
    expect(tlsKeysOf([document('https://MCP.example/one', [a])], URL_ONE)).toEqual([a]);
  });

  it('are none for any other address, and where none are named', () => {
    expect(tlsKeysOf([document('https://mcp.example/two', [a]), document(URL_ONE)], URL_ONE)).toBeNull();
    expect(tlsKeysOf([], URL_ONE)).toBeNull();
  });

  it('are part of the identity, and without any the identity is as it was', async () => {
    const config: ServerConfig = { id: 'r', name: 'R', class: 'external', environment: 'live', kind: 'remote', url: URL_ONE, headers: {} };
    const plain = createLaunchResolver({ salt: 's', bundleVersion: '1' });
    const identity = async (keys: readonly string[] | null): Promise<string> => {
      const resolved = await withPinnedKeys(plain, () => keys).resolve(config);
      return resolved.ok ? identityOf(resolved.launch, sha256) : '';
    };
    const before = await plain.resolve(config);
    expect(await identity(null)).toBe(before.ok ? identityOf(before.launch, sha256) : '');
    expect(new Set([await identity(null), await identity([a]), await identity([a, b])]).size).toBe(3);
    expect(await identity([b, a])).toBe(await identity([a, b]));
  });
});
