import { createHash, hash } from 'node:crypto';

/** SHA-256 over UTF-8 text, as 64 lower-case hex digits: the hasher handed to core. */
export function sha256(text: string): string {
  // Node 20.11 has no one-shot hash; it costs half.
  return typeof hash === 'function' ? hash('sha256', text, 'hex') : createHash('sha256').update(text, 'utf8').digest('hex');
}

/** SHA-256 over the bytes of a base64 text; null for a text that no two programs read alike. */
export function sha256OfBase64(base64: string): string | null {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? createHash('sha256').update(bytes).digest('hex') : null;
}
