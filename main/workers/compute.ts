import { weightOf } from '../core/canonical/weight.ts';
import { argumentProblems } from '../core/policy/arguments.ts';
import type { Compute, LargeReader, Scanner } from '../core/ports.ts';
import type { Finding } from '../core/scan/finding.ts';
import type { Json } from '../core/words/index.ts';
import { sha256 } from '../adapters/digest/sha256.ts';
import { draw } from './draw.ts';
import { createJobThread } from './job-thread.ts';
import { slicesOf } from './slices-of.ts';

/** What holds so many characters and values together is drawn at once, for at most {@link INLINE_MS}. */
const INLINE_SIZE = 64 * 1024;
const INLINE_MS = 20;
/** Keywords whose cost a schema's author can drive up: only schemas without them are checked on the main thread. */
const COSTLY = /"(?:pattern|patternProperties|format|\$ref|\$dynamicRef|\$recursiveRef|uniqueItems|anyOf|oneOf|allOf|not|if|dependentSchemas)"/;
const INLINE_SCHEMA = 16 * 1024;
/** Slices of one catalogue that may stall the scanner before the rest is not looked through. */
const MOST_STALLED = 2;

/** Heavy work, and how to end its threads. */
export interface ComputeRoom extends Compute, LargeReader, Scanner {
  close(): Promise<void>;
}

/** What the threads are made of. `workerPath` is the bundled `worker.cjs`. */
export interface ComputeOptions {
  readonly workerPath: string;
  readonly diffMs?: number;
  readonly checkMs?: number;
  /** For one slice of a catalogue. */
  readonly scanMs?: number;
  readonly readMs?: number;
}

/**
 * Small work is done where it is, large or risky work in threads, which start when they are first needed. Never rejects:
 * a diff that crashes or takes too long becomes a plain one, which is still exact; a check that does fits nothing; a scan
 * that does is no scan, and whoever shows it says so.
 */
export function createCompute(options: ComputeOptions): ComputeRoom {
  const diffMs = options.diffMs ?? 10_000;
  const drawings = createJobThread(options.workerPath, diffMs);
  // A thread apart: a schema made to hang must not cost anybody a good diff.
  const checks = createJobThread(options.workerPath, options.checkMs ?? 2_000);
  // Apart from both: a catalogue of ten thousand tools is read for seconds.
  const scans = createJobThread(options.workerPath, options.scanMs ?? 15_000);
  // Apart from all: who connects must not wait for what is scanned.
  const reads = createJobThread(options.workerPath, options.readMs ?? 10_000);
  return {
    async readLarge(bytes, open) {
      // A copy of its own: a view would take the whole buffer along that it looks into.
      const done = await reads.run({ kind: 'read-large', bytes: new Uint8Array(bytes), open });
      return done?.kind === 'read' ? done.message : null;
    },
    async scanDefinitions(definitions, otherTools) {
      const found: (readonly Finding[] | null)[] = [];
      let stalled = 0;
      for (const slice of slicesOf(definitions)) {
        // What stalls the scanner costs its own slice; a list full of it is given up.
        const done = stalled === MOST_STALLED ? null : await scans.run({ kind: 'scan-definitions', definitions: slice, otherTools });
        if (done === null && stalled < MOST_STALLED) stalled += 1;
        found.push(...(done?.kind === 'scan' ? done.findings : slice.map(() => null)));
      }
      return found;
    },
    async scanResult(result) {
      const done = await scans.run({ kind: 'scan-result', result });
      return done?.kind === 'scan' ? (done.findings[0] ?? []) : null;
    },
    async draw(drawing) {
      if (weightOf(drawing, INLINE_SIZE) < INLINE_SIZE) return draw(drawing, { sha256, timeoutMs: INLINE_MS });
      const done = await drawings.run({ kind: 'draw', drawing, timeoutMs: diffMs * 0.4 });
      return done?.kind === 'draw' ? done.drawn : draw(drawing, { sha256, timeoutMs: 0 });
    },
    async checkArguments(inputSchema, args) {
      if (isCheap(inputSchema)) return argumentProblems(inputSchema, args);
      const done = await checks.run({ kind: 'check', schema: inputSchema, args });
      // SECURITY: no answer is no fit.
      return done?.kind === 'check' ? done.problems : [{ pointer: '', keyword: 'schema' }];
    },
    async close() {
      await Promise.all([drawings.close(), checks.close(), scans.close(), reads.close()]);
    },
  };
}

const cheap = new WeakMap<object, boolean>();

/** Judged once per schema: a definition is the same object for as long as it stands. */
function isCheap(schema: Json): boolean {
  if (typeof schema !== 'object' || schema === null) return true;
  const known = cheap.get(schema);
  if (known !== undefined) return known;
  const text = JSON.stringify(schema);
  const judged = text.length <= INLINE_SCHEMA && !COSTLY.test(text.replace(PATTERN, (whole, pattern: string) => (isPlain(pattern) ? '' : whole)));
  cheap.set(schema, judged);
  return judged;
}

/** A pattern as it stands in JSON text. */
const PATTERN = /"pattern":"((?:[^"\\]|\\.)*)"/g;

/** Without groups and choices, and with one unbounded repeat at most, a pattern cannot run away. */
function isPlain(pattern: string): boolean {
  return !/[(|]/.test(pattern) && (pattern.match(/[*+]|,\}/g) ?? []).length <= 1;
}
