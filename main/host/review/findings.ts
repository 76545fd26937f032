import type { Catalogue } from '../../core/connections/catalogue.ts';
import type { Scanner, ToolAnswer } from '../../core/ports.ts';
import type { Finding } from '../../core/scan/finding.ts';
import { gravestOf } from '../../core/scan/scan.ts';
import type { OtherTool } from '../../core/scan/names.ts';
import type { Json, JsonObject } from '../../core/words/index.ts';

/** What the findings need of the servers. */
export interface ScannedServers {
  list(): readonly { readonly config: { readonly id: string; readonly name: string } }[];
  catalogue(serverId: string): Catalogue | null;
}

/** The findings of a catalogue by definition. What is not in it was not looked through. */
export type Findings = ReadonlyMap<JsonObject, readonly Finding[]>;

/** What was found in an answer, and how much of it was looked through. */
export interface ResultFindings {
  readonly looked: 'all' | 'part' | 'none';
  readonly found: readonly Finding[];
}

/** What a call answered. */
export type Answered = Extract<ToolAnswer, { kind: 'result' }>;

/** Findings warn. They are in no digest and no verdict, and none of them is never "safe". Nothing here rejects. */
export interface FindingsRoom {
  /** Looked for once per catalogue, and anew where other servers' lists changed; what did not finish once is not tried at each look. */
  ofServer(serverId: string): Promise<Findings>;
  /** Once per object; after the call, so that no call waits for it. */
  ofResult(answer: Answered): Promise<ResultFindings>;
}

/** So many characters of an answer are looked through. */
export const RESULT_CHARS = 200_000;

interface Scan {
  /** The server's own catalogue, then those of the others. */
  readonly of: readonly (Catalogue | null)[];
  readonly findings: Promise<Findings>;
}

export function createFindingsRoom(servers: ScannedServers, scanner: Scanner): FindingsRoom {
  const scans = new Map<string, Scan>();
  const results = new WeakMap<Answered, Promise<ResultFindings>>();
  return {
    ofServer(serverId) {
      const catalogue = servers.catalogue(serverId);
      if (catalogue === null) return Promise.resolve(new Map());
      const others = servers.list().filter(({ config }) => config.id !== serverId);
      const of = [catalogue, ...others.map(({ config }) => servers.catalogue(config.id))];
      const known = scans.get(serverId);
      if (known !== undefined && known.of.length === of.length && known.of.every((one, at) => one === of[at])) return known.findings;
      const otherTools = others.flatMap(({ config: { id, name } }) => toolsOf(name, servers.catalogue(id)));
      const findings = scan(scanner, catalogue, otherTools);
      scans.set(serverId, { of, findings });
      return findings;
    },
    ofResult(answer) {
      const known = results.get(answer);
      if (known !== undefined) return known;
      const found = scanAnswer(scanner, answer);
      results.set(answer, found);
      return found;
    },
  };
}

/** How many definitions have a finding of which severity, each counted by its gravest; null where none was looked through. */
export function countFindings(findings: Findings): { scanned: number; high: number; warn: number; info: number } | null {
  if (findings.size === 0) return null;
  const counts = { scanned: findings.size, high: 0, warn: 0, info: 0 };
  for (const found of findings.values()) {
    const gravest = gravestOf(found);
    if (gravest !== null) counts[gravest] += 1;
  }
  return counts;
}

function toolsOf(server: string, catalogue: Catalogue | null): OtherTool[] {
  return (catalogue?.definitions ?? []).filter(({ kind }) => kind === 'tool').map(({ name }) => ({ server, name }));
}

async function scan(scanner: Scanner, { definitions }: Catalogue, otherTools: readonly OtherTool[]): Promise<Findings> {
  const values = definitions.map(({ value }) => value);
  const found = await scanner.scanDefinitions(values, otherTools);
  return new Map(values.flatMap((value, at) => {
    const own = found[at] ?? null;
    return own === null ? [] : [[value, own] as const];
  }));
}

async function scanAnswer(scanner: Scanner, { parts, structured }: Answered): Promise<ResultFindings> {
  const texts = parts.map((part) => (part.type === 'text' ? part.text : part.type === 'other' ? part.value : null));
  const { value, cut } = firstOf({ parts: texts, structured });
  const found = await scanner.scanResult(value);
  return found === null ? { looked: 'none', found: [] } : { looked: cut ? 'part' : 'all', found };
}

/** The first characters of an answer. The depth of an answer was bounded when it arrived. */
function firstOf(result: JsonObject): { readonly value: Json; readonly cut: boolean } {
  let left = RESULT_CHARS;
  let cut = false;
  const keep = (value: Json): Json => {
    if (typeof value === 'string') {
      const kept = value.slice(0, Math.max(0, left));
      left -= value.length;
      cut ||= kept.length < value.length;
      return kept;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (left <= 0) {
      cut = true;
      return null;
    }
    if (Array.isArray(value)) return (value as readonly Json[]).map(keep);
    return Object.fromEntries(Object.entries(value).map(([name, member]) => {
      left -= name.length;
      return [name, keep(member)];
    }));
  };
  return { value: keep(result), cut };
}
