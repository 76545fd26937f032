import { describe, expect, it } from 'vitest';
import type { AuditFile } from '../../main/adapters/audit-file/audit-log.ts';
import type { AuditEvent, AuditRecord } from '../../main/core/audit/event.ts';
import type { JsonObject } from '../../main/core/words/index.ts';
import { createActivityRoom, type ActivityRoom } from '../../main/host/activity/activity.ts';
import type { ActivityFilter } from '../../main/host/activity/columns.ts';
import { newHome, openLog } from '../main/adapters/audit-file/home.ts';
import { intent, outcome, started } from '../main/core/audit/events.ts';
import { partsOf } from '../main/host/activity/parts.ts';
import { below, seeded, type Random } from '../verifier/sample-logs.ts';
import { pick } from './incident.ts';

/** Seeded logs are searched with seeded filters, page by page; what is found is held against every record read and asked one by one. */
const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20260105);
const FULL = process.env['COUNTERSIGN_PROOF'] === 'full';
const LOGS = FULL ? 5 : 1;
const FILTERS = FULL ? 200 : 35;
/** The log itself is searched where an index is further behind than this. */
const LONG = 5_400;

const PEOPLE = ['ada', 'eve', '', 'Ünal', '__proto__', 'constructor'] as const;
const TOOLS = ['w', 'r', '__proto__', 'toString', 'covered by its end'] as const;
const SERVERS = ['A', 'B', ''] as const;
const ENDS = ['executed', 'failed', 'refused', 'unknown'] as const;
const VALUES = ['x', 'n-3', 'p/q/n-3', 'a\\n-4', '/x/n-5/', 'https://x.test/n-6?d=1', 'N-3', 'n%2D3', 'say "n-9"', 'one\n two', 'Gro\u0308ße', 7, 70] as const;
const OBJECTS = ['n-3', 'q/n-3', 'n-4', 'n-5', 'n-5/', 'n-6', '7', 'k-2', 'Größe', 'nowhere'] as const;
const TEXTS = ['n-3', 'CSV', 'ünal', '"n-9"', 'one two', 'GRÖSSE', 'größe', 'k-1', 'slow disk', 'argsDigest', '\\n-4'] as const;
const ALONE: readonly ActivityFilter[] = [...OBJECTS.map((object) => ({ object })), ...TEXTS.map((text) => ({ text }))];

function callOf(random: Random, id: string): AuditEvent {
  const event = intent(id, { id: pick<string | number>(random, VALUES), [`k-${below(random, 5)}`]: pick<string | number>(random, VALUES) });
  if (event.type !== 'intent') return event;
  const { call } = event;
  const made = {
    ...call, actor: { ...call.actor, person: pick(random, PEOPLE) }, tool: { ...call.tool, name: pick(random, TOOLS) }, server: { ...call.server, name: pick(random, SERVERS) },
    effect: pick(random, ['read', 'write', 'delete'] as const), verdict: pick(random, ['allow', 'ask', 'deny'] as const),
  };
  return random() < 0.2 ? { type: 'refusal', call: made, answer: event.answer, why: null } : { ...event, call: made };
}

/** A log in which calls end soon, late or not at all, between events and exports. */
async function logOf(random: Random): Promise<AuditFile> {
  const log = await openLog(await newHome());
  const out: string[] = [];
  const appends: Promise<void>[] = [];
  for (let n = 0; n < LONG; n += 1) {
    const kind = random();
    const next = kind < 0.45 ? callOf(random, `c${n}`) : null;
    if (next !== null) {
      if (next.type === 'intent') out.push(`c${n}`);
      appends.push(log.append(next));
    } else if (kind < 0.85 && out.length > 0) {
      const id = out.splice(random() < 0.7 ? out.length - 1 : below(random, out.length), 1)[0] ?? '';
      appends.push(log.append({ ...outcome(id), outcome: pick(random, ENDS), error: random() < 0.05 ? 'slow disk' : null } as AuditEvent));
    } else {
      const detail: JsonObject = pick(random, [{ format: 'csv', records: 1 }, { format: 'csv', records: 1, end: 'failed' }]);
      appends.push(log.append({ ...started(n), what: pick(random, ['log-exported', 'app-started']), detail } as AuditEvent));
    }
  }
  await Promise.all(appends);
  return log;
}

interface Read {
  readonly record: AuditRecord;
  readonly event: Record<string, unknown> & { readonly type: string };
}
type Inner = Record<string, Record<string, unknown> | undefined>;

/** What a record and its end say, without a look at how the search reads them. */
function leaves(value: unknown, theirs = false): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value).normalize('NFC').toLowerCase().split(/\s+/u).join(' ')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [...(theirs && !Array.isArray(value) ? [name.toLowerCase()] : []), ...leaves(inner, theirs || name === 'args')]);
}

function names(args: unknown, object: string): boolean {
  const wanted = object.replace(/\/$/, '');
  return Object.entries(args as object).some(([key, value]) => [key, String(value)].some((spelled) => {
    const text = decodeURIComponent(spelled).normalize('NFC').replace(/\?d=1$|\/$/, '');
    return text === wanted || text.endsWith(`/${wanted}`) || text.endsWith(`\\${wanted}`);
  }));
}

