import { createHmac } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { overBy } from '../../core/audit/age.ts';
import type { ContentBook, KeptContent, OpenedContent } from '../../core/audit/content.ts';
import type { Clock, SecretStore } from '../../core/ports.ts';
import { createQueue } from '../../core/turns/queue.ts';
import { isJsonObject, type Json } from '../../core/words/index.ts';
import { createPause } from '../clock/pause.ts';
import { findContentKeys, keptContentKeys, freshMaster, saveContentKeys, type ContentKeys } from './content-keys.ts';
import { openPage, pageFiles, readPiece, removeFiles, removeStale, withoutSlots, type OpenPage } from './page-file.ts';
import { readPages, writePages, type Page } from './page-list.ts';
import { newKey } from './sealed.ts';

/** The content of a home. */
export interface ContentStore extends ContentBook {
  /** The keychain may answer now: it is asked again with the next piece. */
  askAgain(): void;
  close(): Promise<void>;
}

/** What a store is made with. A page is left when it has so many pieces or bytes, or is a day old. */
export interface ContentStoreOptions {
  readonly folder: string;
  readonly secrets: SecretStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly mostSlots?: number;
  readonly mostBytes?: number;
}

const DAY_MS = 86_400_000;
const PLACE = /^(\d{1,15})\/(\d{1,15})$/;

/** Keys and pages as they are now. */
interface Standing {
  keys: ContentKeys;
  pages: readonly Page[];
  /** What may be left of an erasure that an earlier run did not live to finish: a master that no list is under, or files alone. */
  left: 'master' | 'files' | 'nothing';
}

/**
 * Content in a folder, AES-256-GCM with a key for each piece, wrapped under a key for each page, wrapped under one in the
 * keychain. Erasing makes page and master keys anew, so that older copies of the files open nothing that was erased.
 */
export function createContentStore(options: ContentStoreOptions): ContentStore {
  const { folder, secrets, clock, mostSlots = 4_096, mostBytes = 16 * 1024 * 1024 } = options;
  let standing: Promise<Standing | null> | null = null;
  let current: OpenPage | null = null;
  // Two pieces at once would take the same slot.
  const inTurn = createQueue();
  /** Only what is kept makes keys; where nothing ever was, there is nothing to open. */
  const stand = async (make = false): Promise<Standing | null> => {
    standing ??= begin(folder, secrets, make).catch(() => null);
    const at = await standing;
    if (at === null && !make) standing = null;
    return at;
  };

  const leave = async (): Promise<void> => {
    const left = current;
    current = null;
    await left?.close();
  };
  const pageFor = async (at: Standing): Promise<OpenPage> => {
    if (current !== null && !isFull(current)) return current;
    await leave();
    const last = at.pages.at(-1);
    if (last !== undefined) {
      current = await openPage(folder, last);
      if (!isFull(current)) return current;
      await leave();
    }
    const page = { page: (last?.page ?? 0) + 1, generation: 1, key: newKey(), began: clock.now() };
    await writePages(folder, [...at.pages, page], at.keys.current);
    at.pages = [...at.pages, page];
    current = await openPage(folder, page);
    return current;
  };
  // A clock that went back for a day is as good as one that went on: else a page that was begun ahead of it would go on for years.
  const isFull = (one: OpenPage): boolean =>
    one.slots() >= mostSlots || one.bytes() >= mostBytes || Math.abs(Date.parse(clock.now()) - Date.parse(one.page.began)) >= DAY_MS;

  /**
   * Ends what an earlier run began and did not live to end: the master that no list is under any more leaves the keychain, and files of keys
   * that no longer count go. Only who writes does so; whoever reads beside it changes nothing.
   */
  const settle = async (at: Standing): Promise<void> => {
    if (at.left === 'nothing' || (at.left === 'master' && !await saveContentKeys(secrets, at.keys))) return;
    await removeStale(folder, at.pages);
    at.left = 'nothing';
  };

  /** Puts other pages in the place of these, under a new master key; then everything that opened the old ones goes. */
  const replace = async (at: Standing, pages: readonly Page[], files: readonly string[]): Promise<void> => {
    const next = freshMaster(at.keys.current.id + 1);
    // SECURITY: both masters are in the keychain while the list changes over, and only the new one afterwards.
    if (!await saveContentKeys(secrets, { ...at.keys, next })) throw new Error('the keychain does not take the new key');
    await writePages(folder, pages, next);
    at.pages = pages;
    at.keys = { ...at.keys, current: next, next: null };
    if (!await saveContentKeys(secrets, at.keys)) throw new Error('the keychain keeps the old key');
    await removeFiles(...files);
  };

  return {
    keep: (callId, content, names) => inTurn(async () => {
      const at = await stand(true);
      if (at === null) return null;
      await settle(at);
      const pause = createPause();
      const plain = Buffer.from(JSON.stringify(content), 'utf8');
      await pause();
      const slot = await (await pageFor(at)).add(plain, callId);
      const mark = marker(at.keys);
      await pause();
      const digest = mark(plain);
      await pause();
      return { at: `${current?.page.page ?? 0}/${slot}`, digest, marks: names.map(mark) };
    }).catch(async (): Promise<KeptContent | null> => {
      // A page that could not be written is opened anew: what it says of its end counts.
      await leave().catch(() => undefined);
      return null;
    }),
    open: (place, callId) => inTurn(async (): Promise<OpenedContent> => {
      const at = await stand();
      const [, page, slot] = PLACE.exec(place) ?? [];
      if (at === null || page === undefined || slot === undefined) return { state: 'unreadable' };
      const found = at.pages.find((one) => one.page === Number(page));
      // Pages are numbered on and on: one that the list no longer names was erased as a whole.
      if (found === undefined) return { state: Number(page) <= (at.pages.at(-1)?.page ?? 0) ? 'erased' : 'unreadable' };
      const piece = await readPiece(folder, found, Number(slot), callId);
      if (piece === 'erased') return { state: 'erased' };
      const content: Json = piece === null ? null : JSON.parse(piece.toString('utf8'));
      return isJsonObject(content) ? { state: 'kept', content } : { state: 'unreadable' };
    }).catch((): OpenedContent => ({ state: 'unreadable' })),
    marks: (names) => inTurn(async () => {
      const at = await stand();
      return at === null ? null : names.map(marker(at.keys));
    }),
    erase: (places) => inTurn(async () => {
      const at = await stand();
      if (at === null) throw new Error('no keychain');
      await settle(at);
      await leave();
      const byPage = slotsByPage(places);
      const pages: Page[] = [];
      const files: string[] = [];
      let gone = 0;
      for (const page of at.pages) {
        const slots = byPage.get(page.page);
        const changed = slots === undefined ? { page, gone: 0 } : await withoutSlots(folder, page, slots);
        pages.push(changed.page);
        gone += changed.gone;
        if (slots !== undefined) files.push(pageFiles(folder, page).slots);
      }
      if (files.length > 0) await replace(at, pages, files);
      return gone;
    }),
    eraseBefore: (moment) => inTurn(async () => {
      const at = await stand();
      if (at === null && await isEmpty(folder)) return 0;
      if (at === null) throw new Error('no keychain');
      await leave();
      const old = pagesBefore(at.pages, moment, clock.now());
      if (old.length === 0) return 0;
      let gone = 0;
      for (const page of old) gone += (await withPage(folder, page)).slots;
      const files = old.flatMap((page) => Object.values(pageFiles(folder, page)));
      await replace(at, at.pages.filter((page) => !old.includes(page)), files);
      return gone;
    }),
    askAgain() {
      void stand().then((at) => { if (at === null) standing = null; });
    },
    close: () => inTurn(leave),
  };
}

