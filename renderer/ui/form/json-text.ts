import { parseTree, type ParseError } from 'jsonc-parser';
import type { Json } from '../json.ts';

/** JSON text as a person typed it: its value, or the line and column of the first fault. */
export type ParsedJson = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly line: number; readonly column: number };

/** Parses strictly: no comments, no trailing commas. Says where the first fault is, counted from 1. */
export function parseJsonText(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch {
    const errors: ParseError[] = [];
    parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
    return { ok: false, ...placeOf(text, Math.min(errors[0]?.offset ?? 0, text.length)) };
  }
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: offset - lastBreak };
}