/** The answer by asking each record. */
function naive(all: readonly AuditRecord[], filter: ActivityFilter): [number, string | null][] {
  const read = all.map((record): Read => ({ record, event: record.event as never }));
  const ends = new Map(read.flatMap(({ event }) => (event.type === 'outcome' ? [[event['callId'], event] as const] : [])));
  const exports = read.filter(({ event }) => event['what'] === 'log-exported').map(({ record, event }) => [record.seq, (event as Inner)['detail']?.['end'] !== undefined] as const);
  const covered = new Set(exports.flatMap(([seq, isEnd], at) => (!isEnd && exports[at + 1]?.[1] === true ? [seq] : [])));
  return read.filter(({ record, event }) => !['outcome', 'checkpoint'].includes(event.type) && !covered.has(record.seq)).flatMap(({ record, event }): [number, string | null][] => {
    const call = event['call'] as Inner | undefined;
    const from = call ?? (event as Inner);
    const end = call === undefined ? undefined : ends.get(call['callId'] as never);
    const ended = event.type === 'refusal' ? 'refused' : ((end?.['outcome'] as string | undefined) ?? null);
    const has = { person: from['actor']?.['person'], server: from['server']?.['name'], tool: call?.['tool']?.['name'], effect: call?.['effect'], verdict: call?.['verdict'], outcome: ended };
    const passes = Object.entries(has).every(([name, value]) => filter[name as 'person'] === undefined || filter[name as 'person'] === value)
      && (filter.from === undefined || record.at >= filter.from) && (filter.until === undefined || record.at < filter.until)
      && (filter.object === undefined || (call !== undefined && names(call['args'], filter.object)))
      && (filter.text === undefined || leaves([event, end]).some((leaf) => leaf.includes(filter.text?.normalize('NFC').toLowerCase() ?? '')));
    return passes ? [[record.seq, ended]] : [];
  }).reverse();
}

function filterOf(random: Random, all: readonly AuditRecord[]): ActivityFilter {
  const at = (): string => all[below(random, all.length)]?.at ?? '';
  const maybe = <T>(share: number, value: T): T[] => (random() < share ? [value] : []);
  return Object.assign({}, ...maybe(0.2, { person: pick(random, PEOPLE) }), ...maybe(0.2, { server: pick(random, SERVERS) }), ...maybe(0.2, { tool: pick(random, TOOLS) }),
    ...maybe(0.2, { effect: pick(random, ['read', 'write'] as const) }), ...maybe(0.2, { verdict: pick(random, ['ask', 'deny'] as const) }),
    ...maybe(0.25, { outcome: pick(random, [...ENDS, 'covered by its end']) }), ...maybe(0.3, { text: pick(random, TEXTS) }), ...maybe(0.3, { object: pick(random, OBJECTS) }),
    ...maybe(0.2, { from: at() }), ...maybe(0.2, { until: at() })) as ActivityFilter;
}

async function paged(room: ActivityRoom, filter: ActivityFilter, limit: number): Promise<[number, string | null][]> {
  const found: [number, string | null][] = [];
  let before: number | null = null;
  do {
    const page: Awaited<ReturnType<ActivityRoom['find']>> = await room.find(filter, { before, limit });
    found.push(...page.entries.map(({ seq, outcome: end }): [number, string | null] => [seq, end]));
    before = page.more;
  } while (before !== null);
  return found;
}

describe('the search of Activity', () => {
  it('finds what is found by asking every record, from its index and on the log itself, page by page', async () => {
    const wrong: string[] = [];
    let some = 0;
    for (let seed = SEED; seed < SEED + LOGS; seed += 1) {
      const random = seeded(seed);
      const log = await logOf(random);
      const all = await log.range(1, log.total());
      const indexed = createActivityRoom(log, partsOf(log));
      await indexed.warm();
      // Its index never comes, for nothing is read for it.
      const bare = createActivityRoom({ ...log, range: (from, to) => (to - from >= 1_500 ? new Promise(() => undefined) : log.range(from, to)) }, partsOf(log));
      for (let n = 0; n < FILTERS; n += 1) {
        // Each name and each text by itself at first.
        const filter = ALONE[n] ?? filterOf(random, all);
        const meant = naive(all, filter);
        some += meant.length === 0 ? 0 : 1;
        const limit = Math.max(pick(random, [7, 100, 1_000]), Math.ceil(meant.length / 5));
        for (const [name, room] of [['index', indexed], ...(n % 4 === 0 ? [['log', bare] as const] : [])] as const) {
          const found = await paged(room, filter, limit);
          if (JSON.stringify(found) !== JSON.stringify(meant)) wrong.push(`${seed}, ${name}, ${JSON.stringify(filter)}: ${found.length} instead of ${meant.length}`);
        }
      }
      await log.close();
    }
    expect(wrong).toEqual([]);
    // Filters that nothing passes show little.
    expect(some).toBeGreaterThan((LOGS * FILTERS) / 3);
    if (FULL) process.stdout.write(`search: ${LOGS} logs of ${LONG} records, ${LOGS * FILTERS} filters, ${some} of which something passes, seed ${SEED}: all as asked one by one\n`);
  }, 900_000);
});
