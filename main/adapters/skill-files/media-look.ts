import { fileTypeFromBuffer } from 'file-type';
import type { MediaLook } from '../../core/skills/ports.ts';

/** What a file is by its content, and whether a picture made of text does something. For a thread: whoever made the file can make the looking long. */
export async function lookAtMedia(bytes: Uint8Array): Promise<MediaLook> {
  const mimeType = await typeOf(bytes);
  return { mimeType, active: mimeType === 'image/svg+xml' && isActive(new TextDecoder().decode(bytes)) };
}

/** Each comment ends at the first `-->` there is: a pattern that may try the later ones too takes twice as long for each further comment. */
const SVG = /^\uFEFF?\s*(<\?xml[^>]*>\s*)?(<!--(?:(?!-->)[\s\S])*-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]/i;

async function typeOf(bytes: Uint8Array): Promise<string | null> {
  const found = await fileTypeFromBuffer(bytes);
  if (found !== undefined && found.mime !== 'application/xml') return found.mime;
  const start = bytes.subarray(0, 4_096);
  if (start.includes(0)) return null;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(start);
  if (SVG.test(text)) return 'image/svg+xml';
  return /^\uFEFF?\s*</.test(text) ? null : 'text/plain';
}

/** A picture that runs something or fetches something is no picture. */
function isActive(text: string): boolean {
  return /<\s*(script|foreignObject|iframe|object|embed|handler)|\son\w+\s*=|(href|src)\s*=\s*["']\s*(?!#|data:image\/(png|jpeg|gif|webp);)|@import|url\(\s*["']?(?!#|["']?data:image)|<!ENTITY/i.test(text);
}
