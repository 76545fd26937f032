import type { Sha256 } from '../../../../main/core/canonical/canonical.ts';
import { createVerifier, type Verification, type VerifierOptions } from '../../../../main/core/audit/verify.ts';

/** Verifies lines that are already at hand, as one file. Never throws. */
export function verifyLines(lines: Iterable<string>, sha256: Sha256, options: VerifierOptions): Verification {
  const verifier = createVerifier(sha256, options);
  for (const line of lines) verifier.line(line);
  return verifier.finish();
}
