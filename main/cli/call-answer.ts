import type { Change, FieldChange, Preview } from '../core/preview/preview.ts';
import type { Json, JsonObject } from '../core/words/index.ts';
import type { Receipt } from '../gate/receipt.ts';

/** The one line that answers `call`. */
export function callAnswer(receipt: Receipt): JsonObject {
  const { verdict, because, preview, decision, outcome, afterwards, call, failure, where, answer, undo } = receipt;
  return {
    verdict, because, preview: preview === null ? null : previewAnswer(preview), decision, outcome, afterwards, callId: call.id,
    failure, where, undo: undo === null ? null : { tool: undo.tool, args: undo.args, unlike: [...undo.unlike] },
    result: answer?.kind === 'result' ? { isError: answer.isError, parts: answer.parts.map((part) => ({ ...part })), structured: answer.structured } : null,
  };
}

function previewAnswer(preview: Preview): Json {
  return { kind: preview.kind, objects: preview.objects, changes: preview.changes.flatMap(changeAnswers), unknowns: [...preview.unknowns] };
}

/** A change as `{target, pointer, before, after}`: one for a text, a move or the server's own words, one for each field of a record. */
function changeAnswers(change: Change): Json[] {
  switch (change.kind) {
    case 'text': return [{ target: change.target, pointer: '', before: change.before, after: change.after }];
    case 'move': return [{ target: change.from, pointer: '', before: change.from, after: change.to }];
    case 'fields': return fieldAnswers(change);
    case 'rows': return change.rows.flatMap(fieldAnswers);
    case 'said': return [{ target: '', pointer: '', before: null, after: change.text }];
  }
}

function fieldAnswers({ target, fields }: { readonly target: string; readonly fields: readonly FieldChange[] }): Json[] {
  return fields.map((field) => ({ target, pointer: field.pointer, before: field.before ?? null, after: field.after ?? null }));
}
