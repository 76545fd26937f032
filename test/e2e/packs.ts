import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { root } from './harness.ts';

/** A pack of somebody's own, made of a shipped skill: as a folder and as an archive. */
export interface OwnPack {
  readonly folder: string;
  readonly archive: string;
  remove(): void;
}

/** `change` sees each text file by its name; null leaves it out. */
export function ownPack(change: (file: string, text: string) => string = (_, text) => text): OwnPack {
  const place = mkdtempSync(join(tmpdir(), 'countersign-own-pack-'));
  const folder = join(place, 'club-agenda');
  cpSync(join(root, 'skills', 'import-agenda'), folder, { recursive: true });
  const entries: Record<string, Uint8Array> = {};
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.[a-z]+$/.test(file)) continue;
    const text = change(file, readFileSync(join(folder, file), 'utf8').replace('name: import-agenda', 'name: club-agenda').replace('{ en: Import an agenda, de: Agenda einlesen }', '{ en: Agenda of the club, de: Programm des Vereins }'));
    writeFileSync(join(folder, file), text);
    entries[`club-agenda/${file}`] = Buffer.from(text);
  }
  const archive = join(place, 'club-agenda.skill');
  writeFileSync(archive, zipSync(entries));
  return { folder, archive, remove: () => rmSync(place, { recursive: true, force: true }) };
}

/** Drops a file on an element as the system does, with the path behind it that only the system knows. */
export async function dropOn(page: Page, selector: string, path: string): Promise<void> {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not on the page`);
  const session = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, data: { items: [], files: [path], dragOperationsMask: 1 } };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, ...at });
  await session.detach();
}
