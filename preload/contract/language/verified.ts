import type { Translate } from './translator.ts';
import { visible } from './visible.ts';

/** The first record that is wrong, and the anchor that says so where one does. */
export interface BadFacts {
  readonly file: string;
  readonly record: number;
  readonly why: string;
  readonly anchor?: { readonly by: 'file' | 'keychain' | 'witness' | 'external'; readonly seq: number; readonly says: string; readonly found: string | null } | undefined;
}

/** What a verification of the log found, as far as it is said. `torn` counts lines, `removed` records. */
export interface VerifiedFacts {
  readonly ok: boolean;
  readonly records: number;
  readonly firstBad: BadFacts | null;
  readonly anchored: false | 'file' | 'keychain' | 'external';
  /** The last record the anchor knows, where others follow. */
  readonly anchoredTo: number | null;
  /** Null: nothing is. */
  readonly signed: { readonly upTo: number; readonly checkpoints: number } | null;
  readonly breaks: readonly { readonly record: number; readonly what: string }[];
  readonly torn: number;
  readonly removed: number;
}

/** Breaks that are said one by one. */
const MOST_BREAKS = 20;

/** Which record is wrong, or that all are right, and how far that can be believed; then where the evidence was interrupted. */
export function verifiedWords(found: VerifiedFacts, t: Translate): { readonly says: readonly string[]; readonly breaks: readonly string[] } {
  const { ok, records, firstBad, signed, breaks, torn, removed } = found;
  const says = [
    ok ? t('activity.whole', { count: records }) : t('activity.broken', { record: firstBad?.record ?? 0, file: visible(firstBad?.file ?? '', 80), why: whyWords(firstBad, t) }),
    ...(ok ? [anchorWords(found, t)] : []),
    signed === null ? t('activity.unsigned') : t('activity.signed', { upTo: signed.upTo, count: signed.checkpoints }),
    ...(removed === 0 ? [] : [t('activity.removed', { count: removed })]),
    ...(torn === 0 ? [] : [t('activity.torn', { count: torn })]),
    ...(breaks.length === 0 ? [] : [t('activity.breaks', { count: breaks.length })]),
  ];
  return { says, breaks: breaks.slice(0, MOST_BREAKS).map(({ record, what }) => t('activity.break', { record, what: t(BREAKS.has(what) ? `activity.break.${what as 'key'}` : 'activity.break.other') })) };
}

/** How far the best anchor bears the log out: never said of an end that it does not know. */
function anchorWords({ anchored, anchoredTo }: VerifiedFacts, t: Translate): string {
  if (anchored === false) return t('activity.anchor.none');
  return anchoredTo === null ? t(`activity.anchor.${anchored}`) : t(`activity.anchor-to.${anchored}`, { upTo: anchoredTo });
}

const BREAKS = new Set(['chain', 'key', 'anchor', 'anchor-unwritable']);
const CHANGED = new Set(['wrong-hash', 'not-canonical', 'not-a-record']);
const MISSING = new Set(['wrong-prev', 'wrong-place', 'not-the-start', 'anchor-not-reached', 'anchor-missing']);

/** Digits of a hash that are said: enough to be looked up in the anchor itself. */
const SAID_DIGITS = 12;

/** Which anchor disagrees and what each side says; otherwise one of the sentences. */
function whyWords(bad: BadFacts | null, t: Translate): string {
  const anchor = bad?.anchor;
  if (anchor === undefined) return t(whyKey(bad?.why ?? ''));
  const { by, seq, says, found } = anchor;
  // It is named behind the last record: where the log reaches as far, another chain's record stands at that number.
  if (bad?.why === 'anchor-not-reached' && seq < bad.record) return t(`activity.why.anchor-another.${by}`, { seq });
  if (bad?.why === 'anchor-not-reached' || found === null) return t(`activity.why.anchor-beyond.${by}`, { upTo: seq });
  return t(`activity.why.anchor.${by}`, { says: visible(says.slice(0, SAID_DIGITS), SAID_DIGITS), found: visible(found.slice(0, SAID_DIGITS), SAID_DIGITS) });
}

/** What is wrong with a record, in one of five sentences. */
function whyKey(why: string): 'activity.why.changed' | 'activity.why.missing' | 'activity.why.signature' | 'activity.why.unreadable' | 'activity.why.anchor-unreadable' {
  if (why === 'unreadable' || why === 'anchor-unreadable') return `activity.why.${why}`;
  if (CHANGED.has(why)) return 'activity.why.changed';
  if (MISSING.has(why)) return 'activity.why.missing';
  return 'activity.why.signature';
}
