import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { createEvidenceExports } from '../../main/adapters/audit-export/evidence-exports.ts';
import { nodeBundle } from '../../main/adapters/mcp/connector.ts';
import { createDocumentStore } from '../../main/adapters/store/conf-store.ts';
import { openHome, type OpenHome } from '../../main/compose.ts';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { canonical } from '../../main/core/canonical/canonical.ts';
import type { ServerDraft } from '../../main/core/trust/server-draft.ts';
import type { Json, JsonObject } from '../../main/core/words/index.ts';
import { startCollector } from '../main/adapters/audit-export/collector.ts';
import { cli } from '../main/cli/harness.ts';
import { until } from '../servers/opened.ts';
import { survivors } from './survivors.ts';
import { OWN_SECRETS, TOKENS } from './token-samples.ts';

/**
 * Sixty-four kinds of secrets go through a host with real servers, in arguments, results, errors, error output, URLs and headers.
 * A server says back whatever it was told. Afterwards everything that is written, exported, printed or kept for a screen is searched.
 */
let folder = '';
let home: OpenHome;
let http: Server;
const printed: string[] = [];
const real = { out: process.stdout.write, err: process.stderr.write };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-canaries-'));
  await build({
    configFile: false, logLevel: 'silent', ssr: { noExternal: true },
    build: { ssr: resolve('main/workers/worker.ts'), outDir: join(folder, 'parts'), target: 'node20', rolldownOptions: { output: { format: 'cjs', entryFileNames: 'worker.cjs', codeSplitting: false } } },
  });
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (...all: unknown[]) => boolean;
    stream.write = ((...all: unknown[]) => { printed.push(String(all[0])); return write(...all); }) as typeof stream.write;
  }
  // Answers every request with an error that repeats its address and its headers.
  http = createServer((request, response) => { response.writeHead(500).end(`${request.url} ${JSON.stringify(request.headers)}`); });
  await new Promise<void>((done) => { http.listen(0, '127.0.0.1', done); });
  home = await openHome({
    home: join(folder, 'home'), client: 'cli', version: '0', openDocuments: createDocumentStore, workerPath: join(folder, 'parts', 'worker.cjs'), programPaths: [],
    bundle: nodeBundle('none', {}, folder), onChange: () => undefined,
  });
}, 60_000);
afterAll(async () => {
  Object.assign(process.stdout, { write: real.out });
  Object.assign(process.stderr, { write: real.err });
  http.close();
  await rm(folder, { recursive: true, force: true });
});

async function started(draft: ServerDraft): Promise<string> {
  const [entry] = await home.host.servers.add([draft]);
  const id = entry?.config.id ?? '';
  await home.host.servers.consent(id, (await home.host.servers.launch(id)).identity, true);
  await home.host.servers.start(id);
  return id;
}

async function reviewed(id: string): Promise<void> {
  const review = home.host.review.read(id);
  if (review === null) throw new Error('nothing to review');
  await home.host.review.decide(id, review.digest, 'restricted', review.items.filter(({ refused }) => refused === null).map(({ kind, name }) => ({ kind, name, decision: 'accept' as const, effect: kind === 'tool' ? 'write' as const : null })));
}

/** Calls a tool as a person who says yes to it. */
async function called(serverId: string, tool: string, args: JsonObject): Promise<string> {
  const planned = home.host.calls.plan({ planner: { kind: 'person', name: 'ada' }, client: 'desktop', serverId, tool, args });
  if (planned === null) throw new Error('not planned');
  let over = false;
  void planned.done.then(() => { over = true; });
  while (!over) {
    for (const card of home.host.inbox.cards()) home.host.inbox.answer(card.callId, { choice: 'approve', painted: sha256(canonical(structuredClone(card) as unknown as Json)), args: null, wordTyped: true, by: 'person' });
    await new Promise((done) => { setTimeout(done, 100); });
  }
  return planned.callId;
}

