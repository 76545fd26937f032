import type { z } from 'zod';
import { pointerOf } from '../../canonical/pointer.ts';
import type { JsonObject } from '../../words/index.ts';
import type { PolicyProblem, PolicyProblemCode } from './problem.ts';
import { POLICY_FORMAT, policySchema, type PolicyDocument } from './schema.ts';
import { referenceProblems, type Misfit } from './references.ts';
import { readPolicyText, type PolicyText } from './text.ts';

/** A document as read: well formed and strict, its seal and age not yet looked at. */
export type PolicyRead =
  | { readonly ok: true; readonly document: PolicyDocument; readonly value: JsonObject; readonly lineAt: PolicyText['lineAt'] }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/** Reads a policy from its text. Total: whatever is wrong is a problem with a pointer and a line, and nothing of it holds. */
export function readPolicy(text: string): PolicyRead {
  const json = readPolicyText(text);
  if (!json.ok) return json;
  const { value, lineAt } = json.text;
  const later = laterFormat(value, lineAt);
  if (later !== null) return { ok: false, problems: [later] };
  const parsed = policySchema.safeParse(value);
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error, lineAt) };
  const misfits = referenceProblems(parsed.data);
  if (misfits.length > 0) return { ok: false, problems: misfits.map(placed(lineAt)).sort((a, b) => a.line - b.line) };
  return { ok: true, document: parsed.data, value, lineAt };
}

/** A format this build cannot read, told before anything else of it is judged. Null where it can. */
export function laterFormat({ schema }: JsonObject, lineAt: PolicyText['lineAt']): PolicyProblem | null {
  return typeof schema === 'number' && schema > POLICY_FORMAT ? placed(lineAt)({ code: 'schema-from-the-future', path: ['schema'], name: String(schema) }) : null;
}

/** What does not fit a schema of the policies, in the order of its lines. */
export function problemsOf({ issues }: z.ZodError, lineAt: PolicyText['lineAt']): readonly PolicyProblem[] {
  return issues.flatMap(misfitsOf).map(placed(lineAt)).sort((a, b) => a.line - b.line);
}

function placed(lineAt: PolicyText['lineAt']): (misfit: Misfit) => PolicyProblem {
  return ({ code, path, name }) => ({ code, pointer: pointerOf(path), line: lineAt(path), name });
}

function misfitsOf(issue: z.core.$ZodIssue): Misfit[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  const one = (code: PolicyProblemCode, name = path.findLast((part) => typeof part === 'string') ?? ''): Misfit[] => [{ code, path, name }];
  switch (issue.code) {
    case 'unrecognized_keys': return issue.keys.map((name) => ({ code: 'unknown-key', path: [...path, name], name }));
    case 'invalid_type': return one(issue.input === undefined && issue.message.includes('undefined') ? 'missing' : 'wrong-type');
    case 'invalid_value': case 'invalid_union': return one(issue.message.includes('undefined') ? 'missing' : 'unknown-value');
    case 'too_small': case 'too_big': case 'not_multiple_of': return one('out-of-range');
    case 'custom': return one(issue.params?.['code'] === 'empty-rule' ? 'empty-rule' : 'wrong-form');
    case 'invalid_format': case 'invalid_key': case 'invalid_element': return one('wrong-form');
  }
}
