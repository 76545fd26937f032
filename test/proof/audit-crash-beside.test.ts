import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createContentStore } from '../../main/adapters/audit-content/content-store.ts';
import { startExporter, type Outlet } from '../../main/adapters/audit-export/exporter.ts';
import { openAuditLog } from '../../main/adapters/audit-file/audit-log.ts';
import { createIndexShelf } from '../../main/adapters/audit-file/index-shelf.ts';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import type { JsonObject } from '../../main/core/words/index.ts';
import { started } from '../main/core/audit/events.ts';
import { faultsOf, FULL, LIMIT, said, session, type Done } from './crash-session.ts';
import type { Failing } from './failing-files.ts';
import { MemoryKeychain } from './memory-keychain.ts';

// Every file of a home that has to do with the log: segments, anchors, tombstone, content, cursors and index, on the real disk.
const failing = vi.hoisted((): Failing => ({ root: null, at: Infinity, lasts: 1, code: 'ENOSPC', operations: 0 }));
vi.mock('node:fs/promises', async (original) => (await import('./failing-files.ts')).failingFiles(await original(), failing));

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

/** Everything around one log, on one day. */
function roomsIn(home: string, keychain: MemoryKeychain, day: { at: number }) {
  const now = (): string => new Date(START + day.at * DAY).toISOString();
  return {
    content: createContentStore({ folder: join(home, 'content'), secrets: keychain, clock: { now }, mostSlots: 3 }),
    shelf: createIndexShelf(join(home, 'index')),
    openLog: () => openAuditLog({ dir: home, clock: { now, monotonic: () => START + day.at * DAY }, sha256, maxSegmentBytes: 6_000, retryMs: 1, mirrorMs: 1, newChain: () => `chain-${day.at}` }),
  };
}

/** What somebody was told: what is safe, what was kept where, and what was erased or may have been. */
interface Told extends Done {
  readonly kept: Map<string, { readonly at: string; readonly content: JsonObject }>;
  readonly erased: Set<string>;
  readonly doubtful: Set<string>;
  readonly delivered: Set<number>;
}

const outletTo = (told: Told): Outlet => ({ deliver: async (items) => { for (const { record } of items) told.delivered.add(record.seq); return 0; }, close: () => undefined });

/** Works for three days: calls with content, an index, an export, an erasure and a removal by retention. */
async function workIn(home: string, keychain: MemoryKeychain, told: Told): Promise<void> {
  const day = { at: 0 };
  const { content, shelf, openLog } = roomsIn(home, keychain, day);
  const log = await openLog().catch(() => null);
  if (log === null) return;
  await log.signWith(keychain);
  const exporter = startExporter({ log, outlet: outletTo(told), cursor: join(home, 'exports', 'one.json'), gatherMs: 0, pauseMs: { first: 1, longest: 1 } });
  for (day.at = 0; day.at < 3; day.at += 1) {
    for (let n = 0; n < 4; n += 1) await oneCall(`day${day.at}-${n}`, log, content, told);
    await exporter.caughtUp();
    await shelf.save(Buffer.from(`index of day ${day.at}`), async (digest) => digest);
  }
  const [, [id, { at }] = ['', { at: '' }]] = told.kept;
  if (at !== '') await content.erase([at]).then(() => told.erased.add(id), () => told.doubtful.add(id));
  await log.retain(new Date(START + 1.5 * DAY).toISOString(), () => log.append(started())).catch(() => undefined);
  await exporter.close();
  await log.close();
  await content.close();
}

async function oneCall(id: string, log: Awaited<ReturnType<typeof openAuditLog>>, content: ReturnType<typeof createContentStore>, told: Told): Promise<void> {
  const args = { title: `Eröffnung ${id}`, body: 'x'.repeat(400) };
  const kept = await content.keep(id, args, ['n-1']);
  if (kept !== null) told.kept.set(id, { at: kept.at, content: args });
  await session(log, 1, 1, id, told);
}

/** What does not hold, once the disk works again. */
async function faultsAfter(home: string, keychain: MemoryKeychain, told: Told): Promise<string[]> {
  const { content, shelf, openLog } = roomsIn(home, keychain, { at: 4 });
  const log = await openLog();
  await log.signWith(keychain);
  const exporter = startExporter({ log, outlet: outletTo(told), cursor: join(home, 'exports', 'one.json'), gatherMs: 0 });
  await oneCall('afterwards', log, content, told);
  await exporter.caughtUp();
  const { ok, removed, firstBad } = await log.verify();
  const faults = [...await faultsOf(log, told, removed), ...(ok ? [] : [`does not verify: ${JSON.stringify(firstBad)}`])];
  if (log.state() !== 'writable') faults.push(log.state());
  for (let seq = removed + 1; seq <= log.total(); seq += 1) if (!told.delivered.has(seq)) faults.push(`never sent: ${seq}`);
  for (const [id, { at, content: was }] of told.kept) {
    const now = await content.open(at, id);
    const isAsItWas = now.state === 'kept' && JSON.stringify(now.content) === JSON.stringify(was);
    const may = told.erased.has(id) ? now.state === 'erased' : isAsItWas || (told.doubtful.has(id) && now.state === 'erased');
    if (!may) faults.push(`content of ${id}: ${now.state}`);
  }
  if (!told.kept.has('afterwards')) faults.push('content is not kept any more');
  const index = await shelf.load(async (digest) => digest);
  if (index !== null && !/^index of day [012]$/.test(Buffer.from(index).toString())) faults.push('half an index is believed');
  await exporter.close();
  await log.close();
  await content.close();
  return faults;
}

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'countersign-beside-')); });
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a disk that fails at any file of the log', () => {
  it.each(['ENOSPC', 'EIO', 'EROFS', 'EDQUOT'])('with %s at any one operation loses nothing that was told to be safe, and goes on once it works again', LIMIT, async (code) => {
    let tried = 0;
    for (const lasts of FULL ? [1, 2, 9] : [1 + code.length % 2]) {
      for (let k = FULL ? 1 : code.charCodeAt(1) % 29; ; k += FULL ? 1 : 29) {
        const home = await mkdtemp(join(folder, 'home-'));
        const keychain = new MemoryKeychain();
        const told: Told = { safe: [], sent: [], kept: new Map(), erased: new Set(), doubtful: new Set(), delivered: new Set() };
        Object.assign(failing, { root: home, at: k, lasts, code, operations: 0 });
        await workIn(home, keychain, told);
        const { operations } = failing;
        failing.root = null;
        expect({ k, lasts, faults: await faultsAfter(home, keychain, told) }).toEqual({ k, lasts, faults: [] });
        await rm(home, { recursive: true });
        tried += 1;
        if (operations < k) break;
      }
    }
    expect(tried).toBeGreaterThan(5);
    said(`${code}: ${tried} sessions, one for each operation on any file of the log`);
  });
});