async function begin(folder: string, secrets: SecretStore, make: boolean): Promise<Standing | null> {
  const keys = make ? await findContentKeys(secrets) : await keptContentKeys(secrets);
  if (keys === null) return null;
  if (make) await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await readPages(folder, keys);
  // SECURITY: the list says which master counts; another one must never take its place in the keychain, or nothing opens any more.
  return found === null ? null : { keys: { ...keys, current: found.master, next: null }, pages: found.pages, left: keys.next === null ? 'files' : 'master' };
}

/**
 * The pages whose pieces are all older than a moment. The newest one stays: it says how far the numbers went. A page ends where the next one begins
 * that was begun later: one that was begun under a clock set back says nothing of the pieces before it, and what is erased is gone for good.
 */
function pagesBefore(pages: readonly Page[], moment: string, now: string): readonly Page[] {
  let reached = '';
  return pages.slice(0, -1).filter(({ began }, place) => {
    if (began > reached && began <= now) reached = began;
    const over = overBy(reached, pages.slice(place + 1).map((page) => page.began), now);
    return over !== null && over <= moment;
  });
}

/** True where no content was ever kept; a folder that cannot be read may hold some. */
async function isEmpty(folder: string): Promise<boolean> {
  return (await readdir(folder).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : null)))?.length === 0;
}

async function withPage(folder: string, page: Page): Promise<{ slots: number }> {
  const opened = await openPage(folder, page);
  const slots = opened.slots();
  await opened.close();
  return { slots };
}

function marker(keys: ContentKeys): (text: string | Buffer) => string {
  const key = Buffer.from(keys.marks, 'hex');
  return (text) => createHmac('sha256', key).update(typeof text === 'string' ? Buffer.from(text, 'utf8') : text).digest('hex');
}

function slotsByPage(places: readonly string[]): Map<number, Set<number>> {
  const found = new Map<number, Set<number>>();
  for (const place of places) {
    const [, page, slot] = PLACE.exec(place) ?? [];
    if (page === undefined || slot === undefined) continue;
    const slots = found.get(Number(page)) ?? new Set();
    found.set(Number(page), slots.add(Number(slot)));
  }
  return found;
}
