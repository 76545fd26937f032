/** Names of values in a query that are secrets. */
const NAMES = '(?:access_token|api[-_]?key|apikey|auth|client_secret|key|password|pwd|secret|sig|signature|token)';
/** One letter of a value that is encoded for a URL, up to what would end it. */
const INSIDE = String.raw`(?:[A-Za-z0-9+/=_.~\-]|%(?:2F|2B|3D|3A|5C|0A|0D))`;

/** One shape of a token, and the pieces of text of which one at least stands in every such token or right before it. */
interface Shape {
  readonly holds: readonly string[];
  readonly pattern: string;
}
const shape = (holds: string | readonly string[], pattern: string): Shape => ({ holds: typeof holds === 'string' ? [holds] : holds, pattern });
const each = (text: string, letters: string, end = ''): string[] => Array.from(letters, (letter) => `${text}${letter}${end}`);
/** What each of {@link NAMES} ends in. */
const ENDS = ['token', 'key', 'auth', 'secret', 'password', 'pwd', 'sig', 'signature'];
const ACCOUNT = ['AccountKey', 'SharedAccessKey', 'Password', 'Pwd'];

/**
 * Shapes of secrets that services hand out, wherever they stand in a text. Each begins with something that innocent text
 * hardly has, and no part of a pattern can be read in two ways: hostile text must not make one take long.
 */
const SHAPES: readonly Shape[] = [
  shape(['sk-', 'sk_', 'pk-', 'pk_', 'rk-', 'rk_'], String.raw`\b(?:sk|pk|rk)[-_](?:[A-Za-z0-9]{2,8}[-_]){0,3}[A-Za-z0-9_]{16,}`),   // Stripe, OpenAI, Anthropic
  shape(each('gh', 'pousr', '_'), String.raw`\bgh[pousr]_[A-Za-z0-9]{20,}`), shape('github_pat_', String.raw`\bgithub_pat_\w{20,}`),
  shape(['glpat-', 'gldt-', 'glptt-', 'glrt-', 'glsoat-', 'glcbt-'], String.raw`\bgl(?:pat|dt|ptt|rt|soat|cbt)-[\w-]{16,}`),
  shape('xox', String.raw`\bxox[abeoprs]-[\w-]{10,}`), shape('xapp-', String.raw`\bxapp-\d-[\w-]{10,}`), shape(['AKIA', 'ASIA'], String.raw`\b(?:AKIA|ASIA)[0-9A-Z]{16}\b`),
  shape('AIza', String.raw`\bAIza[\w-]{30,}`), shape('ya29.', String.raw`\bya29\.[\w.-]{20,}`), shape('GOCSPX-', String.raw`\bGOCSPX-[\w-]{20,}`), shape('npm_', String.raw`\bnpm_[A-Za-z0-9]{30,}`),
  shape('pypi-', String.raw`\bpypi-[\w-]{30,}`), shape('hf_', String.raw`\bhf_[A-Za-z0-9]{20,}`), shape('SG.', String.raw`\bSG\.[\w-]{16,}\.[\w-]{16,}`), shape('dop_v1_', String.raw`\bdop_v1_[0-9a-f]{32,}`),
  shape('shp', String.raw`\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}`), shape('sq0', String.raw`\bsq0(?:atp|csp)-[\w-]{20,}`), shape('EAACEdEose0cBA', String.raw`\bEAACEdEose0cBA[0-9A-Za-z]+`),
  shape('lin_api_', String.raw`\blin_api_[A-Za-z0-9]{20,}`), shape('secret_', String.raw`\bsecret_[A-Za-z0-9]{32,}`), shape('ntn_', String.raw`\bntn_[A-Za-z0-9]{32,}`), shape('PMAK-', String.raw`\bPMAK-[0-9a-f-]{30,}`),
  shape('glsa_', String.raw`\bglsa_[A-Za-z0-9_]{20,}`), shape('dckr_pat_', String.raw`\bdckr_pat_[\w-]{20,}`), shape('hvs.', String.raw`\bhvs\.[\w-]{20,}`), shape('ATATT3', String.raw`\bATATT3[\w=-]{20,}`),
  shape('figd_', String.raw`\bfigd_[\w-]{20,}`), shape('key-', String.raw`\bkey-[0-9a-f]{32}\b`), shape('AGE-SECRET-KEY-1', String.raw`\bAGE-SECRET-KEY-1[0-9A-Z]{20,}`),
  shape('eyJ', String.raw`\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*`),                            // a signed JSON web token
  shape(['earer', 'asic', 'oken'], String.raw`(?<=(?:[Bb]earer|[Bb]asic|[Tt]oken)(?:\s|%20))(?=[A-Za-z+/_.~-]{0,200}\d)[A-Za-z0-9+/_.~-]{12,}={0,2}`),
  shape('://', String.raw`(?<=://[^\s/?#:@]{0,60}:)[^\s/?#@]{1,200}(?=@)`),              // user:password@host
  shape(ENDS.map((name) => `${name}=`), String.raw`(?<=[?&;]${NAMES}=)[^&#\s"']{4,}`),
  shape(ACCOUNT.map((name) => `${name}=`), String.raw`(?<=\b(?:AccountKey|SharedAccessKey|Password|Pwd)=)[^;\s"']{4,}`),
  shape('PRIVATE KEY-----', String.raw`-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[A-Za-z0-9+/=\s\\,:-]{16,}?-----END [A-Z ]{0,20}PRIVATE KEY-----`),
  // The same, in a text that is itself encoded for a URL.
  shape('%3A%2F%2F', String.raw`(?<=%3A%2F%2F[\w.~!-]{0,60}%3A)[^\s/?#@%]{1,200}(?=%40)`),
  shape(ENDS.map((name) => `${name}%3D`), String.raw`(?<=(?:%3F|%26|%3B)${NAMES}%3D)${INSIDE}{4,}`),
  shape(ACCOUNT.map((name) => `${name}%3D`), String.raw`(?<=(?:AccountKey|SharedAccessKey|Password|Pwd)%3D)${INSIDE}{4,}`),
  shape('PRIVATE%20KEY-----', String.raw`-----BEGIN%20(?:[A-Z]{1,10}%20){0,2}PRIVATE%20KEY-----${INSIDE}{16,}?-----END%20`),
];

