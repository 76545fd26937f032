import { Worker } from 'node:worker_threads';
import type { Done, Job } from './messages.ts';

/** A thread that does one job at a time. */
export interface JobThread<J = Job, D = Done> {
  /** The answer, or null where the thread crashed on this job, took too long, or cannot start. Never rejects. */
  run(job: J): Promise<D | null>;
  close(): Promise<void>;
}

interface Turn<J, D> {
  readonly job: J;
  readonly resolve: (done: D | null) => void;
}

const IDLE_MS = 60_000;

/**
 * Starts the thread when it is first needed and anew after a crash or a job that took too long: only that job is lost,
 * those waiting behind it go to the next thread. An idle thread does not keep the process alive; one that is idle for
 * `idleMs` ends, and with it goes the memory that a large job took.
 */
export function createJobThread<J = Job, D = Done>(workerPath: string, timeoutMs: number, idleMs = IDLE_MS): JobThread<J, D> {
  const waiting: Turn<J, D>[] = [];
  let worker: Worker | null = null;
  let current: Turn<J, D> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let idle: NodeJS.Timeout | undefined;

  const rest = (): void => {
    worker?.unref();
    idle = setTimeout(() => {
      const one = worker;
      worker = null;
      void one?.terminate().catch(() => undefined);
    }, idleMs).unref();
  };

  const finish = (done: D | null): void => {
    clearTimeout(timer);
    const turn = current;
    current = null;
    turn?.resolve(done);
    next();
  };

  const abandon = (one: Worker): void => {
    if (worker !== one) return;
    worker = null;
    void one.terminate().catch(() => undefined);
    finish(null);
  };

  const started = (): Worker => {
    const fresh = new Worker(workerPath, { resourceLimits: { maxOldGenerationSizeMb: 1024 } });
    fresh.on('message', (done: D) => { if (worker === fresh) finish(done); });
    fresh.on('error', () => { abandon(fresh); });
    fresh.on('exit', () => { abandon(fresh); });
    return fresh;
  };

  const next = (): void => {
    if (current !== null) return;
    const turn = waiting.shift();
    clearTimeout(idle);
    if (turn === undefined) return rest();
    current = turn;
    const one = worker ??= started();
    one.ref();
    timer = setTimeout(() => { abandon(one); }, timeoutMs);
    one.postMessage(turn.job);
  };

  return {
    run: (job) => new Promise((resolve) => {
      waiting.push({ job, resolve });
      next();
    }),
    async close() {
      clearTimeout(idle);
      const one = worker;
      for (const turn of waiting.splice(0)) turn.resolve(null);
      if (one === null) return;
      abandon(one);
      await one.terminate();
    },
  };
}
