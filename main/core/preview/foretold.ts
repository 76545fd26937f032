import { valueAt } from '../canonical/pointer.ts';
import type { RefusalCheck, ToolRecipe } from '../recipes/recipe.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import type { Foretold, StateRead } from './preview.ts';
import { READ_KEYS } from './reads.ts';
import { mergedRow, recordsById, type RecordsRecipe } from './records-change.ts';
import { changedRecord, type RecordRecipe } from './record-change.ts';

interface Facts {
  readonly recipe: ToolRecipe;
  readonly args: JsonObject;
  readonly states: readonly StateRead[];
}

/** So many reasons are named; one is enough for the server. */
const MOST = 20;

/**
 * For what the server would refuse this call as things stand, as far as the recipe declares it: what is named is not
 * there, or what would come out may not be. Empty where nothing is foretold, which is not a promise.
 */
export function foretold(facts: Facts): readonly Foretold[] {
  const { change } = facts.recipe;
  if (change?.how === 'record' && change.untested !== true) return [...missing(facts, change), ...checked(facts, recordAfter(facts, change), '')].slice(0, MOST);
  if (change?.how === 'records') return [...missing(facts, change), ...rowsChecked(facts, change)].slice(0, MOST);
  return [];
}

/** Systems say "not there" too of what an account may not read, so that is only probable. */
export function isCertain(refusals: readonly Foretold[]): boolean {
  return refusals.some(({ why }) => why !== 'object-missing' && why !== 'place-missing');
}

function stateOf({ states }: Facts, key: string): StateRead | null {
  return states.find((state) => state.key === key) ?? null;
}

/** The place a record comes into, or the record itself, is not there. */
function missing(facts: Facts, change: RecordRecipe | RecordsRecipe): readonly Foretold[] {
  if (change.verb === 'create') {
    const gone = stateOf(facts, READ_KEYS.place)?.state === 'absent';
    return gone ? [{ why: 'place-missing', pointer: change.project }] : [];
  }
  const before = stateOf(facts, READ_KEYS.before);
  if (change.how === 'record') return before?.state === 'absent' && change.verb !== 'put' ? [{ why: 'object-missing', pointer: change.id }] : [];
  const records = recordsById(change, before);
  const rows = valueAt(facts.args, change.rows);
  if (records === null || !Array.isArray(rows)) return [];
  return (rows as readonly Json[]).flatMap((row, at): Foretold[] => {
    const id = valueAt(row, change.id);
    return typeof id === 'string' && !records.has(id) ? [{ why: 'object-missing', pointer: `${change.rows}/${at}${change.id}` }] : [];
  });
}

/** What a check looks at: the record as it would be, what was given for it, and where in the arguments that stands. */
interface Looked {
  readonly after: JsonObject;
  readonly given: readonly string[];
}

function recordAfter(facts: Facts, change: RecordRecipe): Looked | null {
  const key = change.verb === 'create' ? READ_KEYS.place : READ_KEYS.before;
  const changed = changedRecord(change, facts.args, {}, stateOf(facts, key));
  if (changed === null || changed === 'open' || changed.after === null) return null;
  const ids = [change.id, ...Object.values(change.read?.args ?? {})];
  return { after: changed.after, given: Object.keys(facts.args).filter((name) => !ids.includes(`/${name}`)) };
}

function rowsChecked(facts: Facts, change: RecordsRecipe): readonly Foretold[] {
  const rows = valueAt(facts.args, change.rows);
  if (!Array.isArray(rows) || change.verb === 'delete') return [];
  const records = change.verb === 'update' ? recordsById(change, stateOf(facts, READ_KEYS.before)) : new Map<string, JsonObject>();
  return (rows as readonly Json[]).flatMap((row, at) => {
    if (!isJsonObject(row)) return [];
    const after = mergedRow(change, facts.args, row, records ?? new Map<string, JsonObject>());
    const given = Object.keys(row).filter((name) => `/${name}` !== change.id);
    return checked(facts, after === null ? null : { after, given }, `${change.rows}/${at}`);
  });
}

function checked(facts: Facts, looked: Looked | null, at: string): readonly Foretold[] {
  return (facts.recipe.refuses ?? []).flatMap((check) => refusal(facts, check, looked, at) ?? []);
}

function refusal(facts: Facts, check: RefusalCheck, looked: Looked | null, at: string): Foretold | null {
  switch (check.why) {
    case 'order': return looked !== null && outOfOrder(check, looked.after) ? { why: 'order', pointer: at + check.last } : null;
    case 'nothing-given': return looked !== null && looked.given.length === 0 ? { why: 'nothing-given', pointer: at } : null;
    case 'own-account': return isOwn(facts, check.at) ? { why: 'own-account', pointer: check.at } : null;
  }
}

function outOfOrder({ first, last, equal }: Extract<RefusalCheck, { why: 'order' }>, record: JsonObject): boolean {
  const [from, to] = [valueAt(record, first), valueAt(record, last)];
  return typeof from === 'string' && typeof to === 'string' && (to < from || (equal === true && to === from));
}

function isOwn(facts: Facts, at: string): boolean {
  const state = stateOf(facts, READ_KEYS.account);
  const own = state?.state === 'read' ? valueAt(state.value, facts.recipe.account?.name ?? '') : undefined;
  return typeof own === 'string' && own === valueAt(facts.args, at);
}
