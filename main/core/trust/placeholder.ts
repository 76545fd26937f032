import type { ServerConfig } from './server-config.ts';

const PLACEHOLDER = /\$\{secret:([A-Za-z_][A-Za-z0-9_-]{0,63})\}/g;

/** The placeholder that stands for a secret inside an argument. */
export function placeholder(name: string): string {
  return `\${secret:${name}}`;
}

/** Names of the secrets that texts ask for, each once. */
export function placeholderNames(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '')))];
}

/**
 * A text with its placeholders filled, each value written as `spelling` says. A name without a value stays as it is:
 * the caller checks for all first.
 */
export function fillPlaceholders(text: string, values: ReadonlyMap<string, string>, spelling: (value: string) => string = (value) => value): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => {
    const value = values.get(name);
    return value === undefined ? whole : spelling(value);
  });
}

/** Names that stand in the arguments or the URL: their values go there and not into a variable or a header. */
export function placedNames(config: ServerConfig): string[] {
  if (config.kind === 'bundled') return [];
  return placeholderNames(config.kind === 'local' ? config.args : [config.url]);
}

/** Names of every secret a server needs, sorted: of its variables or headers, and of its placeholders. */
export function secretNames(config: ServerConfig): string[] {
  const given = config.kind === 'local' ? config.env : config.kind === 'remote' ? config.headers : {};
  const kept = Object.entries(given).filter(([, value]) => 'secret' in value).map(([name]) => name);
  return [...new Set([...kept, ...placedNames(config)])].sort();
}
