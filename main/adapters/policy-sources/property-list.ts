import type { Json } from '../../core/words/index.ts';

const TOKEN = /\s*(?:<(\/?)(plist|dict|array|key|string|integer|real|true|false)(?:\s+version="1\.0")?\s*(\/?)>|<(?:\?xml[^>]*\?|!DOCTYPE[^>]*|!--(?:[^-]|-[^-])*--)>)/y;
const TEXT = /[^<]*/y;
/** No settings lie deeper; a limit keeps a made-up list from using up the stack. */
const DEEPEST = 16;

/** Thrown within this file where a list is not as expected. */
class NoList extends Error {}

/**
 * An XML property list with one dictionary at its top, by its keys. Null for anything else: another type of value (`data`, `date`),
 * a key twice, a marked section, an entity of one's own. What can be read in two ways is not read.
 */
export function readPropertyList(xml: string): ReadonlyMap<string, Json> | null {
  try {
    const tokens = tokensOf(xml);
    tokens.expect('<plist>');
    tokens.expect('<dict>');
    const entries = readEntries(tokens, 0);
    tokens.expect('</plist>');
    tokens.end();
    return entries;
  } catch (error) {
    if (error instanceof NoList) return null;
    throw error;
  }
}

interface Tokens {
  next(): string;
  expect(tag: string): void;
  text(): string;
  end(): void;
}

function tokensOf(xml: string): Tokens {
  let at = 0;
  const next = (): string => {
    for (;;) {
      TOKEN.lastIndex = at;
      const match = TOKEN.exec(xml);
      if (match === null) throw new NoList();
      at = TOKEN.lastIndex;
      const [, closing = '', name, empty = ''] = match;
      if (name !== undefined) return `<${closing}${name}${empty}>`;
    }
  };
  return {
    next,
    expect(tag) { if (next() !== tag) throw new NoList(); },
    text() {
      TEXT.lastIndex = at;
      const [text = ''] = TEXT.exec(xml) ?? [];
      at += text.length;
      const plain = unescaped(text);
      if (plain === null) throw new NoList();
      return plain;
    },
    end() { if (xml.slice(at).trim() !== '') throw new NoList(); },
  };
}

function readEntries(tokens: Tokens, depth: number): Map<string, Json> {
  const entries = new Map<string, Json>();
  for (let tag = tokens.next(); tag !== '</dict>'; tag = tokens.next()) {
    if (tag !== '<key>') throw new NoList();
    const key = tokens.text();
    tokens.expect('</key>');
    // Twice the same key: nobody can say which of the two is meant.
    if (entries.has(key)) throw new NoList();
    entries.set(key, readValue(tokens, tokens.next(), depth + 1));
  }
  return entries;
}

function readValue(tokens: Tokens, tag: string, depth: number): Json {
  if (depth > DEEPEST) throw new NoList();
  switch (tag) {
    case '<true/>': return true;
    case '<false/>': return false;
    case '<string/>': return '';
    case '<array/>': return [];
    case '<dict/>': return {};
    case '<string>': return closed(tokens, '</string>');
    case '<integer>': return numberOf(closed(tokens, '</integer>'), /^\s*-?\d{1,15}\s*$/);
    case '<real>': return numberOf(closed(tokens, '</real>'), /^\s*-?\d{1,15}(\.\d{1,15})?\s*$/);
    case '<dict>': return Object.fromEntries(readEntries(tokens, depth));
    case '<array>': {
      const items: Json[] = [];
      for (let next = tokens.next(); next !== '</array>'; next = tokens.next()) items.push(readValue(tokens, next, depth + 1));
      return items;
    }
    default: throw new NoList();
  }
}

function closed(tokens: Tokens, end: string): string {
  const text = tokens.text();
  tokens.expect(end);
  return text;
}

function numberOf(text: string, form: RegExp): number {
  if (!form.test(text)) throw new NoList();
  return Number(text);
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The five names of XML and characters by number; null for anything else. */
function unescaped(text: string): string | null {
  let whole = true;
  const plain = text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]+);|&/gi, (_all, name: string | undefined) => {
    const code = name?.startsWith('#x') === true ? Number.parseInt(name.slice(2), 16) : name?.startsWith('#') === true ? Number(name.slice(1)) : null;
    const found = code === null ? NAMED[name ?? ''] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    if (found === undefined) whole = false;
    return found ?? '';
  });
  return whole ? plain : null;
}
