import { decodedTexts, spelledInFlags } from './decode.ts';
import { excerptAt } from './excerpt.ts';
import { graverSeverity, type Finding, type ScanRule, type Severity } from './finding.ts';
import { hiddenComments, marksOfShape, type Mark } from './markers.ts';
import { marksOfOrders, type Where } from './orders.ts';
import { normaliseProse, sentencesOf } from './sentences.ts';

/** A guess about a text, before it has a pointer. */
export type Guess = Omit<Finding, 'pointer'>;

/** Marks this far apart belong together: a few sentences. */
const TOGETHER = 700;
/** Short texts come again and again: the parameters of a catalogue's tools are described in the same words. */
const MEMORABLE = 500;
const MOST_REMEMBERED = 10_000;
const REMEMBERED: Readonly<Record<Where, Map<string, readonly Guess[]>>> = { definition: new Map(), result: new Map() };
const HIGH = 4;
const WARN = 2;

/**
 * What a text seems to order, in whatever wording: marks of different rules that stand together add up, so that one
 * suspicious word is nothing and the shape of an attack is. In a document that speaks about attacks, what stands in quotes
 * or code is only mentioned.
 */
export function guesses(text: string, where: Where): readonly Guess[] {
  if (text.length > MEMORABLE) return judged(text, where);
  const memory = REMEMBERED[where];
  const known = memory.get(text);
  if (known !== undefined) return known;
  if (memory.size >= MOST_REMEMBERED) memory.clear();
  const found = judged(text, where);
  memory.set(text, found);
  return found;
}

function judged(text: string, where: Where): readonly Guess[] {
  const prose = normaliseProse(text);
  const marks = marksIn(prose, where);
  const quoted = where === 'result' && speaksOfAttacks(prose);
  const found = best(marks, quoted ? 1 : null);
  const hidden = hiddenComments(prose).map(({ text: inner, at }) => ({ inner, at, weight: sum(marksIn(`\n${inner.trim()}`, 'definition')) }));
  const comments = hidden.map(({ inner, at, weight }) => ({ rule: 'hidden-comment' as const, severity: quoted ? 'info' as const : severityOfComment(inner, weight, where), excerpt: excerptAt(prose, at) }));
  const encoded = decodedTexts(text).flatMap(({ text: inner, at }) => {
    const weight = sum(marksIn(normaliseProse(inner), 'definition'));
    return weight < WARN ? [] : [{ rule: 'encoded-text' as const, severity: quoted ? 'info' as const : 'high' as const, excerpt: excerptAt(`${text.slice(at, at + 24)}… = ${inner}`, 0) }];
  });
  const flags = spelledInFlags(text);
  const spelled = flags === null ? [] : [{ rule: 'encoded-text' as const, severity: quoted ? 'info' as const : 'warn' as const, excerpt: excerptAt(flags, 0) }];
  return gravest([...found.map(({ mark, severity }) => ({ rule: mark.rule, severity, excerpt: excerptAt(prose, mark.at) })), ...comments, ...encoded, ...spelled]);
}

function marksIn(prose: string, where: Where): readonly Mark[] {
  return [...marksOfShape(prose, where === 'definition'), ...marksOfOrders(sentencesOf(prose), where)].sort((a, b) => a.at - b.at);
}

/** A comment is seen by the model alone; in a definition that is odd by itself where it holds a sentence. */
function severityOfComment(inner: string, weight: number, where: Where): Severity {
  if (weight >= WARN) return 'high';
  return where === 'definition' && inner.trim().split(/\s+/).length >= 6 ? 'warn' : 'info';
}

/** Each mark with what stands around it. */
function best(marks: readonly Mark[], cap: 1 | null): readonly { readonly mark: Mark; readonly severity: Severity }[] {
  return marks.map((mark) => {
    const around = marks.filter(({ at }) => Math.abs(at - mark.at) <= TOGETHER);
    const weight = cap ?? sum(around);
    // A weak mark is drawn up by strong ones beside it, yet is not what should be looked at first.
    const severity = weight >= HIGH && mark.weight >= WARN ? 'high' : weight >= WARN && mark.weight >= WARN ? 'warn' : 'info';
    return { mark, severity };
  });
}

/** The heaviest mark of each rule counts once. */
function sum(marks: readonly Mark[]): number {
  const heaviest = new Map<ScanRule, number>();
  for (const { rule, weight } of marks) heaviest.set(rule, Math.max(weight, heaviest.get(rule) ?? 0));
  return [...heaviest.values()].reduce((total, weight) => total + weight, 0);
}

/** One finding for each rule: the gravest, the first among equals. */
function gravest(found: readonly Guess[]): readonly Guess[] {
  const kept = new Map<ScanRule, Guess>();
  for (const guess of found) {
    const known = kept.get(guess.rule);
    if (known === undefined || (known.severity !== guess.severity && graverSeverity(known.severity, guess.severity) === guess.severity)) kept.set(guess.rule, guess);
  }
  return [...kept.values()];
}

const ABOUT_ATTACKS = /\b(?:attack(?:s|ers?)?|malicious|vulnerab\w+|exploit\w*|mitigat\w+|injection|threat\w*|advers\w+|detect\w+|technique|payloads?|poison\w*|security|jailbreak\w*|guardrails?|unsafe|saniti[sz]\w*|untrusted|harmful|obfuscat\w*|evasion|phishing|spoof\w*|scanners?|heuristics?)\b/giu;
const KINDS_OF_WORDS = 5;

/** A document about attacks: long, and full of the words that those use who describe them. */
function speaksOfAttacks(prose: string): boolean {
  if (prose.length < 800) return false;
  const words = (prose.slice(0, 40_000).match(ABOUT_ATTACKS) ?? []).map((word) => word.toLowerCase().slice(0, 6));
  return new Set(words).size >= KINDS_OF_WORDS && words.length * 300 >= Math.min(prose.length, 40_000);
}
