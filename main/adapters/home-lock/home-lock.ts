import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const ownerSchema = z.object({ pid: z.number().int().positive(), started: z.string() });
type Owner = z.infer<typeof ownerSchema>;

/** Another Countersign has this home. Its message is one sentence for a person. */
export class HomeInUse extends Error {
  readonly pid: number | null;
  constructor(home: string, pid: number | null) {
    super(`The home "${home}" is in use by another Countersign${pid === null ? '' : ` (process ${pid})`}; end that one or choose another --home.`);
    this.name = 'HomeInUse';
    this.pid = pid;
  }
}

/** A held home. `release` may be called more than once. */
export interface HomeLock {
  release(): void;
}

/**
 * Takes a home for this process: one writer per home. A lock whose process is gone is taken over. Throws
 * {@link HomeInUse} where a living process has it, and whatever the disk says where the lock cannot be made.
 */
export function lockHome(home: string): HomeLock {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const path = join(home, 'lock');
  const own = join(home, `lock.${process.pid}`);
  writeFileSync(own, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { mode: 0o600 });
  try {
    if (!tryLink(own, path)) {
      takeOver(home, path);
      if (!tryLink(own, path)) throw new HomeInUse(home, ownerOf(path)?.pid ?? null);
    }
  } finally {
    rmSync(own, { force: true });
  }
  return { release: () => release(path) };
}

/** The lock appears whole or not at all: it is linked to a file that is already written. */
function tryLink(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    // Some file systems know no links; there an exclusive write must do.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error;
    return tryExclusive(own, path);
  }
}

function tryExclusive(own: string, path: string): boolean {
  try {
    writeFileSync(path, readFileSync(own), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Puts a stale lock away. Throws {@link HomeInUse} while its owner lives. */
function takeOver(home: string, path: string): void {
  const owner = ownerOf(path);
  if (owner !== null && isAlive(owner)) throw new HomeInUse(home, owner.pid);
  const away = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, away);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  // Between looking and moving, another process may have taken over: then its lock goes back.
  const moved = ownerOf(away);
  if (moved !== null && isAlive(moved)) {
    tryLink(away, path);
    rmSync(away, { force: true });
    throw new HomeInUse(home, moved.pid);
  }
  rmSync(away, { force: true });
}

function release(path: string): void {
  if (ownerOf(path)?.pid === process.pid) rmSync(path, { force: true });
}

function ownerOf(path: string): Owner | null {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    if (codeOf(error) !== 'EPERM') return false;
  }
  // The number of a dead process may have been given to another one.
  const now = startOf(owner.pid);
  return owner.started === '' || now === '' || now === owner.started;
}

/** When a process started, in the kernel's own count; '' where that cannot be read. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
