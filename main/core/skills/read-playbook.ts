import { problemsOf } from './misfit.ts';
import { PLAYBOOK_FILE, PLAYBOOK_FORMAT, playbookSchema, type Playbook } from './playbook.ts';
import type { SkillProblem } from './problem.ts';
import { referenceProblems } from './references.ts';
import { readYaml, type YamlText } from './yaml-text.ts';

export type PlaybookRead =
  | { readonly ok: true; readonly playbook: Playbook; readonly lineAt: YamlText['lineAt'] }
  | { readonly ok: false; readonly problems: readonly SkillProblem[] };

/**
 * Reads a playbook from its text. Total: whatever is wrong is a problem with its line, and then nothing of it holds. What is
 * read names only tools, values and steps that are there, so a run cannot stumble over the playbook itself.
 */
export function readPlaybook(text: string): PlaybookRead {
  const read = readYaml(text, PLAYBOOK_FILE);
  if (!read.ok) return read;
  const { value, lineAt } = read.yaml;
  const format = value['playbook'];
  if (typeof format === 'number' && format > PLAYBOOK_FORMAT) {
    return { ok: false, problems: [{ code: 'format-from-the-future', file: PLAYBOOK_FILE, line: lineAt(['playbook']), name: String(format) }] };
  }
  const parsed = playbookSchema.safeParse(value);
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error.issues, PLAYBOOK_FILE, lineAt) };
  const located = referenceProblems(parsed.data).map(({ code, path, name }): SkillProblem => ({ code, file: PLAYBOOK_FILE, line: lineAt(path), name }));
  if (located.length > 0) return { ok: false, problems: located.toSorted((a, b) => a.line - b.line) };
  return { ok: true, playbook: parsed.data, lineAt };
}
