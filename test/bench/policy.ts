import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { openPolicy } from '../../main/core/policy/document/open.ts';
import { sealed } from '../../main/core/policy/document/seal.ts';
import type { JsonObject } from '../../main/core/words/index.ts';
import { createExplainer } from '../../main/host/policy/explain.ts';

/** Questions answered from text to text, as `policy explain --batch` does, under a policy of 1,000 rules. */
const QUESTIONS = 20_000;
const ROUNDS = 5;
const each = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

const rules: JsonObject[] = each(1_000, (at) => (at % 2 === 0 ? { tools: [`tool_${at}`], effects: ['delete'] } : { servers: [`server-${at % 100}`], effects: ['permission'], projects: [`p${at}`] }));
const document: JsonObject = {
  schema: 1, scope: 'managed', id: 'bench', version: 1, issuedAt: '2026-01-01T00:00:00Z', contact: { name: 'IT' }, projects: each(1_000, (at) => `p${at}`),
  servers: each(100, (at) => ({ id: `server-${at}`, match: { by: 'url', url: `https://s${at}.example.org/mcp` } })), deny: rules,
};
const facts = { file: 'policy.json', scope: null, now: '2026-02-01T00:00:00Z', seen: () => null, signature: () => 'none' as const } as const;
const explain = createExplainer([openPolicy(JSON.stringify(sealed(document, sha256)), facts, sha256)], sha256);
const inputSchema = { type: 'object', properties: { id: { type: 'string' }, title: { type: 'string' }, body: { type: 'string' } }, required: ['id'] };
const questions = each(QUESTIONS, (at) => JSON.stringify({
  role: 'owner', project: `p${at % 1_000}`, server: `server-${at % 100}`, trust: 'trusted', pinned: true, tainted: [],
  tool: { name: `tool_${at % 300}`, description: 'Does something with a page of the site.', inputSchema, annotations: { readOnlyHint: at % 2 === 0 } },
  args: { id: `n-${at}`, title: 'A title of this page', body: 'Some text of a page.' },
}));

for (let round = 1; round <= ROUNDS; round += 1) {
  const before = process.cpuUsage();
  const from = performance.now();
  for (const question of questions) JSON.stringify(explain(JSON.parse(question) as JsonObject));
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`policy explain, 1,000 rules: ${Math.round(QUESTIONS / ((user + system) / 1e6))} questions per second of one core (${Math.round(QUESTIONS / ((performance.now() - from) / 1000))} by the clock)\n`);
}

/** The same by the clock of whoever calls the command line: the start of the process, every line in, every answer out. */
const PROGRAM = resolve('out/cli/countersign.cjs');
if (existsSync(PROGRAM)) {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-policy-'));
  const [policyFile, lines, answers] = ['policy.json', 'questions.jsonl', 'answers.jsonl'].map((name) => join(folder, name)) as [string, string, string];
  const LINES = 100_000;
  writeFileSync(policyFile, JSON.stringify(sealed(document, sha256)));
  writeFileSync(lines, `${each(LINES, (at) => questions[at % QUESTIONS] ?? '').join('\n')}\n`);
  for (let round = 1; round <= 3; round += 1) {
    const from = performance.now();
    const { status } = spawnSync(process.execPath, [PROGRAM, 'policy', 'explain', '--policy', policyFile, '--batch'], { stdio: [openSync(lines, 'r'), openSync(answers, 'w'), 'inherit'] });
    const seconds = (performance.now() - from) / 1000;
    if (status !== 0) throw new Error(`policy explain ended with ${status ?? 'a signal'}`);
    process.stdout.write(`policy explain --batch, ${LINES} lines, from the start of the process to its end: ${seconds.toFixed(2)} s, ${Math.round(LINES / seconds)} questions per second\n`);
  }
  rmSync(folder, { recursive: true });
}
