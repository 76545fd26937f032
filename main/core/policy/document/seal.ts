import { digestOf, type Sha256 } from '../../canonical/canonical.ts';
import { withMember } from '../../canonical/pointer.ts';
import type { JsonObject } from '../../words/index.ts';

/** The seal of a document: the digest of everything in it but the seal. It shows damage; against people there are signatures. */
export function sealOf(value: JsonObject, sha256: Sha256): string {
  return digestOf(Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'seal')), sha256);
}

/** The document with its seal made anew. */
export function sealed(value: JsonObject, sha256: Sha256): JsonObject {
  return withMember(value, 'seal', sealOf(value, sha256));
}
