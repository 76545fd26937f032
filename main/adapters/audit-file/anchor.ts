import { readdir } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { z } from 'zod';
import type { AnchoredHead, UnreadAnchor } from '../../core/audit/anchors.ts';
import { parseBeside, readBeside, replaceFile } from './plain-file.ts';

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
export async function readAnchors(folder: string): Promise<readonly Anchor[]> {
  const all = await Promise.all((await anchorFiles(folder) ?? []).map(({ path }) => readAs(path, anchorSchema)));
  return all.filter((one) => one !== null);
}

/**
 * What the anchors of a home say of its chains: for a verification four members count, whoever wrote the others. SECURITY: one that is there and says
 * nothing that can be read is named, and so is a folder that cannot be looked into; who spoils an anchor must not have it forgotten.
 */
export async function readHeads(folder: string): Promise<readonly (AnchoredHead | UnreadAnchor)[]> {
  const files = await anchorFiles(folder);
  if (files === null) return [{ unread: basename(folder) }];
  return Promise.all(files.map(async ({ name, path }) => await readHead(path) ?? { unread: name }));
}

/** What one anchor says, or null where the file is absent, not an anchor, or larger than one. */
export async function readHead(path: string | Buffer): Promise<AnchoredHead | null> {
  const found = await readAs(path, headSchema);
  return found === null ? null : anchoredHead(found);
}

/** Whether a file of this name, in the folder of the anchors, is one. What a system puts beside a file that it copies (`._name`) is none. */
function isAnchorName(name: string): boolean {
  return name.endsWith('.json') && !name.startsWith('.');
}

/** The anchors in a folder, in the order of the bytes of their names, which need not be text; null where it is there and cannot be looked into. */
async function anchorFiles(folder: string): Promise<readonly { readonly name: string; readonly path: Buffer }[] | null> {
  const names = await readdir(folder, { encoding: 'buffer' }).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : null));
  return names?.sort(Buffer.compare).map((bytes) => ({ name: bytes.toString('utf8'), path: Buffer.concat([Buffer.from(`${folder}${sep}`), bytes]) }))
    .filter(({ name }) => isAnchorName(name)) ?? null;
}

async function readAs<T>(path: string | Buffer, schema: z.ZodType<T>): Promise<T | null> {
  try {
    const parsed = schema.safeParse(parseBeside(await readBeside(path)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** What of an anchor a verification needs. */
export function anchoredHead(anchor: Pick<Anchor, 'chain' | 'seq' | 'hash' | 'file'>): AnchoredHead {
  return { chain: anchor.chain, seq: anchor.seq, hash: anchor.hash, file: anchor.file };
}
