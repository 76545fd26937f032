import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { sha256 } from '../digest/sha256.ts';

/** The keychain name of a home: each home has its own, so that one never reads another's secrets. */
export function keychainService(home: string): string {
  return `Countersign ${sha256(realOf(home)).slice(0, 16)}`;
}

function realOf(home: string): string {
  try {
    return realpathSync(home);
  } catch {
    return resolve(home);
  }
}
