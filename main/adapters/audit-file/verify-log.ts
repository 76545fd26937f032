import { basename } from 'node:path';
import type { AnchoredHead, AnchorKind, UnreadAnchor } from '../../core/audit/anchors.ts';
import { createVerifier, type Verification } from '../../core/audit/verify.ts';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import { checkSignature } from './ed25519.ts';
import { scanLines } from './lines.ts';
import { readLogFolder } from './tombstone-file.ts';

/** Where anchors are kept, the one that is hardest to move first. */
const KINDS = ['external', 'witness', 'keychain', 'file'] as const satisfies readonly AnchorKind[];

/** A verification, and what it was held against. */
export interface LogVerification extends Verification {
  /** The best kind of anchor there was; a witness is one that is kept elsewhere. */
  readonly anchored: false | Exclude<AnchorKind, 'witness'>;
  /** The number of the last record that an anchor of this kind knows, where it is not the log's last one; null: it is, or there is no anchor. */
  readonly anchoredTo: number | null;
}

/** What of the log is to be verified, and against what. */
export interface VerifyRequest {
  /** The folder of the segments. */
  readonly folder: string;
  /** All of them must hold. */
  readonly anchors: Readonly<Partial<Record<AnchorKind, Iterable<AnchoredHead | UnreadAnchor>>>>;
  /** The end of the part that is committed, where a writer is at work; null: all there is. */
  readonly until: { readonly file: string; readonly bytes: number } | null;
}

/**
 * Verifies the log from its first record on, in bounded memory, giving way to other work after each chunk that is read.
 * A broken log is an answer, and so is a file that cannot be read. Never rejects: a folder that cannot be read is as a file that cannot be.
 */
export async function verifyLog(request: VerifyRequest, sha256: Sha256): Promise<LogVerification> {
  const folder = await readLogFolder(request.folder).catch(() => null);
  const { segments, tombstone } = folder ?? { segments: [], tombstone: null };
  const reach = new Map<AnchorKind, number>();
  const unread: string[] = [];
  const verifier = createVerifier(sha256, { anchors: anchorsOf(request, reach, unread), unread, check: checkSignature, tombstone });
  if (folder === null) {
    verifier.file(basename(request.folder));
    verifier.unreadable();
  }
  for (const segment of segments) {
    if (request.until !== null && segment.file > request.until.file) break;
    const end = segment.file === request.until?.file ? request.until.bytes : segment.bytes;
    verifier.file(segment.file);
    const torn = await scanLines(segment.path, 0, end, (text) => { verifier.line(text); }).catch(() => null);
    if (torn === null) verifier.unreadable();
    else if (torn > 0) verifier.torn(torn);
  }
  const found = verifier.finish();
  return { ...found, ...heldBy(reach, found) };
}

/** All anchors, one after the other: a witness may have told a million places. `reach` is told how far each kind goes, `unread` which are there and cannot be read. */
function* anchorsOf({ anchors }: VerifyRequest, reach: Map<AnchorKind, number>, unread: string[]): Generator<AnchoredHead> {
  for (const by of KINDS) {
    for (const anchor of anchors[by] ?? []) {
      if ('unread' in anchor) {
        unread.push(anchor.unread);
        continue;
      }
      reach.set(by, Math.max(reach.get(by) ?? 0, anchor.seq));
      yield { ...anchor, by };
    }
  }
}

/**
 * Records are numbered through all chains, so the highest number of a kind says how far it reaches. SECURITY: one among what was removed
 * holds nothing that is left; a tombstone alone vouches for that, and anybody can sign one with a key of their own.
 */
function heldBy(reach: ReadonlyMap<AnchorKind, number>, { removed, records }: Verification): Pick<LogVerification, 'anchored' | 'anchoredTo'> {
  for (const [anchored, ...kinds] of [['external', 'external', 'witness'], ['keychain', 'keychain'], ['file', 'file']] as const) {
    const furthest = Math.max(...kinds.map((kind) => reach.get(kind) ?? 0));
    if (furthest > removed) return { anchored, anchoredTo: furthest < removed + records ? furthest : null };
  }
  return { anchored: false, anchoredTo: null };
}
