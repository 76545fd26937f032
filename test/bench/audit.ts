import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, open, readdir, readFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuditLog, type AuditFile } from '../../main/adapters/audit-file/audit-log.ts';
import { createSystemClock } from '../../main/adapters/clock/system-clock.ts';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { draw } from '../../main/workers/draw.ts';
import type { AuditEvent } from '../../main/core/audit/event.ts';
import { NO_CONTENT } from '../main/core/audit/no-content.ts';
import { createActivityRoom } from '../../main/host/activity/activity.ts';
import { intent, outcome } from '../main/core/audit/events.ts';
import { MemoryKeychain } from '../proof/memory-keychain.ts';

// Measures the log with its evidence on: appends against bare writes of the same bytes, one append at a time, a long log
// verified, opened and filtered. Records: the first argument, or a million; `appends`: the appends alone.
const RECORDS = Number(process.argv[2] ?? 1_000_000) || 0;
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

const intentOf = (n: number): AuditEvent => intent(`call-${n}`, { id: `n-${n % 5_000}`, title: `Title ${n}` });
const eventsOf = (n: number): AuditEvent[] => [intentOf(n), outcome(`call-${n}`)];

async function fill(log: AuditFile, records: number, width: number): Promise<void> {
  for (let n = 0; n < records / 2; n += width) {
    await Promise.all(Array.from({ length: width }, (_, w) => eventsOf(n + w)).flat().map((event) => log.append(event)));
  }
}

/** `width` clients, each of which appends its next of `count` records once the one before is safe. Gives the milliseconds. */
async function closedLoop(count: number, width: number, append: (n: number) => Promise<void>): Promise<number> {
  let next = 0;
  const from = performance.now();
  await Promise.all(Array.from({ length: width }, async () => {
    while (next < count) {
      next += 1;
      await append(next - 1);
    }
  }));
  return performance.now() - from;
}

/** The bare thing: lines that wait share one write and one flush. No chain, no hash, no signature, no anchor. */
function bareAppender(file: FileHandle): (line: string) => Promise<void> {
  let waiting: { readonly line: string; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];
  let running = false;
  const drain = async (): Promise<void> => {
    running = true;
    await Promise.resolve();
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await file.appendFile(group.map(({ line }) => line).join(''));
      await file.datasync();
      for (const { resolve } of group) resolve();
    }
    running = false;
  };
  return (line) => new Promise((resolve, reject) => {
    waiting.push({ line, resolve, reject });
    if (!running) drain().catch(reject);
  });
}

/** What the same clients do with a bare file: the bytes are there already, or each spells its record, as who has records must. */
interface Peer {
  readonly name: string;
  readonly of: (line: string) => () => string;
}
const PEERS: readonly Peer[] = [
  { name: 'bytes', of: (line) => () => line },
  { name: 'records', of: (line) => { const record: object = JSON.parse(line); return () => `${JSON.stringify(record)}\n`; } },
];

/** Milliseconds by the clock and of the processor, summed; and the clock's of each round. */
class Tally {
  public ms = 0;
  public own = 0;
  public readonly rounds: number[] = [];

  public clear(): void {
    this.ms = 0;
    this.own = 0;
    this.rounds.length = 0;
  }

  public async add(work: () => Promise<number>): Promise<void> {
    const cpu = process.cpuUsage();
    const ms = await work();
    this.own += used(cpu);
    this.ms += ms;
    this.rounds.push(ms);
  }
}

/** So many appends are on their way at once, at each width in turn. */
const WIDTHS = [1, 4, 16, 64, 256];
/**
 * More than a host can have on their way at once: a planner has five calls open at most, and the calls of a set go one after the other. The aim
 * holds up to here; what is wider says how the log would fare elsewhere (docs/decisions/0018).
 */
const HOSTS_WIDTH = 16;
/** Share of the bare appends that evidence must leave. */
const AIM = 0.7;

/**
 * Appends with evidence on, and the very same bytes appended bare by the same clients, turn by turn on the same disk. One peer at a time: what
 * one leaves behind in memory is nobody else's work. Gives the share of the bare appends, 1 being as fast as they are.
 */
async function sideBySide(rounds: number, records: number, width: number, peer: Peer): Promise<number> {
  const home = join(folder, `side-${width}-${peer.name}`);
  const log = await openAuditLog({ dir: home, clock, sha256 });
  await log.signWith(new MemoryKeychain());
  const file = await open(`${home}.jsonl`, 'a');
  const bare = bareAppender(file);
  const [ours, theirs] = [new Tally(), new Tally()];
  // One round to begin with is not counted: nothing is compiled yet.
  for (let round = -1; round < rounds; round += 1) {
    if (round === 0) for (const tally of [ours, theirs]) tally.clear();
    // Events come into being when they are appended, as they do in a host; lines of a peer that has bytes lie ready.
    await ours.add(() => closedLoop(records, width, (n) => log.append(n % 2 === 0 ? intentOf(n / 2) : outcome(`call-${(n - 1) / 2}`))));
    const lines = (await newestLines(join(home, 'audit'), records)).map(peer.of);
    await theirs.add(() => closedLoop(records, width, (n) => bare(lines[n]?.() ?? '')));
  }
  const all = rounds * records;
  const rate = ({ ms, own }: Tally): string => `${(all / ms * 1000).toFixed(0)} a second (processor ${(own / all * 1000).toFixed(1)} µs each)`;
  const median = theirs.rounds.map((ms, n) => ms / (ours.rounds[n] ?? Infinity)).sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
  console.log(`${String(width).padStart(4)} clients: with evidence ${rate(ours)}, bare ${peer.name} ${rate(theirs)}, share ${(theirs.ms / ours.ms * 100).toFixed(0)} %, median of ${rounds} rounds ${(median * 100).toFixed(0)} %`);
  await file.close();
  await log.close();
  return theirs.ms / ours.ms;
}

/** The last lines of a log, each with its end. */
async function newestLines(audit: string, count: number): Promise<readonly string[]> {
  const texts = await Promise.all((await readdir(audit)).sort().slice(-2).map((name) => readFile(join(audit, name), 'utf8')));
  return texts.join('').split('\n').slice(-count - 1, -1).map((line) => `${line}\n`);
}

function used(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
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
  for (const peer of PEERS) {
    const shares = new Map<number, number>();
    for (const width of WIDTHS) shares.set(width, await sideBySide(20, Math.max(200, width * 80), width, peer));
    const lowest = Math.min(...[...shares].filter(([width]) => width <= HOSTS_WIDTH).map(([, share]) => share));
    console.log(`bare ${peer.name}: the lowest share with up to ${HOSTS_WIDTH} clients is ${(lowest * 100).toFixed(0)} % (aim ${AIM * 100} %)`);
  }
  if (process.argv[2] === 'appends') return;
  const dir = join(folder, 'long');
  await mkdir(dir, { recursive: true });
  const writing = await openAuditLog({ dir, clock, sha256 });
  await writing.signWith(new MemoryKeychain());
  await timed(`${RECORDS} records written`, () => fill(writing, RECORDS, 256));
  await writing.close();
  const { value: log } = await timed('opened', () => openAuditLog({ dir, clock, sha256 }));
  const room = createActivityRoom(log, { content: NO_CONTENT, audit: log, actor: { person: 'ada', role: 'owner', planner: { kind: 'person', name: 'ada' }, client: 'cli' }, monotonic: () => performance.now(), draw: (drawing) => Promise.resolve(draw(drawing, { sha256, timeoutMs: 1_000 })) });
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
