import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSameOwner, ownerSchema, standingOf, thisProcess, type Owner } from './lock-owner.ts';

/** Another Countersign has this home. Its message is one sentence for a person. */
export class HomeInUse extends Error {
  readonly pid: number | null;
  /** The computer or container it runs in, and the file to delete once it is known to be gone; null: it runs here, or it is not known where. */
  readonly elsewhere: { readonly host: string; readonly lock: string } | null;
  constructor(home: string, pid: number | null, elsewhere: HomeInUse['elsewhere'] = null) {
    const by = pid === null ? '' : ` (process ${pid}${elsewhere === null ? '' : ` on ${elsewhere.host}`})`;
    const then = elsewhere === null ? 'end that one' : `end that one there, or delete "${elsewhere.lock}" where it is gone for sure,`;
    super(`The home "${home}" is in use by another Countersign${by}; ${then} or choose another --home.`);
    this.name = 'HomeInUse';
    this.pid = pid;
    this.elsewhere = elsewhere;
  }
}

/** A held home. `release` may be called more than once. */
export interface HomeLock {
  release(): void;
}

/** A lock that holds nothing may be about to be written: it is looked at again so often, so long apart. */
const [LOOKS, LOOK_MS] = [20, 50];

/**
 * Takes a home for this process: one writer per home. A lock whose process is gone is taken over. Throws
 * {@link HomeInUse} where a living process has it, or one of which nobody here can say whether it lives, and whatever the disk says where the lock cannot be made.
 */
export function lockHome(home: string): HomeLock {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const path = join(home, 'lock');
  const self = thisProcess();
  // Two containers may give the same number: their files must not be one.
  const own = join(home, `lock.${self.pid}-${randomBytes(4).toString('hex')}`);
  writeFileSync(own, JSON.stringify(self), { mode: 0o600 });
  try {
    if (!tryLink(own, path)) {
      takeOver(home, path);
      if (!tryLink(own, path)) throw inUse(home, path, ownerOf(path));
    }
    // SECURITY: where the lock was made and written in two steps, somebody may have taken it for a damaged one in between.
    const owner = ownerOf(path);
    if (owner === null || !isSameOwner(owner, self)) throw inUse(home, path, owner);
  } finally {
    rmSync(own, { force: true });
  }
  return { release: () => release(path, self) };
}

function inUse(home: string, lock: string, owner: Owner | null): HomeInUse {
  const isElsewhere = owner !== null && standingOf(owner) === 'elsewhere';
  // Another computer names itself: what is no letter of a name is not taken over.
  return new HomeInUse(home, owner?.pid ?? null, isElsewhere ? { host: (owner.host ?? '?').replaceAll(/[^\w.-]/g, '?').slice(0, 80), lock } : null);
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

/** Puts a stale lock away. Throws {@link HomeInUse} while its owner lives, or may live. */
function takeOver(home: string, path: string): void {
  const owner = ownerWhenWritten(path);
  if (owner !== null && standingOf(owner) !== 'gone') throw inUse(home, path, owner);
  const away = `${path}.stale.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    renameSync(path, away);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  // Between looking and moving, another process may have taken over: then its lock goes back.
  const moved = ownerOf(away);
  if (moved !== null && standingOf(moved) !== 'gone') {
    tryLink(away, path);
    rmSync(away, { force: true });
    throw inUse(home, path, moved);
  }
  rmSync(away, { force: true });
}

function release(path: string, self: Owner): void {
  const owner = ownerOf(path);
  if (owner !== null && isSameOwner(owner, self)) rmSync(path, { force: true });
}

/** The owner of a lock that is there; of one that holds nothing, once it does. One that a crash left so is nobody's after a second. */
function ownerWhenWritten(path: string): Owner | null {
  const idle = new Int32Array(new SharedArrayBuffer(4));
  for (let look = 0; look < LOOKS && isEmpty(path); look += 1) Atomics.wait(idle, 0, 0, LOOK_MS);
  return ownerOf(path);
}

function isEmpty(path: string): boolean {
  try {
    return readFileSync(path).length === 0;
  } catch {
    return false;
  }
}

function ownerOf(path: string): Owner | null {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
