import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HomeInUse, lockHome } from '../../../../main/adapters/home-lock/home-lock.ts';
import { thisProcess } from '../../../../main/adapters/home-lock/lock-owner.ts';

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

  it('refuses one of another computer, and of another container of this one, however free its number is here, and says how to go on', async () => {
    const pid = await endedPid();
    const self = thisProcess();
    for (const where of [{ host: 'desk-7', boot: 'another' }, { host: '<b>desk\u202e 7', boot: '', space: '' }, ...(self.space === '' ? [] : [{ host: 'container', space: 'pid:[1]' }, { space: '' }])]) {
      writeFileSync(lock(), JSON.stringify({ ...self, pid, ...where }));
      expect(() => lockHome(home)).toThrow(`(process ${pid} on ${(where.host ?? self.host ?? '').replaceAll(/[^\w.-]/g, '?')}); end that one there, or delete "${lock()}" where it is gone for sure, or choose another --home.`);
      expect(existsSync(lock())).toBe(true);
    }
    rmSync(lock());
    lockHome(home).release();
  });

  it.skipIf(thisProcess().boot === '')('takes over from a process of before this computer was started anew, though its number lives again', () => {
    writeFileSync(lock(), JSON.stringify({ ...thisProcess(), boot: 'before' }));
    lockHome(home).release();
    writeFileSync(lock(), JSON.stringify({ ...thisProcess(), host: 'renamed meanwhile' }));
    expect(() => lockHome(home)).toThrow(HomeInUse);
  });

  it('waits for a lock that another process has made and not yet written, and takes one that stays empty for damaged', async () => {
    writeFileSync(lock(), '');
    const child = spawn(process.execPath, ['-e', `setTimeout(() => require('fs').writeFileSync(${JSON.stringify(lock())}, ${JSON.stringify(JSON.stringify({ pid: process.ppid, started: '' }))}), 300)`]);
    const done = new Promise((end) => child.once('exit', end));
    expect(() => lockHome(home)).toThrow(HomeInUse);
    await done;
    writeFileSync(lock(), '');
    lockHome(home).release();
  });
});

/** Whether this system lets a process have a number space of its own. */
function mayUnshare(): boolean {
  try {
    execFileSync('unshare', ['--pid', '--fork', '--mount-proc', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const MAY = mayUnshare();

describe(`a home that a container shares${MAY ? '' : ' (NOT RUN: this system does not let a process have a number space of its own)'}`, () => {
  let out = '';
  const running: ChildProcess[] = [];
  beforeAll(async () => {
    out = mkdtempSync(join(tmpdir(), 'countersign-holder-'));
    await build({
      configFile: false, logLevel: 'silent', ssr: { noExternal: true },
      build: { ssr: resolve('test/main/adapters/home-lock/holder-process.ts'), outDir: out, target: 'node20', rolldownOptions: { output: { format: 'es', entryFileNames: 'holder.mjs' } } },
    });
  }, 60_000);
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(out, { recursive: true, force: true });
  });
  /** Starts a holder in a number space of its own, or beside us; gives what it says and how to end it. */
  const start = async (inside: boolean): Promise<{ readonly says: string; end(): Promise<void> }> => {
    const argv = [process.execPath, join(out, 'holder.mjs'), home];
    const [command = '', ...rest] = inside ? ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child', ...argv] : argv;
    const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
    running.push(child);
    const says = await new Promise<string>((said) => { child.stdout.once('data', (data: Buffer) => { said(data.toString().trim()); }); });
    return { says, end: () => new Promise((ended) => { child.once('exit', () => { ended(); }); child.stdin.end(); }) };
  };

  it.skipIf(!MAY)('is held by the one inside against those outside, and the other way round', async () => {
    const inside = await start(true);
    expect(inside.says).toMatch(/^holds as \d+$/);
    expect(() => lockHome(home)).toThrow(/is in use by another Countersign \(process \d+ on .*end that one there/);
    expect((await start(false)).says).toContain('is in use');
    expect((await start(true)).says).toContain('is in use');
    await inside.end();
    const held = lockHome(home);
    expect((await start(true)).says).toContain(`(process ${process.pid} on `);
    expect(readFileSync(lock(), 'utf8')).toContain(`"pid":${process.pid},`);
    held.release();
  }, 60_000);
});
