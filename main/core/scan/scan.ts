import type { Json, JsonObject } from '../words/index.ts';
import { padding, strangeCharacters, type Sighting } from './characters.ts';
import { mixedScriptWord } from './confusables.ts';
import { excerptAt } from './excerpt.ts';
import { graverSeverity, SEVERITIES, type Finding } from './finding.ts';
import { links } from './links.ts';
import { carriesContext } from './markers.ts';
import { namedOtherTool, strangeName, type OtherTool } from './names.ts';
import type { Where } from './orders.ts';
import { guesses } from './prose.ts';
import { collectTexts, SCAN_LIMITS, type CollectedTexts, type PlacedText } from './texts.ts';

/** What is known beside the definition itself. */
export interface ScanContext {
  /** The tools of all *other* servers; give the same array for all tools of a catalogue, it is indexed once. */
  readonly otherTools?: readonly OtherTool[];
}

const NO_TOOLS: readonly OtherTool[] = [];
const NOTHING: readonly Finding[] = [];

/**
 * What is odd in a definition as the server sent it (tool, prompt, resource, template, instructions): every text in it,
 * names of members included. Pure and total: any JSON value is answered, within bounds; what lies beyond them is itself a
 * finding. Findings only warn. An empty list means that nothing was found, not that nothing is there.
 */
export function scanDefinition(definition: JsonObject, context: ScanContext = {}): readonly Finding[] {
  const others = context.otherTools ?? NO_TOOLS;
  const collected = collectTexts(definition);
  const name = typeof definition['name'] === 'string' ? definition['name'] : '';
  const findings = [...namesOf(name, others), ...shapeOf(collected, 'definition')];
  for (const placed of collected.texts) findings.push(...scanText(placed, 'definition'), ...definitionOnly(placed, name, others));
  return ordered(findings);
}

/** The same for what a call answered: a text, or any JSON value with texts in it. */
export function scanResult(result: Json): readonly Finding[] {
  const collected = collectTexts(result);
  const findings = [...shapeOf(collected, 'result')];
  for (const placed of collected.texts) findings.push(...scanText(placed, 'result'));
  return ordered(findings);
}

function namesOf(name: string, others: readonly OtherTool[]): readonly Finding[] {
  return strangeName(name, others).map((sighting) => ({ ...sighting, pointer: '/name' }));
}

/** Depth and size: a value that nobody reads to its end can hide what it likes. */
function shapeOf({ depth, chars, complete }: CollectedTexts, where: Where): readonly Finding[] {
  const found: Finding[] = [];
  const bound = where === 'definition' ? DEEP : SCAN_LIMITS.depth;
  if (depth > bound) found.push({ rule: 'deep-value', severity: 'warn', pointer: '', excerpt: `${depth} > ${bound}` });
  if (where === 'definition' && chars > SCAN_LIMITS.definitionChars) found.push({ rule: 'large-value', severity: 'info', pointer: '', excerpt: `${chars} > ${SCAN_LIMITS.definitionChars}` });
  if (!complete) found.push({ rule: 'large-value', severity: 'warn', pointer: '', excerpt: `${chars}, > ${SCAN_LIMITS.textChars} / ${SCAN_LIMITS.allChars} / ${SCAN_LIMITS.deepest}` });
  return found;
}

const DEEP = 24;
/** Names and short plain words hold no order; they are most of a schema. */
const PROSE = /[\s<[{|=;]|[^\u0000-\u007f]/;
const LONG_WORD = 20;

function scanText(placed: PlacedText, where: Where): readonly Finding[] {
  const text = placed.text.slice(0, SCAN_LIMITS.textChars);
  const seen: Sighting[] = [...strangeCharacters(text, placed.isName || isIdentifier(placed), where === 'definition')];
  if (text.length >= LONG_WORD || PROSE.test(text)) {
    const mixed = placed.member === 'name' ? null : mixedScriptWord(text);
    if (mixed !== null) seen.push({ rule: 'mixed-script', severity: placed.isName ? 'high' : 'warn', excerpt: excerptAt(text, mixed.at) });
    const pushed = padding(text, where === 'definition');
    if (pushed !== null) seen.push(pushed);
    seen.push(...guesses(text, where));
  }
  if (!placed.isName && text.includes(':') && !isDialect(placed)) seen.push(...links(text, where === 'definition'));
  return seen.length === 0 ? NOTHING : seen.map((sighting) => ({ ...sighting, pointer: placed.pointer() }));
}

/** Where every JSON schema says what dialect it is written in; no address anybody goes to. */
const isDialect = ({ member, text }: PlacedText): boolean => member === '$schema' && /^https?:\/\/json-schema\.org\/[\w./-]{1,60}#?$/i.test(text);
const isIdentifier = ({ member, text }: PlacedText): boolean => member === 'name' && text.length <= 128;

function definitionOnly(placed: PlacedText, ownName: string, others: readonly OtherTool[]): readonly Finding[] {
  const { text, member, isName } = placed;
  const found: Finding[] = [];
  if (isName && member === 'properties' && carriesContext(text)) found.push({ rule: 'context-parameter', severity: 'warn', pointer: placed.pointer(), excerpt: excerptAt(text, 0) });
  if (isName) return found;
  if ((member === '$ref' || member === '$dynamicRef') && /^[a-z][\w+.-]*:/i.test(text)) found.push({ rule: 'network-reference', severity: 'high', pointer: placed.pointer(), excerpt: excerptAt(text, 0) });
  const named = member === 'name' ? null : namedOtherTool(text, ownName, others);
  if (named !== null) found.push({ rule: 'names-other-tool', severity: 'warn', pointer: placed.pointer(), excerpt: excerptAt(text, named.at) });
  return found;
}

/**
 * Gravest first, bounded in number. Two marks of a guess in one text are one finding already; naming another server's tool
 * where orders are given is what shadowing looks like, so the two together are grave.
 */
function ordered(findings: readonly Finding[]): readonly Finding[] {
  const shadowing = new Set(findings.filter(({ rule }) => rule === 'names-other-tool').map(({ pointer }) => pointer));
  const ordering = new Set(findings.filter(({ rule, severity }) => ORDERS.has(rule) && severity !== 'info').map(({ pointer }) => pointer));
  return findings
    .map((finding) => (finding.rule === 'names-other-tool' && shadowing.has(finding.pointer) && ordering.has(finding.pointer) ? { ...finding, severity: graverSeverity(finding.severity, 'high') } : finding))
    .sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity))
    .slice(0, SCAN_LIMITS.findings);
}

const ORDERS: ReadonlySet<string> = new Set(['override', 'secrecy', 'no-confirmation', 'data-movement', 'tool-order', 'request', 'addressed-order', 'authority', 'credential-path']);

/** The gravest severity among findings, or null where nothing was found. */
export function gravestOf(findings: readonly Finding[]): Finding['severity'] | null {
  return findings.reduce<Finding['severity'] | null>((worst, { severity }) => (worst === null ? severity : graverSeverity(worst, severity)), null);
}
