import type { ToolRecipe } from '../recipes/recipe.ts';
import type { JsonObject } from '../words/index.ts';
import type { PlannedRead, Preview, StateRead, Unknown } from './preview.ts';
import { planReads, READ_KEYS } from './reads.ts';

/**
 * The preview where before and after are not known and the server has a dry run: what the server itself says it would
 * do, labelled so; or, where nobody said yes to it yet, the offer to ask.
 */
export function withDryRun({ recipe, args, states }: { readonly recipe: ToolRecipe | null; readonly args: JsonObject; readonly states: readonly StateRead[] }, preview: Preview): Preview {
  const read = planReads(recipe, args).find(({ key }) => key === READ_KEYS.dryRun);
  if (read === undefined) return preview;
  const state = states.find(({ key }) => key === READ_KEYS.dryRun);
  switch (state?.state) {
    case 'read': return said(preview, state.text === '' ? JSON.stringify(state.value) : state.text, ['server-dry-run']);
    case 'failed': return said(preview, state.why, ['server-dry-run', 'dry-run-failed']);
    case 'not-allowed': case undefined: return offered(preview, read);
    case 'absent': return preview;
  }
}

function said(preview: Preview, text: string, unknowns: readonly Unknown[]): Preview {
  const others = preview.unknowns.filter((unknown) => unknown !== 'no-recipe' && unknown !== 'unknown-release');
  // SECURITY: bound as it was said, so that a server that says something else at the sending is asked about anew.
  const base = [...(Array.isArray(preview.base) ? preview.base : []), { key: READ_KEYS.dryRun, state: 'read', text }];
  const { sentence } = preview;
  return { ...preview, sentence: sentence.verb === 'calls' ? { ...sentence, verb: 'says' } : sentence, kind: 'server', changes: [{ kind: 'said', text }], base, unknowns: [...others, ...unknowns] };
}

function offered(preview: Preview, read: PlannedRead): Preview {
  const known = preview.lookFirst.some(({ key }) => key === read.key);
  return { ...preview, unknowns: [...preview.unknowns, 'dry-run-needs-consent'], lookFirst: known ? preview.lookFirst : [...preview.lookFirst, read] };
}
