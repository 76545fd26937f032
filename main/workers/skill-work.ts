import { fileProblem } from '../core/skills/files.ts';
import type { SkillWork } from '../core/skills/ports.ts';
import { createJobThread } from './job-thread.ts';
import type { SkillDone, SkillJob } from './skill-messages.ts';

/** Reading and planning together may take so long for the largest file; what takes longer is made to. */
const LONGEST_MS = 60_000;

/** Reads and plans in a thread of its own, which starts when it is first needed. */
export function createSkillWork(options: { readonly workerPath: string; readonly longestMs?: number }): SkillWork & { close(): Promise<void> } {
  const thread = createJobThread<SkillJob, SkillDone>(options.workerPath, options.longestMs ?? LONGEST_MS);
  return {
    async readTable(bytes, file, how) {
      const done = await thread.run({ kind: 'table', bytes, file, options: how });
      return done?.kind === 'table' ? done.read : { ok: false, problems: [fileProblem('too-slow')] };
    },
    async lookAt(bytes) {
      // A copy of its own: a view would take the whole buffer along that it looks into.
      const done = await thread.run({ kind: 'media', bytes: new Uint8Array(bytes) });
      return done?.kind === 'media' ? done.look : null;
    },
    async planRun(playbook, run) {
      const done = await thread.run({ kind: 'plan-run', playbook, run });
      return done?.kind === 'plan-run' ? done.plan : null;
    },
    close: () => thread.close(),
  };
}
