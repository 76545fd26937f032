import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { witnessData } from '../../main/core/audit/witness.ts';
import type { AuditRecord } from '../../main/core/audit/event.ts';
import { cli } from '../main/cli/harness.ts';
import { bytesOf, events, linesOf, OURS, seeded, writeHome } from '../verifier/sample-logs.ts';
import { countOf, LIMIT, said } from './crash-session.ts';

/** `npm run prove -- audit-witness`; COUNTERSIGN_PLACES says how many places the witness was told. */
const PLACES = countOf('COUNTERSIGN_PLACES', 1_000_000, 100_000);
/** What verifying may take of memory for each place, in bytes, and besides, in megabytes. */
const ROOM = { each: 250, besides: 120 };

const LINES = linesOf(events(seeded(7), 30), OURS);
let folder = '';
let witness = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-witness-'));
  witness = join(folder, 'collector.log');
  await writeHome(join(folder, 'home'), [bytesOf(LINES)], null);
  const records = LINES.map((line) => JSON.parse(line) as AuditRecord);
  const out = createWriteStream(witness);
  // What the log holds, and then what it should hold too: it was cut behind its last record.
  for (let seq = 1; seq <= PLACES; seq += 1) {
    const [{ chain }, known] = [records[0] ?? { chain: '' }, records[seq - 1]];
    const line = `<110>1 2026-01-02T00:00:00Z host countersign - - ${witnessData({ chain, seq, hash: known?.hash ?? sha256(String(seq)) })} written\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it('a witness that was told a million places is held against the log in little memory, and names the first that is missing', LIMIT, async () => {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => { most = Math.max(most, process.memoryUsage().rss); }, 5);
  const from = performance.now();
  const { lines } = await cli(['audit', 'verify', join(folder, 'home'), '--witness', witness]);
  const took = performance.now() - from;
  clearInterval(timer);
  const grown = (most - before) / 1_048_576;
  said(`${PLACES} places: held against the log in ${(took / 1000).toFixed(1)} s, ${grown.toFixed(0)} MB of memory beyond what there was`);
  expect(lines).toMatchObject([{ ok: false, anchored: 'external', firstBad: { why: 'anchor-not-reached', anchor: { by: 'witness', seq: LINES.length + 1, found: null } } }]);
  expect(grown).toBeLessThan((PLACES * ROOM.each) / 1_048_576 + ROOM.besides);
});
