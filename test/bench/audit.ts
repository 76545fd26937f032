import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuditLog, type AuditFile } from '../../main/adapters/audit-file/audit-log.ts';
import { createSystemClock } from '../../main/adapters/clock/system-clock.ts';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import type { AuditEvent } from '../../main/core/audit/event.ts';
import { createActivityRoom } from '../../main/host/activity/activity.ts';
import { intent, outcome } from '../main/core/audit/events.ts';
import { MemoryKeychain } from '../proof/memory-keychain.ts';

// Measures the log with its evidence on: appends against bare writes of the same bytes, one append at a time, a long log
// verified, opened and filtered. Records: the first argument, or a million.
const RECORDS = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'countersign-audit-bench-'));
const clock = createSystemClock();

/** Runs something and says how long it took, and how much of that was this process's own work. */
async function timed<T>(name: string, work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const cpu = process.cpuUsage();
  const from = performance.now();
  const value = await work();
  const ms = performance.now() - from;
  const used = process.cpuUsage(cpu);
  console.log(`${name.padEnd(58)} ${ms.toFixed(0).padStart(7)} ms   processor ${((used.user + used.system) / 1000).toFixed(0).padStart(7)} ms   memory ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
  return { value, ms };
}

const eventsOf = (n: number): AuditEvent[] => [intent(`call-${n}`, { id: `n-${n % 5_000}`, title: `Title ${n}` }), outcome(`call-${n}`)];

async function fill(log: AuditFile, records: number, width: number): Promise<void> {
  for (let n = 0; n < records / 2; n += width) {
    await Promise.all(Array.from({ length: width }, (_, w) => eventsOf(n + w)).flat().map((event) => log.append(event)));
  }
}

/** Appends with evidence on, and the very same bytes written and flushed in groups of the same size, side by side. */
async function sideBySide(rounds: number, width: number): Promise<void> {
  const log = await openAuditLog({ dir: join(folder, 'side'), clock, sha256 });
  await log.signWith(new MemoryKeychain());
  const bare = await open(join(folder, 'bare.jsonl'), 'a');
  let ours = 0;
  let theirs = 0;
  for (let round = 0; round < rounds; round += 1) {
    let from = performance.now();
    await fill(log, width * 2, width);
    ours += performance.now() - from;
    const text = `${(await log.range(log.total() - width * 2 + 1, log.total())).map((record) => JSON.stringify(record)).join('\n')}\n`;
    from = performance.now();
    await bare.appendFile(text);
    await bare.datasync();
    theirs += performance.now() - from;
  }
  console.log(`groups of ${width * 2}: with evidence ${(rounds * width * 2 / ours * 1000).toFixed(0)} records/s, bare ${(rounds * width * 2 / theirs * 1000).toFixed(0)}, share ${(theirs / ours * 100).toFixed(0)} %`);
  await bare.close();
  await log.close();
}

/** One append after the other, signed and unsigned interleaved: what a call waits for. */
async function latency(count: number): Promise<void> {
  const signed = await openAuditLog({ dir: join(folder, 'signed'), clock, sha256 });
  await signed.signWith(new MemoryKeychain());
  const plain = await openAuditLog({ dir: join(folder, 'plain'), clock, sha256 });
  const times: Record<'signed' | 'plain', number[]> = { signed: [], plain: [] };
  for (let n = 0; n < count; n += 1) {
    for (const [name, log] of [['signed', signed], ['plain', plain]] as const) {
      const from = performance.now();
      await log.append(intent(`c-${n}`));
      times[name].push(performance.now() - from);
    }
  }
  for (const [name, all] of Object.entries(times)) {
    const sorted = all.sort((a, b) => a - b);
    const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(3);
    console.log(`one append, ${name.padEnd(7)} median ${at(0.5)} ms   p99 ${at(0.99)} ms`);
  }
  await signed.close();
  await plain.close();
}

async function measure(): Promise<void> {
  await latency(2_000);
  await sideBySide(100, 8);
  await sideBySide(40, 100);
  const dir = join(folder, 'long');
  await mkdir(dir, { recursive: true });
  const writing = await openAuditLog({ dir, clock, sha256 });
  await writing.signWith(new MemoryKeychain());
  await timed(`${RECORDS} records written`, () => fill(writing, RECORDS, 256));
  await writing.close();
  const { value: log } = await timed('opened', () => openAuditLog({ dir, clock, sha256 }));
  const room = createActivityRoom(log);
  await timed('the newest 100 entries', () => room.list({ before: null, limit: 100 }));
  await timed('the first filter (reads the log once)', () => room.find({ outcome: 'failed' }, { before: null, limit: 100 }));
  await timed('a filter that matches nothing', () => room.find({ tool: 'no such tool' }, { before: null, limit: 100 }));
  await timed('a filter that matches everything', () => room.find({ person: 'ada', outcome: 'executed' }, { before: null, limit: 100 }));
  await timed('text that stands in the newest', () => room.find({ text: 'title' }, { before: null, limit: 100 }));
  const { value: found } = await timed('verified', () => log.verify());
  console.log(`verified: ok ${String(found.ok)}, ${found.records} records, ${found.signed.checkpoints} checkpoints`);
  await log.close();
}

measure()
  .catch((error: unknown) => { console.error(error); process.exitCode = 1; })
  .finally(() => rmSync(folder, { recursive: true, force: true }));
