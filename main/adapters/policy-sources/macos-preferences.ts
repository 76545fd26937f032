import type { FoundPolicy, PolicySourceReader } from './source-reader.ts';

const PLACE = '/Library/Managed Preferences/org.countersign.plist';

/**
 * The policy a configuration profile put on this Mac: the text under `Policy` in the managed preferences, which `read`
 * gives as an XML property list (`plutil -convert xml1 -o - FILE`), or null where there is none.
 */
export function managedPreferences(read: () => Promise<string | null>): PolicySourceReader {
  return {
    async find() {
      const list = await read();
      return list === null ? [] : policyIn(list);
    },
  };
}

function policyIn(list: string): FoundPolicy[] {
  const head = { place: PLACE, scope: 'managed' } as const;
  const entries = [...list.matchAll(/<key>\s*Policy\s*<\/key>\s*(?:<string>([\s\S]*?)<\/string>|<([a-z]+))/g)];
  const [entry] = entries;
  if (entry === undefined) return /<plist[\s>]/.test(list) ? [] : [{ ...head, ok: false, code: 'unreadable' }];
  const text = entry[1] === undefined ? null : unescaped(entry[1]);
  // Two policies in one list, or one that is no text: nobody can say which holds, so nothing is allowed.
  if (entries.length > 1 || text === null) return [{ ...head, ok: false, code: 'unreadable' }];
  return [{ ...head, ok: true, text, bytes: new TextEncoder().encode(text), signature: null }];
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The five names of XML and characters by number; null for anything else, such as a marked section. */
function unescaped(text: string): string | null {
  if (text.includes('<')) return null;
  let whole = true;
  const plain = text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]+);|&/gi, (_all, name: string | undefined) => {
    const code = name?.startsWith('#x') === true ? Number.parseInt(name.slice(2), 16) : name?.startsWith('#') === true ? Number(name.slice(1)) : null;
    const found = code === null ? NAMED[name ?? ''] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    if (found === undefined) whole = false;
    return found ?? '';
  });
  return whole ? plain : null;
}
