import { type Json, type JsonObject, type ReadBack } from '../../words/index.ts';
import { isPlain, keyOf, namesObject, parametersOf, sameType, surelyNames, type Parameter } from './parameters.ts';
import { hint, onlyReads, SECRET, type Listed } from './only-reads.ts';
import { commonWords, stem, toolName, type ToolName } from './tool-name.ts';

/** An offer to the person who reviews the server. */
export type Offer = ReadBack;

/** Nobody reviews more tools one by one; to compare each with each would take long. */
const MOST_TOOLS = 2_000;

/**
 * Finds, for each tool that changes existing things, a tool of the same server that reads them. In: the tools as the
 * server lists them. Only names, schemas and hints are looked at; a read that could do anything else is never named.
 * A catalogue over a limit gets none.
 */
export function inferReadBack(catalogue: readonly JsonObject[]): readonly Offer[] {
  if (catalogue.length > MOST_TOOLS) return [];
  const tools = known(catalogue);
  const reads = tools.filter(onlyReads);
  const kinds = entitiesOf(tools);
  return tools.filter(changesExisting).flatMap((tool) => bestOffer(tool, reads, kinds) ?? []);
}

/** The tools that change existing things, by their names and hints: those an offer would be good for. */
export function changingTools(catalogue: readonly JsonObject[]): readonly string[] {
  return known(catalogue).filter(changesExisting).map(({ name }) => name);
}

function known(catalogue: readonly JsonObject[]): readonly Listed[] {
  const named = catalogue.flatMap((definition) => (typeof definition['name'] === 'string' ? [{ definition, name: definition['name'] }] : []));
  const common = commonWords(named.map(({ name }) => name));
  return named.map(({ definition, name }) => ({ name, definition, said: toolName(name, common), parameters: parametersOf(definition) }));
}

function changesExisting(tool: Listed): boolean {
  return tool.said.deed === 'change' && hint(tool.definition, 'readOnlyHint') !== true;
}

/** Kinds of object of a server: the last word of what its tools make, delete or list. A word that is none is a part of one. */
function entitiesOf(tools: readonly Listed[]): ReadonlySet<string> {
  return new Set(tools.filter(({ said }) => said.deed === 'make' || said.deed === 'list' || ['delete', 'remove'].includes(said.verb))
    .flatMap(({ said }) => said.object.at(-1) ?? []).filter((word) => !PARTS.has(word)));
}

interface Candidate {
  readonly offer: Offer;
  /** Lower is better. */
  readonly rank: number;
}

function bestOffer(tool: Listed, reads: readonly Listed[], kinds: ReadonlySet<string>): Offer | null {
  let best: Candidate | null = null;
  for (const read of reads) {
    const far = distance(tool.said, read.said, kinds) ?? ownerDistance(tool, read, kinds);
    if (far === null) continue;
    const candidate = withArguments(tool, read, far);
    if (candidate !== null && (best === null || candidate.rank < best.rank)) best = candidate;
  }
  return best?.offer ?? null;
}

/** How far the object of a read is from what a tool changes; null where it is another one. */
function distance(tool: ToolName, read: ToolName, kinds: ReadonlySet<string>): number | null {
  const wanted = new Set(tool.object);
  const given = new Set(read.object);
  if (given.size === 0 || wanted.size === 0) return null;
  // What is restored from is not what changes by it.
  if (tool.verb === 'restore' && tool.object.some((word) => COPIES.has(word))) return null;
  const more = [...wanted].filter((word) => !given.has(word));
  const other = [...given].filter((word) => !wanted.has(word));
  if (more.length === 0 && other.length === 0) return 0;
  // What is emptied is seldom shown by what holds it.
  if (tool.verb === 'clear' || tool.verb === 'purge') return null;
  if (other.length > 0) return more.length === 0 && other.every((word) => QUALIFIERS.has(word)) ? 1 + other.length : null;
  if (tool.verb === 'delete') return null;
  // What is named besides must be a part of the object and not a kind of its own; of `x from y` only y is left.
  if (tool.holder.length > 0) return [...given].every((word) => tool.holder.includes(word)) ? 2 + more.length : null;
  return tool.object[0] === read.object[0] && !more.some((word) => kinds.has(word) || SECRET.has(word)) ? 2 + more.length : null;
}

const SETS = new Set(['set', 'update', 'change', 'reset', 'enable', 'disable', 'toggle', 'edit', 'modify', 'rename', 'activate', 'deactivate']);

/**
 * `set_hostname` of a machine: what is set is no kind of its own, and the one id of the call is that of the object that
 * is read. Null where it is not so.
 */
function ownerDistance({ said, parameters }: Listed, read: Listed, kinds: ReadonlySet<string>): number | null {
  if (!SETS.has(said.verb) || said.holder.length > 0 || said.object.some((word) => kinds.has(word) || SECRET.has(word))) return null;
  const ids = parameters.filter((parameter) => parameter.required && surelyNames(parameter) && depthOf(parameter.pointer) === 1);
  const [only] = ids;
  const { object } = read.said;
  const owners = object.map((_, at) => ({ before: object.slice(0, at), name: `${object.slice(at).join('')}id` }));
  const isOwner = owners.some(({ before, name }) => only?.key === name && before.every((word) => said.object.includes(word)));
  return ids.length === 1 && isOwner ? 5 : null;
}

const COPIES = new Set(['snapshot', 'backup', 'version', 'revision'].map(stem));
const QUALIFIERS = new Set(['status', 'setting', 'state', 'property', 'config', 'configuration', 'metadata', 'summary'].map(stem));
/** Parts that every kind of object has: never a kind of their own. */
const PARTS = new Set(['description', 'title', 'name', 'status', 'version', 'setting', 'metadata', 'patch', 'property', 'position', 'option'].map(stem));

