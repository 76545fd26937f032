import { isJsonObject, type Json } from '../words/index.ts';

/** Network addresses that arguments name, in texts and in names: a read that carries one may tell somebody what was read. */
export function hostsIn(value: Json): string[] {
  return [...new Set(within(value, ''))];
}

function within(value: Json, name: string): string[] {
  if (typeof value === 'string') return [...hostsInText(value), ...bareHost(value.trim(), name)];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item) => within(item, name));
  return isJsonObject(value) ? Object.entries(value).flatMap(([key, inner]) => [...hostsInText(key), ...within(inner, key)]) : [];
}

/** With any of the slashes that a URL parser takes: `https:evil.example` and `https:\\evil.example` lead there too. */
const ADDRESS = /(?:\b(?:https?|wss?|ftps?):[/\\]*|(?<![a-z0-9+.-])[a-z0-9+.-]+:\/\/)[^\s"'<>]+/gi;
/** What may stand before a scheme without a space; a scheme begins with a letter. Each run of its letters is looked at once, however long it is. */
const BEFORE_SCHEME = /^[0-9+.-]+/;
/** Another machine's share, or a URL that leaves its scheme out. */
const SHARE = /^(?:\\\\|\/\/)([^\s/\\?.][^\s/\\]*)/;

function hostsInText(text: string): string[] {
  // A URL parser takes no notice of tabs and line ends within an address.
  const texts = /[\t\r\n]/.test(text) ? [text, text.replace(/[\t\r\n]/g, '')] : [text];
  const urls = texts.flatMap((one) => one.match(ADDRESS) ?? []).map((one) => one.replace(BEFORE_SCHEME, ''));
  const share = SHARE.exec(text.trim())?.[1];
  return [...urls.map(hostOf).filter((host) => host !== ''), ...(share === undefined ? [] : [share])];
}

/** The host of an address; empty for a file of this machine. */
function hostOf(url: string): string {
  if (URL.canParse(url)) return new URL(url).host || (/^file:/i.test(url) ? '' : url);
  return url;
}

const HOST_NAMES = /(^|[a-z_-])(url|uri|host|hostname|domain|endpoint|webhook|origin|proxy|website|href|server|address|ip)s?$/i;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}(:\d+)?(\/.*)?$/;
/** With `::` or all of its seven colons: a time of day is none. */
const IPV6 = /^\[?(?=[^\]]*::|(?:[^:\]]*:){7})[0-9a-f:]+[0-9a-f.]*\]?(:\d+)?$/i;

/** A text that is nothing but an address; what only looks like a name of one counts where the field says that it is one. */
function bareHost(text: string, name: string): string[] {
  if (text.length > 2048 || /\s/.test(text)) return [];
  if (IPV4.test(text) || (text.length < 60 && IPV6.test(text)) || /^localhost(:\d+)?(\/|$)/i.test(text)) return [text];
  const named = HOST_NAMES.test(name) && /^[^\s/\\@:]+\.[^\s/\\@:]+|^(0x[0-9a-f]+|\d{6,10})$/i.test(text) && !text.startsWith('.');
  return named ? [text] : [];
}
