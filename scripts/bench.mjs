// Measures: a call through the gate against the bare library, start-up against an empty window, the scanner on 10,000
// tools, the window while they arrive, Activity over a long log, secrets looked for in long texts, large changes and large sets.
// `npm run bench -- call`, `-- policy`, `-- audit`, `-- activity`, `-- redaction`, `-- startup`, `-- scan`, `-- window`, `-- diff`, `-- sets` or `-- skills` for one of them.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { root, run } from './steps/command.mjs';
import { runTypescript } from './steps/run-typescript.mjs';
import { systemLibraries } from './steps/system-libraries.mjs';
import { inVirtualSession } from './steps/virtual-session.mjs';

const LIMIT_MS = 1_200_000;
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

async function call() {
  return runTypescript('test/bench/call.ts', [], { limitMs: LIMIT_MS });
}

async function audit() {
  return runTypescript('test/bench/audit.ts', [], { limitMs: LIMIT_MS });
}

async function redaction() {
  return runTypescript('test/bench/redaction.ts', [], { limitMs: LIMIT_MS });
}

async function policy() {
  return runTypescript('test/bench/policy.ts', [], { limitMs: LIMIT_MS });
}

async function inWindow(script, env = {}) {
  const obstacle = await systemLibraries({ tests: !hasDisplay });
  if (obstacle !== null) throw new Error(obstacle);
  const electron = await ensureElectron();
  const runner = hasDisplay ? run : inVirtualSession;
  const { code } = await runner(process.execPath, [join(root, 'test', 'bench', script)], { limitMs: LIMIT_MS, env: { ...env, COUNTERSIGN_ELECTRON: electron.path } });
  return code;
}

async function scan() {
  return runTypescript('test/bench/scan.ts', [], { limitMs: LIMIT_MS });
}

async function startup() {
  return inWindow('startup.mjs');
}

async function window() {
  return inWindow('window.mjs');
}

async function activity() {
  const home = mkdtempSync(join(tmpdir(), 'countersign-activity-'));
  const records = process.env.COUNTERSIGN_BENCH_RECORDS ?? '1000000';
  try {
    return await inWindow('activity.mjs', { COUNTERSIGN_BENCH_HOME: home, COUNTERSIGN_BENCH_RECORDS: records });
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function diff() {
  return inWindow('diff.mjs');
}

async function sets() {
  return inWindow('sets.mjs');
}

async function skills() {
  const planned = await runTypescript('test/bench/skills.ts', [], { limitMs: LIMIT_MS });
  const run = await runTypescript('test/bench/skill-run.ts', [], { limitMs: LIMIT_MS });
  return planned || run;
}

const parts = { call, policy, audit, redaction, activity, startup, scan, skills, window, diff, sets };
try {
  const named = process.argv.slice(2);
  const unknown = named.find((name) => !(name in parts));
  if (unknown) throw new Error(`There is no measurement '${unknown}'. There are: ${Object.keys(parts).join(', ')}.`);
  await build();
  for (const name of named.length > 0 ? named : Object.keys(parts)) {
    if (name === 'call' && !existsSync(join(root, 'test', 'bench', 'call.ts'))) throw new Error('test/bench/call.ts is missing.');
    if (await parts[name]() !== 0) process.exitCode = 1;
  }
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
