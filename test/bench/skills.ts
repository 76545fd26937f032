import { readFileSync } from 'node:fs';
import { readTable } from '../../main/adapters/skill-files/read-table.ts';
import { planRun } from '../../main/core/skills/plan/plan.ts';
import { oddText } from '../../main/workers/serve-skill-jobs.ts';
import { readSkill } from '../../main/core/skills/skill.ts';
import { afterwards, HEADER, PLAYBOOK, runOf, sessions, tableOf } from '../main/core/skills/plan/agenda.ts';

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
  // The hardest delivery: every session has another title, and each may be one that is there.
  const shipped = readSkill({ folder: 'import-agenda', skill: readFileSync('skills/import-agenda/SKILL.md', 'utf8'), playbook: readFileSync('skills/import-agenda/playbook.yaml', 'utf8') });
  const playbook = shipped.ok ? shipped.skill.playbook : null;
  if (playbook === null) throw new Error('not read');
  const renamed = tableOf(sessions(ROWS).map(([title, ...cells]) => [`${String(title)} (neu)`, ...cells]));
  const asked = performance.now();
  const third = planRun(playbook, runOf(renamed, { state: { present: afterwards(plan) } }, playbook), oddText);
  if (third.kind !== 'plan' || third.counts.alike !== ROWS) throw new Error('not recognised');
  console.log(`the same with every title changed: checked, and each recognised as probably the same, in ${(performance.now() - asked).toFixed(0)} ms`);
  // Where the machine is busy with other things, the processor time decides.
  if (Math.min(ms, cpuMs) > TARGET_MS) process.exitCode = 1;
}

measure().catch((error: unknown) => { console.error(error); process.exitCode = 1; });
