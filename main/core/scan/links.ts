import { excerptAt } from './excerpt.ts';
import type { Sighting } from './characters.ts';

const URL_TEXT = /\b(?:https?|wss?|ftp):\/\/[^\s"'<>)\]}`]{3,}|\b(?:javascript|vbscript):[^\s]{3,}|\bdata:text\/html[^\s]{2,}/giu;
const IMAGE = /!\[[^\]\n]{0,200}\]\(\s*<?https?:\/\/[^\s)]{3,2000}|<img\b[^>]{0,400}?\bsrc\s*=\s*["']?https?:\/\/[^\s"'>]{3,2000}/giu;
/** A place in an address that is to be filled in: `{data}`, `<DATA>`, `[SUMMARY]`, `%s`, `$X`. */
const FILLED = /[?&#/][\w.-]{0,40}=?(?:\{[^}\s]{1,40}\}|<[^>\s]{1,40}|\[[A-Z_ ]{2,40}\]|\$\{?\w{1,40}|%s\b|\.\.\.$)/u;
const SCRIPT = /^(?:javascript|vbscript|data):/i;
const BARE_ADDRESS = /^\w+:\/\/(?:[^/@]*@|\d{1,3}(?:\.\d{1,3}){3}(?!\.)|\[|xn--|[^/]*\.xn--)/i;
const OWN_MACHINE = /^\w+:\/\/(?:localhost|127\.|\[::1\]|0\.0\.0\.0|192\.0\.2\.|10\.|192\.168\.)/i;

/**
 * Links and remote images. A link alone is only mentioned; a link to a script, to a bare address or with a user name in
 * it is odd, and an image whose address is to be filled in carries data away when it is shown. Generalises: the shape
 * of addresses is looked at, no list of hosts.
 */
export function links(text: string, inDefinition: boolean): readonly Sighting[] {
  if (!/:\/\/|script:|data:text/i.test(text)) return [];
  const found: Sighting[] = [];
  const image = [...text.matchAll(IMAGE)];
  const filled = image.find(([whole]) => FILLED.test(whole.slice(whole.indexOf('://') + 3)));
  const shown = filled ?? image[0];
  if (shown !== undefined) found.push({ rule: 'remote-image', severity: filled !== undefined ? 'high' : inDefinition ? 'warn' : 'info', excerpt: excerptAt(text, shown.index) });
  let odd: number | null = null;
  let first: number | null = null;
  for (const { 0: url, index } of text.matchAll(URL_TEXT)) {
    first ??= index;
    if (SCRIPT.test(url) || (BARE_ADDRESS.test(url) && !OWN_MACHINE.test(url))) odd ??= index;
  }
  if (first !== null) found.push({ rule: 'link', severity: odd !== null && inDefinition ? 'warn' : 'info', excerpt: excerptAt(text, odd ?? first) });
  return found;
}