function withArguments(tool: Listed, read: Listed, far: number): Candidate | null {
  const given = argumentsFor(read.parameters.filter(({ pointer }) => depthOf(pointer) === 1), tool, read);
  if (given === null) return null;
  const used = new Set(Object.values(given.args));
  const named = tool.parameters.filter((parameter) => parameter.required && surelyNames(parameter));
  // Ids deep in the arguments are those of other things, unless all of the arguments stand there.
  const names = named.filter(({ pointer }) => depthOf(pointer) === (named.some((one) => depthOf(one.pointer) === 1) ? 1 : 2));
  const open = names.filter(({ pointer }) => !used.has(pointer));
  const gives = read.said.deed === 'list' || read.said.plural ? 'list' : 'one';
  // One object is read by its name. Where the call names it and the read does not take that, it reads something else.
  if (gives === 'one' && (open.length > 0 || (used.size === 0 && tool.parameters.some(namesObject)))) return null;
  const id = (gives === 'list' ? (open.find((one) => depthOf(one.pointer) === 1) ?? unusedName(tool, used) ?? open.at(-1)) : names.at(-1))?.pointer
    ?? (gives === 'one' ? Object.values(given.args).at(-1) : undefined) ?? null;
  if (gives === 'list' && (open.length > 1 || (used.size === 0 && id === null && tool.parameters.length > 0))) return null;
  const offer: Offer = { tool: tool.name, read: read.name, ...given, gives, id };
  return { offer, rank: far * 10 + (gives === 'list' ? 4 : 0) + open.length + (used.size === 0 ? 2 : 0) };
}

/** What the call names its object with, where no ending tells. */
function unusedName(tool: Listed, used: ReadonlySet<string>): Parameter | undefined {
  const free = tool.parameters.filter(({ key, pointer }) => depthOf(pointer) === 1 && !used.has(pointer) && !key.startsWith('new'));
  const needed = free.filter(({ required }) => required);
  return needed.find((parameter) => isObject(parameter, tool)) ?? needed.findLast(namesObject) ?? free.find(surelyNames);
}

/** An argument that is called like the object itself. */
function isObject({ key, schema }: Parameter, { said }: Listed): boolean {
  return isPlain(schema) && said.object.length > 0 && key.endsWith(said.object.at(-1) ?? '');
}

function depthOf(pointer: string): number {
  return pointer.split('/').length - 1;
}

/** Where each argument of a read comes from; null where one that it needs comes from nowhere. */
function argumentsFor(wanted: readonly Parameter[], tool: Listed, read: Listed): Pick<Offer, 'args' | 'fixed'> | null {
  const args: [string, string][] = [];
  const fixed: [string, Json][] = [];
  for (const parameter of wanted) {
    const members = read.parameters.filter(({ pointer }) => pointer.startsWith(`${parameter.pointer}/`));
    const source = sourceOf(parameter, tool, read);
    const preset = parameter.schema['default'] ?? parameter.schema['const'];
    if (source !== null && (parameter.required || passedOn(parameter, source))) args.push([parameter.pointer, source.pointer]);
    else if (parameter.required && source === null && members.length > 0) {
      const inner = argumentsFor(members, tool, read);
      if (inner === null) return null;
      args.push(...Object.entries(inner.args));
    } else if (parameter.required && preset !== undefined) fixed.push([parameter.name, preset]);
    else if (parameter.required) return null;
  }
  return { args: Object.fromEntries(args), fixed: Object.fromEntries(fixed) };
}

/** An argument that a read may do without is passed on where the call must have it, or where it surely names something. */
function passedOn(parameter: Parameter, source: Parameter): boolean {
  return source.key === parameter.key && isPlain(parameter.schema) && (source.required ? namesObject(parameter) : surelyNames(parameter));
}

/** The argument of the call that gives an argument of the read: of the same name, or the id of the same kind of object. */
function sourceOf(wanted: Parameter, tool: Listed, read: Listed): Parameter | null {
  const fits = tool.parameters.filter(({ schema }) => sameType(schema, wanted.schema));
  const same = fits.find(({ key, pointer }) => key === wanted.key && depthOf(pointer) === depthOf(wanted.pointer)) ?? fits.find(({ key }) => key === wanted.key);
  if (same !== undefined) return isPlain(wanted.schema) && isPlain(same.schema) || sameShape(same.schema, wanted.schema) ? same : null;
  if (!isPlain(wanted.schema) || !(namesObject(wanted) || wanted.required)) return null;
  const [kind, last] = [read.said.object.join(''), read.said.object.at(-1) ?? ''];
  const spelled = new Set([...ENDINGS.flatMap((ending) => [ending, `${kind}${ending}`, `${last}${ending}`]), kind, last].map(keyOf));
  if (!spelled.has(wanted.key)) return null;
  return fits.find((parameter) => parameter.required && isPlain(parameter.schema) && spelled.has(parameter.key) && (namesObject(parameter) || isObject(parameter, tool))) ?? null;
}

const ENDINGS = ['id', 'iid', 'gid', 'uuid', 'uid', 'key', 'slug', 'name'];

/** Lists and objects are passed on whole only where both tools take the very same. */
function sameShape(one: JsonObject, other: JsonObject): boolean {
  const shape = ({ description: _, title: __, ...schema }: JsonObject): string => JSON.stringify(schema);
  return shape(one) === shape(other);
}
