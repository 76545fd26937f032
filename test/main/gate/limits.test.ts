import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openUsageFile, type UsageFile } from '../../../main/adapters/usage-file/usage-book.ts';
import { createUsageBook } from '../../../main/host/usage/usage-book.ts';
import { DEFAULT_LIMITS } from '../../../main/core/policy/limits.ts';
import { carryOut } from '../../../main/gate/gate.ts';
import { choose, gateWorld, never, plan, type GateWorld } from './gate-world.ts';

let folder = '';
let file: UsageFile;
let world: GateWorld;
let calls = 0;
const NOW = 1_800_000_000_000;
const EVA = { person: 'eva', client: 'desktop', plan: null };
/** What somebody used up elsewhere, in another process or another home. */
const usedElsewhere = (objects: number): void =>
  writeFileSync(join(folder, `1-${'b'.repeat(16)}.jsonl`), `${JSON.stringify({ r: 'elsewhere', at: NOW, person: 'eva', client: 'desktop', plan: null, n: objects })}\n`);
const run = (tool: string, args: { path: string; content?: string }) =>
  carryOut(`asked-${(calls += 1)}`, plan(tool, args), { ...world.ports, usage: createUsageBook(file) }, never);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-gate-limits-'));
  file = openUsageFile({ folder, now: () => NOW + world.nowMs });
  world = gateWorld();
  world.onQuestion = (question) => { choose(world, question, {}); };
});
afterEach(() => { file.close(); rmSync(folder, { recursive: true }); });

describe('a call on its road', () => {
  it('is counted once it is sent, its previews and checks as calls of their own', async () => {
    expect(await run('write_file', { path: '/a.txt', content: 'new' })).toMatchObject({ outcome: 'executed' });
    expect(file.usage(EVA)).toMatchObject({ hour: 1, day: 1 });
    expect(file.usage(EVA).callsInMinute).toBe(world.wire.length);
  });

  it('is refused with the limit it would go over, and nothing is sent', async () => {
    usedElsewhere(DEFAULT_LIMITS.perHour);
    expect(await run('write_file', { path: '/a.txt', content: 'new' })).toMatchObject({ verdict: 'deny', because: 'limit-per-hour', outcome: 'refused' });
    expect(world.wire.map(({ tool }) => tool)).not.toContain('write_file');
    expect(await run('read_text_file', { path: '/a.txt' })).toMatchObject({ outcome: 'executed' });
  });

  it('is refused where the limit was reached while somebody looked at the card', async () => {
    world.onQuestion = (question) => { usedElsewhere(DEFAULT_LIMITS.perHour); choose(world, question, {}); };
    expect(await run('write_file', { path: '/a.txt', content: 'new' })).toMatchObject({ because: 'limit-per-hour', outcome: 'refused' });
    expect(world.wire.map(({ tool }) => tool)).not.toContain('write_file');
  });

  it('gives back what it reserved where nothing was sent', async () => {
    world.logBroken = true;
    expect(await run('write_file', { path: '/a.txt', content: 'new' })).toMatchObject({ outcome: 'refused' });
    expect(file.usage(EVA)).toMatchObject({ hour: 0, day: 0 });
  });

  it('is not sent where use cannot be counted', async () => {
    rmSync(folder, { recursive: true });
    expect(await run('read_text_file', { path: '/a.txt' })).toMatchObject({ because: 'limit-uncounted', outcome: 'refused' });
    expect(world.wire).toEqual([]);
    folder = mkdtempSync(join(tmpdir(), 'countersign-gate-limits-'));
  });

  it('that cannot be counted stays counted as the most one call may touch', async () => {
    expect(await run('mystery', { path: '/all/*' })).toMatchObject({ outcome: 'executed' });
    expect(file.usage(EVA)).toMatchObject({ hour: DEFAULT_LIMITS.perCall });
  });
});
