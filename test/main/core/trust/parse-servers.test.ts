import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseServers } from '../../../../main/core/trust/parse-servers.ts';
import { serverDraftSchema, type ServerDraft } from '../../../../main/core/trust/server-draft.ts';
import { serverDraft } from '../../../../preload/contract/schemas.ts';

function drafts(value: unknown): readonly ServerDraft[] {
  const parsed = parseServers(typeof value === 'string' ? value : JSON.stringify(value));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
  return parsed.drafts;
}
const problem = (value: unknown): unknown => {
  const parsed = parseServers(typeof value === 'string' ? value : JSON.stringify(value));
  return parsed.ok ? null : parsed.problem;
};

describe('reading the usual configuration', () => {
  const one = { command: 'npx', args: ['-y', 'server', 3], env: { MODE: 'test' } };
  it.each([['mcpServers', { mcpServers: { a: one } }], ['servers', { servers: { a: { type: 'stdio', ...one } }, inputs: [] }], ['mcp.servers', { mcp: { servers: { a: one } } }], ['the bare map', { a: one }]])('reads the shape of %s', (_, value) => {
    expect(drafts(value)).toEqual([{ kind: 'local', name: 'a', command: 'npx', args: ['-y', 'server', '3'], cwd: null, class: 'local', environment: 'live', env: [{ name: 'MODE', value: 'test', secret: false }] }]);
  });

  it('reads remote servers and keeps their headers secret', () => {
    expect(drafts({ mcpServers: { far: { type: 'http', url: 'https://example.com/mcp', headers: { Authorization: 'Bearer x', Accept: 'a/b' } } } })).toEqual([{
      kind: 'remote', name: 'far', url: 'https://example.com/mcp', class: 'external', environment: 'live',
      headers: [{ name: 'Authorization', value: 'Bearer x', secret: true }, { name: 'Accept', value: 'a/b', secret: false }],
    }]);
  });

  it('allows comments and trailing commas', () => {
    expect(drafts('{ // mine\n "mcpServers": { "a": { "command": "x", }, }, }')).toHaveLength(1);
  });

  it('takes references to inputs as secrets still to be entered', () => {
    expect(drafts({ servers: { a: { command: 'x', env: { K: '${input:k}' } } } })[0]).toMatchObject({ env: [{ name: 'K', value: '', secret: true }] });
  });

  it('gives drafts that the contract takes too', () => {
    for (const draft of drafts({ mcpServers: { a: one, b: { url: 'http://127.0.0.1:3000/mcp' } } })) {
      expect(serverDraft.parse(draft)).toEqual(draft);
      expect(serverDraftSchema.parse(draft)).toEqual(draft);
    }
  });

  it.each([
    ['{\n  "mcpServers": {\n    "a": {"command" "x"}\n  }\n}', { code: 'json-invalid', line: 3 }],
    ['', { code: 'json-invalid', line: 1, column: 1 }],
    ['{"mcpServers":', { code: 'json-invalid', line: 1 }],
    ['[]', { code: 'config-invalid', where: 'mcpServers' }],
    ['{"mcpServers":{}}', { code: 'config-invalid', where: 'mcpServers' }],
    ['{"mcpServers":{"a":{"args":[]}}}', { code: 'config-invalid', where: 'mcpServers.a.command' }],
    ['{"mcpServers":{"a":{"command":"x","args":[{}]}}}', { code: 'config-invalid', where: 'mcpServers.a.args.0' }],
    ['{"mcpServers":{"a":{"command":"x"},"a":{"command":"y"}}}', { code: 'config-invalid', where: 'mcpServers.a' }],
    ['{"mcpServers":{"a":{"url":"http://example.com/mcp"}}}', { code: 'config-invalid', where: 'mcpServers.a.url' }],
    ['{"mcpServers":{"a":{"url":"https://u:p@example.com/mcp"}}}', { code: 'config-invalid', where: 'mcpServers.a.url' }],
    ['{"mcpServers":{"a":{"command":"x","env":{"Node_Options":"-r y"}}}}', { code: 'loader-variable', name: 'Node_Options' }],
  ])('says what is wrong with %s', (text, expected) => {
    expect(problem(text)).toMatchObject(expected);
  });

  it('survives a text that nests without end', () => {
    expect(problem('['.repeat(200_000))).not.toBeNull();
    expect(problem(`{"mcpServers":{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}}`)).not.toBeNull();
  });

  it('gives the class and names of this package\'s own description no server', () => {
    expect(problem(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'))).toMatchObject({ code: 'config-invalid' });
  });
});

describe('secrets in a configuration', () => {
  const secretOf = (name: string, value: string): boolean | undefined => {
    const [draft] = drafts({ mcpServers: { a: { command: 'x', env: { [name]: value } } } });
    return draft?.kind === 'local' ? draft.env[0]?.secret : undefined;
  };
  it.each([['HOME_DIR', '/srv/data'], ['PORT', '8080'], ['DEBUG', 'true'], ['API_URL', 'https://example.com/v1'], ['LANG', 'de_DE.UTF-8'], ['MODE', 'production'], ['EMPTY', '']])('keeps %s=%s in plain', (name, value) => {
    expect(secretOf(name, value)).toBe(false);
  });
  it.each([
    ['API_KEY', 'short'], ['githubToken', '1'], ['DB_PASSWORD', '/looks/like/path'], ['X', 'ghp_abcdefghijklmnopqrstuvwxyz'], ['SOMETHING', 'aGVsbG8gd29ybGQhIQ=='],
    ['URL', 'https://user:pw@example.com'], ['URL', 'https://example.com/?sig=abc'], ['DATABASE_URL', 'postgres://localhost/db'], ['ID', '550e8400-e29b-41d4-a716-446655440000'], ['T', 'a b c d'],
  ])('keeps %s=%s as a secret', (name, value) => {
    expect(secretOf(name, value)).toBe(true);
  });

  const lifted = (...args: string[]): unknown => {
    const [draft] = drafts({ mcpServers: { a: { command: 'x', args } } });
    return draft?.kind === 'local' ? [draft.args, draft.env.map(({ name, value }) => `${name}=${value}`)] : null;
  };
  it.each([
    [['--api-key=abc'], ['--api-key=${secret:API_KEY}'], ['API_KEY=abc']],
    [['--token', 'abc', '--port', '80'], ['--token', '${secret:TOKEN}', '--port', '80'], ['TOKEN=abc']],
    [['--header', 'Authorization: Bearer abc'], ['--header', 'Authorization: ${secret:AUTHORIZATION}'], ['AUTHORIZATION=Bearer abc']],
    [['ghp_abcdefghijklmnopqrstuvwxyz'], ['${secret:ARGUMENT}'], ['ARGUMENT=ghp_abcdefghijklmnopqrstuvwxyz']],
    [['--root=/srv', '/data', 'https://example.com'], ['--root=/srv', '/data', 'https://example.com'], []],
  ])('lifts them out of the arguments %j', (args, left, values) => {
    expect(lifted(...args)).toEqual([left, values]);
  });

  it('lifts them out of a URL', () => {
    expect(drafts({ mcpServers: { a: { url: 'https://example.com/mcp?api_key=a%20b&page=2&token=${secret:OWN}' } } })).toMatchObject([{
      url: 'https://example.com/mcp?api_key=${secret:API_KEY}&page=2&token=${secret:OWN}', headers: [{ name: 'API_KEY', value: 'a b', secret: true }],
    }]);
  });
});

describe('what nothing reads', () => {
  it('is named, so that a slip of the pen is not lost without a word', () => {
    const parsed = parseServers(JSON.stringify({ mcpServers: { a: { command: 'x', type: 'stdio', arg: ['y'], autoApprove: [] }, b: { url: 'https://example.org/mcp', type: 'sse' } } }));
    expect(parsed).toMatchObject({ ok: true, unknown: ['a.arg', 'a.autoApprove', 'b.type'] });
  });
});
