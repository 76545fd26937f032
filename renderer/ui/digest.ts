import canonicalize from 'canonicalize';

/** SHA-256 over the canonical bytes (RFC 8785) of a value, 64 lower-case hex digits. */
export async function canonicalDigest(value: unknown): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalize(value) ?? ''));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
