/** What a package's own `package.json` says of who made it. Anyone can write that: it is shown as said, and nothing rests on it. */
export interface PackageClaims {
  readonly author: string | null;
  readonly publisher: string | null;
  readonly repository: string | null;
  readonly homepage: string | null;
}

const LONGEST = 300;

/** Reads the fields out of a manifest, each a short text or nothing. In: hostile JSON. Null where it says none of them. */
export function claimsIn(manifest: unknown): PackageClaims | null {
  const fields = typeof manifest === 'object' && manifest !== null ? (manifest as Readonly<Record<string, unknown>>) : {};
  const claims = {
    author: person(own(fields, 'author')), publisher: person(own(fields, 'publisher')),
    repository: short(inside(own(fields, 'repository'), 'url')), homepage: short(own(fields, 'homepage')),
  };
  return Object.values(claims).every((claim) => claim === null) ? null : claims;
}

/** `"Eva <eva@x.example>"`, or an object with name, email and url. */
function person(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return short(value);
  const parts = ['name', 'email', 'url'].map((key) => inside(value, key)).filter((part) => typeof part === 'string' && part !== '');
  return short(parts.join(', '));
}

function inside(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? own(value as Readonly<Record<string, unknown>>, key) : value;
}

function own(fields: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

function short(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, LONGEST).toWellFormed() : null;
}
