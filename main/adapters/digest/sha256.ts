import { createHash } from 'node:crypto';

/** SHA-256 over UTF-8 text, as 64 lower-case hex digits: the hasher handed to core. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
