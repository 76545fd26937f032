import type { Sha256OfBase64 } from '../canonical/canonical.ts';
import { valueAt } from '../canonical/pointer.ts';
import type { ReferencesRecipe } from '../recipes/recipe.ts';
import { type Json, type JsonObject } from '../words/index.ts';
import { differingFields, labelBySchema } from './fields.ts';
import { mediaFacts } from './media-facts.ts';
import { menuEntries } from './menu-entries.ts';
import type { FieldChange, StateRead } from './preview.ts';
import type { RecordChange, RecordRecipe } from './record-change.ts';
import { rightsMoved } from './rights-moved.ts';
import type { Reference, Special } from './special.ts';

/** What a record's change is besides its fields; undefined where the recipe names nothing, or nothing of it happens. */
export function specialOf(
  recipe: RecordRecipe, changed: RecordChange, definition: JsonObject, references: StateRead | null, digest: Sha256OfBase64,
): Special | undefined {
  const { special } = recipe;
  const { before, after } = changed;
  switch (special?.situation) {
    case undefined: return undefined;
    case 'publication': return publication(recipe, special.audience, changed, definition);
    case 'configuration': return { situation: 'configuration' };
    case 'menu': return { situation: 'menu', entries: menuEntries(special, before, after), draft: special.draft };
    case 'rights': return { situation: 'rights', ...rightsMoved(special, before, after) };
    case 'deletion': return { situation: 'deletion', ...referencesOf(recipe.references, references) };
    case 'media': {
      const { references: used, complete } = before === null ? { references: [], complete: true } : referencesOf(recipe.references, references, false);
      const [now, then] = [mediaFacts(special, before, digest), mediaFacts(special, after, digest)];
      const overwrites = before !== null && after !== null && valueAt(before, special.content) !== valueAt(after, special.content);
      return { situation: 'media', before: now, after: then, overwrites, used, complete };
    }
  }
}

/** What readers see before and after: nothing of a draft, everything of what is public. */
function publication(recipe: RecordRecipe, audience: string, { before, after }: RecordChange, definition: JsonObject): Special | undefined {
  const isPublic = (record: JsonObject | null): boolean => {
    const status = record === null || recipe.public === undefined ? undefined : valueAt(record, recipe.public.pointer);
    return status !== undefined && recipe.public?.values.includes(status) === true;
  };
  const [was, will] = [isPublic(before), isPublic(after)];
  if (!was && !will) return undefined;
  const live: readonly FieldChange[] = differingFields(was ? before ?? {} : {}, will ? after ?? {} : {}, recipe.serverSets, labelBySchema(definition));
  return {
    situation: 'publication', goes: was && will ? 'stays-public' : will ? 'public' : 'withdrawn',
    audience: valueAt(after ?? before ?? {}, audience) ?? null, live,
  };
}

/** What names the record, as read; what was not read, or not all of it, is said to be incomplete. `otherwise`: where nothing tells. */
function referencesOf(recipe: ReferencesRecipe | undefined, state: StateRead | null, otherwise = true): { references: readonly Reference[]; complete: boolean } {
  if (recipe === undefined) return { references: [], complete: otherwise };
  const list = state?.state === 'read' ? valueAt(state.value, recipe.list) : undefined;
  if (!Array.isArray(list) || state?.state !== 'read') return { references: [], complete: false };
  const text = (item: Json, pointer: string): string | null => {
    const value = valueAt(item, pointer);
    return typeof value === 'string' ? value : null;
  };
  const references = (list as readonly Json[]).map((item): Reference => ({
    noun: text(item, recipe.noun) ?? 'object', target: text(item, recipe.id) ?? '', title: text(item, recipe.title), pointer: `/${text(item, recipe.field) ?? ''}`,
  }));
  return { references, complete: valueAt(state.value, recipe.total) === list.length };
}
