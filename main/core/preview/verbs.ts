import { valueAt } from '../canonical/pointer.ts';
import type { Effect, Json } from '../words/index.ts';
import type { Change, RowChange, SentenceFacts } from './preview.ts';
import type { RecordRecipe } from './record-change.ts';

type Verb = SentenceFacts['verb'];

/** `publishes` only where the record becomes public: a withdrawal is a publication in effect, not in words. */
export function recordVerb(recipe: RecordRecipe, change: Extract<Change, { kind: 'fields' }>, effect: Effect): Verb {
  if (change.verb !== 'update') return change.verb === 'delete' ? 'deletes' : 'creates';
  if (change.fields.length === 0) return setsPublic(recipe) ? 'keeps-public' : 'keeps';
  const { public: shown } = recipe;
  const status = shown === undefined ? undefined : change.fields.find((field) => field.pointer === shown.pointer);
  if (status === undefined || shown === undefined) return 'changes';
  const isPublic = (value: Json | undefined): boolean => value !== undefined && shown.values.includes(value);
  if (effect === 'publish' && isPublic(status.after)) return 'publishes';
  return isPublic(status.before) ? 'withdraws' : 'changes';
}

/** The tool itself publishes, whatever the arguments say. */
function setsPublic({ public: shown, sets }: RecordRecipe): boolean {
  const set = shown === undefined ? undefined : valueAt(sets ?? {}, shown.pointer);
  return set !== undefined && shown?.values.includes(set) === true;
}

/** One word for several rows: where they differ in what becomes of them, they change. */
export function rowsVerb(rows: readonly RowChange[]): Verb {
  const verbs = new Set(rows.filter(({ verb, fields }) => verb !== 'update' || fields.length > 0).map(({ verb }) => verb));
  if (verbs.size === 0) return 'keeps';
  const [only] = verbs.size === 1 ? verbs : ['update' as const];
  return only === 'create' ? 'creates' : only === 'delete' ? 'deletes' : 'changes';
}
