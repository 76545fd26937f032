import { z } from 'zod';
import type { UsageEntry } from '../../core/policy/usage.ts';
import type { UseSeal } from './use-seal.ts';

const seal = z.string().optional();

/**
 * A line of a journal: what was reserved, what a call used after all, or that a reservation was taken back before
 * anybody was told of it. Short keys, for a journal is read whole at each start; `m` is the seal of the line.
 */
const lineSchema = z.union([
  z.strictObject({
    r: z.string().min(1), at: z.number(), person: z.string(), client: z.string(), plan: z.string().nullable(), n: z.number().min(0), m: seal,
  }).transform((line) => ({ kind: 'reserved' as const, entry: { callId: line.r, at: line.at, person: line.person, client: line.client, plan: line.plan, objects: line.n } })),
  z.strictObject({ s: z.string().min(1), n: z.number().min(0), m: seal })
    .transform((line) => ({ kind: 'settled' as const, callId: line.s, spent: line.n })),
  z.strictObject({ x: z.string().min(1), m: seal }).transform((line) => ({ kind: 'withdrawn' as const, callId: line.x })),
]);
export type JournalLine = z.infer<typeof lineSchema>;

/** The text of a reservation's line, without its seal and end. */
export function reservedLine({ callId, at, person, client, plan, objects }: UsageEntry): string {
  return JSON.stringify({ r: callId, at, person, client, plan, n: objects });
}

/** The text of what a call used after all. */
export function settledLine(callId: string, spent: number): string {
  return JSON.stringify({ s: callId, n: spent });
}

/** The text of a reservation that was taken back. */
export function withdrawnLine(callId: string): string {
  return JSON.stringify({ x: callId });
}

/** A line read back, or null where it is none of ours. */
export function parseLine(text: string): JournalLine | null {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** The lines of one journal in their order, each under the seal of all before it. */
export interface SealChain {
  /** How many lines there were. */
  lines(): number;
  /** The text as it stands in the journal, with its seal and its end. */
  add(text: string): string;
  /** Takes in a line as it was read. False where its seal is not the right one: then no later one is either. */
  follows(stored: string): boolean;
}

const SEALED = /,"m":"([0-9a-f]{32})"\}$/;

/** Begins with the first line of a journal. Without a seal lines are written as they are, and followed by none. */
export function sealChain(journal: string, useSeal: UseSeal | null): SealChain {
  let lines = 0;
  let before = '';
  let whole = useSeal !== null;
  return {
    lines: () => lines,
    add(text) {
      lines += 1;
      if (useSeal === null) return `${text}\n`;
      before = useSeal.digest(journal, lines, before, text);
      return `${text.slice(0, -1)},"m":"${before}"}\n`;
    },
    follows(stored) {
      lines += 1;
      const [end = '', said] = SEALED.exec(stored) ?? [];
      const text = `${stored.slice(0, stored.length - end.length)}}`;
      // SECURITY: once it does not follow it never does again, whatever comes after.
      whole &&= useSeal !== null && said !== undefined && useSeal.digest(journal, lines, before, text) === said;
      before = said ?? '';
      return whole;
    },
  };
}
