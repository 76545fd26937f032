import type { MessagePort } from 'node:worker_threads';
import { argumentProblems } from '../core/policy/arguments.ts';
import { scanDefinition, scanResult } from '../core/scan/scan.ts';
import { diffLines } from './diff-lines.ts';
import { packLines, type Done, type Job } from './messages.ts';

/** Does the jobs that come through a port: one in, one answer out. What it cannot do is the caller's to notice by time. */
export function serveJobs(port: MessagePort): void {
  port.on('message', (job: Job) => { if (OURS.has(job.kind)) port.postMessage(answer(job)); });
}

/** Jobs of other kinds are somebody else's: one file may serve both. */
const OURS: ReadonlySet<string> = new Set<Job['kind']>(['diff', 'check', 'scan-definitions', 'scan-result']);

function answer(job: Job): Done {
  switch (job.kind) {
    case 'diff': return packLines(diffLines(job.before, job.after, job.timeoutMs));
    case 'check': return { kind: 'check', problems: argumentProblems(job.schema, job.args) };
    case 'scan-definitions': {
      // One array for all: the scanner indexes it once.
      const { otherTools } = job;
      return { kind: 'scan', findings: job.definitions.map((definition) => scanDefinition(definition, { otherTools })) };
    }
    case 'scan-result': return { kind: 'scan', findings: [scanResult(job.result)] };
  }
}
