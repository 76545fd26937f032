import { describe, expect, it } from 'vitest';
import { checkSignature } from '../../main/adapters/audit-file/ed25519.ts';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import type { ChainHead } from '../../main/core/audit/chain.ts';
import { UNSIGNED, type Signing } from '../../main/core/audit/signing.ts';
import type { AnchoredHead } from '../../main/core/audit/anchors.ts';
import { createVerifier, type Verification } from '../../main/core/audit/verify.ts';
import { below, bytesOf, events, FORGERIES, linesOf, OURS, seeded, type Random } from '../verifier/sample-logs.ts';

/** `npm run prove -- audit-tamper` runs everything; each run of the tests a seeded slice of it. */
const FULL = process.env['COUNTERSIGN_PROOF'] === 'full';
const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20260102);
/** How many full runs to compare, and how many forgeries to ask. */
const SAMPLES = Number(process.env['COUNTERSIGN_SAMPLES'] ?? (FULL ? 10_000 : 140));
const LIMIT = { timeout: 3_600_000 };
const said = (sentence: string): void => { if (FULL) process.stdout.write(`${sentence}\n`); };

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
function textOf(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** A log, and how its verification stands before each record: a run from there goes on exactly as a full one would. */
interface Sample {
  readonly lines: readonly string[];
  readonly bytes: Buffer;
  /** Where each record starts; one more for the end. */
  readonly starts: readonly number[];
  readonly before: readonly { readonly head: ChainHead; readonly signing: Signing }[];
  readonly anchors: readonly AnchoredHead[];
}

function sampleOf(lines: readonly string[]): Sample {
  const verifier = createVerifier(sha256, { check: checkSignature });
  const before = [{ head: { chain: 'none', seq: 0, hash: '' }, signing: UNSIGNED }];
  const starts = [0];
  for (const line of lines) {
    const record = verifier.line(line);
    if (record === null) throw new Error('the sample is not whole');
    before.push({ head: { chain: record.chain, seq: record.seq, hash: record.hash }, signing: verifier.signing() });
    starts.push((starts.at(-1) ?? 0) + Buffer.byteLength(line) + 1);
  }
  const head = before.at(-1)?.head ?? { chain: '', seq: 0, hash: '' };
  return { lines, bytes: bytesOf(lines), starts, before, anchors: [{ ...head, file: 'anchor' }] };
}

/** Verifies changed lines that begin at record `first` (from 0), from there or from the very start. */
function verifyFrom(sample: Sample, first: number, changed: Iterable<string | null>, torn: number, anchors = sample.anchors): Verification {
  const from = first === 0 ? null : sample.before[first] ?? null;
  const verifier = createVerifier(sha256, { anchors, from, check: checkSignature });
  for (const line of changed) {
    // The verifier counts on but reads nothing after the first fault.
    if (verifier.line(line) === null) break;
  }
  if (torn > 0) verifier.torn(torn);
  const found = verifier.finish();
  return found.firstBad === null ? found : { ...found, firstBad: { ...found.firstBad, record: found.firstBad.record + first } };
}

function* linesIn(bytes: Buffer, from: number): Generator<string | null> {
  for (let at = from, end = bytes.indexOf(10, at); end !== -1; at = end + 1, end = bytes.indexOf(10, at)) yield textOf(bytes.subarray(at, end));
}
const tornIn = (bytes: Buffer): number => bytes.length - bytes.lastIndexOf(10) - 1;
const recordAt = (sample: Sample, byte: number): number => {
  let [low, high] = [0, sample.lines.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((sample.starts[middle] ?? 0) <= byte) low = middle; else high = middle;
  }
  return low;
};

function bigLog(bytes: number): Sample {
  const all = linesOf(events(seeded(SEED), Math.ceil(bytes / 500)), OURS);
  let size = 0;
  const kept = all.filter((line) => (size += Buffer.byteLength(line) + 1) <= bytes);
  return sampleOf(kept);
}

/** Flips a bit, asks, and flips it back. */
function flipped(sample: Sample, bytes: Buffer, bit: number, whole: boolean): Verification {
  const byte = bit >> 3;
  const first = whole ? 0 : recordAt(sample, byte);
  bytes[byte] = (bytes[byte] ?? 0) ^ (1 << (bit & 7));
  const found = verifyFrom(sample, first, linesIn(bytes, sample.starts[first] ?? 0), tornIn(bytes));
  bytes[byte] = (bytes[byte] ?? 0) ^ (1 << (bit & 7));
  return found;
}

describe('with an anchor', () => {
  const sample = bigLog(FULL ? 1_000_000 : 120_000);
  const bits = sample.bytes.length * 8;

  it('every flipped bit is found, in the record it stands in', LIMIT, () => {
    const random = seeded(SEED + 1);
    const bytes = Buffer.from(sample.bytes);
    const count = FULL ? bits : 3_000;
    let wrong = 0;
    for (let n = 0; n < count; n += 1) {
      const bit = FULL ? n : below(random, bits);
      if (flipped(sample, bytes, bit, false).firstBad?.record !== recordAt(sample, bit >> 3) + 1) wrong += 1;
    }
    expect(wrong).toBe(0);
    said(`flipped bits: ${count} of ${bits} in ${sample.lines.length} records, not found or elsewhere: ${wrong}`);
  });

  it('a run from the record before answers as a full run does', LIMIT, () => {
    const random = seeded(SEED + 2);
    const bytes = Buffer.from(sample.bytes);
    const count = SAMPLES;
    for (let n = 0; n < count; n += 1) {
      const bit = below(random, bits);
      expect(flipped(sample, bytes, bit, false).firstBad).toEqual(flipped(sample, bytes, bit, true).firstBad);
    }
    said(`full runs compared: ${count}`);
  });

  it('every cut is found, at the first record that is missing', LIMIT, () => {
    const random = seeded(SEED + 3);
    const count = FULL ? sample.bytes.length : 3_000;
    let wrong = 0;
    for (let n = 0; n < count; n += 1) {
      const at = FULL ? n : below(random, sample.bytes.length);
      const whole = recordAt(sample, at);
      const found = verifyFrom(sample, whole, [], at - (sample.starts[whole] ?? 0));
      if (found.firstBad?.why !== 'anchor-not-reached' || found.firstBad.record !== whole + 1) wrong += 1;
    }
    expect(wrong).toBe(0);
    said(`cuts: ${count} of ${sample.bytes.length}, not found: ${wrong}`);
  });

  it('every pair of records swapped, doubled or removed is found, where it begins', LIMIT, () => {
    const small = sampleOf(linesOf(events(seeded(SEED + 4), FULL ? 300 : 40), OURS));
    const { lines } = small;
    let asked = 0;
    let wrong = 0;
    const ask = (first: number, changed: readonly string[], bad = first): void => {
      asked += 1;
      if (verifyFrom(small, first, changed, 0).firstBad?.record !== bad + 1) wrong += 1;
    };
    for (let a = 0; a < lines.length; a += 1) {
      for (let b = a + 1; b < lines.length; b += 1) {
        ask(a, [lines[b] ?? '', ...lines.slice(a + 1, b), lines[a] ?? '', ...lines.slice(b + 1)]);
        ask(a, lines.toSpliced(b, 1).toSpliced(a, 1).slice(a));
      }
      for (let to = 0; to <= lines.length; to += 1) {
        // A copy right before or after its original is found at the second of the two.
        ask(Math.min(to, a), lines.toSpliced(to, 0, lines[a] ?? '').slice(Math.min(to, a)), to === a ? a + 1 : to);
      }
    }
    expect(wrong).toBe(0);
    said(`pairs swapped, doubled or removed: ${asked} in ${lines.length} records, not found or elsewhere: ${wrong}`);
  });
});

describe('forgeries by somebody without the key', () => {
  it('are all found with an anchor; without one it is known which are not', LIMIT, () => {
    const count = SAMPLES;
    const without = new Map<string, { asked: number; ok: number; silent: number }>();
    for (let n = 0; n < count; n += 1) {
      const random = seeded(SEED + 100 + n);
      const [name, forge] = forgeryOf(n);
      const sample = sampleOf(linesOf(events(random, 100 + below(random, 40)), OURS));
      const forged = forge(sample.lines, random);
      expect(verifyFrom(sample, 0, forged, 0).ok, name).toBe(false);
      const alone = verifyFrom(sample, 0, forged, 0, []);
      const sum = without.get(name) ?? { asked: 0, ok: 0, silent: 0 };
      without.set(name, { asked: sum.asked + 1, ok: sum.ok + Number(alone.ok), silent: sum.silent + Number(alone.ok && alone.breaks.length === 0) });
    }
    for (const [name, { asked, ok, silent }] of without) said(`forgery "${name}": ${asked} asked, all found with an anchor; without one ${ok} pass, ${silent} of them without a break listed`);
    // What a file alone cannot show, as docs/audit-format.md says. Everything else must be found without an anchor too.
    expect([...without].filter(([, { ok }]) => ok > 0).map(([name]) => name).sort()).toEqual([
      'a key of the forger put in as if the old one had vanished', 'a record changed, key and checkpoints stripped',
      'an older good copy', 'another log, with the chain of the first begun anew behind it', 'signed anew with another key', 'the tail left for a chain of its own',
    ]);
    for (const name of ['a key of the forger put in as if the old one had vanished', 'the tail left for a chain of its own']) expect(without.get(name)?.silent).toBe(0);
  });
});

function forgeryOf(n: number): [string, (lines: readonly string[], random: Random) => string[]] {
  const all = Object.entries(FORGERIES);
  const chosen = all[n % all.length];
  if (chosen === undefined) throw new Error('no forgery');
  return chosen;
}
