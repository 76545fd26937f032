import { pointerOf, pointerParts, valueAt } from '../canonical/pointer.ts';
import { CHANGE_KINDS, CHANGE_RANKS, EFFECTS, isJsonObject, type Json, type JsonObject, type RankedChange } from '../words/index.ts';
import { differingPointers } from './compare.ts';
import type { Found, Judges } from './found.ts';
import { hintChange, HINTS } from './hints.ts';
import { keywordChange, keywordPlace } from './schema-change.ts';
import { isEmptyText, linksIn, textChange, textsOf } from './text-change.ts';

/** A place that differs, with what stood there and what stands there now. */
interface Difference {
  readonly parts: readonly string[];
  readonly pointer: string;
  readonly was: Json | undefined;
  readonly is: Json | undefined;
}

/**
 * Every change between an accepted definition and a new one, riskiest first. One place may carry several changes
 * (new words with a new link). Never empty: a definition whose digest moved without a difference anyone could
 * point to is `nothing-visible`, so that it is named and not taken for no change.
 */
export function rankChanges(old: JsonObject, now: JsonObject, judges: Judges): RankedChange[] {
  const known = linksIn(old);
  const found = [
    ...effectChange(old, now, judges),
    ...HINTS.flatMap((hint) => hintChange(old, now, hint)),
    ...differences(old, now).flatMap((difference) => changesAt(difference, old, now, known, judges)),
  ];
  if (found.length === 0) found.push({ kind: 'nothing-visible', pointer: '' });
  const unique = new Map(found.map((change) => [`${change.kind} ${change.pointer}`, change]));
  return [...unique.values()].map((change) => ({ ...change, rank: CHANGE_KINDS[change.kind] })).sort(byRisk);
}

const KINDS = Object.keys(CHANGE_KINDS);

function byRisk(a: RankedChange, b: RankedChange): number {
  const rank = CHANGE_RANKS.indexOf(a.rank) - CHANGE_RANKS.indexOf(b.rank);
  if (rank !== 0) return rank;
  const kind = KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
  return kind !== 0 ? kind : a.pointer < b.pointer ? -1 : a.pointer > b.pointer ? 1 : 0;
}

function differences(old: JsonObject, now: JsonObject): Difference[] {
  return differingPointers(old, now).map((pointer) => ({
    parts: pointerParts(pointer) ?? [], pointer, was: valueAt(old, pointer), is: valueAt(now, pointer),
  }));
}

function effectChange(old: JsonObject, now: JsonObject, { effectOf }: Judges): Found[] {
  const moved = EFFECTS.indexOf(effectOf(now)) - EFFECTS.indexOf(effectOf(old));
  if (moved === 0) return [];
  return [{ kind: moved < 0 ? 'effect-fell' : 'effect-rose', pointer: '/annotations' }];
}

/** What one place means, and what its texts brought besides. */
function changesAt(difference: Difference, old: JsonObject, now: JsonObject, known: ReadonlySet<string>, judges: Judges): Found[] {
  const brought = broughtBy(difference, old, known, judges);
  const { was, is, pointer } = difference;
  const text = typeof was === 'string' && typeof is === 'string' ? textChange(was, is, judges) : null;
  // Hidden characters say it all; a spelling that looks the same is no change of words.
  if (text === 'hidden-characters') return brought;
  // SECURITY: a space in a sentence is looks; in a default, a choice, a pattern or a value of `_meta` it is another value.
  if (text !== null && (text !== 'text-spacing' || isProse(difference))) return [...brought, { kind: text, pointer }];
  return [...brought, ...meaningOf(difference, old, now)];
}

/** Members that are sentences for a reader, by the last step of their place; a parameter may bear such a name, and is no text then. */
const PROSE = new Set(['title', 'description', 'instructions', '$comment']);
/** Below these stand values, whatever their members are called. */
const VALUES = new Set(['_meta', 'default', 'const', 'enum', 'examples', 'example']);

function isProse({ parts }: Difference): boolean {
  return PROSE.has(parts.at(-1) ?? '') && !parts.some((part) => VALUES.has(part));
}

