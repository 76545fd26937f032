import { z } from 'zod';
import { canonical, digestOf, type Sha256 } from '../../core/canonical/canonical.ts';
import { EFFECTS, PINNED_KINDS, PREVIEW_KINDS, type Json } from '../../core/words/index.ts';

/** The format this build writes. One of a later format is refused: it may ask for what we cannot show. */
export const REQUEST_FORMAT = 1;
/** No request is larger; one that is was not written by us. */
export const MOST_BYTES = 5_000_000;
/** Calls of one request: as many as a set has objects by default. */
export const MOST_CALLS = 500;

const text = z.string().max(2_000);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const jsonObject = z.record(z.string(), z.json());

/** A call somebody asks another to countersign, with what its preview said on that day. */
const requestedCall = z.strictObject({
  server: z.strictObject({ name: text, identity: digest.nullable() }),
  tool: z.strictObject({ name: text, digest: digest.nullable() }),
  args: jsonObject,
  argsDigest: z.string().max(64),
  /** Null where it was never judged: it waits for a value of another one. */
  effect: z.enum(EFFECTS).nullable(),
  /** Values it takes from results of earlier calls of this request. Absent: none. */
  references: z.array(z.strictObject({ pointer: text, call: z.int().min(0).max(MOST_CALLS), result: text })).max(100).optional(),
  preview: z.strictObject({ kind: z.enum(PREVIEW_KINDS), objects: z.number().nullable(), sentence: z.json(), changes: z.array(z.json()), unknowns: z.array(text), digest }).nullable(),
});
export type RequestedCall = z.infer<typeof requestedCall>;

/** A definition somebody asks IT to review: what is there now, against what was accepted before. */
const requestedItem = z.strictObject({
  kind: z.enum(PINNED_KINDS), name: text, state: text, digest: digest.nullable(), now: jsonObject.nullable(), old: jsonObject.nullable(), pointers: z.array(text),
});

const head = { countersignRequest: z.literal(REQUEST_FORMAT), requestedAt: z.iso.datetime(), requestedBy: z.strictObject({ person: text, role: text }), hash: digest };

const requestSchema = z.discriminatedUnion('kind', [
  /** `set`: they belong together, are reviewed as one table and answered as one. */
  z.strictObject({ ...head, kind: z.literal('calls'), calls: z.array(requestedCall).min(1).max(MOST_CALLS), set: z.strictObject({ title: text }).optional() }),
  z.strictObject({ ...head, kind: z.literal('review'), server: z.strictObject({ name: text, target: text, identity: digest.nullable() }), items: z.array(requestedItem).max(5_000) }),
]);
export type RequestFile = z.infer<typeof requestSchema>;
type Unsealed<T> = T extends unknown ? Omit<T, 'hash' | 'countersignRequest'> : never;

/** The text of a request. Its hash is against accidents: it says that the file is whole, never that anybody may. */
export function writeRequest(request: Unsealed<RequestFile>, sha256: Sha256): string {
  const body = { countersignRequest: REQUEST_FORMAT, ...request };
  return `${JSON.stringify({ ...body, hash: digestOf(body as unknown as Json, sha256) }, null, 2)}\n`;
}

/** What a file holds. `intact` false: it was changed after it was written. */
export type RequestRead =
  | { readonly ok: true; readonly request: RequestFile; readonly intact: boolean }
  | { readonly ok: false; readonly why: 'too-large' | 'no-request' | 'later-format' };

/** Reads a request. Total; everything in it is somebody else's text. */
export function readRequest(text: string, sha256: Sha256): RequestRead {
  if (text.length > MOST_BYTES) return { ok: false, why: 'too-large' };
  try {
    const json = JSON.parse(text) as Json;
    const parsed = requestSchema.safeParse(json);
    if (!parsed.success) return { ok: false, why: isLater(json) ? 'later-format' : 'no-request' };
    const { hash, ...body } = json as { hash: Json };
    return { ok: true, request: parsed.data, intact: sha256(canonical(body as unknown as Json)) === hash };
  } catch {
    return { ok: false, why: 'no-request' };
  }
}

function isLater(json: Json): boolean {
  return typeof json === 'object' && json !== null && 'countersignRequest' in json && typeof json.countersignRequest === 'number' && json.countersignRequest > REQUEST_FORMAT;
}

/** The name a request is saved under, from the names in it; nothing of them can lead elsewhere. */
export function requestName(of: string, at: string): string {
  const plain = of.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40);
  return `${at.slice(0, 10)}${plain === '' ? '' : `-${plain}`}.countersign-request.json`;
}
