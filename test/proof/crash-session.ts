import { openAuditLog, type AuditFile } from '../../main/adapters/audit-file/audit-log.ts';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { intent, outcome } from '../main/core/audit/events.ts';

/** `npm run prove -- audit-crash` runs in full; otherwise a slice runs. */
export const FULL = process.env['COUNTERSIGN_PROOF'] === 'full';
export const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20260102);
export const LIMIT = { timeout: 7_200_000 };
/** How many of something are run: what the environment says, or in full, or a slice. */
export const countOf = (name: string, full: number, slice: number): number => Number(process.env[name] ?? (FULL ? full : slice));
export const said = (sentence: string): void => { if (FULL) process.stdout.write(`${sentence}\n`); };

const clock = { now: () => new Date().toISOString(), monotonic: () => performance.now() };
export const open = (dir: string, more = {}): Promise<AuditFile> => openAuditLog({ dir, clock, sha256, ...more });

/** What a session did: which records it was told are safe, in their order, and which calls it sent because of that. */
export interface Done {
  readonly safe: string[];
  readonly sent: string[];
}

/** Sends calls as the gate does: only behind a durable intent. `width` of them at a time. */
export async function session(log: AuditFile, calls: number, width: number, name: string, done: Done): Promise<void> {
  for (let n = 0; n < calls; n += width) {
    await Promise.all(Array.from({ length: width }, async (_, w) => {
      const id = `${name}-${n + w}`;
      try {
        await log.append(intent(id));
        done.safe.push(`intent ${id}`);
        done.sent.push(id);
        await log.append(outcome(id));
        done.safe.push(`outcome ${id}`);
      } catch {
        // Not recorded, so not sent.
      }
    }));
  }
}

/** What a log holds: `intent ID` and `outcome ID`, in order. */
async function recordsOf(log: AuditFile): Promise<string[]> {
  const records = await log.range(1, log.total());
  return records.flatMap(({ event }) => {
    const seen = event as { type: string; callId?: string; call?: { callId: string } };
    return seen.type === 'intent' || seen.type === 'outcome' ? [`${seen.type} ${seen.call?.callId ?? seen.callId ?? ''}`] : [];
  });
}

/**
 * What must hold after any crash. Gives the ids that were sent without an intent, sent twice, lost or left open. Where retention removed
 * the oldest records (`removed`: as the verified tombstone counts them), those may be gone, and only those: the first ones, no more of them.
 */
export async function faultsOf(log: AuditFile, done: Done, removed = 0): Promise<string[]> {
  const held = await recordsOf(log);
  const all = new Set(held);
  const firstHeld = done.safe.findIndex((one) => all.has(one));
  const gone = new Set(removed === 0 ? [] : done.safe.slice(0, firstHeld === -1 ? done.safe.length : firstHeld));
  return [
    ...(gone.size > removed ? [`more gone than removed: ${gone.size} of ${removed}`] : []),
    ...done.safe.filter((one) => !all.has(one) && !gone.has(one)).map((one) => `lost: ${one}`),
    ...done.sent.filter((id) => !all.has(`intent ${id}`) && !gone.has(`intent ${id}`)).map((id) => `sent without intent: ${id}`),
    ...(new Set(done.sent).size === done.sent.length ? [] : ['sent twice']),
    ...(all.size === held.length ? [] : ['recorded twice']),
    ...held.filter((one) => one.startsWith('intent ') && !all.has(one.replace('intent', 'outcome'))).map((one) => `no end: ${one}`),
    ...[...log.openCalls()].map((id) => `open: ${id}`),
  ];
}

/** Runs a job for each number below `count`, `width` of them at a time. The first that fails ends it. */
export async function inParallel(count: number, width: number, job: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    for (let n = next; n < count; n = next) {
      next += 1;
      try {
        await job(n);
      } catch (error) {
        next = count;
        throw error;
      }
    }
  }));
}
