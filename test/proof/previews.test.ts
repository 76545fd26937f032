import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonical } from '../../main/core/canonical/canonical.ts';
import { valueAt } from '../../main/core/canonical/pointer.ts';
import { compareAfter, planReadsAfter } from '../../main/core/preview/index.ts';
import type { Preview, StateRead } from '../../main/core/preview/preview.ts';
import { DEMO_CMS_RECIPE } from '../../main/core/recipes/demo-cms.ts';
import { FILESYSTEM_RECIPES } from '../../main/core/recipes/filesystem.ts';
import { GIT_RECIPE } from '../../main/core/recipes/git.ts';
import { MEMORY_RECIPE } from '../../main/core/recipes/memory.ts';
import type { Recipe } from '../../main/core/recipes/recipe.ts';
import type { Json, JsonObject } from '../../main/core/words/index.ts';
import { buildDemoCms } from '../main/demo-cms/built-demo-cms.ts';
import { startServer } from '../main/demo-cms/real-server.ts';
import { look, previewOf, recipeFor, startPackage, type KnownServer } from '../main/core/recipes/road.ts';
import { Dice, fieldsOf, lines, menuItems, text } from './random-calls.ts';

const FULL = process.env['COUNTERSIGN_PROOF'] === 'full';
const SEED = 20261123;

let folder = '';
let built = '';
let cmsFile = '';
let cms: KnownServer;
let files: KnownServer;
let memory: KnownServer;
let git: KnownServer;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'previews-')));
  const demo = await buildDemoCms();
  built = demo.folder;
  cmsFile = demo.file;
  cms = { ...await startServer([demo.file], { COUNTERSIGN_DEMO_DATA: join(folder, 'cms') }), soleCode: null, bundle: 'demo-cms' };
  files = await startPackage('@modelcontextprotocol/server-filesystem', [folder]);
  memory = await startPackage('@modelcontextprotocol/server-memory', [], { MEMORY_FILE_PATH: join(folder, 'memory.jsonl') });
  git = await startPackage('@cyanheads/git-mcp-server', [], { HOME: folder });
  const repository = join(folder, 'repository');
  const run = (...args: string[]): void => void execFileSync('git', ['-C', repository, ...args], { stdio: 'ignore' });
  execFileSync('git', ['init', '-q', '-b', 'main', repository]);
  for (const [name, value] of [['user.name', 'T'], ['user.email', 't@example.org'], ['tag.gpgsign', 'false']]) run('config', name ?? '', value ?? '');
  run('commit', '-q', '--allow-empty', '-m', 'first');
}, 60_000);

afterAll(async () => {
  await Promise.all([cms?.close(), files?.close(), memory?.close(), git?.close()]);
  for (const used of [folder, built]) rmSync(used, { recursive: true, force: true });
});

/** How one call came out, against what was shown of it. */
type Verdict = 'as shown' | 'said it could not know' | 'refused as foretold' | 'refused and not foretold' | 'not as shown';

async function carriedOut(server: KnownServer, tool: string, args: JsonObject): Promise<Verdict> {
  const { recipe } = recipeFor(server, tool, args);
  const preview = await previewOf(server, tool, args);
  const answer = await server.call(tool, args);
  const refused = answer.kind !== 'result' || answer.isError;
  const foretold = preview.unknowns.includes('will-be-refused') || preview.unknowns.includes('not-there') || preview.account?.may === false;
  if (refused && preview.base !== null && canonical((await previewOf(server, tool, args)).base) !== canonical(preview.base)) return 'not as shown';
  if (foretold) return refused ? 'refused as foretold' : 'not as shown';
  if (preview.kind !== 'effect') return 'said it could not know';
  if (refused) return preview.unknowns.some((unknown) => unknown === 'may-be-refused' || unknown === 'moved-target-exists') ? 'said it could not know' : 'refused and not foretold';
  const states = await look(server, planReadsAfter(recipe, args, answer));
  const compared = compareAfter(recipe, preview, states);
  return compared === 'as shown' && holds(preview, states, recipe.change !== undefined && 'serverSets' in recipe.change ? recipe.change.serverSets : []) ? 'as shown' : 'not as shown';
}

