import { isJsonObject, type Json } from '../words/index.ts';

/** Network addresses that arguments name: a read that carries one may tell somebody what was read. */
export function hostsIn(value: Json): string[] {
  if (typeof value === 'string') return hostsInText(value);
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(hostsIn);
  return isJsonObject(value) ? Object.values(value).flatMap(hostsIn) : [];
}

function hostsInText(text: string): string[] {
  const urls = text.match(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi) ?? [];
  return urls.filter((url) => !/^file:/i.test(url)).map((url) => (URL.canParse(url) ? new URL(url).host : url));
}
