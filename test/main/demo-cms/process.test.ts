import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDemoCms } from './built-demo-cms.ts';
import { startServer } from './real-server.ts';

let folder = '';
let file = '';

beforeAll(async () => ({ folder, file } = await buildDemoCms()), 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the bundle with these lines on standard input, which then closes after the last answer. */
function run(env: Record<string, string>, lines: readonly object[] = [], answers = 0): Promise<Ended> {
  // Code from strings is forbidden: validation must interpret.
  const child = spawn(process.execPath, ['--disallow-code-generation-from-strings', file], { env });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    if (out.split('\n').length > answers) child.stdin.end();
  });
  child.stderr.on('data', (chunk: Buffer) => { err += chunk.toString(); });
  for (const line of lines) child.stdin.write(`${JSON.stringify(line)}\n`);
  if (answers === 0) child.stdin.end();
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

const OPENING = [
  { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } } },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
];
const toolCall = (id: number, name: string, args: object) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } });

describe('the bundled demo CMS as a process', () => {
  it('writes only protocol to standard output and ends when its input closes', async () => {
    const env = { COUNTERSIGN_DEMO_DATA: join(folder, 'one') };
    const { code, out, err } = await run(env, [...OPENING, toolCall(2, 'whoami', {}), toolCall(3, 'get_news', { id: 'n-9' })], 3);
    expect(code).toBe(0);
    expect(err).toBe('');
    const messages = out.trim().split('\n').map((line): { jsonrpc: string } => JSON.parse(line));
    expect(messages).toHaveLength(3);
    expect(messages.every((message) => message.jsonrpc === '2.0')).toBe(true);
    expect(out).toContain('Not found: news item n-9');
  });

  it('refuses arguments its schemas do not allow, and changes nothing', async () => {
    const data = join(folder, 'two');
    const { out } = await run({ COUNTERSIGN_DEMO_DATA: data }, [...OPENING,
      toolCall(2, 'update_news', { id: 'n-1001', status: 'live' }), toolCall(3, 'update_news', { id: 'n-1001', unknown: 1 }),
    ], 3);
    expect(out.match(/"isError":true/g) ?? out.match(/"error":/g)).toHaveLength(2);
    expect(readFileSync(join(data, 'demo-cms.json'), 'utf8')).not.toContain('live');
  });

  it('checks rights by the account it was started with', async () => {
    const env = { COUNTERSIGN_DEMO_DATA: join(folder, 'three'), COUNTERSIGN_DEMO_ACCOUNT: 'editor' };
    const { out } = await run(env, [...OPENING, toolCall(2, 'publish_news', { id: 'n-1001' })], 2);
    expect(out).toContain('the account \\"editor\\" may not publish');
  });

  it('says in one sentence why it cannot start', async () => {
    expect(await run({})).toEqual({ code: 1, out: '', err: 'demo-cms: COUNTERSIGN_DEMO_DATA must name the folder for the data.\n' });
    const account = await run({ COUNTERSIGN_DEMO_DATA: join(folder, 'x'), COUNTERSIGN_DEMO_ACCOUNT: 'root' });
    expect(account).toMatchObject({ code: 1, out: '' });
    writeFileSync(join(folder, 'plain'), '');
    const blocked = await run({ COUNTERSIGN_DEMO_DATA: join(folder, 'plain') });
    expect(blocked).toMatchObject({ code: 1, out: '' });
    expect(blocked.err).toMatch(/^demo-cms: Cannot start: [^\n]+\n$/);
  });

  it('keeps damaged data aside and says so on standard error', async () => {
    const data = join(folder, 'four');
    mkdirSync(data);
    writeFileSync(join(data, 'demo-cms.json'), 'torn');
    const { code, err } = await run({ COUNTERSIGN_DEMO_DATA: data });
    expect(code).toBe(0);
    expect(err).toContain('was damaged. It was kept as');
  });

  it('keeps what was changed over a restart', async () => {
    const env = { COUNTERSIGN_DEMO_DATA: join(folder, 'five') };
    const first = await startServer([file], env);
    await first.call('update_news', { id: 'n-1001', title: 'Kept' });
    await first.close();
    const second = await startServer([file], env);
    expect(await second.call('get_news', { id: 'n-1001' })).toMatchObject({ structured: { title: 'Kept', version: 2 } });
    await second.close();
  });
});
