import { canonical, type Sha256 } from '../canonical/canonical.ts';
import { isAt, saying, type AnchoredHead, type AnchorSays } from './anchors.ts';
import { headOf, NO_RECORD, type ChainHead } from './chain.ts';
import type { AuditRecord } from './event.ts';
import { Places } from './places.ts';
import { LONGEST_RECORD, parseRecord, textAround } from './record.ts';
import type { Tombstone } from './tombstone.ts';
import { isKeyBreak, signingAfter, typeOf, UNSIGNED, type SignatureCheck, type Signing } from './signing.ts';

/** Why a record is not what it should be. Closed; each has a sentence. */
export const BAD_RECORD = [
  'unreadable',      // what bears the name of a segment cannot be read: a folder, a link to nowhere, a file that is locked away
  'not-a-record',    // the line is no record: not UTF-8, not JSON, not of the schema
  'not-canonical',   // the record is spelled differently from how it was written
  'wrong-hash',      // the content does not give the hash it bears
  'wrong-prev',      // it does not follow the record before it
  'wrong-place',     // its number does not follow
  'not-the-start',   // the first record of a chain is missing
  'anchor-missing',  // no anchor, and one was required
  'anchor-not-reached', // the anchor knows more records than are here
  'anchor-differs',  // the record at the anchor's place is another one
  'bad-checkpoint',  // a checkpoint that is not of this place or not of the key in force
  'bad-signature',   // a checkpoint whose signature is not that of its key
  'bad-key',         // a change of key that does not follow the key before it
  'checkpoint-missing', // a signed log where a checkpoint was due
  'anchor-unreadable',  // an anchor is there and says nothing that can be read
  'bad-tombstone',   // what says that older records were removed is not signed by a key of what is left
] as const;
export type BadRecord = (typeof BAD_RECORD)[number];

/** The first record that is wrong: in which file, which number in the log, and why. `anchor` stands where an anchor disagrees. */
export interface FirstBad {
  readonly file: string;
  readonly record: number;
  readonly why: BadRecord;
  readonly anchor?: AnchorSays;
}

/** A last line that was cut off by a crash. It was never acknowledged, so it is named and is no error. */
export interface TornLine {
  readonly file: string;
  readonly bytes: number;
}

/** What the signatures of a log cover. */
export interface SignedPart {
  readonly checkpoints: number;
  /** The number of the last record that a checkpoint covers; null: none. */
  readonly upTo: number | null;
  /** The key in force at the end: its public half. Null: nothing is signed any more, or nothing ever was. */
  readonly key: string | null;
}

/** What a verification found. `records` counts the whole lines that were read. */
export interface Verification {
  readonly ok: boolean;
  readonly records: number;
  /** Older records that were removed by retention, as a signed tombstone says. */
  readonly removed: number;
  readonly firstBad: FirstBad | null;
  readonly torn: readonly TornLine[];
  /** The last good record of each chain, in order of appearance. */
  readonly heads: readonly ChainHead[];
  readonly signed: SignedPart;
  /**
   * Records that say the evidence was interrupted: another chain, another key, no
   * key, an anchor that was gone or could not be written. The first hundred.
   */
  readonly breaks: readonly { readonly file: string; readonly record: number; readonly what: string }[];
}

/** How a verification starts and what it is held against. */
export interface VerifierOptions {
  readonly anchors?: Iterable<AnchoredHead>;
  /** Files of anchors that are there and cannot be read. */
  readonly unread?: readonly string[];
  /** Where the records before are known to be good: the last of them, and how signing stood there. */
  readonly from?: { readonly head: ChainHead; readonly signing: Signing } | null;
  /** Older records were removed: what says so, and its file. Null in it: it is there and not to be believed. */
  readonly tombstone?: { readonly file: string; readonly stone: Tombstone | null } | null;
  readonly check: SignatureCheck;
}

/** Takes lines one by one and says at the end whether they are whole. No call throws, whatever the lines are. */
export interface Verifier {
  /** The following lines stand in this file. */
  file(name: string): void;
  /** One whole line without its line end; null: bytes that are no text. Gives the record while all is well. */
  line(text: string | null): AuditRecord | null;
  /** The rest of the current file cannot be read. */
  unreadable(): void;
  /** What stands after the last line end of the current file. More than a record can have is none that a crash cut off. */
  torn(bytes: number): void;
  /** The answer, held against the anchors: a chain must reach its anchor and bear the anchored hash there. */
  finish(): Verification;
  /** How signing stands after the last good record. */
  signing(): Signing;
}

