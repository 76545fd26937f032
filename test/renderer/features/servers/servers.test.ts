import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../../preload/contract/language/index.ts';
import { serverDraft } from '../../../../preload/contract/schemas.ts';
import type { ReviewRowView } from '../../../../preload/contract/views.ts';
import { argumentsOf, draftFrom, EMPTY_FORM, formFrom, missingIn } from '../../../../renderer/features/servers/draft-form.ts';
import { definitionText } from '../../../../renderer/features/servers/definition-text.ts';
import { decideAll, decisionsToSend, findingCounts, preselected, reviewOrder, standing, suggestedEffect, tally, undecided, type Decisions } from '../../../../renderer/features/servers/review-model.ts';
import { placesOf, publisherOf } from '../../../../renderer/features/servers/server-facts.ts';
import { levelsUpTo, nextStep, stateSentence } from '../../../../renderer/features/servers/servers-selectors.ts';
import { createServersStore } from '../../../../renderer/features/servers/servers-store.ts';
import { createFakeBridge } from '../../fake-bridge.ts';
import { sampleServer, sampleWorld } from '../../sample-world.ts';
import { settled } from '../../settled.ts';

const t = createTranslator('en');
const item = (change: Partial<ReviewRowView>): ReviewRowView => ({
  kind: 'tool', name: 'a', state: 'new', digest: 'd', present: true, decidable: true, differs: false, cosmetic: false, accepted: null,
  offer: { effect: 'read', from: 'annotations' }, effectMoved: false, rank: null, readBack: false, dryRun: false, former: null, looked: true, finding: null, ...change,
});

describe('a server', () => {
  it('says in one sentence how it failed, after how long, and what to do', () => {
    const server = sampleServer({ name: 'files', connection: { state: 'failed', why: 'exited', at: '', afterMs: 3040, lastLine: null, detail: null } });
    expect(stateSentence(server, t)).toBe('The server “files” stopped after 3 s. Start it again, or look at its log.');
    expect(stateSentence({ ...server, connection: { ...server.connection, afterMs: null } as never }, t)).toBe('The server “files” stopped. Start it again, or look at its log.');
  });
  it('offers the next step its state asks for', () => {
    expect(nextStep(sampleServer({ connection: { state: 'needs-consent' } }))).toBe('consent');
    expect(nextStep(sampleServer({ connection: { state: 'stopped' } }))).toBe('start');
    expect(nextStep(sampleServer({ connection: { state: 'stopped' }, trust: 'blocked' }))).toBeNull();
    expect(nextStep(sampleServer({ tools: { reviewed: 1, waiting: 0, changed: 1, blocked: 0, refused: 0 } }))).toBe('review');
    expect(nextStep(sampleServer({ connection: { state: 'failed', why: 'launch-changed', at: '', afterMs: null, lastLine: null, detail: null } }))).toBe('consent');
  });
  it('offers no trust level above the highest', () => {
    expect(levelsUpTo('restricted')).toEqual(['blocked', 'untrusted', 'restricted']);
  });
});

describe('the store of servers', () => {
  it('asks to pin a version, and shows the new launch or why it was not', async () => {
    const fake = createFakeBridge({ ...sampleWorld(), servers: [sampleServer({ target: 'npx -y some-server', pinnable: true, floating: true })] });
    const store = createServersStore(fake.bridge);
    await settled();
    fake.failNext('servers:pin', { code: 'registry-unreachable', facts: { name: 'some-server@latest' } });
    expect(await store.getState().pin('files')).toMatchObject({ code: 'registry-unreachable' });
    expect(await store.getState().pin('files')).toBeNull();
    await settled();
    expect(store.getState().servers).toMatchObject({ value: [{ pinnable: false, trust: 'untrusted', connection: { state: 'needs-consent' } }] });
  });
  it('gives the problem that stopped an action and reads the servers anew', async () => {
    const fake = createFakeBridge(sampleWorld());
    const store = createServersStore(fake.bridge);
    await settled();
    fake.failNext('servers:start', { code: 'command-missing', facts: { name: 'npx' } });
    expect(await store.getState().start('files')).toEqual({ code: 'command-missing', facts: { name: 'npx' } });
    const before = store.getState().version;
    expect(await store.getState().stop('files')).toBeNull();
    await settled();
    expect(store.getState().version).toBeGreaterThan(before);
    expect(store.getState().servers).toMatchObject({ value: [{ connection: { state: 'stopped' } }] });
  });
});

describe('the form of a server', () => {
  it('takes one argument a line and never splits at spaces', () => {
    expect(argumentsOf('-y\npkg@1.0.0\n/my folder\n')).toEqual(['-y', 'pkg@1.0.0', '/my folder']);
    expect(argumentsOf('a\n\nb')).toEqual(['a', '', 'b']);
    expect(argumentsOf('')).toEqual([]);
  });
  it('makes drafts the contract takes, of both kinds, and takes them back', () => {
    const local = { ...EMPTY_FORM, name: ' Files ', command: 'node', args: 'server.js\n/a b', values: [{ name: 'KEY', value: 's', secret: true }, { name: ' ', value: '', secret: true }] };
    const draft = draftFrom(local);
    expect(serverDraft.safeParse(draft).success).toBe(true);
    expect(draft).toMatchObject({ name: 'Files', args: ['server.js', '/a b'], env: [{ name: 'KEY' }], cwd: null });
    expect(draftFrom(formFrom(draft))).toEqual(draft);
    expect(serverDraft.safeParse(draftFrom({ ...EMPTY_FORM, kind: 'remote', name: 'R', url: 'https://x.example' })).success).toBe(true);
  });
  it('names what is missing', () => {
    expect(missingIn(EMPTY_FORM)).toEqual(['name', 'command']);
    expect(missingIn({ ...EMPTY_FORM, kind: 'remote', name: 'R' })).toEqual(['url']);
  });
});

