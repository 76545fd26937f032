import type { Sha256 } from '../../core/canonical/canonical.ts';
import { belowFloor, floorNamesKeys, missingPolicies, readFloor, type PolicyFloor } from '../../core/policy/document/floor.ts';
import { closedSource, openPolicy, SIGNATURE_PROBLEMS, type ClosedSource, type PolicySource, type SignatureState } from '../../core/policy/document/open.ts';
import type { PolicyProblemCode } from '../../core/policy/document/problem.ts';
import type { PolicyDocument, PolicyScope } from '../../core/policy/document/schema.ts';
import type { SeenPolicy } from '../../core/policy/document/seen.ts';

/** A policy as an adapter found it on this system, or (`floor`) what policies this machine must have. */
export type Found = { readonly place: string; readonly scope: PolicyScope | 'floor' } & (
  | { readonly ok: true; readonly text: string; readonly bytes: Uint8Array; readonly signature: string | null }
  | { readonly ok: false; readonly code: PolicyProblemCode }
);

/** What a place pins, once a policy that requires a signature held there. */
export interface PlacePin {
  /** The id of that policy: another one that the same key signed is not meant for this place. */
  readonly id: string;
  /** Keys one of which must have signed what lies there, whatever it says itself. */
  readonly keys: readonly string[];
}

/** What opening needs from outside. */
export interface OpenSourcesParts {
  readonly sha256: Sha256;
  readonly now: string;
  readonly seen: (id: string) => SeenPolicy | null;
  /** Null where nothing that had to be signed was seen at a place yet. */
  readonly pinned?: (place: string) => PlacePin | null;
  readonly verify: (bytes: Uint8Array, signature: string | null, keys: readonly string[]) => SignatureState;
}

/** The policies of a machine, and the floors they were held against. */
export interface Floors {
  readonly floors: readonly PolicyFloor[];
  /** Floors that do not hold: while there is one, nothing is allowed. */
  readonly closed: readonly ClosedSource[];
}

/** Reads the floors among what was found. */
export function openFloors(found: readonly Found[]): Floors {
  const read = found.filter(({ scope }) => scope === 'floor').map((one) => {
    if (!one.ok) return closedSource(one.place, [problem(one.code, '')]);
    const floor = readFloor(one.text, one.place);
    return floor.ok ? floor.floor : closedSource(one.place, floor.problems);
  });
  return { floors: read.flatMap((one) => ('state' in one ? [] : [one])), closed: read.flatMap((one) => ('state' in one ? [one] : [])) };
}

/** Opens every policy that was found. What was found and does not hold is closed, never left out. */
export function openSources(found: readonly Found[], { floors }: Floors, { sha256, now, seen, verify, pinned = () => null }: OpenSourcesParts): PolicySource[] {
  return found.flatMap((one): PolicySource[] => {
    const { scope, place } = one;
    if (scope === 'floor') return [];
    if (!one.ok) return [closedSource(place, [problem(one.code, '')])];
    const signature = (keys: readonly string[]): SignatureState => verify(one.bytes, one.signature, keys);
    const source = openPolicy(one.text, { file: place, scope, now, seen, signature }, sha256);
    if (source.state === 'closed') return [source];
    const pin = floorNamesKeys(source.document, floors) ? null : pinned(place);
    const code = belowFloor(source.document, floors, signature) ?? (pin === null ? null : pinProblem(source.document, pin, signature));
    return [code === null ? source : closedSource(place, [problem(code, KEY_OF[code] ?? 'signatures')])];
  });
}

/** What the floors miss among the policies that hold. Where one is closed nothing is allowed anyway, and it may be the one that is missed. */
export function missedByFloors({ floors, closed }: Floors, sources: readonly PolicySource[]): readonly ClosedSource[] {
  if (closed.length > 0 || sources.some(({ state }) => state === 'closed')) return closed;
  const documents = sources.flatMap((source) => (source.state === 'good' ? [source.document] : []));
  return floors.flatMap((floor) => {
    const missing = missingPolicies(floor, documents);
    return missing.length === 0 ? [] : [closedSource(floor.file, missing)];
  });
}

/** SECURITY: looked at whatever the document says of signatures: who edits it can take that out and seal it anew. */
function pinProblem({ id }: PolicyDocument, pin: PlacePin, signature: (keys: readonly string[]) => SignatureState): PolicyProblemCode | null {
  return SIGNATURE_PROBLEMS[signature(pin.keys)] ?? (id === pin.id ? null : 'other-policy');
}

const KEY_OF: Readonly<Partial<Record<PolicyProblemCode, string>>> = { 'below-floor': 'version', 'other-policy': 'id' };

function problem(code: PolicyProblemCode, key: string): { readonly code: PolicyProblemCode; readonly pointer: string; readonly line: number; readonly name: string } {
  return { code, pointer: key === '' ? '' : `/${key}`, line: 1, name: key };
}
