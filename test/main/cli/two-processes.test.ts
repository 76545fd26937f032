import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../../main/core/audit/event.ts';
import { buildProgram } from '../host/skills/build-program.ts';

const EVERYTHING = resolve('node_modules/@modelcontextprotocol/server-everything/dist/index.js');
/** Longer than the test: who waits for this call lives until it is killed. */
const LONG = JSON.stringify({ duration: 600, steps: 600 });
let program: Awaited<ReturnType<typeof buildProgram>>;
let command = '';
let folder = '';
let home = '';
let first: ChildProcess | null = null;

beforeAll(async () => {
  program = await buildProgram([['main/cli/main.ts', 'countersign.cjs']]);
  command = join(program.parts, 'countersign.cjs');
  // The keychain's native part is not bundled.
  symlinkSync(resolve('node_modules'), join(program.parts, 'node_modules'));
}, 120_000);
afterAll(() => program.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-two-'));
  home = join(folder, 'home');
});
afterEach(async () => {
  first?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const env = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], HOME: folder, XDG_STATE_HOME: join(folder, 'state'), LANG: 'en_GB.UTF-8' });
const ours = (...argv: readonly string[]): readonly string[] => [command, ...argv, '--home', home];

/** A whole run of the command line in a process of its own. */
function ran(...argv: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly said: string }> {
  return new Promise((done) => {
    execFile(process.execPath, ours(...argv), { env: env(), timeout: 60_000 }, (error, out, said) => { done({ code: error === null ? 0 : Number(error.code), out, said }); });
  });
}

/** What the log on the disk says, its unfinished last line left out. */
async function events(): Promise<readonly AuditEvent[]> {
  const audit = join(home, 'audit');
  const texts = await Promise.all((await readdir(audit)).filter((name) => name.endsWith('.jsonl')).sort().map((name) => readFile(join(audit, name), 'utf8')));
  return texts.join('').split('\n').slice(0, -1).map((line) => (JSON.parse(line) as { event: AuditEvent }).event);
}

/** Starts a call that does not end, and waits until its intent is on disk. */
async function callThatWaits(): Promise<{ readonly child: ChildProcess; readonly callId: string }> {
  const child = spawn(process.execPath, ours('call', 'everything', 'trigger-long-running-operation', '--args', LONG, '--choose', 'approve'), { env: env(), stdio: ['ignore', 'pipe', 'pipe'] });
  first = child;
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => { said += bytes.toString(); });
  for (;;) {
    const intent = (await events()).find((event) => event.type === 'intent');
    if (intent !== undefined) return { child, callId: intent.call.callId };
    if (child.exitCode !== null) throw new Error(`the first process ended: ${said}`);
    await new Promise((next) => { setTimeout(next, 50); });
  }
}

describe('two processes on one home', { timeout: 120_000 }, () => {
  it('has one writer: the second says so and ends with 1, and goes on where the first was killed', async () => {
    const mcpServers = { everything: { command: process.execPath, args: [EVERYTHING] } };
    expect(await ran('servers', 'add', '--json', JSON.stringify({ mcpServers }), '--review', 'approve-all')).toMatchObject({ code: 0 });
    const { child, callId } = await callThatWaits();
    const before = (await events()).length;

    for (const argv of [['servers', 'remove', 'everything'], ['call', 'everything', 'echo', '--args', '{"message":"a"}', '--choose', 'approve'], ['audit', 'erase', '--person', 'ada'], ['audit', 'retain', '--days', '1']]) {
      const second = await ran(...argv);
      expect([argv[0], second.code, second.out]).toEqual([argv[0], 1, '']);
      expect(second.said.trim().split('\n')).toEqual([expect.stringContaining(`process ${child.pid}`)]);
    }
    expect((await events()).length).toBe(before);
    expect(child.exitCode).toBeNull();
    // To read is no harm: the log is verified beside its writer.
    expect(await ran('audit', 'verify', join(home, 'audit'))).toMatchObject({ code: 0 });

    child.kill('SIGKILL');
    await once(child, 'exit');
    const after = await ran('servers', 'remove', 'everything');
    expect(after).toMatchObject({ code: 0 });
    const later = (await events()).slice(before);
    expect(later).toContainEqual(expect.objectContaining({ type: 'outcome', callId, outcome: 'unknown' }));
    expect(later).toContainEqual(expect.objectContaining({ type: 'event', what: 'server-removed' }));
    expect(await ran('audit', 'verify', join(home, 'audit'))).toMatchObject({ code: 0 });
  });
});
