import { z } from 'zod';
import { canonical } from '../canonical/canonical.ts';
import type { Json } from '../words/index.ts';
import type { ChainHead } from './chain.ts';
import type { SignatureCheck, Signer, Signing } from './signing.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const chain = z.string().regex(/^[a-z0-9-]{1,64}$/);
const head = z.strictObject({ chain, seq: z.int().min(1), hash });

const bodySchema = z.strictObject({
  v: z.literal(1),
  what: z.literal('countersign-tombstone'),
  at: z.iso.datetime(),
  /** The first file that is still part of the log. */
  first: z.string().regex(/^\d{6,12}\.jsonl$/),
  /** The last record that was removed: the first one that is left follows it. */
  head,
  /** The last removed record of each chain, this one's last. */
  heads: z.array(head).min(1).max(10_000),
  /** How the log stood with its signatures after that record. */
  signing: z.strictObject({ keyId: hash.nullable(), last: hash.nullable(), since: z.int().min(0) }),
  /** The key that signs this; one that is in force somewhere in what is left. */
  keyId: hash,
});
const tombstoneSchema = bodySchema.extend({ signature: z.string().regex(/^[0-9a-f]{128}$/) });

/** What a log left behind when its oldest files were removed: where the rest begins, signed by the log's own key. */
export type Tombstone = z.infer<typeof tombstoneSchema>;

/** What was found, where it is a tombstone that may be believed as far as its own words go; otherwise null. Never throws. */
export function readTombstone(found: Json, check: SignatureCheck): Tombstone | null {
  try {
    const parsed = tombstoneSchema.safeParse(found);
    if (!parsed.success) return null;
    const { signature, ...body } = parsed.data;
    const last = body.heads.at(-1);
    if (last === undefined || canonical(last) !== canonical(body.head)) return null;
    // Two places of one chain: what was removed of it could be read either way.
    if (new Set(body.heads.map((one) => one.chain)).size < body.heads.length) return null;
    // SECURITY: what is taken as the start of a log is signed whole; nothing of it is believed for standing there.
    return check(body.keyId, canonical(body), signature) ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Signs where a log begins from here on. */
export function makeTombstone(
  start: { readonly at: string; readonly first: string; readonly heads: readonly ChainHead[]; readonly signing: Signing }, signer: Signer,
): Tombstone {
  const heads = start.heads.map((one) => ({ chain: one.chain, seq: one.seq, hash: one.hash }));
  const last = heads.at(-1);
  if (last === undefined) throw new TypeError('nothing is removed');
  const body = { v: 1 as const, what: 'countersign-tombstone' as const, at: start.at, first: start.first, head: last, heads, signing: { ...start.signing }, keyId: signer.keyId };
  return { ...body, signature: signer.sign(canonical(body)) };
}
