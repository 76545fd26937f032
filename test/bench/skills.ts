import { readTable } from '../../main/adapters/skill-files/read-table.ts';
import { planRun } from '../../main/core/skills/plan/plan.ts';
import { oddText } from '../../main/workers/serve-skill-jobs.ts';
import { afterwards, HEADER, PLAYBOOK, runOf, sessions } from '../main/core/skills/plan/agenda.ts';

const ROWS = 10_000;
const TARGET_MS = 2_000;

/** Ten thousand rows of a file: read, checked and planned, the first time and as a second delivery. */
async function measure(): Promise<void> {
  const file = Buffer.from([HEADER, ...sessions(ROWS)].map((cells) => cells.join(';')).join('\n'));
  const before = process.cpuUsage().user;
  const from = performance.now();
  const read = await readTable(file, 'agenda.csv', {});
  if (!read.ok) throw new Error('not read');
  const readMs = performance.now() - from;
  const plan = planRun(PLAYBOOK, runOf(read.table), oddText);
  const ms = performance.now() - from;
  const cpuMs = (process.cpuUsage().user - before) / 1_000;
  if (plan.kind !== 'plan' || plan.counts.create !== ROWS) throw new Error('not planned whole');
  const again = performance.now();
  const second = planRun(PLAYBOOK, runOf(read.table, { state: { present: afterwards(plan) } }), oddText);
  if (second.kind !== 'plan' || second.counts.unchanged !== ROWS) throw new Error('not matched whole');
  console.log(`${ROWS} rows: read in ${readMs.toFixed(0)} ms, checked and planned in ${(ms - readMs).toFixed(0)} ms, together ${ms.toFixed(0)} ms (target under ${TARGET_MS} ms); processor time ${cpuMs.toFixed(0)} ms`);
  console.log(`the same as a second delivery: checked and matched in ${(performance.now() - again).toFixed(0)} ms`);
  // Where the machine is busy with other things, the processor time decides.
  if (Math.min(ms, cpuMs) > TARGET_MS) process.exitCode = 1;
}

measure().catch((error: unknown) => { console.error(error); process.exitCode = 1; });
