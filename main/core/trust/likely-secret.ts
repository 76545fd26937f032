const SECRET_NAME = /(secret|token|passw|pwd|pass$|credential|api[-_]?key|apikey|(^|[-_])key($|[-_])|auth|bearer|cookie|session|private|signature|dsn|connection[-_]?string|database[-_]?url)/i;

/** Shapes of tokens that services hand out. */
const TOKEN_SHAPES = [
  /^(sk|pk|rk)[-_][A-Za-z0-9_-]{16,}$/, /^gh[pousr]_[A-Za-z0-9]{20,}$/, /^github_pat_\w{20,}$/, /^glpat-[\w-]{16,}$/,
  /^xox[abeoprs]-[\w-]{10,}$/, /^AKIA[0-9A-Z]{16}$/, /^AIza[\w-]{30,}$/, /^ya29\.[\w.-]{20,}$/, /^npm_[A-Za-z0-9]{30,}$/,
  /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/, /^hf_[A-Za-z0-9]{20,}$/, /^Bearer\s+\S+/i, /^Basic\s+[A-Za-z0-9+/=]+$/i, /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

/** True where a name says that its value is a secret. */
export function soundsSecret(name: string): boolean {
  return SECRET_NAME.test(name.replace(/([a-z])([A-Z])/g, '$1_$2'));
}

/** True where a value looks like a token by its shape alone. */
export function looksLikeToken(value: string): boolean {
  return TOKEN_SHAPES.some((shape) => shape.test(value.trim())) || hasUserinfo(value);
}

/**
 * Whether a variable's value is kept as a secret. Plain only where it is clearly none: a path, a number, a boolean, a
 * plain URL, a locale or a short word, under a name that does not sound secret. In doubt it is a secret.
 */
export function isLikelySecret(name: string, value: string): boolean {
  if (soundsSecret(name) || looksLikeToken(value)) return true;
  return !isClearlyPlain(value);
}

/** Headers whose values are never secrets. Every other header's value is one. */
const PLAIN_HEADERS: ReadonlySet<string> = new Set(['accept', 'accept-language', 'user-agent', 'content-type', 'x-client-name', 'x-client-version']);

/** Whether a header's value is kept as a secret. */
export function isSecretHeader(name: string, value: string): boolean {
  return !PLAIN_HEADERS.has(name.toLowerCase()) || looksLikeToken(value);
}

function isClearlyPlain(value: string): boolean {
  if (value === '' || /^(true|false|yes|no|on|off)$/i.test(value)) return true;
  if (/^-?\d{1,12}(\.\d{1,6})?$/.test(value)) return true;
  if (/^(\/|~\/|\.{1,2}\/|[A-Za-z]:[\\/])/.test(value)) return !/[?=&]/.test(value);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return isPlainUrl(value);
  if (/^[a-z]{2,3}([-_][A-Za-z]{2,4})?(\.[A-Za-z0-9-]+)?$/.test(value)) return true;
  return /^[A-Za-z][A-Za-z-]{0,15}$/.test(value);
}

function isPlainUrl(value: string): boolean {
  return URL.canParse(value) && !hasUserinfo(value) && !/[?#]/.test(value);
}

function hasUserinfo(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*@/i.test(value);
}
