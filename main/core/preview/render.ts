import type { ToolRecipe } from '../recipes/recipe.ts';
import type { Sha256OfBase64 } from '../canonical/canonical.ts';
import { valueAt } from '../canonical/pointer.ts';
import type { Effect, Json, JsonObject } from '../words/index.ts';
import { argumentsPreview } from './arguments.ts';
import { movedFile } from './move-change.ts';
import { accountOf } from './account.ts';
import { foretold, isCertain } from './foretold.ts';
import { countObjects } from './count.ts';
import { withDryRun } from './dry-run.ts';
import { changedLists, holdsAll, type ListsRecipe } from './lists-change.ts';
import type { Change, Preview, SentenceFacts, StateRead, Unknown } from './preview.ts';
import { planReads, READ_KEYS, SPARE_KEYS } from './reads.ts';
import { changedRecord, type RecordRecipe } from './record-change.ts';
import { changedRecords, type RecordsRecipe } from './records-change.ts';
import { specialOf } from './special-change.ts';
import { recordVerb, rowsVerb } from './verbs.ts';
import { editedText, writtenText, type TextChange } from './text-change.ts';

/** Everything a preview is made of. `states` answers the reads of `planReads`, as far as they were made. */
export interface PreviewFacts {
  readonly recipe: ToolRecipe | null;
  /** The effect as judged for this call. */
  readonly effect: Effect;
  readonly tool: string;
  readonly args: JsonObject;
  /** The tool's definition, for the titles of its fields. */
  readonly definition: JsonObject;
  readonly states: readonly StateRead[];
  /** Digests of files that stand in the arguments or states; without it none are shown. */
  readonly digest?: Sha256OfBase64;
  /** There is a recipe for a package so named, but none for the code that runs here. */
  readonly otherRelease?: boolean;
}

/**
 * What a call would change, from its recipe and the states as read. Total: whatever is missing or odd ends in an
 * `arguments` preview that names why; an `effect` preview is given only where before and after are known.
 */
export function renderPreview(facts: PreviewFacts): Preview {
  const preview = previewByRecipe(facts);
  return preview.kind === 'effect' ? preview : withDryRun(facts, preview);
}

function previewByRecipe(facts: PreviewFacts): Preview {
  const change = facts.recipe?.change;
  if (facts.recipe === null || change === undefined) {
    return argumentsPreview(facts.args, facts.recipe, facts.recipe?.effect === 'read' ? [] : [facts.otherRelease === true ? 'unknown-release' : 'no-recipe']);
  }
  const missing = missingStates(facts);
  if (missing !== null) return missing;
  const refusals = foretold({ ...facts, recipe: facts.recipe });
  if (refusals.length > 0) return { ...without(facts, isCertain(refusals) ? 'will-be-refused' : 'not-there'), foretold: refusals };
  switch (change.how) {
    case 'write-text': return textPreview(facts, writtenText(change, facts.args, stateOf(facts, READ_KEYS.before)));
    case 'edit-text': return textPreview(facts, editedText(change, facts.args, stateOf(facts, READ_KEYS.before)));
    case 'move': return movePreview(facts);
    case 'record': return recordPreview(facts, change);
    case 'records': return recordsPreview(facts, change);
    case 'lists': return listsPreview(facts, change);
  }
}

/**
 * The states a preview rests on, as they are bound: whole, by key, once each: a text as text, a record as value.
 * Null where it rests on none.
 */
function baseOf(facts: PreviewFacts): Json {
  const records = ['record', 'records', 'lists'].includes(facts.recipe?.change?.how ?? '');
  const bound = facts.states.flatMap((state): Json[] => {
    // What the server says it would do is no state of anything.
    if (state.key === READ_KEYS.dryRun) return [];
    if (state.state === 'absent') return [{ key: state.key, state: 'absent' }];
    if (state.state !== 'read') return [];
    return [{ key: state.key, state: 'read', ...(records ? { value: state.value } : { text: state.text }) }];
  });
  return bound.length === 0 ? null : bound;
}

/** The preview to give where a needed state was not read; null where all are there. */
function missingStates(facts: PreviewFacts): Preview | null {
  const planned = planReads(facts.recipe, facts.args);
  const open = planned.filter((read) => {
    const state = facts.states.find((candidate) => candidate.key === read.key);
    return state === undefined || state.state === 'not-allowed';
  });
  const needed = open.some((read) => !SPARE_KEYS.includes(read.key));
  // One yes is to all of them, so all of them are shown.
  return needed ? argumentsPreview(facts.args, facts.recipe, ['reads-need-consent'], open, baseOf(facts)) : null;
}

function stateOf(facts: PreviewFacts, key: string): StateRead {
  return facts.states.find((state) => state.key === key) ?? { key, state: 'failed', why: 'not-read' };
}

function without(facts: PreviewFacts, unknown: Unknown): Preview {
  return argumentsPreview(facts.args, facts.recipe, [unknown], [], baseOf(facts));
}

function known(
  facts: PreviewFacts, change: Change, sentence: Omit<SentenceFacts, 'objects'>,
  unknowns: readonly Unknown[] = [], objects: number | null = 1, base: Json = baseOf(facts),
): Preview {
  return { kind: 'effect', changes: [change], objects, base, unknowns, sentence: { ...sentence, objects }, lookFirst: [] };
}

