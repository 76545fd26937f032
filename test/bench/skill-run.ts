import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { HEADER, sessions } from '../main/core/skills/plan/agenda.ts';
import { openSkillHome, requestOf, type SkillHome } from '../main/host/skills/skill-home.ts';

const PLANNED = 10_000;
const RUN = 400;
const LONGEST_TURN_MS = 100;
const CANCEL_MS = 1_000;

/** The real host on a fresh home: a large file is read and planned beside it, and a run is followed and cancelled. */
async function measure(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  const home = await openSkillHome(join(folder, 'home'), resolve('out/main'));
  try {
    const file = async (rows: number): Promise<string> => {
      const path = join(folder, `${rows}.csv`);
      await writeFile(path, [HEADER, ...sessions(rows)].map((cells) => cells.join(';')).join('\n'));
      return path;
    };
    const ok = [await plan(home, await file(PLANNED)), await cancel(home, await file(RUN))];
    if (ok.includes(false)) process.exitCode = 1;
  } finally {
    await home.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const request = (home: SkillHome, path: string) => requestOf({ skill: 'import-agenda', inputs: { project: 'trade-fair' }, paths: { file: path } }, home.serverId);

async function plan(home: SkillHome, path: string): Promise<boolean> {
  // The first run also starts the thread and reads the skill.
  await home.host.skills.prepare(request(home, path));
  const turns = monitorEventLoopDelay({ resolution: 5 });
  turns.enable();
  const from = performance.now();
  const { prepared } = await home.host.skills.prepare(request(home, path));
  const ms = performance.now() - from;
  turns.disable();
  if (prepared.kind !== 'plan' || prepared.plan.counts.create !== PLANNED) throw new Error('not planned whole');
  const longest = turns.max / 1e6;
  console.log(`${PLANNED} rows through the host: ${ms.toFixed(0)} ms by the clock; the longest turn in which nothing else was answered ${longest.toFixed(0)} ms (target under ${LONGEST_TURN_MS} ms)`);
  return longest < LONGEST_TURN_MS;
}

async function cancel(home: SkillHome, path: string): Promise<boolean> {
  const { plans, skills } = home.host;
  const { runId } = await skills.prepare(request(home, path));
  const begun = skills.begin(runId, 'en');
  if (!begun.ok || begun.planId === null) throw new Error('not begun');
  const { planId } = begun;
  const until = async (ready: () => boolean): Promise<void> => { while (!ready()) await new Promise((wake) => { setTimeout(wake, 5); }); };
  const from = performance.now();
  await until(() => plans.view(planId)?.head.stage === 'asking');
  const previewed = performance.now() - from;
  plans.answer(planId, { choice: 'approve', painted: plans.view(planId)?.painted ?? '', wordTyped: true, stopOnFailure: false, by: 'flag' });
  const seen = new Set<number>();
  await until(() => { const over = plans.view(planId)?.head.over ?? 0; seen.add(over); return over >= 40; });
  const at = performance.now();
  plans.cancel(planId);
  const receipt = await begun.done;
  const ms = performance.now() - at;
  console.log(`a run of ${RUN} rows: previewed in ${previewed.toFixed(0)} ms, its progress seen at ${seen.size} of the first 40 rows, cancelled within ${ms.toFixed(0)} ms (target under ${CANCEL_MS} ms); ${receipt.created} created, ${receipt.skipped.length} not begun`);
  return ms < CANCEL_MS && receipt.unknown.length === 0;
}

measure().catch((error: unknown) => { console.error(error); process.exitCode = 1; });
