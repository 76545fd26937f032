// Writes main/core/recipes/digests.json: the digests of tool definitions that shipped recipes were checked against.
// Starts the real servers and hashes what arrives, in both protocol eras. `--check` writes nothing and ends with 1
// when the file is stale. `earlier` in that file was recorded from older releases and is kept as it is.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import canonicalize from 'canonicalize';
import { build } from 'vite';
import { NODE_TARGETS, nodeConfig, root } from './build-targets.mjs';
import { keepMade } from './steps/made-file.mjs';

const FILE = join(root, 'main/core/recipes/digests.json');
const FILESYSTEM = '@modelcontextprotocol/server-filesystem';
const MEMORY = '@modelcontextprotocol/server-memory';
const GIT = '@cyanheads/git-mcp-server';
/** Servers that need a system behind them: their definitions as they were recorded, and which of their tools are known. */
const RECORDED = {
  'strapi-mcp@0.2.3': ['strapi', /entr|content_type|component/],
  'mcp-server-asana@1.8.0': ['asana', /_task$|_tag$|_project$|project_status$|sections$|_tasks|subtasks|workspaces|_projects/],
  'mcp-gitlab@2.1.64': ['zereight-gitlab', /^(get|update|delete|edit|list)_(issue|milestone|wiki_page|label|merge_request)s?$/],
};
const LIMIT_MS = 20_000;

const MODERN_META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'recipe-digests', version: '1' },
};
const ERAS = {
  legacy: [
    { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'recipe-digests', version: '1' } } },
    { jsonrpc: '2.0', method: 'notifications/initialized' },
    { jsonrpc: '2.0', id: 2, method: 'tools/list', params: {} },
  ],
  modern: [
    { jsonrpc: '2.0', id: 1, method: 'server/discover', params: { _meta: MODERN_META } },
    { jsonrpc: '2.0', id: 2, method: 'tools/list', params: { _meta: MODERN_META } },
  ],
};

/** The tools a server lists, as received; null where it does not speak this era. */
function rawTools(command, env, era) {
  const child = spawn(command[0], command.slice(1), { env: { PATH: process.env.PATH, ...env }, stdio: ['pipe', 'pipe', 'ignore'] });
  const messages = [...ERAS[era]];
  const send = () => {
    while (messages.length > 0) {
      const message = messages.shift();
      child.stdin.write(`${JSON.stringify(message)}\n`);
      if (message.id !== undefined) return;
    }
  };
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${command.join(' ')} gave no list within ${LIMIT_MS / 1000} s`)), LIMIT_MS);
    const done = (tools) => { clearTimeout(timer); resolve(tools); };
    createInterface({ input: child.stdout }).on('line', (line) => {
      const answer = JSON.parse(line);
      if (answer.id === undefined || answer.method !== undefined) return;
      if (answer.error !== undefined) return done(null);
      if (answer.id === 2) return done(answer.result.tools);
      send();
    });
    child.on('error', reject);
    send();
  }).finally(() => child.kill('SIGKILL'));
}

async function digestsOf(command, env) {
  const digests = {};
  for (const era of Object.keys(ERAS)) {
    for (const tool of (await rawTools(command, env, era)) ?? []) {
      const digest = createHash('sha256').update(canonicalize(tool)).digest('hex');
      digests[tool.name] = [...new Set([...(digests[tool.name] ?? []), digest])];
    }
  }
  if (Object.keys(digests).length === 0) throw new Error(`${command.join(' ')} listed no tools`);
  return digests;
}

function recordedDigests() {
  return Object.fromEntries(Object.entries(RECORDED).map(([id, [slug, names]]) => {
    const { tools } = JSON.parse(readFileSync(join(root, 'test/data/catalogues', `${slug}.json`), 'utf8'));
    const known = tools.filter(({ name }) => names.test(name));
    return [id, Object.fromEntries(known.map((tool) => [tool.name, [createHash('sha256').update(canonicalize(tool)).digest('hex')]]))];
  }));
}

async function currentDigests(folder) {
  const target = NODE_TARGETS.find(({ name }) => name === 'demo-cms');
  await build(nodeConfig(target, folder));
  // Found on disk, not by its exports: some packages export nothing.
  const program = (name) => join(root, 'node_modules', name, 'dist/index.js');
  return {
    'demo-cms': await digestsOf([process.execPath, join(folder, target.file)], { COUNTERSIGN_DEMO_DATA: join(folder, 'data') }),
    [FILESYSTEM]: await digestsOf([process.execPath, program(FILESYSTEM), folder], {}),
    [MEMORY]: await digestsOf([process.execPath, program(MEMORY)], { MEMORY_FILE_PATH: join(folder, 'memory.jsonl') }),
    [GIT]: await digestsOf([process.execPath, program(GIT)], { HOME: folder }),
  };
}

const folder = mkdtempSync(join(tmpdir(), 'recipe-digests-'));
try {
  const { earlier } = JSON.parse(readFileSync(FILE, 'utf8'));
  keepMade(FILE, `${JSON.stringify({ servers: await currentDigests(folder), recorded: recordedDigests(), earlier }, null, 1)}\n`, import.meta.filename);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
