import type { Json, JsonObject } from '../../ui/json.ts';

/**
 * A definition as text to compare: two spaces, members by name, and texts with line breaks one line each, so that
 * a changed sentence in a long description shows as that line. Equal definitions have equal text, different ones
 * never do.
 */
export function definitionText(definition: JsonObject): string {
  return `${written(definition, '')}\n`;
}

function written(value: Json, indent: string): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    return value.length === 0 ? '[]' : `[\n${value.map((item) => `${deeper}${written(item, deeper)}`).join(',\n')}\n${indent}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return members.length === 0 ? '{}' : `{\n${members.map(([name, member]) => `${deeper}${JSON.stringify(name)}: ${written(member, deeper)}`).join(',\n')}\n${indent}}`;
  }
  if (typeof value === 'string' && value.includes('\n')) {
    // Each piece is a JSON string with its own break, joined by `+`: the whole is still read back exactly.
    return (value.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => JSON.stringify(line)).join(`\n${deeper}+ `);
  }
  return JSON.stringify(value);
}
