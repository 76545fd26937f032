import { spawnSync, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

/** Groups that must not outlive this process. */
const live = new Set<number>();
let watching = false;

/** Time a process is given before it is told, and before it is made, to end. */
export interface StopTimes {
  readonly afterInput: number;
  readonly afterTerm: number;
}
export const STOP_TIMES: StopTimes = { afterInput: 1000, afterTerm: 2000 };

/** Remembers a child that leads its own group, so that nothing of it is left when this process exits. */
export function leadsGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  live.add(child.pid);
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const pid of live) signalGroup(pid, 'SIGKILL');
  });
}

/**
 * Ends a child and everything in its group: its input is closed, then it is told, then it is made to. Resolves
 * when nothing of the group is left or nothing more can be done.
 */
export async function endGroup(child: ChildProcess, times: StopTimes = STOP_TIMES): Promise<void> {
  const pid = child.pid;
  if (pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) {
    child.stdin?.end();
    await gone(() => child.exitCode !== null || child.signalCode !== null, times.afterInput);
  }
  if (!isEmpty(pid)) {
    signalGroup(pid, 'SIGTERM');
    if (!(await gone(() => isEmpty(pid), times.afterTerm))) {
      // SECURITY: what ignores the request is killed, its whole group with it.
      signalGroup(pid, 'SIGKILL');
      await gone(() => isEmpty(pid), 500);
    }
  }
  live.delete(pid);
}

async function gone(done: () => boolean, within: number): Promise<boolean> {
  const end = performance.now() + within;
  while (!done()) {
    if (performance.now() >= end) return false;
    await wait(15);
  }
  return true;
}

function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', ...(signal === 'SIGKILL' ? ['/F'] : [])], { windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}

function isEmpty(pid: number): boolean {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 0);
    return false;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'EPERM');
  }
}
