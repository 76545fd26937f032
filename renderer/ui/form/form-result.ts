import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Draft } from './form-draft.ts';
import type { Control, FormField } from './form-model.ts';
import { parseJsonText } from './json-text.ts';

/** What is wrong with one field, as a key of the catalogue and its values. */
export interface FieldFault {
  readonly key: 'form.required' | 'form.not-number' | 'form.not-integer' | 'form.too-small' | 'form.too-large' | 'form.too-short' | 'form.too-long' | 'form.not-json' | 'form.not-object' | 'form.not-exact' | 'form.clash';
  readonly values: Readonly<Record<string, string | number>>;
}

/** Arguments ready to plan, or the faults by field path (names joined with `/`, `/+` for members beyond the schema). */
export type FormResult = { readonly ok: true; readonly args: JsonObject } | { readonly ok: false; readonly faults: ReadonlyMap<string, FieldFault> };

/**
 * Reads a draft into arguments. Fields left out stay out; nothing is guessed or filled in. Only what a person can
 * mend here is checked; patterns and formats are checked by the host, which runs no server's regular expression
 * on the screen's thread.
 */
export function formResult(fields: readonly FormField[], draft: Draft): FormResult {
  const faults = new Map<string, FieldFault>();
  const args = groupValue(fields, draft, '', faults);
  return faults.size === 0 && isObject(args) ? { ok: true, args } : { ok: false, faults };
}

function groupValue(fields: readonly FormField[], draft: Draft, path: string, faults: Map<string, FieldFault>): Json | undefined {
  if (draft.kind !== 'group') return valueOf({ kind: 'json' }, draft, path, faults);
  const members: [string, Json][] = [];
  for (const field of fields) {
    const at = `${path}/${field.name}`;
    const own = draft.fields.get(field.name);
    const value = own === undefined ? undefined : valueOf(field.control, own, at, faults);
    if (value !== undefined) members.push([field.name, value]);
    else if (field.required && !faults.has(at)) faults.set(at, { key: 'form.required', values: {} });
  }
  members.push(...restOf(fields, draft.rest, `${path}/+`, faults));
  return Object.fromEntries(members);
}

/** Members the schema does not name, entered as one JSON object; they may not overrule a field. */
function restOf(fields: readonly FormField[], text: string, path: string, faults: Map<string, FieldFault>): [string, Json][] {
  if (text.trim() === '') return [];
  const value = jsonValue(text, path, faults);
  if (value === undefined) return [];
  if (!isObject(value)) faults.set(path, { key: 'form.not-object', values: {} });
  else if (fields.some((field) => Object.hasOwn(value, field.name))) faults.set(path, { key: 'form.clash', values: {} });
  return isObject(value) ? Object.entries(value) : [];
}

function valueOf(control: Control, draft: Draft, path: string, faults: Map<string, FieldFault>): Json | undefined {
  if (!draft.given) return undefined;
  if (draft.kind === 'json') return draft.text.trim() === '' ? undefined : jsonValue(draft.text, path, faults);
  if (draft.kind === 'group') return control.kind === 'group' ? groupValue(control.fields, draft, path, faults) : undefined;
  if (draft.kind === 'list') {
    const item = control.kind === 'list' ? control.item : control;
    return draft.items.map((one, at) => itemValue(item, one, `${path}/${at}`, faults));
  }
  return scalarValue(control, draft.text, path, faults);
}

/** An item of a list is never left out: a blank one is a fault, not a null nobody typed. */
function itemValue(control: Control, draft: Draft, path: string, faults: Map<string, FieldFault>): Json {
  const value = valueOf(control, draft, path, faults);
  if (value === undefined && !faults.has(path)) faults.set(path, { key: 'form.required', values: {} });
  return value ?? null;
}

function scalarValue(control: Control, text: string, path: string, faults: Map<string, FieldFault>): Json | undefined {
  switch (control.kind) {
    case 'text': return textValue(control, text, path, faults);
    case 'number': return numberValue(control, text, path, faults);
    case 'boolean': return text === '' ? undefined : text === 'true';
    case 'choice': return text === '' ? undefined : control.options[Number(text)];
    default: return undefined;
  }
}

function textValue(control: Extract<Control, { kind: 'text' }>, text: string, path: string, faults: Map<string, FieldFault>): string {
  const length = [...text].length;
  if (control.minLength !== null && length < control.minLength) faults.set(path, { key: 'form.too-short', values: { min: control.minLength } });
  if (control.maxLength !== null && length > control.maxLength) faults.set(path, { key: 'form.too-long', values: { max: control.maxLength, length } });
  return text;
}

function numberValue(control: Extract<Control, { kind: 'number' }>, text: string, path: string, faults: Map<string, FieldFault>): number | undefined {
  if (text.trim() === '') return undefined;
  const value = Number(text.trim());
  const fault = numberFault(control, text.trim(), value);
  if (fault !== null) faults.set(path, fault);
  return value;
}

function numberFault(control: Extract<Control, { kind: 'number' }>, text: string, value: number): FieldFault | null {
  if (!/^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) || !Number.isFinite(value)) return { key: 'form.not-number', values: {} };
  if (control.integer && !Number.isInteger(value)) return { key: 'form.not-integer', values: {} };
  // Beyond 2^53 two different numbers read as one: what is shown would not be what is sent.
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return { key: 'form.not-exact', values: {} };
  if (control.min !== null && value < control.min) return { key: 'form.too-small', values: { min: control.min } };
  if (control.max !== null && value > control.max) return { key: 'form.too-large', values: { max: control.max } };
  return null;
}

function jsonValue(text: string, path: string, faults: Map<string, FieldFault>): Json | undefined {
  const parsed = parseJsonText(text);
  if (parsed.ok) return parsed.value;
  faults.set(path, { key: 'form.not-json', values: { line: parsed.line, column: parsed.column } });
  return undefined;
}