/** The same without the code under test: each shown value stands in what was read, each file holds the shown bytes. */
function holds(preview: Preview, states: readonly StateRead[], serverSets: readonly string[]): boolean {
  return preview.changes.every((change) => {
    const state = states[0];
    switch (change.kind) {
      case 'text': return readFileSync(change.target, 'utf8') === change.after;
      case 'move': return existsSync(change.to) && !existsSync(change.from);
      case 'rows': return state?.state === 'read';
      case 'said': return false;
      case 'fields': {
        if (change.verb === 'delete') return state?.state === 'absent';
        const value: Json = state?.state === 'read' ? state.value : null;
        return change.fields.filter(({ pointer }) => !serverSets.includes(pointer.slice(1))).every(({ pointer, after }) => {
          const now = valueAt(value, pointer);
          return after === undefined ? now === undefined : now !== undefined && canonical(now) === canonical(after);
        });
      }
    }
  });
}

type Maker = (dice: Dice) => Promise<JsonObject> | JsonObject;

/** Makes the calls of a tool and says how each came out; prints the tally in a full run. */
async function prove(server: () => KnownServer, tool: string, make: Maker, count: number, name = tool): Promise<Record<Verdict, number>> {
  const dice = new Dice(SEED + tool.length * 31 + tool.charCodeAt(0));
  const tally: Record<Verdict, number> = { 'as shown': 0, 'said it could not know': 0, 'refused as foretold': 0, 'refused and not foretold': 0, 'not as shown': 0 };
  for (let made = 0; made < count; made += 1) {
    const args = await make(dice);
    const verdict = await carriedOut(server(), tool, args);
    tally[verdict] += 1;
    if (verdict === 'not as shown' || verdict === 'refused and not foretold') expect.soft(args, `${name} was ${verdict}`).toBeNull();
  }
  if (FULL) process.stdout.write(`${name}: ${Object.entries(tally).map(([verdict, times]) => `${times} ${verdict}`).join(', ')}\n`);
  return tally;
}

/** Accounts that may do less than the owner. */
const ACCOUNTS = ['admin', 'editor', 'customer-service', 'sales', 'external'] as const;

const ids = (answer: Awaited<ReturnType<KnownServer['call']>>): string => {
  const id = answer.kind === 'result' ? valueAt(answer.structured, '/id') : undefined;
  if (typeof id !== 'string') throw new Error(`no id in ${JSON.stringify(answer)}`);
  return id;
};
/** Who makes the records that calls are about. */
let owner = (): KnownServer => cms;
const made = async (kind: string, dice: Dice, more: JsonObject = {}): Promise<string> => ids(await owner().call(`create_${kind}`, { project: 'demo', ...fieldsOf(kind, dice, true), ...more }));

const absent = (kind: string): string => `${{ news: 'n', agenda_item: 'a', directory_entry: 'd' }[kind] ?? 'm'}-999999`;

/** Fields as they come: sometimes an end before its start. */
const loose = (kind: string, dice: Dice, all: boolean): JsonObject => ({ ...fieldsOf(kind, dice, all), ...(kind === 'agenda_item' && dice.next() < 0.3 ? { end: dice.of(['00:05', '05:15', '09:15']) } : {}) });

