import type { PolicyDocument } from './schema.ts';

/**
 * The TLS keys a remote server must show one of, as SHA-256 digests in hex; null where no document pins any for its
 * address. Keys must be named by every document that names some, so two that share none let nothing connect.
 */
export function tlsKeysOf(documents: readonly PolicyDocument[], url: string): readonly string[] | null {
  const lists = documents.flatMap((document) => (document.scope === 'managed' ? (document.servers ?? []) : []))
    .flatMap(({ match, tlsKeys }) => (tlsKeys !== undefined && match.by === 'url' && sameAddress(match.url, url) ? [tlsKeys] : []));
  const [first, ...others] = lists;
  return first === undefined ? null : first.filter((key) => others.every((list) => list.includes(key)));
}

function sameAddress(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).href === new URL(other).href;
}
