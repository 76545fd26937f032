const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** An encoded form shorter than this would hit innocent text. */
const SHORTEST_INNER = 8;

/**
 * Spellings of a secret that is too short to be looked for by undoing encodings: itself, escaped as JSON, encoded for a URL, in hex, and
 * in base64, alone or inside a longer encoded text at any of the three offsets (as in `user:secret`).
 * Longest first, so that a replacement takes the whole of it.
 */
export function secretForms(secret: string): readonly string[] {
  if (secret === '') return [];
  const bytes = new TextEncoder().encode(secret);
  const forms = new Set([secret, JSON.stringify(secret).slice(1, -1), ...urlForms(secret), ...hexForms(bytes), ...base64Forms(bytes)]);
  return [...forms].sort((a, b) => b.length - a.length);
}

function urlForms(secret: string): string[] {
  if (!secret.isWellFormed()) return [];
  const encoded = encodeURIComponent(secret);
  const lower = encoded.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());
  return [encoded, lower, encoded.replaceAll('%20', '+'), encodeURI(secret)];
}

function hexForms(bytes: Uint8Array): string[] {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.length < SHORTEST_INNER ? [] : [hex, hex.toUpperCase()];
}

function base64Forms(bytes: Uint8Array): string[] {
  const forms: string[] = [];
  for (const offset of [0, 1, 2]) {
    const shifted = new Uint8Array(bytes.length + offset);
    shifted.set(bytes, offset);
    // Only the digits that depend on the secret alone: the first and last may hold bits of its neighbours.
    const inner = base64(shifted).slice(Math.ceil((offset * 8) / 6), Math.floor((shifted.length * 8) / 6));
    if (inner.length >= SHORTEST_INNER) forms.push(inner);
  }
  const whole = base64(bytes);
  if (whole.length >= SHORTEST_INNER) forms.push(whole);
  return forms.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_').replace(/(?<!=)=+$/, '')]);
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.slice(at, at + 3);
    const group = (a << 16) | (b << 8) | c;
    text += digit(group >> 18) + digit(group >> 12);
    text += (at + 1 < bytes.length ? digit(group >> 6) : '=') + (at + 2 < bytes.length ? digit(group) : '=');
  }
  return text;
}

function digit(bits: number): string {
  return ALPHABET.charAt(bits & 63);
}