async function filesBelow(path: string): Promise<string> {
  const names = await readdir(path, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(names.filter((one) => one.isFile()).map(async (one) => `${one.name}\n${await readFile(join(one.parentPath, one.name), 'latin1')}`));
  // As bytes and as text: a secret may be of any script.
  return texts.join('\n') + texts.map((text) => Buffer.from(text, 'latin1').toString()).join('\n');
}

/** Our own secrets that can still be read in a text by a search that decodes by itself, and the bare value of those that have a shape, that stands in a text. */
function found(text: string): string[] {
  return [
    ...survivors(text, OWN_SECRETS.map(([, secret]) => secret), 2).map((secret) => `own: ${secret}`),
    ...TOKENS.filter(([, , secret]) => text.includes(secret)).map(([name]) => `shape: ${name}`),
  ];
}

describe('64 kinds of secrets', () => {
  it('are not in the log, an export, the console or what is kept for the screen', async () => {
    expect(OWN_SECRETS.length + TOKENS.length).toBe(64);
    const env = OWN_SECRETS.map(([, value], n) => ({ name: `CANARY_${n}`, value, secret: true }));
    const leaky = await started({ kind: 'local', name: 'leaky', command: process.execPath, args: [resolve('test/servers/leaky.mjs'), '--password', 'correct horse battery staple'], env, cwd: folder, class: 'local', environment: 'test' });
    await reviewed(leaky);
    const offered = home.host.review.read(leaky)?.items ?? [];
    expect(offered.filter(({ refused }) => refused === null).map(({ name }) => name)).toEqual(['result', 'tool_error', 'protocol_error', 'structured', 'exit']);
    expect(new Set(offered.flatMap(({ refused }) => refused ?? []))).toEqual(new Set(['holds-secret']));
    const args = Object.fromEntries([...OWN_SECRETS, ...TOKENS].map(([name, text], n) => [n % 7 === 0 ? `${name} ${text}` : name, n % 3 === 0 ? [text] : `it is ${text}`]));
    const calls: string[] = [];
    for (const tool of ['result', 'tool_error', 'protocol_error', 'structured', 'exit']) calls.push(await called(leaky, tool, args));
    // The canaries sang: what the server was told did reach it.
    const { port } = http.address() as AddressInfo;
    const secret = TOKENS[0]?.[1] ?? '';
    for (const at of [port, 1]) {
      await started({
        kind: 'remote', name: `remote ${at}`, class: 'external', environment: 'test', url: `http://127.0.0.1:${at}/s/${secret}/mcp?api_key=${encodeURIComponent(OWN_SECRETS[4]?.[1] ?? '')}`,
        headers: [...OWN_SECRETS.filter(([, value]) => /^[\x20-\x7e]+$/.test(value)), ...TOKENS.filter(([, text]) => !text.includes('\n') && !text.includes('\\'))].map(([, value], n) => ({ name: `X-Canary-${n}`, value, secret: true })),
      });
    }
    await until(() => home.host.servers.list().filter(({ config }) => config.kind === 'remote').every(({ connection }) => connection.state === 'failed'), 15_000);

    const outcomes = calls.map((id) => { const state = home.host.calls.state(id); return state?.stage === 'done' ? state.receipt.outcome : 'open'; });
    expect(outcomes).toEqual(['executed', 'failed', 'unknown', 'executed', 'unknown']);
    const screen = {
      receipts: calls.map((id) => home.host.calls.state(id)),
      activity: await home.host.activity.list({ before: null, limit: 500 }),
      details: await Promise.all(Array.from({ length: home.log.total() }, (_, n) => home.host.activity.read(n + 1))),
      servers: home.host.servers.list(), errors: home.host.servers.list().map(({ config }) => home.host.servers.log(config.id)),
      reviews: [home.host.review.read(leaky), home.host.review.tools(leaky), home.host.review.summary(leaky)],
    };
    // Receipts hold the call itself; the window is given only its answer.
    const shown = JSON.stringify({ ...screen, receipts: screen.receipts.map((state) => (state?.stage === 'done' ? state.receipt.answer : null)) });
    const collector = await startCollector();
    const exports = createEvidenceExports(home.log, join(folder, 'cursors'), '0');
    await exports.direct({ collectors: [{ url: collector.url }], witnesses: [] });
    await until(() => exports.states().every(({ waiting }) => waiting === 0), 15_000);
    await exports.close();
    await home.close();
    const spoken: string[] = [];
    for (const format of ['jsonl', 'csv', 'ocsf']) spoken.push((await cli(['audit', 'export', join(folder, 'home'), '--format', format])).out);
    for (const id of calls) spoken.push((await cli(['audit', 'ask', join(folder, 'home'), '--call', id])).out);
    const log = await filesBelow(join(folder, 'home', 'audit'));

    expect(log).toContain('"tool_error"');
    expect({
      log: found(log), home: found(await filesBelow(join(folder, 'home'))), exports: found(spoken.join('\n')), collector: found(JSON.stringify(collector.taken)),
      // What a server prints has the shapes that it has: it is shown while it runs and written nowhere. Our own secrets are not in it.
      screen: found(shown).filter((one) => one.startsWith('own')), receipts: found(JSON.stringify(screen.receipts.map((state) => (state?.stage === 'done' ? state.receipt.answer : null)))),
      console: found(printed.join('')),
    }).toEqual({ log: [], home: [], exports: [], collector: [], screen: [], receipts: [], console: [] });
  }, 120_000);
});