function cmsCalls(): [string, Maker][] {
  const single = ['news', 'agenda_item', 'directory_entry', 'media'].flatMap((kind): [string, Maker][] => [
    [`create_${kind}`, (dice) => ({ project: dice.of(['demo', 'portal', 'nowhere']), ...loose(kind, dice, true) })],
    [`update_${kind}`, async (dice) => ({ id: await made(kind, dice), ...(dice.next() < 0.1 ? {} : loose(kind, dice, false)) })],
    [`delete_${kind}`, async (dice) => ({ id: dice.next() < 0.1 ? absent(kind) : await made(kind, dice) })],
  ]);
  const several = [['agenda_item', 'agenda_items'], ['directory_entry', 'directory_entries']].flatMap(([one = '', many = '']): [string, Maker][] => [
    [`import_${many}`, (dice) => ({ project: dice.of(['demo', 'demo', 'nowhere']), items: Array.from({ length: 1 + dice.below(5) }, () => loose(one, dice, true)) })],
    [`update_${many}`, async (dice) => ({ items: [{ id: await made(one, dice), ...loose(one, dice, false) }, { id: dice.next() < 0.1 ? absent(one) : await made(one, dice), ...(dice.next() < 0.1 ? {} : loose(one, dice, false)) }] })],
    [`delete_${many}`, async (dice) => ({ ids: [await made(one, dice), await made(one, dice)] })],
  ]);
  const rights = (dice: Dice): Json => Array.from({ length: dice.below(4) }, () => ({
    deeds: [...new Set(dice.some(['read', 'create', 'update', 'publish'], 3))], kinds: [...new Set(dice.some(['news', 'media'], 2))], projects: dice.of([null, ['demo'], ['demo', 'portal']]),
  }));
  return [
    ...single, ...several,
    ['publish_news', async (dice) => ({ id: await made('news', dice) })],
    ['unpublish_news', async (dice) => ({ id: await made('news', dice) })],
    ['save_menu_draft', (dice) => ({ project: dice.of(['demo', 'portal', 'open-day']), items: menuItems(dice) })],
    ['update_menu', (dice) => ({ project: dice.of(['demo', 'portal', 'open-day']), items: menuItems(dice) })],
    ['upload_media', (dice) => ({ project: 'demo', ...fieldsOf('media', dice, true), name: `u${dice.below(20)}.txt` })],
    ['configure_project', (dice) => ({ id: dice.of(['demo', 'portal', 'nowhere']), place: text(dice), description: lines(dice), ...(dice.next() < 0.3 ? { endsOn: dice.of(['2020-01-01', '2028-01-01']) } : {}), ...(dice.next() < 0.1 ? { startsOn: '2027-05-01' } : {}) })],
    ['set_rights', (dice) => ({ account: dice.of(['editor', 'sales', 'external', 'owner']), rights: rights(dice) })],
  ];
}

const entity = (dice: Dice): string => `entity-${dice.below(30)}`;
const relation = (dice: Dice): JsonObject => ({ from: entity(dice), to: entity(dice), relationType: dice.of(['knows', 'is']) });
const several = (dice: Dice, one: (dice: Dice) => Json): Json => Array.from({ length: 1 + dice.below(4) }, () => one(dice));
const MEMORY: readonly [string, Maker][] = [
  ['create_entities', (dice) => ({ entities: several(dice, (die) => ({ name: entity(die), entityType: text(die, 2), observations: die.some(['a', 'b', text(die)], 3) })) })],
  ['create_relations', (dice) => ({ relations: several(dice, relation) })],
  ['add_observations', (dice) => ({ observations: several(dice, (die) => ({ entityName: entity(die), contents: die.some(['a', 'b', text(die)], 3) })) })],
  ['delete_observations', (dice) => ({ deletions: several(dice, (die) => ({ entityName: entity(die), observations: die.some(['a', 'b'], 2) })) })],
  ['delete_relations', (dice) => ({ relations: several(dice, relation) })],
  ['delete_entities', (dice) => ({ entityNames: several(dice, entity) })],
];

function fileCalls(): [string, Maker][] {
  const path = (dice: Dice): string => join(folder, `file-${dice.below(40)}.txt`);
  const written = (dice: Dice): string => {
    const at = path(dice);
    writeFileSync(at, lines(dice));
    return at;
  };
  return [
    ['write_file', (dice) => ({ path: dice.next() < 0.5 ? written(dice) : path(dice), content: lines(dice) })],
    ['edit_file', (dice) => {
      const at = written(dice);
      const now = readFileSync(at, 'utf8').split(/\r?\n/);
      return { path: at, edits: Array.from({ length: 1 + dice.below(3) }, () => ({ oldText: dice.next() < 0.8 ? dice.of(now).trim() : text(dice), newText: lines(dice) })) };
    }],
    ['move_file', (dice) => ({ source: dice.next() < 0.8 ? written(dice) : path(dice), destination: dice.next() < 0.2 ? path(dice) : join(folder, `moved-${dice.below(1e9)}.txt`) })],
  ];
}