/** Hidden characters, links and look-alike names that a place brings in, wherever it lies. */
function broughtBy({ parts, pointer, was, is }: Difference, old: JsonObject, known: ReadonlySet<string>, judges: Judges): Found[] {
  if (is === undefined) return [];
  const name = parts.at(-1);
  const texts = textsOf(is, parts);
  if (was === undefined && name !== undefined) texts.unshift({ pointer, text: name });
  const found: Found[] = [];
  for (const { pointer: at, text } of texts) {
    const before = valueAt(old, at);
    const hidden = hiddenIn(text, judges);
    if (hidden !== '' && hidden !== (typeof before === 'string' ? hiddenIn(before, judges) : '')) found.push({ kind: 'hidden-characters', pointer: at });
    if ([...linksIn(text)].some((link) => !known.has(link))) found.push({ kind: 'link-added', pointer: at });
  }
  if (was === undefined && name !== undefined && looksLikeSibling(old, parts, name, judges)) found.push({ kind: 'look-alike', pointer });
  return found;
}

/** The characters of a text that cannot be seen, in their order. */
function hiddenIn(text: string, { hasHidden }: Judges): string {
  return hasHidden(text) ? [...text].filter(hasHidden).join('') : '';
}

function looksLikeSibling(old: JsonObject, parts: readonly string[], name: string, { skeleton }: Judges): boolean {
  const parent = valueAt(old, pointerOf(parts.slice(0, -1)));
  return isJsonObject(parent) && Object.keys(parent).some((key) => key !== name && skeleton(key) === skeleton(name));
}

/** Members that say nothing while they are empty. */
const SILENT = new Set(['annotations', '_meta', 'icons', 'required', 'properties', 'description', 'title', 'execution', 'arguments']);

function meaningOf({ parts, pointer, was, is }: Difference, old: JsonObject, now: JsonObject): Found[] {
  const [area = '', ...inner] = parts;
  const last = parts.at(-1) ?? '';
  if (SILENT.has(last) && isEmptyText(was) && isEmptyText(is)) return [{ kind: 'nothing-visible', pointer }];
  switch (area) {
    case 'title': return [{ kind: 'title-changed', pointer }];
    case 'description': case 'instructions': return [{ kind: 'description-changed', pointer }];
    case 'annotations': return annotationChange(inner, pointer, was, is);
    case 'icons': return [{ kind: 'icons-changed', pointer }];
    case '_meta': return [{ kind: 'meta-changed', pointer }];
    case 'execution': return [{ kind: 'execution-changed', pointer }];
    case 'outputSchema': return [last === '$schema' ? { kind: 'schema-dialect', pointer } : { kind: 'output-schema', pointer }];
    case 'inputSchema': return schemaChange(parts, old, now);
    case 'arguments': return argumentChange(inner, pointer, was, is);
    default: return [{ kind: 'other-changed', pointer }];
  }
}

/** Hints are compared by themselves; what is left are the title and fields nobody knows. */
function annotationChange(inner: readonly string[], pointer: string, was: Json | undefined, is: Json | undefined): Found[] {
  const [key] = inner;
  if (key === 'title') return [{ kind: 'title-changed', pointer }];
  if (key !== undefined) return (HINTS as readonly string[]).includes(key) ? [] : [{ kind: 'other-changed', pointer }];
  const others = [was, is].flatMap((side) => (isJsonObject(side) ? Object.keys(side) : [])).filter((name) => !(HINTS as readonly string[]).includes(name));
  const unlike = [was, is].some((side) => side !== undefined && !isJsonObject(side));
  return others.length > 0 || unlike ? [{ kind: 'other-changed', pointer }] : [];
}

function schemaChange(parts: readonly string[], old: JsonObject, now: JsonObject): Found[] {
  const place = keywordPlace(parts);
  const at = pointerOf(place.parts);
  return keywordChange(place, valueAt(old, at), valueAt(now, at)).map((kind) => ({ kind, pointer: at }));
}

/** A prompt's arguments are a list of `{name, description, required}`. */
function argumentChange(inner: readonly string[], pointer: string, was: Json | undefined, is: Json | undefined): Found[] {
  const [, field] = inner;
  if (field === 'description') return [{ kind: 'description-changed', pointer }];
  if (field === 'title') return [{ kind: 'title-changed', pointer }];
  if (field === 'required') return [{ kind: is === true ? 'required-added' : 'required-removed', pointer }];
  if (field !== undefined || (was !== undefined && is !== undefined)) return [{ kind: 'parameter-changed', pointer }];
  if (is === undefined) return [{ kind: 'parameter-removed', pointer }];
  const added = Array.isArray(is) ? (is as readonly Json[]) : [is];
  const demands = added.some((one) => isJsonObject(one) && one['required'] === true);
  return [{ kind: 'parameter-added', pointer }, ...(demands ? [{ kind: 'required-added', pointer } as const] : [])];
}
