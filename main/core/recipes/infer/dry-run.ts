import { pointerOf } from '../../canonical/pointer.ts';
import { alwaysAsks, isJsonObject, type DryRun, type Effect, type Json, type JsonObject } from '../../words/index.ts';
import { wordsOf } from '../../words/name-words.ts';

/** Names that can mean nothing else; others need a description that says it. */
const SURE = /^(is)?(dryrun|dryrunonly|simulateonly|simulationonly|previewonly|validateonly|noop|whatif)$/;
const MAYBE = /^(is)?(dry|simulate|simulation|preview|validate|validation|checkonly|checkmode|check|testrun|trialrun|planonly|plan|testonly|rehearse|rehearsal|mock)$/;
/** `no_dry_run`, `skip_preview`: true there means the very thing. */
const TURNED = new Set(['no', 'not', 'skip', 'disable', 'disabled', 'without', 'after', 'before', 'force', 'ignore', 'allow', 'live']);

const SAYS = /\b(dry[- ]?run|simulat\w*|preview\w*|rehears\w*|what would|would (be|change|happen|do)|validat\w+ only|only (validat|check|preview|simulat)\w*|without (actually |really )?(\w+ )?\w+ing\b|(no|nothing) (\w+ )?(is |are |will be |gets? )?(change[sd]?|made|written|applied|executed|sent|modified|saved)|does not (actually )?(change|apply|execute|send|write|modify|save|commit|perform|make))/i;
/** Said of a look at a result, these say nothing of whether it is carried out. */
const ONLY_LOOKS = /\bpreview\w*(?! (the |all )?(change|effect|operation|update|creation|deletion|cleanup|result of))/gi;
/** It holds for some of the calls alone: for the others the server does the thing. */
const LIMITED = /\bfor (the )?["'`]?\w+["'`]? (operation|mode|action|command|subcommand)s?\b|\b(ignored|no effect) (for|when|if|with|in|on|unless)\b|\bonly (applies|applicable|used|valid|supported|works|relevant|effective|for|when|with|in)\b|\b(applies|supported|works) only\b/i;
/** A parameter that does the thing when it is true, or only previews when it is false. */
const INVERTED = /\b(when|if|set|setting|=)?\s*(to )?\bfalse\b[^.;:]{0,40}\b(preview|simulat|dry|validat|no change|nothing)|\btrue\b[^.;:]{0,40}\b(to (actually|really) |actually |really )?(execut|appl(y|ies)|perform|commit|write|send|delet|publish)(e|es|s|ies)?\b(?![^.;]*\b(without|nothing)\b)/i;

/**
 * The argument that makes a tool's call a dry run, from its name, its type and what is said of it. Null where there is
 * none, or more than one, and for a tool that sends or does anything graver: nobody guesses there.
 */
export function inferDryRun(definition: JsonObject, effect: Effect): DryRun | null {
  const name = definition['name'];
  if (typeof name !== 'string' || effect === 'read' || alwaysAsks(effect)) return null;
  const found = dryRunArguments(definition);
  const [only] = found;
  return only !== undefined && found.length === 1 ? { tool: name, at: pointerOf([only]) } : null;
}

/** The names of all arguments of a tool that would make its call a dry run. */
export function dryRunArguments(definition: JsonObject): readonly string[] {
  const schema = definition['inputSchema'];
  const properties = isJsonObject(schema) ? schema['properties'] : undefined;
  if (properties === undefined || !isJsonObject(properties)) return [];
  return Object.entries(properties).filter(([name, member]) => isJsonObject(member) && meansDryRun(name, member)).map(([name]) => name);
}

function meansDryRun(name: string, schema: JsonObject): boolean {
  if (!isBoolean(schema)) return false;
  const words = wordsOf(name);
  if (words.some((word) => TURNED.has(word))) return false;
  const said = [schema['title'], schema['description']].filter((text) => typeof text === 'string').join('. ');
  // SECURITY: where the text says that true does it, or that it counts for some calls alone, the name is not believed.
  if (INVERTED.test(said) || LIMITED.test(said)) return false;
  const key = words.join('');
  return SURE.test(key) ? said === '' || SAYS.test(said) : MAYBE.test(key) && SAYS.test(said.replace(ONLY_LOOKS, ''));
}

function isBoolean(schema: JsonObject): boolean {
  const type = schema['type'];
  const types: readonly Json[] = Array.isArray(type) ? type : [type ?? null];
  const choices = schema['enum'];
  return types.includes('boolean') && types.every((one) => one === 'boolean' || one === 'null') && (!Array.isArray(choices) || (choices as readonly Json[]).includes(true))
    && schema['const'] !== false;
}
