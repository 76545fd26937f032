import type { Sha256 } from '../../canonical/canonical.ts';
import type { PolicyProblem, PolicyProblemCode } from './problem.ts';
import { readPolicy, type PolicyRead } from './read.ts';
import type { PolicyDocument, PolicyScope } from './schema.ts';
import { sealOf } from './seal.ts';
import { isIssuedAhead, versionProblem, type SeenPolicy } from './seen.ts';
import { indexOf, type PolicyIndex } from './index-of.ts';

/** What came of looking at a detached signature. `none`: there is no signature file. */
export type SignatureState = 'valid' | 'none' | 'wrong' | 'unknown-signer';

/** What the state of a signature comes to where one is asked for. */
export const SIGNATURE_PROBLEMS = { valid: null, none: 'unsigned', wrong: 'wrong-signature', 'unknown-signer': 'unknown-signer' } as const satisfies Readonly<Record<SignatureState, PolicyProblemCode | null>>;

/** What is known beside the text when a document is opened. */
export interface OpeningFacts {
  /** How the file is named to people; part of every rule it is quoted for. */
  readonly file: string;
  /** The scope its place gives it; null where the place says nothing, and then the document's own word holds. */
  readonly scope: PolicyScope | null;
  /** ISO 8601; after `expiresAt` a document is closed. */
  readonly now: string;
  /** What was in force last under an id, null for nothing. */
  readonly seen: (id: string) => SeenPolicy | null;
  /** Looks at the detached signature under the keys a document pins. */
  readonly signature: (keys: readonly string[]) => SignatureState;
}

/** A document that holds. */
export interface GoodSource {
  readonly state: 'good';
  readonly file: string;
  readonly document: PolicyDocument;
  readonly index: PolicyIndex;
  /** The digest of its content: the same content counts once, wherever it lies. */
  readonly digest: string;
}

/** A document that does not hold. Nothing in its scope is allowed until it does. */
export interface ClosedSource {
  readonly state: 'closed';
  readonly file: string;
  /** The project it blocks; null blocks everything. Known from its place alone, never from what the damaged file says. */
  readonly project: string | null;
  readonly problems: readonly PolicyProblem[];
}
export type PolicySource = GoodSource | ClosedSource;

/** Opens one document. Total, and closed wherever anything is wrong. `project`: the project its place belongs to. */
export function openPolicy(text: string, facts: OpeningFacts, sha256: Sha256, project: string | null = null): PolicySource {
  const read = readPolicy(text);
  if (!read.ok) return closedSource(facts.file, read.problems, project);
  const digest = sealOrNone(read.value, sha256);
  if (digest === null) return closedSource(facts.file, [{ code: 'wrong-form', pointer: '', line: 1, name: '' }], project);
  const problems = holdProblems(read, digest, facts, project);
  if (problems.length > 0) return closedSource(facts.file, problems, project);
  const { document } = read;
  return { state: 'good', file: facts.file, document, index: indexOf(document), digest };
}

/** A source that could not even be read. */
export function closedSource(file: string, problems: readonly PolicyProblem[], project: string | null = null): ClosedSource {
  return { state: 'closed', file, project, problems };
}

function holdProblems(read: Extract<PolicyRead, { ok: true }>, digest: string, facts: OpeningFacts, project: string | null): PolicyProblem[] {
  const { document, lineAt } = read;
  const at = (code: PolicyProblemCode, key: string, name = key): PolicyProblem[] => [{ code, pointer: `/${key}`, line: lineAt([key]), name }];
  const seen = facts.seen(document.id);
  const behind = versionProblem(document, seen);
  return [
    ...scopeProblem(document, facts, project).flatMap((key) => at('wrong-scope', key)),
    ...sealProblem(document, digest).flatMap((code) => at(code, 'seal')),
    // Written so that a moment nobody can compare counts as past.
    ...(document.expiresAt !== undefined && !(Date.parse(document.expiresAt) > Date.parse(facts.now)) ? at('expired', 'expiresAt') : []),
    ...(isIssuedAhead(document, facts.now) ? at('issued-ahead', 'issuedAt') : []),
    ...(behind === null ? [] : behind === 'issued-before' ? at(behind, 'issuedAt', seen?.issuedAt) : at(behind, 'version', String(seen?.version))),
    ...signatureProblem(document, facts).flatMap((code) => at(code, 'signatures')),
  ];
}

function scopeProblem(document: PolicyDocument, { scope }: OpeningFacts, project: string | null): string[] {
  if (scope !== null && document.scope !== scope && !(scope === 'managed' && document.scope === 'narrowing')) return ['scope'];
  return project !== null && document.scope === 'project' && document.project !== project ? ['project'] : [];
}

function sealProblem(document: PolicyDocument, seal: string): PolicyProblemCode[] {
  // What IT pushes must be whole; what a person keeps for a project or for himself may go without, and if it has one it must be right.
  if (document.seal === undefined) return document.scope === 'managed' || document.scope === 'narrowing' ? ['unsealed'] : [];
  return document.seal === seal ? [] : ['wrong-seal'];
}

function sealOrNone(value: Parameters<typeof sealOf>[0], sha256: Sha256): string | null {
  try {
    return sealOf(value, sha256);
  } catch {
    return null;
  }
}

function signatureProblem(document: PolicyDocument, facts: OpeningFacts): PolicyProblemCode[] {
  if (document.scope !== 'managed' || document.signatures?.required !== true) return [];
  const problem = SIGNATURE_PROBLEMS[facts.signature(document.signatures.keys)];
  return problem === null ? [] : [problem];
}
