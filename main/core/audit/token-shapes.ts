/** Names of values in a query that are secrets. */
const NAMES = '(?:access_token|api[-_]?key|apikey|auth|client_secret|key|password|pwd|secret|sig|signature|token)';
/** One letter of a value that is encoded for a URL, up to what would end it. */
const INSIDE = String.raw`(?:[A-Za-z0-9+/=_.~\-]|%(?:2F|2B|3D|3A|5C|0A|0D))`;

/**
 * Shapes of secrets that services hand out, wherever they stand in a text. Each begins with something that innocent text
 * hardly has, and no part of a pattern can be read in two ways: hostile text must not make one take long.
 */
const SHAPES: readonly string[] = [
  String.raw`\b(?:sk|pk|rk)[-_](?:[A-Za-z0-9]{2,8}[-_]){0,3}[A-Za-z0-9_]{16,}`,   // Stripe, OpenAI, Anthropic
  String.raw`\bgh[pousr]_[A-Za-z0-9]{20,}`, String.raw`\bgithub_pat_\w{20,}`, String.raw`\bgl(?:pat|dt|ptt|rt|soat|cbt)-[\w-]{16,}`,
  String.raw`\bxox[abeoprs]-[\w-]{10,}`, String.raw`\bxapp-\d-[\w-]{10,}`, String.raw`\b(?:AKIA|ASIA)[0-9A-Z]{16}\b`,
  String.raw`\bAIza[\w-]{30,}`, String.raw`\bya29\.[\w.-]{20,}`, String.raw`\bGOCSPX-[\w-]{20,}`, String.raw`\bnpm_[A-Za-z0-9]{30,}`,
  String.raw`\bpypi-[\w-]{30,}`, String.raw`\bhf_[A-Za-z0-9]{20,}`, String.raw`\bSG\.[\w-]{16,}\.[\w-]{16,}`, String.raw`\bdop_v1_[0-9a-f]{32,}`,
  String.raw`\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}`, String.raw`\bsq0(?:atp|csp)-[\w-]{20,}`, String.raw`\bEAACEdEose0cBA[0-9A-Za-z]+`,
  String.raw`\blin_api_[A-Za-z0-9]{20,}`, String.raw`\bsecret_[A-Za-z0-9]{32,}`, String.raw`\bntn_[A-Za-z0-9]{32,}`, String.raw`\bPMAK-[0-9a-f-]{30,}`,
  String.raw`\bglsa_[A-Za-z0-9_]{20,}`, String.raw`\bdckr_pat_[\w-]{20,}`, String.raw`\bhvs\.[\w-]{20,}`, String.raw`\bATATT3[\w=-]{20,}`,
  String.raw`\bfigd_[\w-]{20,}`, String.raw`\bkey-[0-9a-f]{32}\b`, String.raw`\bAGE-SECRET-KEY-1[0-9A-Z]{20,}`,
  String.raw`\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*`,                            // a signed JSON web token
  String.raw`(?<=(?:[Bb]earer|[Bb]asic|[Tt]oken)(?:\s|%20))(?=[A-Za-z+/_.~-]{0,200}\d)[A-Za-z0-9+/_.~-]{12,}={0,2}`,
  String.raw`(?<=://[^\s/?#:@]{0,60}:)[^\s/?#@]{1,200}(?=@)`,              // user:password@host
  String.raw`(?<=[?&;]${NAMES}=)[^&#\s"']{4,}`,
  String.raw`(?<=\b(?:AccountKey|SharedAccessKey|Password|Pwd)=)[^;\s"']{4,}`,
  String.raw`-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[A-Za-z0-9+/=\s\\,:-]{16,}?-----END [A-Z ]{0,20}PRIVATE KEY-----`,
  // The same, in a text that is itself encoded for a URL.
  String.raw`(?<=%3A%2F%2F[\w.~!-]{0,60}%3A)[^\s/?#@%]{1,200}(?=%40)`,
  String.raw`(?<=(?:%3F|%26|%3B)${NAMES}%3D)${INSIDE}{4,}`,
  String.raw`(?<=(?:AccountKey|SharedAccessKey|Password|Pwd)%3D)${INSIDE}{4,}`,
  String.raw`-----BEGIN%20(?:[A-Z]{1,10}%20){0,2}PRIVATE%20KEY-----${INSIDE}{16,}?-----END%20`,
];

/** Where a token may begin: at a word's beginning, also in a text that is encoded for a URL (`%22sk-…`). */
const START = String.raw`(?:\b|(?<=%[0-9A-Fa-f]{2}))`;

/** A shape that policy names: what such a token begins with, and how many more letters, digits and marks it has at least. */
export interface NamedToken {
  readonly startsWith: string;
  readonly atLeast: number;
}

/** One pattern for every known shape and those that policy names. */
export function tokenPattern(named: readonly NamedToken[] = []): RegExp {
  const own = named.map(({ startsWith, atLeast }) => `${startsWith.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}[\\w.~+/=-]{${atLeast},}`);
  return new RegExp([...own, ...SHAPES.map((shape) => shape.replace(/^\\b/, START))].join('|'), 'g');
}
