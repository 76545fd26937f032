import { z } from 'zod';
import { pointerOf } from '../../canonical/pointer.ts';
import { isJsonObject } from '../../words/index.ts';
import { SIGNATURE_PROBLEMS, type SignatureState } from './open.ts';
import type { PolicyProblem, PolicyProblemCode } from './problem.ts';
import { laterFormat, problemsOf } from './read.ts';
import { POLICY_FORMAT, type PolicyDocument } from './schema.ts';
import { readPolicyText } from './text.ts';

const floorSchema = z.strictObject({
  $schema: z.string().optional(),
  schema: z.literal(POLICY_FORMAT),
  policies: z.array(z.strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
    /** The lowest version that holds. */
    version: z.int().min(1).optional(),
    /** Keys one of which must have signed it, whatever it says itself. */
    keys: z.array(z.string().min(1).max(300)).min(1).optional(),
  })).min(1).max(100),
});

/** The policies a machine must have, as an administrator wrote them down beside the policies: where a new home begins. */
export interface PolicyFloor {
  readonly file: string;
  readonly policies: readonly FloorEntry[];
}

/** One policy that must be there. */
export interface FloorEntry {
  readonly id: string;
  readonly version: number | null;
  readonly keys: readonly string[] | null;
  /** Line of the entry in the file. */
  readonly line: number;
}

/** Reads a floor. Total: whatever is wrong is a problem with a pointer and a line. */
export function readFloor(text: string, file: string): { readonly ok: true; readonly floor: PolicyFloor } | { readonly ok: false; readonly problems: readonly PolicyProblem[] } {
  const json = readPolicyText(text);
  if (!json.ok) return json;
  const { value, lineAt } = json.text;
  const later = laterFormat(value, lineAt);
  if (later !== null) return { ok: false, problems: [later] };
  const parsed = floorSchema.safeParse(value);
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error, lineAt) };
  const policies = parsed.data.policies.map(({ id, version = null, keys = null }, at) => ({ id, version, keys, line: lineAt(['policies', at]) }));
  return { ok: true, floor: { file, policies } };
}

/** True where a text is meant as a floor: it lists policies and says no scope, which every policy does. */
export function meantAsFloor(text: string): boolean {
  const json = readPolicyText(text);
  if (!json.ok || !isJsonObject(json.text.value)) return false;
  return Object.hasOwn(json.text.value, 'policies') && !Object.hasOwn(json.text.value, 'scope');
}

/** What a policy lacks of what the floors ask of its id; null where it is not below them. */
export function belowFloor(document: PolicyDocument, floors: readonly PolicyFloor[], signature: (keys: readonly string[]) => SignatureState): PolicyProblemCode | null {
  for (const { version, keys } of entriesFor(document, floors)) {
    if (version !== null && document.version < version) return 'below-floor';
    const problem = keys === null ? null : SIGNATURE_PROBLEMS[signature(keys)];
    if (problem !== null) return problem;
  }
  return null;
}

/** True where floors say whose signature a policy needs: then what is remembered of its keys counts no more. */
export function floorNamesKeys(document: PolicyDocument, floors: readonly PolicyFloor[]): boolean {
  return entriesFor(document, floors).some(({ keys }) => keys !== null);
}

/** The policies that must be there and are not among these. */
export function missingPolicies(floor: PolicyFloor, documents: readonly PolicyDocument[]): readonly PolicyProblem[] {
  const there = new Set(documents.filter(({ scope }) => scope === 'managed').map(({ id }) => id));
  return floor.policies.flatMap(({ id, line }, at): PolicyProblem[] => (there.has(id) ? [] : [{ code: 'missing-policy', pointer: pointerOf(['policies', at]), line, name: id }]));
}

function entriesFor(document: PolicyDocument, floors: readonly PolicyFloor[]): readonly FloorEntry[] {
  return document.scope === 'managed' ? floors.flatMap(({ policies }) => policies.filter(({ id }) => id === document.id)) : [];
}