function textPreview(facts: PreviewFacts, text: TextChange): Preview {
  if ('unknown' in text) return without(facts, text.unknown);
  const verb = text.before === null ? 'creates' : text.before === text.after ? 'keeps' : 'changes';
  return known(facts, { kind: 'text', ...text }, { verb, noun: 'file', fields: null, project: null });
}

function movePreview(facts: PreviewFacts): Preview {
  const change = facts.recipe?.change;
  if (change?.how !== 'move') return without(facts, 'no-recipe');
  const from = stateOf(facts, READ_KEYS.from);
  const to = stateOf(facts, READ_KEYS.to);
  const moved = movedFile(valueAt(facts.args, change.from), valueAt(facts.args, change.to), from, to);
  if ('unknown' in moved) return without(facts, moved.unknown);
  const sentence = { verb: 'moves', noun: moved.folder ? 'folder' : 'file', fields: null, project: null } as const;
  return known(facts, moved.change, sentence, moved.unknowns, moved.folder ? null : 1, moved.base);
}

/** Situations whose fields are places in a list: an entry put in before others would count as a change of each. */
const OF_ENTRIES: readonly string[] = ['menu', 'rights'];

function recordPreview(facts: PreviewFacts, recipe: RecordRecipe): Preview {
  const key = recipe.verb === 'create' ? READ_KEYS.place : READ_KEYS.before;
  const changed = changedRecord(recipe, facts.args, facts.definition, recipe.read === null ? null : stateOf(facts, key));
  if (changed === null || changed === 'open') return without(facts, changed === null ? 'read-failed' : 'outcome-open');
  const special = specialOf(recipe, changed, facts.definition, stateOf(facts, READ_KEYS.references), facts.digest ?? (() => null));
  const change = special === undefined ? changed.change : { ...changed.change, special };
  const sentence: Omit<SentenceFacts, 'objects'> = {
    verb: recordVerb(recipe, change, facts.effect), noun: recipe.noun, fields: special !== undefined && OF_ENTRIES.includes(special.situation) ? null : change.fields.length, project: changed.project,
  };
  const base = recipe.verb === 'create' ? placeBase(facts.states, changed.project) : baseOf(facts);
  const partial = special !== undefined && 'complete' in special && !special.complete;
  const unknowns: Unknown[] = [
    ...(facts.recipe?.inferred === true ? ['inferred-recipe' as const] : []),
    ...(change.verb !== 'delete' && recipe.serverSets.length > 0 ? ['server-fields' as const] : []), ...(partial ? ['references-partial' as const] : []),
  ];
  return withAccount(facts, known(facts, change, sentence, unknowns, countObjects(facts.recipe, facts.args), base), changed.before !== null, [valueAt(changed.before ?? facts.args, recipe.project) ?? null]);
}

function recordsPreview(facts: PreviewFacts, recipe: RecordsRecipe): Preview {
  const key = recipe.verb === 'create' ? READ_KEYS.place : READ_KEYS.before;
  const changed = changedRecords(recipe, facts.args, facts.definition, recipe.read === null ? null : stateOf(facts, key));
  if (changed === null) return without(facts, 'read-failed');
  const { change, project } = changed;
  const base = recipe.verb === 'create' ? placeBase(facts.states, project) : baseOf(facts);
  const unknowns: Unknown[] = recipe.verb !== 'delete' && recipe.serverSets.length > 0 ? ['server-fields'] : [];
  const sentence = { verb: rowsVerb(change.rows), noun: recipe.noun, fields: null, project };
  return withAccount(facts, known(facts, change, sentence, unknowns, change.rows.length, base), recipe.verb !== 'create', changed.projects);
}

function listsPreview(facts: PreviewFacts, recipe: ListsRecipe): Preview {
  if (!holdsAll(recipe.holds, facts.args)) return without(facts, 'outcome-open');
  const state = stateOf(facts, READ_KEYS.before);
  const change = state.state === 'read' ? changedLists(recipe, facts.args, state.value) : null;
  if (change === null || change === 'refused') return without(facts, change === null ? 'read-failed' : 'will-be-refused');
  const sentence = { verb: rowsVerb(change.rows), noun: recipe.noun, fields: null, project: null };
  const unknowns: Unknown[] = [
    ...(holdsAll(recipe.sure, facts.args) ? [] : ['may-be-refused' as const]), ...(recipe.serverSets.length > 0 ? ['server-fields' as const] : []),
  ];
  return withAccount(facts, known(facts, change, sentence, unknowns, change.rows.length), true, []);
}

function withAccount(facts: PreviewFacts, preview: Preview, there: boolean, projects: readonly Json[]): Preview {
  const account = accountOf(facts.recipe?.account, stateOf(facts, READ_KEYS.account), { effect: facts.effect, there, projects });
  return account === undefined ? preview : { ...preview, account };
}

/** Of the place of a new record only its name is shown, so only that and its existence are bound. */
function placeBase(states: readonly StateRead[], project: string | null): Json {
  const place = states.find((state) => state.key === READ_KEYS.place);
  if (place === undefined || (place.state !== 'read' && place.state !== 'absent')) return null;
  return [{ key: READ_KEYS.place, state: place.state, project }];
}
