import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { openAuditLog, type AuditFile, type AuditLogOptions } from '../../../../main/adapters/audit-file/audit-log.ts';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import type { Clock } from '../../../../main/core/ports.ts';

const homes: string[] = [];
const logs: AuditFile[] = [];

afterEach(async () => {
  for (const log of logs.splice(0)) await log.close();
  for (const home of homes.splice(0)) await rm(home, { recursive: true, force: true });
});

/** A home of its own for one test, removed afterwards. */
export async function newHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'countersign-home-'));
  homes.push(home);
  return home;
}

/** A clock that moves one millisecond with each look. */
export function steadyClock(): Clock {
  let at = Date.UTC(2026, 0, 2);
  return { now: () => new Date(at += 1).toISOString(), monotonic: () => at };
}

/** Opens the log of a home; it is closed after the test. */
export async function openLog(dir: string, more: Partial<AuditLogOptions> = {}): Promise<AuditFile> {
  const log = await openAuditLog({ dir, clock: steadyClock(), sha256, ...more });
  logs.push(log);
  return log;
}

/** The segments of a home and their lines. */
export async function linesOf(home: string): Promise<Record<string, string[]>> {
  const names = (await readdir(join(home, 'audit'))).sort();
  const read = await Promise.all(names.map(async (name) => [name, (await readFile(join(home, 'audit', name), 'utf8')).split('\n')] as const));
  return Object.fromEntries(read);
}
