import type { z } from 'zod';
import type { SkillProblem, SkillProblemCode } from './problem.ts';

/** What a schema finds wrong, as problems with lines, in the order of the lines. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], file: string, lineAt: (path: readonly PropertyKey[]) => number): readonly SkillProblem[] {
  const located = issues.flatMap((issue) => misfitsOf(issue, []))
    .map(({ code, path, name }): SkillProblem => ({ code, file, line: lineAt(path), name }));
  return located.toSorted((a, b) => a.line - b.line).slice(0, 100);
}

interface Misfit {
  readonly code: SkillProblemCode;
  readonly path: readonly PropertyKey[];
  readonly name: string;
}

function misfitsOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Misfit[] {
  const path = [...above, ...issue.path];
  const last = path.findLast((part) => typeof part === 'string');
  const one = (code: SkillProblemCode, name = last ?? ''): Misfit[] => [{ code, path, name }];
  const absent = issue.input === undefined && issue.message.includes('undefined');
  // Words for people stand in both languages, or a person would read a sentence that is none.
  if (absent && (last === 'en' || last === 'de')) return one('language-missing', `${path.slice(0, -1).map(String).join('.')} (${last})`);
  switch (issue.code) {
    case 'unrecognized_keys': return issue.keys.map((name) => ({ code: 'unknown-key', path: [...path, name], name }));
    case 'invalid_type': return one(absent ? 'missing' : 'wrong-type');
    case 'invalid_value': return one(absent ? 'missing' : 'unknown-value');
    case 'invalid_union': {
      // The member of the union that came furthest says best what is wrong.
      const nearest = issue.errors.toSorted((a, b) => a.length - b.length)[0] ?? [];
      return nearest.length === 0 ? one(absent ? 'missing' : 'unknown-value') : nearest.flatMap((inner) => misfitsOf(inner, path));
    }
    case 'too_small': case 'too_big': case 'not_multiple_of': return one('out-of-range');
    case 'custom': case 'invalid_format': case 'invalid_key': case 'invalid_element': return one('wrong-form');
  }
}
