import { parentPort } from 'node:worker_threads';
import { argumentProblems } from '../core/policy/arguments.ts';
import { diffLines } from './diff-lines.ts';
import { packLines, type Done, type Job } from './messages.ts';

// The entry of a thread: one job in, one answer out. What it cannot do is the caller's to notice by time.
parentPort?.on('message', (job: Job) => { parentPort?.postMessage(answer(job)); });

function answer(job: Job): Done {
  if (job.kind === 'diff') return packLines(diffLines(job.before, job.after, job.timeoutMs));
  return { kind: 'check', problems: argumentProblems(job.schema, job.args) };
}
