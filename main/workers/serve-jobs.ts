import type { MessagePort } from 'node:worker_threads';
import { sha256 } from '../adapters/digest/sha256.ts';
import { readLarge, type LargeMessage, type OpenRequests } from '../core/connections/large-message.ts';
import { argumentProblems } from '../core/policy/arguments.ts';
import { scanDefinition, scanResult } from '../core/scan/scan.ts';
import { draw } from './draw.ts';
import type { Done, Job } from './messages.ts';

/** Does the jobs that come through a port: one in, one answer out. What it cannot do is the caller's to notice by time. */
export function serveJobs(port: MessagePort): void {
  port.on('message', (job: Job) => { if (OURS.has(job.kind)) port.postMessage(answer(job)); });
}

/** Jobs of other kinds are somebody else's: one file may serve both. */
const OURS: ReadonlySet<string> = new Set<Job['kind']>(['draw', 'check', 'read-large', 'scan-definitions', 'scan-result']);

function answer(job: Job): Done {
  switch (job.kind) {
    case 'draw': return { kind: 'draw', drawn: draw(job.drawing, { sha256, timeoutMs: job.timeoutMs }) };
    case 'check': return { kind: 'check', problems: argumentProblems(job.schema, job.args) };
    case 'read-large': return { kind: 'read', message: read(job.bytes, job.open) };
    case 'scan-definitions': {
      // One array for all: the scanner indexes it once.
      const { otherTools } = job;
      return { kind: 'scan', findings: job.definitions.map((definition) => scanDefinition(definition, { otherTools })) };
    }
    case 'scan-result': return { kind: 'scan', findings: [scanResult(job.result)] };
  }
}

/** What is no UTF-8 is left to the reader, which knows whose answer it was. */
function read(bytes: Uint8Array, open: OpenRequests): LargeMessage {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { kind: 'other' };
  }
  return readLarge(text, open, sha256);
}
