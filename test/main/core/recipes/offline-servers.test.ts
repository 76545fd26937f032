import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeEffect } from '../../../../main/core/policy/effect.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import { doAndUndo, previewOf, recipeFor, run, startPackage, type KnownServer } from './road.ts';

let folder = '';
let memory: KnownServer;
let git: KnownServer;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'offline-')));
  const run = (...args: string[]): void => void execFileSync('git', ['-C', folder, '-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], { stdio: 'ignore' });
  run('init', '-q', '-b', 'main');
  run('config', 'user.name', 'T');
  run('config', 'user.email', 't@example.org');
  run('commit', '-q', '--allow-empty', '-m', 'first');
  memory = await startPackage('@modelcontextprotocol/server-memory', [], { MEMORY_FILE_PATH: join(folder, 'memory.jsonl') });
  git = await startPackage('@cyanheads/git-mcp-server', [], { HOME: folder });
}, 60_000);

afterAll(async () => {
  await Promise.all([memory?.close(), git?.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const ADA = { name: 'Ada', entityType: 'person', observations: ['writes'] };
const BO = { name: 'Bo', entityType: 'person', observations: [] };

describe('the real memory server', () => {
  it('knows every tool of it', () => {
    for (const tool of memory.definitions.keys()) expect(recipeFor(memory, tool).recipe.digests.length, tool).toBeGreaterThan(0);
  });

  it.each<[string, JsonObject, object]>([
    ['create_entities', { entities: [ADA, BO] }, { verb: 'creates', noun: 'graph', objects: 2 }],
    ['create_entities', { entities: [{ ...ADA, entityType: 'other' }] }, { verb: 'keeps', objects: 0 }],
    ['create_relations', { relations: [{ from: 'Ada', to: 'Bo', relationType: 'knows' }] }, { verb: 'creates', objects: 1 }],
    ['add_observations', { observations: [{ entityName: 'Ada', contents: ['writes', 'reads'] }] }, { verb: 'changes', objects: 1 }],
    ['delete_observations', { deletions: [{ entityName: 'Ada', observations: ['writes'] }, { entityName: 'Nobody', observations: ['x'] }] }, { verb: 'changes', objects: 1 }],
    ['delete_relations', { relations: [{ from: 'Ada', to: 'Bo', relationType: 'hates' }] }, { verb: 'keeps', objects: 0 }],
    ['delete_entities', { entityNames: ['Ada'] }, { verb: 'deletes', objects: 2 }],
  ])('%s %j is as shown afterwards', async (tool, args, sentence) => {
    const { preview, afterwards } = await run(memory, tool, args);
    expect(preview).toMatchObject({ kind: 'effect', sentence });
    expect(afterwards).toBe('as shown');
  });

  it('says beforehand what the server will refuse', async () => {
    expect(await previewOf(memory, 'add_observations', { observations: [{ entityName: 'Nobody', contents: ['x'] }] })).toMatchObject({ kind: 'arguments', unknowns: ['will-be-refused'] });
  });

  it('undoes what one call can bring back, and only that', async () => {
    const cleo = { entities: [{ name: 'Cleo', entityType: 'person', observations: ['new'] }] };
    expect((await doAndUndo(memory, 'create_entities', cleo)).undone).toMatchObject({ afterwards: 'as shown', preview: { sentence: { verb: 'deletes' } } });
    await memory.call('create_entities', cleo);
    await memory.call('create_relations', { relations: [{ from: 'Cleo', to: 'Bo', relationType: 'knows' }] });
    expect(await doAndUndo(memory, 'delete_relations', { relations: [{ from: 'Cleo', to: 'Bo', relationType: 'knows' }] })).toMatchObject({ undone: { afterwards: 'as shown' } });
    expect(await doAndUndo(memory, 'delete_entities', { entityNames: ['Cleo'] })).toMatchObject({ inverse: null });
  });
});

describe('the real git server', () => {
  const at = (args: JsonObject): JsonObject => ({ path: folder, ...args });

  it('judges a tool that does several things by what it is asked to do', () => {
    const effectOf = (tool: string, args: JsonObject) => {
      const { recipe, definition } = recipeFor(git, tool, args);
      return judgeEffect({ definition, recipe, accepted: null }, args).effect;
    };
    expect(effectOf('git_branch', {})).toBe('read');
    expect(effectOf('git_branch', { mode: 'create' })).toBe('write');
    expect(effectOf('git_branch', { mode: 'delete' })).toBe('delete');
    expect(effectOf('git_branch', { mode: '__proto__' })).toBe('delete');
    expect(effectOf('git_stash', {})).toBe('delete');
  });

  it.each<[string, JsonObject, object]>([
    ['git_branch', { mode: 'create', branchName: 'topic' }, { verb: 'creates', noun: 'branch' }],
    ['git_branch', { mode: 'rename', branchName: 'topic', newBranchName: 'other' }, { verb: 'changes' }],
    // Git takes a branch's own name as its new one, and changes nothing.
    ['git_branch', { mode: 'rename', branchName: 'other', newBranchName: 'other' }, { verb: 'keeps' }],
    ['git_branch', { mode: 'delete', branchName: 'other', force: true }, { verb: 'deletes' }],
    ['git_tag', { mode: 'create', tagName: 'v1', message: 'First' }, { verb: 'creates', noun: 'tag' }],
    ['git_tag', { mode: 'delete', tagName: 'v1' }, { verb: 'deletes' }],
    ['git_remote', { mode: 'add', name: 'origin', url: 'https://example.org/x.git' }, { verb: 'creates', noun: 'remote' }],
    ['git_remote', { mode: 'rename', name: 'origin', newName: 'upstream' }, { verb: 'changes' }],
    ['git_remote', { mode: 'remove', name: 'upstream' }, { verb: 'deletes' }],
  ])('%s %j is as shown afterwards', async (tool, args, sentence) => {
    const { preview, afterwards } = await run(git, tool, at(args));
    expect(preview).toMatchObject({ kind: 'effect', sentence });
    expect(afterwards).toBe('as shown');
  });

  it('says beforehand what it will refuse, and what nobody can tell', async () => {
    for (const args of [{ mode: 'delete', branchName: 'main', force: true }, { mode: 'create', branchName: 'main' }, { mode: 'rename', branchName: 'nope', newBranchName: 'x' }]) {
      expect(await previewOf(git, 'git_branch', at(args))).toMatchObject({ kind: 'arguments', unknowns: ['will-be-refused'] });
      expect(await git.call('git_branch', at(args))).toMatchObject({ isError: true });
    }
    expect(await previewOf(git, 'git_branch', at({ mode: 'create', branchName: 'a..b' }))).toMatchObject({ kind: 'arguments', unknowns: ['outcome-open'] });
    await git.call('git_branch', at({ mode: 'create', branchName: 'once' }));
    expect(await previewOf(git, 'git_branch', at({ mode: 'delete', branchName: 'once' }))).toMatchObject({ kind: 'effect', unknowns: ['may-be-refused', 'server-fields'] });
  });

  it('is asked itself what it would clean away, as grave as cleaning is', async () => {
    const { recipe, definition } = recipeFor(git, 'git_clean');
    expect(judgeEffect({ definition, recipe, accepted: 'write' }, at({})).effect).toBe('delete');
    const left = join(folder, 'left-over.txt');
    writeFileSync(left, 'x');
    const preview = await previewOf(git, 'git_clean', at({ force: true }));
    expect(preview).toMatchObject({ kind: 'server', objects: null, unknowns: ['server-dry-run'] });
    expect(JSON.stringify(preview.changes)).toContain('left-over.txt');
    expect(existsSync(left)).toBe(true);
    expect(await previewOf(git, 'git_clean', at({ force: true, dryRun: true }))).toMatchObject({ kind: 'arguments', changes: [] });
    rmSync(left);
  });

  it('undoes a branch that was made and a remote that was renamed', async () => {
    expect(await doAndUndo(git, 'git_branch', at({ mode: 'create', branchName: 'undone' }))).toMatchObject({ undone: { afterwards: 'as shown' } });
    await git.call('git_remote', at({ mode: 'add', name: 'one', url: 'https://example.org/x.git' }));
    expect(await doAndUndo(git, 'git_remote', at({ mode: 'rename', name: 'one', newName: 'two' }))).toMatchObject({ undone: { afterwards: 'as shown' } });
  });
});
