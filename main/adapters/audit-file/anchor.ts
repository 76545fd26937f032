import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AnchoredHead } from '../../core/audit/anchors.ts';
import { readBeside, replaceFile } from './plain-file.ts';

const head = {
  chain: z.string().regex(/^[a-z0-9-]{1,64}$/),
  file: z.string(),
  seq: z.number().int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
};
const headSchema = z.looseObject(head);

const publicKey = z.string().regex(/^[0-9a-f]{64}$/);

const anchorSchema = z.strictObject({
  v: z.literal(1),
  ...head,
  size: z.number().int().min(0),
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

/** The anchors of a home that this program wrote, with all it goes on from. Files that are none are left out. */
export function readAnchors(folder: string): Promise<readonly Anchor[]> {
  return readAll(folder, (path) => readAs(path, anchorSchema));
}

/**
 * What the anchors of a home say of its chains: for a verification four members count, whoever wrote the others. Files that are no anchors are
 * left out; a missing anchor never makes a log good.
 */
export function readHeads(folder: string): Promise<readonly AnchoredHead[]> {
  return readAll(folder, readHead);
}

/** What one anchor says, or null where the file is absent, not an anchor, or larger than one. */
export async function readHead(path: string): Promise<AnchoredHead | null> {
  const found = await readAs(path, headSchema);
  return found === null ? null : anchoredHead(found);
}

async function readAll<T>(folder: string, read: (path: string) => Promise<T | null>): Promise<readonly T[]> {
  const names = await readdir(folder).catch(() => []);
  const all = await Promise.all(names.filter((name) => name.endsWith('.json')).sort().map((name) => read(join(folder, name))));
  return all.filter((one) => one !== null);
}

async function readAs<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    const parsed = schema.safeParse(JSON.parse((await readBeside(path)).toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** What of an anchor a verification needs. */
export function anchoredHead(anchor: Pick<Anchor, 'chain' | 'seq' | 'hash' | 'file'>): AnchoredHead {
  return { chain: anchor.chain, seq: anchor.seq, hash: anchor.hash, file: anchor.file };
}
