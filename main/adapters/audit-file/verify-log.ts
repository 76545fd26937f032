import { createVerifier, type AnchoredHead, type Verification } from '../../core/audit/verify.ts';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import { checkSignature } from './ed25519.ts';
import { scanLines } from './lines.ts';
import { readLogFolder } from './tombstone-file.ts';

/** A verification, and what kind of anchor it was held against. */
export interface LogVerification extends Verification {
  readonly anchored: false | 'file' | 'keychain' | 'external';
}

/** What of the log is to be verified, and against what. */
export interface VerifyRequest {
  /** The folder of the segments. */
  readonly folder: string;
  readonly anchors: readonly AnchoredHead[];
  readonly kind: 'file' | 'keychain' | 'external';
  /** The end of the part that is committed, where a writer is at work; null: all there is. */
  readonly until: { readonly file: string; readonly bytes: number } | null;
}

/**
 * Verifies the log from its first record on, in bounded memory, giving way to other work after each chunk that is read.
 * A broken log is an answer, and so is a file that cannot be read; it rejects only where the folder itself cannot be.
 */
export async function verifyLog(request: VerifyRequest, sha256: Sha256): Promise<LogVerification> {
  const { segments, tombstone } = await readLogFolder(request.folder);
  const verifier = createVerifier(sha256, { anchors: request.anchors, check: checkSignature, tombstone });
  for (const segment of segments) {
    if (request.until !== null && segment.file > request.until.file) break;
    const end = segment.file === request.until?.file ? request.until.bytes : segment.bytes;
    verifier.file(segment.file);
    const torn = await scanLines(segment.path, 0, end, (text) => { verifier.line(text); }).catch(() => null);
    if (torn === null) verifier.unreadable();
    else if (torn > 0) verifier.torn(torn);
  }
  return { ...verifier.finish(), anchored: request.anchors.length > 0 ? request.kind : false };
}
