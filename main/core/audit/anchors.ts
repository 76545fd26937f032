import type { ChainHead } from './chain.ts';

/** Where an anchor was kept: beside the log, in the keychain, with somebody who was told (a witness), or in a file that was named. */
export type AnchorKind = 'file' | 'keychain' | 'witness' | 'external';

/** The anchor that the log does not bear out: which one, what it says of its place, and what the log says there. Hashes are whole. */
export interface AnchorSays {
  readonly by: AnchorKind;
  /** The file it names: the segment it was made for, or the witness's own. */
  readonly file: string;
  readonly chain: string;
  readonly seq: number;
  readonly says: string;
  /** The hash that stands at its number; null: the log does not reach that far. */
  readonly found: string | null;
}

/** Where an anchor says a chain stands. */
export interface AnchoredHead extends ChainHead {
  readonly file: string;
  /** Where it was kept. Absent: whoever reads it knows. */
  readonly by?: AnchorKind;
}

/** The file of an anchor that is there and cannot be read: what it knows, nobody can say. */
export interface UnreadAnchor {
  readonly unread: string;
}

/** Whether an anchor holds this very record. */
export function isAt(anchor: AnchoredHead, place: ChainHead): boolean {
  return anchor.chain === place.chain && anchor.seq === place.seq && anchor.hash === place.hash;
}

/** What an anchor says, beside the hash of what was found at its number. */
export function saying({ by = 'external', file, chain, seq, hash }: AnchoredHead, found: string | null): AnchorSays {
  return { by, file, chain, seq, says: hash, found };
}