const MOST_BREAKS = 100;

interface State {
  file: string;
  records: number;
  firstBad: FirstBad | null;
  head: ChainHead | null;
  readonly heads: Map<string, ChainHead>;
  readonly torn: TornLine[];
  signing: Signing;
  checkpoints: number;
  upTo: number | null;
  readonly breaks: { file: string; record: number; what: string }[];
  /** Records that were removed before the first one that is left. */
  before: number;
  /** Where the chains stood before the first line, as whoever vouches for those records says; and the number of the last of those records. */
  readonly vouched: ReadonlyMap<string, ChainHead>;
  readonly vouchedTo: number;
  /** Places of anchors at whose number a record of another chain stands, and that record's hash. */
  readonly passedBy: Map<number, string>;
  readonly stone: { readonly file: string; readonly stone: Tombstone | null } | null;
  /** Keys that signed in what is left. */
  readonly keys: Set<string>;
}

/**
 * Starts a verification at the first record, or at `from`. Anchors are compared while the lines pass, so that memory does not grow with the log.
 */
export function createVerifier(sha256: Sha256, options: VerifierOptions): Verifier {
  const { anchors = [], unread = [], from = null, check, tombstone = null } = options;
  const stone = tombstone?.stone ?? null;
  const vouched = from === null ? stone?.heads ?? [] : [from.head];
  const state: State = {
    file: '', records: 0, firstBad: null, head: from?.head ?? null, heads: new Map(), torn: [],
    signing: from?.signing ?? UNSIGNED, checkpoints: 0, upTo: null, breaks: [],
    before: 0, vouched: new Map(vouched.map((head) => [head.chain, head])), vouchedTo: vouched.at(-1)?.seq ?? 0, passedBy: new Map(), stone: tombstone, keys: new Set(),
  };
  if (from !== null) state.heads.set(from.head.chain, from.head);
  else if (stone !== null) beginAt(state, stone);
  else if (tombstone !== null) state.firstBad = { file: tombstone.file, record: 0, why: 'bad-tombstone' };
  const held = Places.of(anchors);
  return {
    file: (name) => { state.file = name; },
    line(text) {
      state.records += 1;
      if (state.firstBad !== null) return null;
      const record = text === null ? null : parseRecord(text);
      const fault = record === null ? 'not-a-record' : faultOf(record, text ?? '', state, sha256, held);
      const signing = record === null || fault !== null ? fault ?? 'not-a-record' : signingAfter(state.signing, record, check);
      if (record === null || typeof signing === 'string') {
        const why = typeof signing === 'string' ? signing : 'not-a-record';
        const differing = record === null || why !== 'anchor-differs' ? undefined : held.differing(record);
        state.firstBad = { file: state.file, record: state.before + state.records, why, ...(differing !== undefined && { anchor: saying(differing, record?.hash ?? null) }) };
        return null;
      }
      take(state, record, signing);
      return record;
    },
    unreadable() {
      state.firstBad ??= { file: state.file, record: state.before + state.records + 1, why: 'unreadable' };
    },
    torn(bytes) {
      state.torn.push({ file: state.file, bytes });
      // What a crash cuts off is part of one record.
      if (bytes > LONGEST_RECORD) state.firstBad ??= { file: state.file, record: state.before + state.records + 1, why: 'not-a-record' };
    },
    finish: () => finish(state, held, unread),
    signing: () => state.signing,
  };
}

/** Begins behind what was removed. Its words hold only together with a key of what is left; see the end. */
function beginAt(state: State, stone: Tombstone): void {
  for (const head of stone.heads) state.heads.set(head.chain, head);
  state.head = stone.head;
  state.signing = stone.signing;
  state.before = stone.head.seq;
}