describe('a review', () => {
  const items = [item({ name: 'same', state: 'same' }), item({ name: 'new' }), item({ name: 'changed', state: 'changed', differs: true }), item({ name: 'twice', decidable: false }), item({ name: 'gone', state: 'removed', present: false, decidable: false })];
  const none: Decisions = new Map();
  it('shows what changed first and what is the same last', () => {
    expect(reviewOrder(items).map((one) => one.name)).toEqual(['changed', 'new', 'twice', 'gone', 'same']);
  });
  it('accepts with one press only what waits, never what was refused or is gone', () => {
    expect(decisionsToSend(items, decideAll(items, none, 'accept')).map((one) => one.name)).toEqual(['new', 'changed']);
  });
  it('leaves out what nobody decided, so that it stays as it is', () => {
    expect(decisionsToSend(items, none)).toEqual([]);
    expect(tally(items, none)).toEqual({ accepted: 0, blocked: 0, left: 2 });
  });
  it('keeps a decision already taken when the rest is decided at once', () => {
    const first: Decisions = new Map([['tool/new', { decision: 'block', effect: 'read', reason: 'not needed', digest: 'd' }]]);
    expect(decisionsToSend(items, decideAll(items, first, 'accept'))).toEqual([
      { kind: 'tool', name: 'new', decision: 'block', effect: null, reason: 'not needed' },
      { kind: 'tool', name: 'changed', decision: 'accept', effect: 'read', reason: null },
    ]);
  });
  it('ranks what could do harm above what merely looks different, and suspicious new ones above plain ones', () => {
    const mixed = [item({ name: 'a-new' }), item({ name: 'b-new', finding: 'high' }), item({ name: 'c', state: 'changed', rank: 'cosmetic' }), item({ name: 'd', state: 'changed', rank: 'danger' })];
    expect(reviewOrder(mixed).map((one) => one.name)).toEqual(['d', 'c', 'b-new', 'a-new']);
    expect(undecided(mixed, none).grave.map((one) => one.name)).toEqual(['b-new', 'd']);
    expect(findingCounts(mixed)).toEqual({ scanned: 4, found: 1, high: 1, warn: 0, info: 0 });
  });
  it('suggests the graver effect where the effect moved, and never a read on the word of a suspicious definition', () => {
    expect(suggestedEffect(item({ accepted: 'delete', effectMoved: true }))).toBe('delete');
    expect(suggestedEffect(item({ accepted: 'read', offer: { effect: 'write', from: 'names' } }))).toBe('read');
    expect(suggestedEffect(item({ finding: 'high' }))).toBe('write');
    expect(suggestedEffect(item({ accepted: 'read', offer: { effect: 'publish', from: 'recipe' } }))).toBe('publish');
  });
  it('drops a decision when the definition it was taken on moved, and keeps the others', () => {
    const taken: Decisions = new Map([['tool/new', { decision: 'accept', effect: null, reason: '', digest: 'd' }], ['tool/changed', { decision: 'accept', effect: null, reason: '', digest: 'older' }]]);
    expect([...standing(items, taken).keys()]).toEqual(['tool/new']);
  });
  it('preselects restricted at the first time, and never more than the launch may have', () => {
    const review = { serverId: 's', serverName: 'S', digest: 'd', first: true, highest: 'trusted', trust: 'untrusted' } as const;
    expect(preselected(review, [], levelsUpTo('trusted'))).toBe('restricted');
    expect(preselected(review, [], levelsUpTo('untrusted'))).toBe('untrusted');
    expect(preselected({ ...review, first: false, trust: 'trusted' }, [], levelsUpTo('trusted'))).toBe('trusted');
  });
});

describe('a definition as text', () => {
  it('is the same whatever the order of keys, and shows a long text line by line', () => {
    expect(definitionText({ b: 1, a: 'x\ny' })).toBe(definitionText({ a: 'x\ny', b: 1 }));
    expect(definitionText({ a: 'x\ny' })).toBe('{\n  "a": "x\\n"\n    + "y"\n}\n');
  });
  it('differs when the definitions differ, even by a line break written out', () => {
    expect(definitionText({ a: 'x\ny' })).not.toBe(definitionText({ a: 'x\\ny' }));
    expect(definitionText({ a: 'x\n' })).not.toBe(definitionText({ a: 'x' }));
    expect(definitionText({ a: [] })).not.toBe(definitionText({ a: {} }));
  });
});

describe('the assessment of a server', () => {
  const launch = { command: ['node', '/srv/index.js', '--root=/data', '-v', 'plain'], cwd: '/home/person', url: null, package: null };
  it('names every folder and address it is given, and nothing that is none', () => {
    expect(placesOf(launch)).toEqual(['/home/person', '/srv/index.js', '/data']);
    expect(placesOf({ command: [], cwd: null, url: 'https://x.example/mcp' })).toEqual(['https://x.example/mcp']);
  });
  it('says whom it comes from only as far as package or address say it', () => {
    expect(publisherOf({ ...launch, package: { name: '@scope/server', version: '1.0.0', treeDigest: '' } })).toBe('@scope');
    expect(publisherOf({ package: null, url: 'https://x.example:8443/mcp' })).toBe('x.example:8443');
    expect(publisherOf(launch)).toBeNull();
  });
});
