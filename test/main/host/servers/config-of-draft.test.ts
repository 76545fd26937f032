import { describe, expect, it } from 'vitest';
import { splitDrafts } from '../../../../main/host/servers/config-of-draft.ts';
import type { ServerDraft } from '../../../../main/core/trust/server-draft.ts';

const remote = (name: string): ServerDraft => ({ kind: 'remote', name: 'Far', url: 'https://example.com/mcp', headers: [{ name, value: 'x', secret: false }], class: 'external', environment: 'live' });
const local = (command: string, args: string[]): ServerDraft => ({ kind: 'local', name: 'Near', command, args, env: [], cwd: null, class: 'local', environment: 'test' });

function code(draft: ServerDraft): string {
  try {
    splitDrafts([draft], []);
    return 'taken';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'other';
  }
}

describe('a draft', () => {
  it.each(['Mcp-Name', 'mcp-param-region', 'MCP-Session-Id', 'Host', 'Content-Length', 'Transfer-Encoding', 'Last-Event-ID', 'Proxy-Authorization'])('with the header %s is refused: it speaks for the message', (name) => {
    expect(code(remote(name))).toBe('config-invalid');
  });

  it.each(['Authorization', 'X-Api-Key', 'Accept-Language', 'Cookie', 'X-Mcp-Client'])('with the header %s is taken', (name) => {
    expect(code(remote(name))).toBe('taken');
  });

  it('whose arguments set a variable that loads other code is refused like one that names it', () => {
    expect(code(local('env', ['NODE_OPTIONS=--require=/x', 'node']))).toBe('loader-variable');
    expect(code(local('/usr/bin/env', ['-S', 'LD_PRELOAD=/x node']))).toBe('loader-variable');
    expect(code(local('env', ['NODE_ENV=production', 'node', 'x.js']))).toBe('taken');
  });
});