function take(state: State, record: AuditRecord, signing: Signing): void {
  const type = typeOf(record);
  const leaves = state.head !== null && state.head.chain !== record.chain;
  state.head = headOf(record);
  state.heads.set(record.chain, state.head);
  state.signing = signing;
  if (type === 'checkpoint') {
    // A key counts once it signed: one that was only named may be anybody's.
    if (signing.keyId !== null) state.keys.add(signing.keyId);
    state.checkpoints += 1;
    state.upTo = record.seq - 1;
  }
  if (leaves) noteBreak(state, 'chain');
  if (type === 'anchor') noteBreak(state, isUnwritten(record) ? 'anchor-unwritable' : type);
  else if (type === 'key' && isKeyBreak(record)) noteBreak(state, type);
}

/** Whether an anchor could not be written: it is not wrong, but what follows it could have been cut off unseen. */
function isUnwritten({ event }: AuditRecord): boolean {
  return typeof event === 'object' && event !== null && 'why' in event && event.why === 'unwritable';
}

function noteBreak(state: State, what: string): void {
  if (state.breaks.length < MOST_BREAKS) state.breaks.push({ file: state.file, record: state.before + state.records, what });
}

function faultOf(
  record: AuditRecord, text: string, state: State, sha256: Sha256, held: Places,
): BadRecord | null {
  try {
    const place = placeFault(record, state);
    if (place !== null) return place;
    // The event is by far the largest part; it is spelled once for both.
    const event = canonical(record.event);
    if (sha256(textAround(record, event, null)) !== record.hash) return 'wrong-hash';
    // SECURITY: a line is compared byte for byte, so that nothing can be hidden in spelling or in keys that stand twice.
    if (textAround(record, event, record.hash) !== text) return 'not-canonical';
    if (held.differing(record) !== undefined) return 'anchor-differs';
    // SECURITY: numbers run through the whole log. Where another chain stands at an anchor's number its own never got there, though it be
    // begun again later on.
    for (const place of held.passedBy(record)) state.passedBy.set(place, record.hash);
    return null;
  } catch {
    return 'not-canonical';
  }
}

/** Numbers run through the whole log. A chain is left only for the start of one that was not seen before. */
function placeFault(record: AuditRecord, state: State): BadRecord | null {
  const follows = record.seq === (state.head?.seq ?? 0) + 1;
  if (record.chain !== state.head?.chain) {
    return follows && record.prev === NO_RECORD && !state.heads.has(record.chain) ? null : 'not-the-start';
  }
  if (!follows) return 'wrong-place';
  return record.prev === state.head.hash ? null : 'wrong-prev';
}

function finish(state: State, held: Places, unread: readonly string[]): Verification {
  const firstBad = state.firstBad ?? stoneFault(state) ?? unreadFault(unread) ?? anchorFault(state, held);
  const signed = { checkpoints: state.checkpoints, upTo: state.upTo, key: state.signing.keyId };
  return {
    ok: firstBad === null, records: state.records, removed: state.before, firstBad, torn: state.torn, heads: [...state.heads.values()], signed, breaks: state.breaks,
  };
}

function unreadFault([file]: readonly string[]): FirstBad | null {
  return file === undefined ? null : { file, record: 0, why: 'anchor-unreadable' };
}

/** The first anchor that the log does not reach. */
function anchorFault(state: State, held: Places): FirstBad | null {
  for (let place = 0; place < held.length; place += 1) {
    if (isReached(place, held, state)) continue;
    const short = held.get(place);
    return { file: short.file, record: state.before + state.records + 1, why: 'anchor-not-reached', anchor: saying(short, state.passedBy.get(place) ?? null) };
  }
  return null;
}

/** What passed by was compared there. What stands before the first line is taken on the word of whoever vouches for it, as far as it goes. */
function isReached(place: number, held: Places, state: State): boolean {
  const seq = held.seqOf(place);
  if (seq > state.vouchedTo) return seq <= (state.head?.seq ?? 0) && !state.passedBy.has(place);
  const anchor = held.get(place);
  const head = state.vouched.get(anchor.chain);
  return head !== undefined && (head.seq > anchor.seq || isAt(anchor, head));
}

/** SECURITY: anybody can sign the removal of what they cut off with a key of their own; only the log's own keys may. */
function stoneFault(state: State): FirstBad | null {
  const { stone } = state;
  if (stone === null || stone.stone === null || state.keys.has(stone.stone.keyId)) return null;
  return { file: stone.file, record: 0, why: 'bad-tombstone' };
}
