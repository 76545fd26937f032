import type * as promises from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

type Files = typeof promises;

/** Where and how the disk fails. Operations under `root` that change something are counted from 1. */
export interface Failing {
  root: string | null;
  /** Operations `at` to `at + lasts - 1` fail. */
  at: number;
  lasts: number;
  code: string;
  operations: number;
}

/** What a disk refuses, of a file that is open. */
const CHANGES = new Set<PropertyKey>(['write', 'writeFile', 'appendFile', 'sync', 'datasync', 'truncate']);

/** The real files, of which operations fail as told. A failed write leaves half of its bytes; a plain `write` says how many it took, as systems do, before it fails. */
export function failingFiles(real: Files, failing: Failing): Files {
  const fails = (path: unknown): boolean => {
    if (failing.root === null || !String(path).startsWith(failing.root)) return false;
    failing.operations += 1;
    return failing.operations >= failing.at && failing.operations < failing.at + failing.lasts;
  };
  const no = (): Error => Object.assign(new Error(failing.code), { code: failing.code });
  const guarded = (name: 'rename' | 'rm' | 'mkdir') => async (path: string, ...more: never[]): Promise<unknown> => {
    if (fails(path)) throw no();
    return (real[name] as (...args: unknown[]) => Promise<unknown>)(path, ...more);
  };
  return {
    ...real, rename: guarded('rename'), rm: guarded('rm'), mkdir: guarded('mkdir'),
    open: async (path: string, flags: string | number = 'r', mode?: number) => {
      const isReading = flags === 'r' || (typeof flags === 'number' && (flags & 3) === 0);
      if (!isReading && fails(path)) throw no();
      const handle = await real.open(path, flags, mode);
      return isReading ? handle : failingHandle(handle, () => fails(path), no);
    },
  } as Files;
}

function failingHandle(handle: FileHandle, fails: () => boolean, no: () => Error): FileHandle {
  /** A write took half: the next one says why. */
  let isFull = false;
  return new Proxy(handle, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (!CHANGES.has(name)) return value.bind(target) as unknown;
      return async (...args: unknown[]): Promise<unknown> => {
        if (!fails() && !isFull) return value.apply(target, args) as unknown;
        const [bytes, at, length, place] = args as [Uint8Array | string, number?, number?, number?];
        if (name === 'write' && !isFull) {
          isFull = true;
          return target.write(bytes as Uint8Array, at ?? 0, (length ?? bytes.length) >> 1, place);
        }
        isFull = false;
        if (name === 'writeFile') await target.writeFile(bytes.slice(0, bytes.length >> 1));
        throw no();
      };
    },
  });
}
