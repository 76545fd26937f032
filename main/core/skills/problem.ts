/** What can be wrong with a skill. Closed; each has a sentence under `skill-problem` in the catalogue. */
export const SKILL_PROBLEMS = [
  'no-skill-file', 'no-front-matter', 'not-utf8', 'too-large', 'not-yaml', 'yaml-alias', 'yaml-tag', 'too-deep', 'duplicate-key', 'not-an-object',
  'format-from-the-future', 'unknown-key', 'unknown-value', 'missing', 'wrong-type', 'wrong-form', 'out-of-range',
  'name-differs', 'hidden-characters', 'speaks-for-others', 'tool-not-allowed', 'tool-not-declared', 'tool-unused', 'effect-above-maximum', 'effect-excluded',
  'effect-below-tool', 'not-narrow', 'language-missing', 'expression-wrong', 'function-unknown', 'expression-too-large', 'name-unknown', 'not-a-table', 'column-unknown',
  'question-missing', 'option-unknown', 'step-given-twice', 'made-later', 'removes-unasked', 'data-missing', 'file-outside', 'case-wrong', 'case-missing', 'help-missing',
  'mapping-incomplete', 'tool-not-there',
] as const;
export type SkillProblemCode = (typeof SKILL_PROBLEMS)[number];

/** One thing that is wrong: what, in which file of the pack, on which line counted from 1. */
export interface SkillProblem {
  readonly code: SkillProblemCode;
  readonly file: string;
  readonly line: number;
  /** The key, tool or text it is about, where there is one: text of the pack, shown as such and never run. */
  readonly name: string;
}
