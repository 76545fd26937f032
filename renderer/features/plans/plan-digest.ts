import canonicalize from 'canonicalize';

/**
 * SHA-256 over the canonical bytes (RFC 8785) of what was painted, 64 lower-case hex digits.
 * SECURITY: called with the very objects that stand on the screen.
 */
export async function digestOf(painted: unknown): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalize(painted) ?? ''));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
