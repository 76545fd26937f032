import { z } from 'zod';
import { headOf, startOf, type ChainHead } from '../../core/audit/chain.ts';
import type { AuditRecord } from '../../core/audit/event.ts';
import { parseRecord, recordLine, recordText } from '../../core/audit/record.ts';
import { UNSIGNED, type Signing } from '../../core/audit/signing.ts';
import type { Tombstone } from '../../core/audit/tombstone.ts';
import { createVerifier } from '../../core/audit/verify.ts';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import { anchoredHead, type Anchor, readAnchors } from './anchor.ts';
import { checkSignature } from './ed25519.ts';
import { lineEndingAt, scanLines } from './lines.ts';
import { logFolders, type Segment } from './segments.ts';
import { readLogFolder, type LogFolder } from './tombstone-file.ts';

/** Where the log stands when it is opened. */
export interface Standing {
  /** What the next record follows. A new chain where the old one is broken or there is none. */
  readonly head: ChainHead;
  /** True when what lies on disk does not verify. The old records stay as they are; a new chain begins after them. */
  readonly broken: boolean;
  /** The segment to write on, or null where a new one must begin. */
  readonly segment: Segment | null;
  readonly lastFile: string | null;
  /** The number of the newest record. */
  readonly total: number;
  /** The number of the last record that was removed; 0: none was. */
  readonly removed: number;
  /** Calls that went out and whose end was never recorded. */
  readonly open: ReadonlySet<string>;
  readonly signing: Signing;
  /** False where records lie on disk and no anchor beside them speaks of their chain. */
  readonly anchored: boolean;
}

const tracked = z.union([
  z.looseObject({ type: z.literal('intent'), call: z.looseObject({ callId: z.string() }) }),
  z.looseObject({ type: z.literal('outcome'), callId: z.string() }),
]);

/** Keeps a set of the calls that are out: an intent adds, its outcome takes away. */
export function track(open: Set<string>, record: AuditRecord): void {
  const event = tracked.safeParse(record.event);
  if (!event.success) return;
  if (event.data.type === 'intent') open.add(event.data.call.callId);
  else open.delete(event.data.callId);
}

/**
 * Finds where the log of a home stands. With a sound anchor only what was written after it is read; without one, or
 * with one that the log does not bear out, everything is verified from the start.
 */
export async function findStanding(home: string, newChain: () => string, sha256: Sha256): Promise<Standing> {
  const { audit, anchors } = logFolders(home);
  const { segments, tombstone } = await readLogFolder(audit);
  const all = await readAnchors(anchors);
  const known = all.filter((anchor) => !isRemoved(tombstone?.stone ?? null, anchor));
  const sound: Anchor[] = [];
  for (const anchor of known) {
    if (await isBorneOut(segments, anchor, sha256)) sound.push(anchor);
  }
  const start = sound.sort((a, b) => a.file.localeCompare(b.file) || a.seq - b.seq).at(-1) ?? null;
  const found = await scanFrom({ segments, tombstone }, start === null ? known : [], start, sha256);
  if (found.head === null || !found.whole) {
    // SECURITY: a broken chain is never continued. Its anchor stays, so that a verification goes on naming the break.
    return { ...found, head: startOf(newChain(), found.total), broken: !found.whole, segment: null, anchored: found.total === 0 || all.length > 0 };
  }
  return { ...found, head: found.head, broken: sound.length < known.length, anchored: all.some((anchor) => anchor.chain === found.head?.chain) };
}

/**
 * True where the record that an anchor names was removed, as the signed tombstone says: the anchor follows the records in steps, and a
 * process that is killed right after a removal leaves it behind. Whether the tombstone is to be believed is verified with what it leaves.
 */
function isRemoved(stone: Tombstone | null, anchor: Anchor): boolean {
  return stone?.heads.some(({ chain, seq, hash }) => chain === anchor.chain && (seq > anchor.seq || (seq === anchor.seq && hash === anchor.hash))) ?? false;
}

/** True when the record that an anchor names stands where it says. */
async function isBorneOut(segments: readonly Segment[], anchor: Anchor, sha256: Sha256): Promise<boolean> {
  const segment = segments.find((one) => one.file === anchor.file);
  if (segment === undefined || segment.bytes < anchor.size) return false;
  const line = await lineEndingAt(segment.path, anchor.size).catch(() => null);
  const record = line === null ? null : parseRecord(line);
  if (record === null || record.hash !== anchor.hash || record.seq !== anchor.seq || record.chain !== anchor.chain) return false;
  return recordLine(record) === `${line}\n` && sha256(recordText(record, null)) === record.hash;
}

async function scanFrom(
  { segments, tombstone }: LogFolder, anchors: readonly Anchor[], start: Anchor | null, sha256: Sha256,
): Promise<Omit<Standing, 'head' | 'broken' | 'anchored'> & { readonly head: ChainHead | null; readonly whole: boolean }> {
  const from = start === null ? null : anchoredHead(start);
  const verifier = createVerifier(sha256, {
    anchors: anchors.map(anchoredHead), from: start === null ? null : { head: anchoredHead(start), signing: start.signing ?? UNSIGNED }, check: checkSignature, tombstone: start === null ? tombstone : null,
  });
  const open = new Set(start?.open ?? []);
  let head: ChainHead | null = from;
  let torn = 0;
  for (const segment of segments) {
    if (start !== null && segment.file < start.file) continue;
    verifier.file(segment.file);
    const left = await scanLines(segment.path, segment.file === start?.file ? start.size : 0, segment.bytes, (text) => {
      const record = verifier.line(text);
      if (record !== null) head = headOf(record);
      // Behind a damage too: a call that may have gone out must not stay without an end because its record is doubtful.
      const readable = record ?? (text === null ? null : parseRecord(text));
      if (readable !== null) track(open, readable);
    }).catch(() => null);
    if (left === null) verifier.unreadable();
    else if (left > 0) verifier.torn(left);
    torn = left ?? 1;
  }
  const found = verifier.finish();
  const last = segments.at(-1) ?? null;
  // A torn line is never cut away or written over: the chain goes on in a new segment, and a verification names it.
  return {
    head, whole: found.ok, removed: tombstone?.stone?.head.seq ?? 0, open, segment: torn === 0 ? last : null, lastFile: last?.file ?? null,
    total: (start?.seq ?? found.removed) + found.records, signing: verifier.signing(),
  };
}
