import { isObject, prettyJson, type Json, type JsonObject } from '../json.ts';
import type { Control, FormField } from './form-model.ts';

/** What stands in a field while it is edited. `given` false: the value is left out. */
export type Draft =
  | { readonly kind: 'scalar'; readonly text: string; readonly given: boolean }
  | { readonly kind: 'list'; readonly items: readonly Draft[]; readonly given: boolean }
  | { readonly kind: 'group'; readonly fields: ReadonlyMap<string, Draft>; readonly rest: string; readonly given: boolean }
  | { readonly kind: 'json'; readonly text: string; readonly given: boolean };

/**
 * The draft of a whole form. Values that do not fit their control, and members the schema does not name, are kept
 * as JSON text: editing never loses an argument.
 */
export function draftOf(fields: readonly FormField[], value: JsonObject): Draft {
  const known = new Set(fields.map((field) => field.name));
  const rest = Object.entries(value).filter(([name]) => !known.has(name));
  return {
    kind: 'group', given: true,
    rest: rest.length === 0 ? '' : prettyJson(Object.fromEntries(rest)),
    fields: new Map(fields.map((field) => [field.name, draftFor(field.control, Object.hasOwn(value, field.name) ? value[field.name] : undefined)])),
  };
}

/** The draft of one control for a value, or an empty one. */
export function draftFor(control: Control, value: Json | undefined): Draft {
  if (value === undefined) return emptyDraft(control);
  switch (control.kind) {
    case 'text': return typeof value === 'string' ? scalar(value) : asJson(value);
    case 'number': return typeof value === 'number' ? scalar(String(value)) : asJson(value);
    case 'boolean': return typeof value === 'boolean' ? scalar(String(value)) : asJson(value);
    case 'choice': {
      const at = control.options.findIndex((option) => option === value);
      return at >= 0 ? scalar(String(at)) : asJson(value);
    }
    case 'list': {
      if (!Array.isArray(value)) return asJson(value);
      const items = value.map((item) => draftFor(control.item, item));
      return items.some((item) => item.kind === 'json') ? asJson(value) : { kind: 'list', items, given: true };
    }
    case 'group': return isObject(value) ? draftOf(control.fields, value) : asJson(value);
    case 'json': return asJson(value);
  }
}

function emptyDraft(control: Control): Draft {
  switch (control.kind) {
    case 'list': return { kind: 'list', items: [], given: false };
    case 'group': return { kind: 'group', fields: new Map(control.fields.map((field) => [field.name, emptyDraft(field.control)])), rest: '', given: false };
    case 'json': return { kind: 'json', text: '', given: false };
    default: return { kind: 'scalar', text: '', given: false };
  }
}

function scalar(text: string): Draft {
  return { kind: 'scalar', text, given: true };
}

function asJson(value: Json): Draft {
  return { kind: 'json', text: prettyJson(value), given: true };
}
