import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HomeInUse, lockHome } from '../../../../main/adapters/home-lock/home-lock.ts';

let home = '';
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'countersign-lock-')); });
afterEach(() => { rmSync(home, { recursive: true, force: true }); });
const lock = (): string => join(home, 'lock');

/** The number of a process that has ended. */
async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((done) => child.once('exit', done));
  return child.pid ?? 0;
}

describe('the lock of a home', () => {
  it('lets one in, refuses the second in one sentence, and lets the next in after a release', () => {
    const held = lockHome(home);
    expect(() => lockHome(home)).toThrow(HomeInUse);
    expect(() => lockHome(home)).toThrow(`The home "${home}" is in use by another Countersign (process ${process.pid}); end that one or choose another --home.`);
    held.release();
    held.release();
    expect(existsSync(lock())).toBe(false);
    lockHome(home).release();
    expect(readdirSync(home)).toEqual([]);
  });

  it('takes over from a process that is gone, and from a lock that is damaged', async () => {
    writeFileSync(lock(), JSON.stringify({ pid: await endedPid(), started: '' }));
    lockHome(home).release();
    writeFileSync(lock(), 'no lock');
    lockHome(home).release();
  });

  it('takes over where the number of the dead process was given to another', () => {
    writeFileSync(lock(), JSON.stringify({ pid: process.ppid, started: '1' }));
    lockHome(home).release();
  });

  it('refuses while a living process of anybody has it', () => {
    writeFileSync(lock(), JSON.stringify({ pid: process.ppid, started: '' }));
    expect(() => lockHome(home)).toThrow(HomeInUse);
    expect(existsSync(lock())).toBe(true);
    expect(readdirSync(home)).toEqual(['lock']);
  });

  it('leaves another process\'s lock alone on release', () => {
    const held = lockHome(home);
    writeFileSync(lock(), JSON.stringify({ pid: process.ppid, started: '' }));
    held.release();
    expect(existsSync(lock())).toBe(true);
  });
});