/** Where a token may begin: at a word's beginning, also in a text that is encoded for a URL (`%22sk-…`). */
const START = String.raw`(?:\b|(?<=%[0-9A-Fa-f]{2}))`;

/** A shape that policy names: what such a token begins with, and how many more letters, digits and marks it has at least. */
export interface NamedToken {
  readonly startsWith: string;
  readonly atLeast: number;
}

/** Texts up to this length are looked through for all shapes at once. */
const SHORT = 4_000;

/** The pattern that finds the tokens of a text; null where it can hold none. */
export type TokenFinder = (text: string) => RegExp | null;

/**
 * A finder for every known shape and those that policy names. In a long text only those shapes are looked for of which a
 * piece stands in it at all: to search for a piece costs next to nothing, to try all shapes at each letter takes seconds.
 */
export function tokenFinder(named: readonly NamedToken[] = []): TokenFinder {
  const own = named.map(({ startsWith, atLeast }) => shape(startsWith, `${startsWith.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}[\\w.~+/=-]{${atLeast},}`));
  const shapes = [...own, ...SHAPES.map(({ holds, pattern }) => shape(holds, pattern.replace(/^\\b/, START)))];
  const whole = patternOf(shapes);
  const piecesIn = pieceFinder(shapes.flatMap(({ holds }) => holds));
  return (text) => {
    if (text.length <= SHORT) return whole;
    const found = piecesIn(text);
    const possible = shapes.filter(({ holds }) => holds.some((piece) => found.has(piece)));
    return possible.length === 0 ? null : patternOf(possible);
  };
}

function patternOf(shapes: readonly Shape[]): RegExp {
  return new RegExp(shapes.map(({ pattern }) => pattern).join('|'), 'g');
}

/** Letters by which a piece is told at a glance. */
const GLANCE = 3;
const MASK = 0xffff;

/** Which of some pieces stand in a text, found in one pass over it. A piece too short to be told at a glance counts as found. */
function pieceFinder(pieces: readonly string[]): (text: string) => ReadonlySet<string> {
  const glances = new Map<number, string[]>();
  for (const piece of pieces.filter(({ length }) => length >= GLANCE)) {
    const key = glanceOf(piece.charCodeAt(0), piece.charCodeAt(1), piece.charCodeAt(2));
    glances.set(key, [...(glances.get(key) ?? []), piece]);
  }
  const marked = new Uint8Array(MASK + 1);
  for (const key of glances.keys()) marked[key] = 1;
  const short = pieces.filter(({ length }) => length < GLANCE);
  return (text) => {
    const found = new Set(short);
    let [a, b] = [text.charCodeAt(0), text.charCodeAt(1)];
    for (let at = GLANCE - 1; at < text.length; at += 1) {
      const c = text.charCodeAt(at);
      const key = glanceOf(a, b, c);
      if (marked[key] === 1) for (const piece of glances.get(key) ?? []) if (text.startsWith(piece, at - GLANCE + 1)) found.add(piece);
      [a, b] = [b, c];
    }
    return found;
  };
}

function glanceOf(a: number, b: number, c: number): number {
  return (a * 961 + b * 31 + c) & MASK;
}
