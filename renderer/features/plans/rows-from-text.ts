import type { JsonObject } from '../../ui/json.ts';

/** Most rows of one set. */
export const MOST_ROWS = 10_000;

/** Rows out of a JSON list of objects; null for anything else, an empty list, or one that is too long. */
export function rowsFromText(text: string): JsonObject[] | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value) || value.length === 0 || value.length > MOST_ROWS) return null;
    return value.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row)) ? value as JsonObject[] : null;
  } catch {
    return null;
  }
}
