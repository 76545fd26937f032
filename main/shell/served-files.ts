import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { isOwnAddress, isPhonePart } from './origin.ts';

/** SECURITY: what the page may do. Nothing inline, no eval, nothing remote. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src app://countersign/phone/",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** SECURITY: what the phone frame may do: its own script and style, pictures that came with its message, nothing else. */
export const PHONE_POLICY = [
  "default-src 'none'",
  'script-src app://countersign/phone/',
  'style-src app://countersign/phone/',
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  'frame-ancestors app://countersign',
  'sandbox allow-scripts',
].join('; ');

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * The file a request names, or null when it names none of ours: another host, a path out of `root`, or a kind of
 * file we do not ship. Null is the safe side.
 */
export function fileFor(url: string, root: string): string | null {
  if (!isOwnAddress(url)) return null;
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const file = resolve(join(root, path === '/' ? 'index.html' : path));
  if (!file.startsWith(resolve(root) + sep)) return null;
  return extname(file) in MEDIA_TYPES ? file : null;
}

const refusal = (status: number): Response => new Response(null, { status });

/** Answers one request for a file of the window; 404 for everything that is not ours. */
export async function answer(url: string, method: string, root: string): Promise<Response> {
  if (method !== 'GET') return refusal(405);
  const file = fileFor(url, root);
  if (file === null) return refusal(404);
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    return refusal(404);
  }
  const phone = isPhonePart(url);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': MEDIA_TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': phone ? PHONE_POLICY : CONTENT_SECURITY_POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Opener-Policy': 'same-origin',
      // The sandboxed frame has an origin of its own, which is nobody's: its parts count as foreign to it.
      'Cross-Origin-Resource-Policy': phone ? 'cross-origin' : 'same-origin',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-cache',
    },
  });
}
