import type { MessagePort } from 'node:worker_threads';
import { argumentProblems } from '../core/policy/arguments.ts';
import { diffLines } from './diff-lines.ts';
import { packLines, type Done, type Job } from './messages.ts';

/** Does the jobs that come through a port: one in, one answer out. What it cannot do is the caller's to notice by time. */
export function serveJobs(port: MessagePort): void {
  port.on('message', (job: Job) => { port.postMessage(answer(job)); });
}

function answer(job: Job): Done {
  if (job.kind === 'diff') return packLines(diffLines(job.before, job.after, job.timeoutMs));
  return { kind: 'check', problems: argumentProblems(job.schema, job.args) };
}
