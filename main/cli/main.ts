import { createWriteStream, fstatSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { parentPort } from 'node:worker_threads';
import { config } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { traceOf } from '../host/trace.ts';
import { serveJobs } from '../workers/serve-jobs.ts';
import { serveSkillJobs } from '../workers/serve-skill-jobs.ts';
import { commandsOf } from './commands/index.ts';
import { findInstallation } from './compose.ts';
import { run } from './run.ts';

// The composition root without Electron. As one file it is also its own worker.

/** A command that left something running is ended this long after its answer. */
const LINGER_MS = 3_000;

function start(): void {
  // Validation interprets, as in the app.
  config({ jitless: true });
  // Who reads may stop reading (`| head`): that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code === 'EPIPE') process.exit(0); });
  process.on('uncaughtException', (error) => {
    process.stderr.write(`Countersign made a mistake and stopped: ${traceOf(error)}\n`);
    process.exit(1);
  });
  const { version } = packageJson;
  const code = run({
    argv: process.argv.slice(2), env: process.env, cwd: process.cwd(), platform: process.platform, version,
    streams: { input: process.stdin, output: answers(), people: process.stderr },
  }, commandsOf(() => findInstallation(__filename, version)));
  void code.then((ended) => {
    process.exitCode = ended;
    process.stdin.destroy();
    setTimeout(() => process.exit(), LINGER_MS).unref();
  });
}

/** SECURITY: a file gets all of an answer or an error. What Node opens for one takes a short write, as a full disk makes it, for a whole one. */
function answers(): Writable & { readonly isTTY?: boolean } {
  return isFile(process.stdout.fd) ? createWriteStream('', { fd: process.stdout.fd, autoClose: false }) : process.stdout;
}

function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}

if (parentPort === null) start();
else {
  serveJobs(parentPort);
  serveSkillJobs(parentPort);
}
