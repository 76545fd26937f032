import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chainUp, type Place } from '../../main/adapters/audit-file/chain-up.ts';
import { signerOf } from '../../main/adapters/audit-file/ed25519.ts';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { nextLine, startOf, type ChainHead } from '../../main/core/audit/chain.ts';
import type { AuditEvent } from '../../main/core/audit/event.ts';
import { keyEvent, UNSIGNED, type Signer } from '../../main/core/audit/signing.ts';
import type { Json } from '../../main/core/words/index.ts';
import { intent, outcome, started } from '../main/core/audit/events.ts';

/** Numbers from 0 to 1, the same for the same seed. */
export type Random = () => number;

/** Mulberry32. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
export const below = (random: Random, count: number): number => Math.floor(random() * count);
const pick = <T>(random: Random, from: readonly [T, ...T[]]): T => from[below(random, from.length)] ?? from[0];

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
const signer = (byte: string): Signer => {
  const made = signerOf(byte.repeat(32));
  if (made === null) throw new Error('no key');
  return made;
};
export const OURS = signer('11');
export const THEIRS = signer('22');
const LEAVES: readonly [Json, ...Json[]] = [
  null, true, 0, -1.5, 1e21, 1e-7, 123456789012345680000, 5e-324, 1.7976931348623157e308, '', 'ünï\u2028€', '\u{1f600}\ufb01', '"\\\n\u0007', '=1+1',
];

function value(random: Random, depth: number): Json {
  if (depth === 0 || random() < 0.4) return pick(random, LEAVES);
  if (random() < 0.4) return Array.from({ length: below(random, 4) }, () => value(random, depth - 1));
  return Object.fromEntries(['a', 'ü', '\u{1f600}', '\ufb01', '', '10', '9'].filter(() => random() < 0.5).map((key) => [key, value(random, depth - 1)]));
}

/** Events as a session makes them. */
export function events(random: Random, count: number): AuditEvent[] {
  return Array.from({ length: count }, (_, n) => {
    const kind = below(random, 3);
    return kind === 0 ? started(n) : kind === 1 ? intent(`c${n}`, { value: value(random, 3) }) : outcome(`c${n}`);
  });
}

/** A whole log. `signer` null: nothing is signed. The clock stands still but for milliseconds. */
export function linesOf(made: readonly AuditEvent[], key: Signer | null, from: Place = { head: startOf('chain-1'), signing: UNSIGNED }): string[] {
  let at = AT;
  const clock = { now: () => new Date(at += 1).toISOString(), monotonic: () => at };
  return chainUp(made, from, { clock, sha256, signer: key }, true).lines.map((line) => line.trimEnd());
}

/** Any events chained with right hashes and no other rule, as somebody without the key would. */
export function forgedChain(made: readonly AuditEvent[], from: ChainHead = startOf('chain-1'), at = (): string => new Date(AT).toISOString()): string[] {
  let head = from;
  return made.map((event) => {
    const next = nextLine(head, event, at(), sha256);
    head = next.head;
    return next.line.trimEnd();
  });
}
export const eventOf = (line: string): AuditEvent => (JSON.parse(line) as { event: AuditEvent }).event;

const typed = (line: string, type: string): boolean => eventOf(line).type === type;

/** Ways to forge a log: each gives its lines, and keeps what a forger without the key can keep. */
export const FORGERIES: Readonly<Record<string, (lines: readonly string[], random: Random) => string[]>> = {
  'a record changed, chained anew, checkpoints kept': (lines, random) =>
    forgedChain(lines.map(eventOf).with(2 + below(random, lines.length - 2), started(9_999))),
  'a record changed, chained anew, checkpoints stripped': (lines, random) =>
    forgedChain(lines.filter((line) => !typed(line, 'checkpoint')).map(eventOf).with(1, started(below(random, 99)))),
  'a record changed, key and checkpoints stripped': (lines, random) =>
    forgedChain(lines.filter((line) => !typed(line, 'checkpoint') && !typed(line, 'key')).map(eventOf).with(1, started(below(random, 99)))),
  'signed anew with another key': (lines, random) =>
    linesOf(lines.filter((line) => !typed(line, 'checkpoint') && !typed(line, 'key')).map(eventOf).with(1, started(below(random, 99))), THEIRS),
  'a key of the forger put in as if the old one had vanished': (lines, random) => {
    const keep = lines.slice(0, 2 + below(random, lines.length - 2));
    const head = JSON.parse(keep.at(-1) ?? '') as { chain: string; seq: number; hash: string };
    const signing = { keyId: OURS.keyId, last: OURS.keyId, since: 0 };
    const next = nextLine(head, keyEvent(signing, THEIRS.keyId), new Date(AT).toISOString(), sha256);
    const place = { head: next.head, signing: { keyId: THEIRS.keyId, last: THEIRS.keyId, since: 100 } };
    return [...keep, next.line.trimEnd(), ...linesOf(events(random, 5), THEIRS, place)];
  },
  'an older good copy': (lines, random) => lines.slice(0, 1 + below(random, lines.length - 1)),
  'the tail left for a chain of its own': (lines, random) => {
    const keep = lines.slice(0, 1 + below(random, lines.length - 1));
    return [...keep, ...linesOf(events(random, 3), null, { head: startOf('chain-2', keep.length), signing: UNSIGNED })];
  },
  'another log, with the chain of the first begun anew behind it': (lines, random) => {
    const other = linesOf(events(random, lines.length + below(random, 9)), THEIRS, { head: startOf('other'), signing: UNSIGNED });
    const from = { head: startOf('chain-1', other.length), signing: { keyId: THEIRS.keyId, last: THEIRS.keyId, since: 0 } };
    return [...other, ...linesOf(events(random, 3), THEIRS, from)];
  },
};

