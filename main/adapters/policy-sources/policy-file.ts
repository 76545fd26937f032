import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { PolicyProblemCode } from '../../core/policy/document/problem.ts';

/** A policy's text, with the exact bytes a signature is over; or why there is none. */
export type PolicyFile =
  | { readonly ok: true; readonly text: string; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly code: PolicyProblemCode };

const MAX_BYTES = 4_000_000;

/** Reads a file that somebody named. Never throws. A byte order mark is kept, for the reader of policies to refuse. */
export function readPolicyFile(path: string): PolicyFile {
  let file: number;
  try {
    // Not blocking: a pipe that nobody writes to must not hold up the start.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return { ok: false, code: 'unreadable' };
  }
  try {
    return readOpenFile(file);
  } catch {
    return { ok: false, code: 'unreadable' };
  } finally {
    closeSync(file);
  }
}

/** The same of a file that is already open, so that what was checked is what is read. */
export function readOpenFile(file: number): PolicyFile {
  const about = fstatSync(file);
  if (!about.isFile()) return { ok: false, code: 'no-file' };
  if (about.size > MAX_BYTES) return { ok: false, code: 'too-large' };
  const bytes = readFileSync(file);
  const text = decodePolicy(bytes);
  return text === null ? { ok: false, code: 'not-utf8' } : { ok: true, text, bytes };
}

/** Bytes as text, or null where they are not UTF-8 (UTF-16 among them). */
export function decodePolicy(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
