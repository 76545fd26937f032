import { constants } from 'node:fs';
import { open, rm, type FileHandle, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openPlainFile, readBeside, replaceFile, writeWhole } from '../audit-file/plain-file.ts';
import type { Page } from './page-list.ts';
import { KEY, newKey, sealed, SEALED_MORE, unsealed } from './sealed.ts';

/** A slot holds, wrapped under the page's key: the piece's own key, and where its bytes stand. */
const PLAIN = KEY + 6 + 6;
export const SLOT = PLAIN + SEALED_MORE;

/** A page open for writing at its end. */
export interface OpenPage {
  readonly page: Page;
  /** Adds a piece. Gives its slot. */
  add(plain: Buffer, about: string): Promise<number>;
  slots(): number;
  bytes(): number;
  close(): Promise<void>;
}

/** The files of a page: the pieces, and the slots with their keys. */
export function pageFiles(folder: string, { page, generation }: Pick<Page, 'page' | 'generation'>): { readonly data: string; readonly slots: string } {
  const name = String(page).padStart(6, '0');
  return { data: join(folder, `${name}.data`), slots: join(folder, `${name}.${generation}.keys`) };
}

/** Opens a page at its end. What a crash left half written is overwritten by the next piece. */
export async function openPage(folder: string, page: Page): Promise<OpenPage> {
  const files = pageFiles(folder, page);
  const data = await open(files.data, constants.O_RDWR | constants.O_CREAT, 0o600);
  let keys: FileHandle | null = null;
  try {
    keys = await open(files.slots, constants.O_RDWR | constants.O_CREAT, 0o600);
    return await pageOn(page, data, keys);
  } catch (error) {
    await data.close();
    await keys?.close();
    throw error;
  }
}

async function pageOn(page: Page, data: FileHandle, keys: FileHandle): Promise<OpenPage> {
  let end = (await data.stat()).size;
  let count = Math.floor((await keys.stat()).size / SLOT);
  return {
    page,
    async add(plain, about) {
      const key = newKey();
      const piece = sealed(key, plain, about);
      const slot = Buffer.alloc(PLAIN);
      key.copy(slot);
      slot.writeUIntBE(end, KEY, 6);
      slot.writeUIntBE(piece.length, KEY + 6, 6);
      await writeWhole(data, piece, end);
      await writeWhole(keys, sealed(page.key, slot, slotAbout(page, count)), count * SLOT);
      end += piece.length;
      count += 1;
      return count - 1;
    },
    slots: () => count,
    bytes: () => end,
    async close() {
      await data.close();
      await keys.close();
    },
  };
}

/** One piece of a page; `erased` where its key was deleted, null where it cannot be read. */
export async function readPiece(folder: string, page: Page, slot: number, about: string): Promise<Buffer | 'erased' | null> {
  const files = pageFiles(folder, page);
  const bytes = await readAt(files.slots, slot * SLOT, SLOT);
  if (bytes === null) return null;
  if (bytes.every((byte) => byte === 0)) return 'erased';
  const plain = unsealed(page.key, bytes, slotAbout(page, slot));
  if (plain === null) return null;
  const piece = await readAt(files.data, plain.readUIntBE(KEY, 6), plain.readUIntBE(KEY + 6, 6));
  return piece === null ? null : unsealed(plain.subarray(0, KEY), piece, about);
}

/**
 * The page as it is without some of its pieces: a new key, and a file of slots in which theirs are empty. Nothing of it counts until
 * the list of pages names it. `gone` tells how many keys there were.
 */
export async function withoutSlots(folder: string, page: Page, slots: ReadonlySet<number>): Promise<{ readonly page: Page; readonly gone: number }> {
  const next: Page = { ...page, generation: page.generation + 1, key: newKey() };
  const old = await readBeside(pageFiles(folder, page).slots);
  const fresh = Buffer.alloc(Math.floor(old.length / SLOT) * SLOT);
  let gone = 0;
  for (let slot = 0; slot * SLOT < fresh.length; slot += 1) {
    const bytes = old.subarray(slot * SLOT, (slot + 1) * SLOT);
    const empty = bytes.every((byte) => byte === 0);
    if (slots.has(slot)) gone += empty ? 0 : 1;
    else if (!empty) rewrap(page, next, slot, bytes)?.copy(fresh, slot * SLOT);
  }
  await replaceFile(pageFiles(folder, next).slots, [fresh], { flushed: true });
  return { page: next, gone };
}

function rewrap(page: Page, next: Page, slot: number, bytes: Buffer): Buffer | null {
  const plain = unsealed(page.key, bytes, slotAbout(page, slot));
  return plain === null ? null : sealed(next.key, plain, slotAbout(next, slot));
}

const NAMED = /^(\d{6,15})\.(?:data|(\d{1,15})\.keys)$/;

/** Deletes what a list of pages no longer names: files of slots that were written anew, and pages before its last one that it has lost. */
export async function removeStale(folder: string, pages: readonly Page[]): Promise<void> {
  const last = pages.at(-1)?.page ?? 0;
  const generations = new Map(pages.map(({ page, generation }) => [page, generation]));
  const stale = (await readdir(folder)).filter((name) => {
    const [, page, generation] = NAMED.exec(name) ?? [];
    const counts = generations.get(Number(page));
    // What lies behind the list is left: it may be named soon.
    if (page === undefined || Number(page) > last) return false;
    return counts === undefined || (generation !== undefined && Number(generation) < counts);
  });
  await removeFiles(...stale.map((name) => join(folder, name)));
}

/** Deletes the files of a page; what is not there is gone already. */
export async function removeFiles(...paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true });
}

const slotAbout = ({ page, generation }: Page, slot: number): string => `countersign-slot ${page} ${generation} ${slot}`;

async function readAt(path: string, at: number, length: number): Promise<Buffer | null> {
  const handle = await openPlainFile(path).catch(() => null);
  if (handle === null) return null;
  try {
    const bytes = Buffer.alloc(Math.min(length, 256 * 1024 * 1024));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, at);
    return bytesRead === length ? bytes : null;
  } finally {
    await handle.close();
  }
}
