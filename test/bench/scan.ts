import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { digestCatalogue } from '../../main/core/pins/catalogue-digest.ts';
import { scanDefinition } from '../../main/core/scan/scan.ts';
import type { Json, JsonObject } from '../../main/core/words/index.ts';

const TOOLS = 10_000;
const TARGET_MS = 5_000;
const FOLDER = join(process.cwd(), 'test', 'data', 'catalogues');

/** Ten thousand tools: the recorded ones over and over, each time under another name and with another last sentence. */
function manyTools(): readonly JsonObject[] {
  const real = readdirSync(FOLDER).flatMap((file) => {
    const { tools } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as { tools: JsonObject[] };
    return tools;
  });
  return Array.from({ length: TOOLS }, (_, index) => {
    const tool = real[index % real.length] ?? {};
    return { ...tool, name: `${String(tool['name'])}_${index}`, description: `${String(tool['description'] ?? '')} Variant ${index}.` };
  });
}

/** What a schema's author can send to stall a scanner: long runs that almost match. */
function bombs(): readonly JsonObject[] {
  const long = 190_000;
  const runs = ['a', ' ', '\n', '<', '<!--', '[', '/*', 'aa ', 'a.b@', '"', '%20', 'a+', '{', '\u200b', 'ignore ', '不要', 'i g n o r e ', '((((', '!['];
  return runs.map((run) => ({ name: 'bomb', description: run.repeat(long / run.length), inputSchema: { type: 'object', properties: { a: { pattern: '(a+)+$' } } } }));
}

function work(): Json {
  const tools = manyTools();
  const otherTools = Array.from({ length: 1_000 }, (_, index) => ({ server: 'other', name: `other_tool_${index}` }));
  const from = performance.now();
  // Wall time depends on what else runs; the processor time of this process does not. The main thread waits meanwhile.
  const { user } = process.cpuUsage();
  const { digest } = digestCatalogue({ tools }, sha256);
  const digested = performance.now();
  let found = 0;
  for (const tool of tools) found += scanDefinition(tool, { otherTools }).length;
  const scanned = performance.now();
  const cpuMs = (process.cpuUsage().user - user) / 1_000;
  let slowest = 0;
  for (const bomb of bombs()) {
    const start = performance.now();
    scanDefinition(bomb, { otherTools });
    slowest = Math.max(slowest, performance.now() - start);
  }
  return { digest, found, digestMs: digested - from, scanMs: scanned - digested, cpuMs, slowestBombMs: slowest };
}

async function measure(): Promise<void> {
  let longest = 0;
  let last = performance.now();
  const beat = setInterval(() => { longest = Math.max(longest, performance.now() - last - 10); last = performance.now(); }, 10);
  const worker = new Worker(process.argv[1] ?? '');
  const answer = await new Promise<Record<string, number>>((resolve, reject) => { worker.once('message', resolve); worker.once('error', reject); });
  clearInterval(beat);
  const total = (answer['digestMs'] ?? 0) + (answer['scanMs'] ?? 0);
  console.log([
    `${TOOLS} tools in a worker: digested in ${answer['digestMs']?.toFixed(0)} ms, scanned in ${answer['scanMs']?.toFixed(0)} ms, together ${total.toFixed(0)} ms (target under ${TARGET_MS} ms)`,
    `processor time of both: ${answer['cpuMs']?.toFixed(0)} ms`,
    `the slowest of ${bombs().length} texts made to stall a scanner: ${answer['slowestBombMs']?.toFixed(0)} ms for 190,000 characters`,
    `the main thread was held up for ${longest.toFixed(0)} ms at most`,
  ].join('\n'));
  // Where the machine is busy with other things, the processor time decides.
  if (Math.min(total, answer['cpuMs'] ?? total) > TARGET_MS) process.exitCode = 1;
}

if (isMainThread) measure().catch((error: unknown) => { console.error(error); process.exitCode = 1; });
else parentPort?.postMessage(work());
