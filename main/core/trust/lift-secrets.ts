import { looksLikeToken, soundsSecret } from './likely-secret.ts';
import { placeholder } from './placeholder.ts';
import type { LocalDraft, NamedValue, RemoteDraft } from './server-draft.ts';

/**
 * Moves secrets out of a URL's query: `?api_key=abc` becomes `?api_key=${secret:API_KEY}`. Its value stands among the
 * headers under that name, and is sent in the URL alone. A part of the path that can only be a secret becomes one too.
 */
export function liftUrlSecrets(draft: RemoteDraft): RemoteDraft {
  const lifted: NamedValue[] = [];
  const inPath = draft.url.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(\/[^?#]*)/i, (_whole, origin: string, path: string) =>
    origin + path.split('/').map((part) => {
      if (!isSecretPart(decoded(part))) return part;
      const free = freeName('path-secret', [...draft.headers, ...lifted]);
      lifted.push({ name: free, value: decoded(part), secret: true });
      return placeholder(free);
    }).join('/'));
  const url = inPath.replace(/([?&])([^=&#]+)=([^&#]+)/g, (whole, mark: string, name: string, value: string) => {
    if (value.startsWith('${secret:') || !(soundsSecret(name) || looksLikeToken(decoded(value)))) return whole;
    const free = freeName(name, [...draft.headers, ...lifted]);
    lifted.push({ name: free, value: decoded(value), secret: true });
    return `${mark}${name}=${placeholder(free)}`;
  });
  return { ...draft, url, headers: [...draft.headers, ...lifted] };
}

/**
 * True for a part of a path that is the secret of an address (`/s/NDk3ZjM…/mcp`): a token by its shape, or long, with digits among
 * its letters, and no words with hyphens. In doubt it is one: a secret too many is typed again, one too few is on the screen.
 */
function isSecretPart(part: string): boolean {
  if (part.includes('${secret:')) return false;
  if (looksLikeToken(part)) return true;
  if (!/^[A-Za-z0-9_=.~+-]{20,}$/.test(part) || !/\d/.test(part) || !/[A-Za-z]/.test(part)) return false;
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(part)) return true;
  return part.split(/[-_.~+]/).some((word) => word.length >= 16 && /\d/.test(word) && /[A-Za-z]/.test(word));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/**
 * Moves secrets out of a draft's arguments: each becomes a placeholder, and its value a secret of that name. What
 * was `--api-key=abc` is then `--api-key=${secret:API_KEY}`, filled in at the start only.
 */
export function liftSecrets(draft: LocalDraft): LocalDraft {
  const lifted: NamedValue[] = [];
  const lift = (name: string, value: string): string => {
    const free = freeName(name, [...draft.env, ...lifted]);
    lifted.push({ name: free, value, secret: true });
    return placeholder(free);
  };
  const args = draft.args.map((arg, i) => liftArgument(arg, draft.args[i - 1] ?? '', lift));
  return { ...draft, args, env: [...draft.env, ...lifted] };
}

function liftArgument(arg: string, before: string, lift: (name: string, value: string) => string): string {
  if (arg.includes('${secret:')) return arg;
  const option = /^(--?[A-Za-z][\w-]*)=(.+)$/s.exec(arg);
  if (option !== null) {
    const [, name = '', value = ''] = option;
    return soundsSecret(name) || looksLikeToken(value) ? `${name}=${lift(name, value)}` : arg;
  }
  if (/^--?[A-Za-z][\w-]*$/.test(before) && soundsSecret(before) && !arg.startsWith('-') && arg !== '') return lift(before, arg);
  const header = /^([A-Za-z][\w-]*):\s?(.+)$/s.exec(arg);
  if (header !== null && (looksLikeToken(header[2] ?? '') || soundsSecret(header[1] ?? '')) && !arg.includes('://')) {
    return `${header[1]}: ${lift(header[1] ?? '', header[2] ?? '')}`;
  }
  return looksLikeToken(arg) ? lift('ARGUMENT', arg) : arg;
}

function freeName(wanted: string, taken: readonly NamedValue[]): string {
  const base = wanted.replace(/^-+/, '').replace(/[^A-Za-z0-9]+/g, '_').toUpperCase().slice(0, 48) || 'SECRET';
  const start = /^[0-9]/.test(base) ? `_${base}` : base;
  let name = start;
  for (let n = 2; taken.some((one) => one.name === name); n++) name = `${start}_${n}`;
  return name;
}