function gitCalls(): [string, Maker, string][] {
  const at = (args: JsonObject): JsonObject => ({ path: join(folder, 'repository'), ...args });
  const name = (dice: Dice): string => (dice.next() < 0.8 ? `n-${dice.below(300)}` : dice.of(['one', 'two', 'main', 'a/b', 'a']));
  const url = (dice: Dice): string => `https://example.org/${dice.of(['x', 'y'])}.git`;
  return [
    ['git_branch', (dice) => at({ mode: 'create', branchName: name(dice) }), 'git_branch create'],
    ['git_branch', (dice) => at({ mode: 'rename', branchName: name(dice), newBranchName: name(dice) }), 'git_branch rename'],
    ['git_branch', (dice) => at({ mode: 'delete', branchName: name(dice), force: dice.next() < 0.5 }), 'git_branch delete'],
    ['git_tag', (dice) => at({ mode: 'create', tagName: name(dice), ...(dice.next() < 0.3 ? { message: text(dice) } : {}) }), 'git_tag create'],
    ['git_tag', (dice) => at({ mode: 'delete', tagName: name(dice) }), 'git_tag delete'],
    ['git_remote', (dice) => at({ mode: 'add', name: dice.of(['one', 'two', 'three']), url: url(dice) }), 'git_remote add'],
    ['git_remote', (dice) => at({ mode: 'rename', name: dice.of(['one', 'two', 'three']), newName: dice.of(['one', 'two', 'three', 'four']) }), 'git_remote rename'],
    ['git_remote', (dice) => at({ mode: 'remove', name: dice.of(['one', 'two', 'three', 'four']) }), 'git_remote remove'],
  ];
}

const writesOf = (recipe: Recipe | undefined): string[] => Object.entries(recipe?.tools ?? {})
  .filter(([, tool]) => tool.change !== undefined || Object.values(tool.variants?.of ?? {}).some((variant) => variant.change !== undefined)).map(([name]) => name).sort();
const names = (calls: readonly (readonly [string, ...unknown[]])[]): string[] => [...new Set(calls.map(([name]) => name))].sort();

describe('what was shown is what is there afterwards', () => {
  it('is tried for every tool whose change a recipe knows', () => {
    expect(names(cmsCalls())).toEqual(writesOf(DEMO_CMS_RECIPE));
    expect(names(MEMORY)).toEqual(writesOf(MEMORY_RECIPE));
    expect(names(fileCalls())).toEqual(writesOf(FILESYSTEM_RECIPES[0]));
    expect(names(gitCalls())).toEqual(writesOf(GIT_RECIPE));
  });

  it.each(cmsCalls())('demo CMS: %s', async (tool, make) => {
    const tally = await prove(() => cms, tool, make, FULL ? 200 : 5);
    expect(tally['not as shown'] + tally['refused and not foretold']).toBe(0);
    expect(tally['as shown']).toBeGreaterThan(0);
  }, 600_000);

  it.each(ACCOUNTS)('demo CMS, as %s: a refusal is foretold', async (account) => {
    const as = async (who: string): Promise<KnownServer> =>
      ({ ...await startServer([cmsFile], { COUNTERSIGN_DEMO_DATA: join(folder, account), COUNTERSIGN_DEMO_ACCOUNT: who }), soleCode: null, bundle: 'demo-cms' });
    const [server, maker] = [await as(account), await as('owner')];
    owner = () => maker;
    try {
      const tallies: Record<Verdict, number>[] = [];
      for (const [tool, make] of cmsCalls()) tallies.push(await prove(() => server, tool, make, FULL ? 40 : 1, `${account}: ${tool}`));
      expect(tallies.every((tally) => tally['not as shown'] === 0 && tally['refused and not foretold'] === 0)).toBe(true);
      expect(tallies.some((tally) => tally['refused as foretold'] > 0)).toBe(true);
    } finally {
      owner = () => cms;
      await Promise.all([server.close(), maker.close()]);
    }
  }, 1_200_000);

  it.each(MEMORY)('memory: %s', async (tool, make) => {
    const tally = await prove(() => memory, tool, make, FULL ? 200 : 10);
    expect(tally['not as shown'] + tally['refused and not foretold']).toBe(0);
  }, 600_000);

  it.each(fileCalls())('files: %s', async (tool, make) => {
    const tally = await prove(() => files, tool, make, FULL ? 200 : 10);
    expect(tally['not as shown'] + tally['refused and not foretold']).toBe(0);
    expect(tally['as shown']).toBeGreaterThan(0);
  }, 600_000);

  it.each(gitCalls())('git: %s', async (tool, make, name) => {
    const tally = await prove(() => git, tool, make, FULL ? 200 : 3, name);
    expect(tally['not as shown'] + tally['refused and not foretold']).toBe(0);
  }, 1_200_000);
});
