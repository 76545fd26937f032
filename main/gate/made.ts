import type { RecordedMade } from '../core/audit/event.ts';
import { valueAt } from '../core/canonical/pointer.ts';
import type { Preview } from '../core/preview/preview.ts';
import type { ToolRecipe } from '../core/recipes/recipe.ts';
import type { PlannedCall } from './planned-call.ts';
import type { Receipt } from './receipt.ts';

/** What it made, for somebody who wants to take it back after a restart; null where it made nothing that can be taken back. */
export function madeBy(call: PlannedCall, recipe: ToolRecipe | null, preview: Preview | null, undo: Receipt['undo']): RecordedMade | null {
  if (undo === null || preview?.sentence.verb !== 'creates') return null;
  const at = recipe?.change?.how === 'record' || recipe?.change?.how === 'records' ? recipe.change.project : undefined;
  const project = at === undefined ? undefined : valueAt(call.args, at);
  const title = ['title', 'name'].map((name) => call.args[name]).find((value) => typeof value === 'string');
  return {
    tool: undo.tool, args: undo.args, reads: undo.onlyIf.reads.map(({ key, tool, args, absent = [] }) => ({ key, tool, args, absent })), title: title ?? null,
    project: typeof project === 'string' ? project : null, projectName: preview.sentence.project,
  };
}
