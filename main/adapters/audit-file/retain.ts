import { rm } from 'node:fs/promises';
import { overBy } from '../../core/audit/age.ts';
import type { ChainHead } from '../../core/audit/chain.ts';
import type { AuditRecord } from '../../core/audit/event.ts';
import { parseRecord } from '../../core/audit/record.ts';
import type { Signer, Signing } from '../../core/audit/signing.ts';
import { makeTombstone } from '../../core/audit/tombstone.ts';
import { createVerifier } from '../../core/audit/verify.ts';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import { checkSignature } from './ed25519.ts';
import { scanLines } from './lines.ts';
import { listSegments, type Segment } from './segments.ts';
import { readLogFolder, writeTombstone } from './tombstone-file.ts';

/** Why nothing of a log is removed: it has no key to sign that with, or it does not verify as far as it would go. */
export type RetentionRefusal = 'unsigned' | 'broken';

/** What of a log is old enough to go: whole segments, and how the log stands behind them. */
export interface Removal {
  readonly segments: readonly Segment[];
  /** The first file that stays. */
  readonly first: string;
  readonly heads: readonly ChainHead[];
  readonly signing: Signing;
}

/** What may go: records older than `before`, none beyond record `upTo`. */
export interface Removable {
  readonly before: string;
  readonly now: string;
  readonly upTo: number;
}

/**
 * Finds the oldest segments whose records are all older than a moment; the newest segment always stays. Only what verifies is ever
 * removed: a break must stay to be looked at. A record ahead of now is as old as what came behind it tells. Null: nothing is old enough.
 */
export async function findRemoval(folder: string, segments: readonly Segment[], { before, now, upTo }: Removable, sha256: Sha256): Promise<Removal | 'broken' | null> {
  const { tombstone } = await readLogFolder(folder);
  const verifier = createVerifier(sha256, { check: checkSignature, tombstone });
  const heads = new Map<string, ChainHead>((tombstone?.stone?.heads ?? []).map((head) => [head.chain, head]));
  const old: Segment[] = [];
  let found: Removal | null = null;
  let newest: string | null = '';
  for (const [at, segment] of segments.slice(0, -1).entries()) {
    let ahead = false;
    let faults = 0;
    verifier.file(segment.file);
    const torn = await scanLines(segment.path, 0, segment.bytes, (text) => {
      const record: AuditRecord | null = verifier.line(text);
      if (record === null) faults += 1;
      else {
        if (record.at > now) ahead = true;
        else if (record.at > (newest ?? '')) newest = record.at;
        heads.delete(record.chain);
        heads.set(record.chain, { chain: record.chain, seq: record.seq, hash: record.hash });
      }
    }).catch(() => 1);
    if (faults > 0 || torn > 0) return 'broken';
    if (ahead) newest = await overByRecord(newest, segments.slice(at + 1), now);
    if (newest === null || newest >= before || [...heads.values()].some(({ seq }) => seq > upTo)) break;
    old.push(segment);
    const next = segments[at + 1];
    if (next !== undefined && heads.size > 0) found = { segments: [...old], first: next.file, heads: [...heads.values()], signing: verifier.signing() };
  }
  return found;
}

/** By when a segment with records ahead of now was over: as the first records of those behind it tell. Null: they do not. */
async function overByRecord(before: string, behind: readonly Segment[], now: string): Promise<string | null> {
  for (const { path, bytes } of behind) {
    let first: string | null = null;
    await scanLines(path, 0, bytes, (text) => { first ??= text; }).catch(() => undefined);
    const at = first === null ? undefined : parseRecord(first)?.at;
    const over = at === undefined ? null : overBy(before, [at], now);
    if (over !== null) return over;
  }
  return null;
}

/** Files that are no part of the log any more still lie on the disk: it did not let go of them. */
export class FilesLeft extends Error {
  constructor() {
    super('removed files are left');
    this.name = 'FilesLeft';
  }
}

/**
 * Puts the tombstone down and takes the files away, in this order: what is interrupted in between is still whole. Rejects with {@link FilesLeft} where the
 * tombstone stands and a file does too; with anything else nothing was removed.
 */
export async function remove(folder: string, removal: Removal, at: string, signer: Signer): Promise<void> {
  const { first, heads, signing } = removal;
  await writeTombstone(folder, makeTombstone({ at, first, heads, signing }, signer));
  await sweep(folder, first);
}

/** Takes away what an earlier removal left. Rejects with {@link FilesLeft}. */
export async function sweepRemoved(folder: string): Promise<void> {
  const first = (await readLogFolder(folder)).tombstone?.stone?.first;
  if (first !== undefined) await sweep(folder, first);
}

/** By name: what an interrupted removal left goes too. */
async function sweep(folder: string, first: string): Promise<void> {
  const gone = await Promise.all((await listSegments(folder)).filter(({ file }) => file < first)
    .map(({ path }) => rm(path, { force: true }).then(() => true, () => false)));
  if (gone.includes(false)) throw new FilesLeft();
}
