import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AnchoredHead } from '../../core/audit/anchors.ts';
import { readBeside, replaceFile } from './plain-file.ts';

const publicKey = z.string().regex(/^[0-9a-f]{64}$/);

const anchorSchema = z.strictObject({
  v: z.literal(1),
  chain: z.string().regex(/^[a-z0-9-]{1,64}$/),
  file: z.string(),
  size: z.number().int().min(0),
  seq: z.number().int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Calls that went out and whose end is not recorded yet. */
  open: z.array(z.string()),
  /** How signing stood. Absent in anchors of logs that were never signed. */
  signing: z.strictObject({ keyId: publicKey.nullable(), last: publicKey.nullable(), since: z.number().int().min(0) }).optional(),
});

/** Where a chain stood after its last commit: which file, how long it was, and the last record's number and hash. */
export type Anchor = z.infer<typeof anchorSchema>;

/** Writes the anchor of a chain in one step: a reader sees the old one or the new one. Rejects when the disk refuses. */
export async function writeAnchor(folder: string, anchor: Anchor): Promise<void> {
  await replaceFile(join(folder, `${anchor.chain}.json`), [`${JSON.stringify(anchor)}\n`], { flushed: false });
}

/** One anchor, or null where the file is absent, not an anchor, or larger than one. */
export async function readAnchor(path: string): Promise<Anchor | null> {
  try {
    const parsed = anchorSchema.safeParse(JSON.parse((await readBeside(path)).toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** All anchors of a home. Files that are no anchors are left out; a missing anchor never makes a log good. */
export async function readAnchors(folder: string): Promise<readonly Anchor[]> {
  const names = await readdir(folder).catch(() => []);
  const read = await Promise.all(names.filter((name) => name.endsWith('.json')).sort().map((name) => readAnchor(join(folder, name))));
  return read.filter((anchor) => anchor !== null);
}

/** What of an anchor a verification needs. */
export function anchoredHead(anchor: Anchor): AnchoredHead {
  return { chain: anchor.chain, seq: anchor.seq, hash: anchor.hash, file: anchor.file };
}
