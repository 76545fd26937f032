import { describe, expect, it } from 'vitest';
import { pinByHand } from '../../../../main/core/trust/pin-by-hand.ts';
import type { ServerConfig } from '../../../../main/core/trust/server-config.ts';

const hint = (line: string): string => {
  const [command = '', ...args] = line.split(' ');
  const config: ServerConfig = { id: 'one', name: 'One', class: 'local', environment: 'test', kind: 'local', command, args, env: {}, cwd: null };
  const found = pinByHand(config);
  return found === null ? 'null' : `${found.how}: ${found.command.join(' ')}`;
};

describe('a launch whose version is fixed by hand', () => {
  it.each([
    ['uvx mcp-server-time --local-timezone=UTC', 'python: uvx mcp-server-time@VERSION --local-timezone=UTC'],
    ['/opt/bin/uvx -q mcp-server-git', 'python: /opt/bin/uvx -q mcp-server-git@VERSION'],
    ['uvx mcp-server-git@latest', 'python: uvx mcp-server-git@VERSION'],
    ['uvx --from mcp-things[extra]>=1 tool a', 'python: uvx --from mcp-things[extra]==VERSION tool a'],
    ['uv tool run mcp-server-git', 'python: uv tool run mcp-server-git@VERSION'],
    ['pipx run mcp-server-git a', 'python: pipx run --spec mcp-server-git==VERSION mcp-server-git a'],
    ['bunx -y @scope/server@next /data', 'as-npx: npx -y @scope/server /data'],
    ['pnpm dlx some-server', 'as-npx: npx -y some-server'],
    ['npm exec -- some-server a', 'as-npx: npx -y some-server a'],
    ['docker run -i --rm mcp/time:latest --x', 'image: docker run -i --rm mcp/time@sha256:DIGEST --x'],
  ])('%s is told as what to type', (line, expected) => expect(hint(line)).toBe(expected));

  it.each(['npm start', 'uv run server.py', 'uvx --index-url https://x.example thing', 'uvx git+https://x.example/y', 'pnpm dlx --package=a b', 'docker run -v /a:/b mcp/time', 'make serve', 'sh -c x'])(
    '%s is not guessed at', (line) => expect(hint(line)).toBe('other: '));

  it('is none where nothing is started here', () => {
    expect(pinByHand({ id: 'r', name: 'R', class: 'external', environment: 'live', kind: 'remote', url: 'https://x.example', headers: {} })).toBeNull();
  });
});