/** Ways to damage a log without any care for its hashes. */
export const DAMAGES: Readonly<Record<string, (bytes: Buffer, random: Random) => Buffer>> = {
  'a flipped bit': (bytes, random) => {
    const changed = Buffer.from(bytes);
    const at = below(random, changed.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << below(random, 8));
    return changed;
  },
  'a cut': (bytes, random) => bytes.subarray(0, below(random, bytes.length)),
  'a hole': (bytes, random) => {
    const at = below(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(random, 900))]);
  },
  'noise put in': (bytes, random) => {
    const at = below(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(Array.from({ length: 1 + below(random, 9) }, () => below(random, 256))), bytes.subarray(at)]);
  },
  'two records swapped': (bytes, random) => {
    const lines = bytes.toString().trimEnd().split('\n');
    const [a, b] = [below(random, lines.length), below(random, lines.length)];
    return Buffer.from(`${lines.with(a, lines[b] ?? '').with(b, lines[a] ?? '').join('\n')}\n`);
  },
  'a record twice': (bytes, random) => {
    const lines = bytes.toString().trimEnd().split('\n');
    const at = below(random, lines.length);
    return Buffer.from(`${lines.toSpliced(at, 0, lines[at] ?? '').join('\n')}\n`);
  },
  'a record removed': (bytes, random) => Buffer.from(`${bytes.toString().trimEnd().split('\n').toSpliced(below(random, 50), 1).join('\n')}\n`),
  'another spelling': (bytes, random) => {
    const lines = bytes.toString().trimEnd().split('\n');
    const at = below(random, lines.length);
    const line = lines[at] ?? '';
    const spelled = pick(random, [
      () => line.replace('{', '{ '), () => line.replace('"v":1', '"v":1.0'), () => line.replace('"v":1', '"v":1,"v":1'),
      () => line.replace(/"seq":(\d+)/, '"seq":$1e0'), () => line.replace('"at"', '"\\u0061t"'), () => `${line}\r`,
      () => line.replace('"type"', '"x":1e400,"type"'), () => line.replace('"type"', '"x":NaN,"type"'), () => line.replace('"type"', '"x":"\\ud800","type"'),
      () => line.replace(/"seq":(\d+)/, '"seq":true'), () => `\ufeff${line}`, () => line.replace('.', ',').replace('Z"', '+00:00"'),
    ]);
    return Buffer.from(`${lines.with(at, spelled()).join('\n')}\n`);
  },
};

/** Writes a log of one home: its segments, and the anchor of its last record where `anchor` asks for one. */
export async function writeHome(home: string, segments: readonly Buffer[], anchor: readonly string[] | null): Promise<void> {
  await mkdir(join(home, 'audit'), { recursive: true });
  await mkdir(join(home, 'anchors'), { recursive: true });
  const name = (index: number): string => `${String(index + 1).padStart(6, '0')}.jsonl`;
  await Promise.all(segments.map((bytes, index) => writeFile(join(home, 'audit', name(index)), bytes)));
  const last = anchor?.at(-1);
  if (last === undefined) return;
  const { chain, seq, hash } = JSON.parse(last) as { chain: string; seq: number; hash: string };
  const signing = { keyId: OURS.keyId, last: OURS.keyId, since: 0 };
  await writeFile(join(home, 'anchors', `${chain}.json`), `${JSON.stringify({ v: 1, chain, file: '000001.jsonl', size: segments[0]?.length ?? 0, seq, hash, open: [], signing })}\n`);
}
export const bytesOf = (lines: readonly string[]): Buffer => Buffer.from(lines.map((line) => `${line}\n`).join(''));
