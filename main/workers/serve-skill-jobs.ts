import type { MessagePort } from 'node:worker_threads';
import { scanResult } from '../core/scan/scan.ts';
import { planRun } from '../core/skills/plan/plan.ts';
import type { Json } from '../core/words/index.ts';
import type { SkillDone, SkillJob } from './skill-messages.ts';

/** Does the jobs of skills that come through a port. What fails is the thread's error. */
export function serveSkillJobs(port: MessagePort): void {
  port.on('message', (job: SkillJob) => {
    if (OURS.has(job.kind)) void answer(job).then((done) => { port.postMessage(done); });
  });
}

/** Jobs of other kinds are somebody else's: one file may serve both. */
const OURS: ReadonlySet<string> = new Set<SkillJob['kind']>(['table', 'media', 'plan-run']);

async function answer(job: SkillJob): Promise<SkillDone> {
  switch (job.kind) {
    case 'table': {
      // The parsers are large; a thread that only plans does without them.
      const { readTable } = await import('../adapters/skill-files/read-table.ts');
      return { kind: 'table', read: await readTable(job.bytes, job.file, job.options) };
    }
    case 'media': {
      const { lookAtMedia } = await import('../adapters/skill-files/media-look.ts');
      return { kind: 'media', look: await lookAtMedia(job.bytes) };
    }
    case 'plan-run': return { kind: 'plan-run', plan: planRun(job.playbook, job.run, oddText) };
  }
}

/** The first odd passage of a row's texts that a person should see; spacing and links alone are none. */
export function oddText(value: Json): string | null {
  return scanResult(value).find(({ severity }) => severity !== 'info')?.excerpt ?? null;
}
