import { isRowStep } from './playbook.ts';
import type { SkillProblem } from './problem.ts';
import { readExpression } from './expression.ts';
import { readSkill, type SkillTexts } from './skill.ts';
import { toolsNamed } from './tools-named.ts';
import { PLAYBOOK_FILE } from './playbook.ts';
import { SKILL_FILE } from './front-matter.ts';

/** More tools than this are no narrow task. */
const MANY_TOOLS = 24;

/** What is beside the texts: the names of the other files, and who finds words that claim authority. */
export interface SkillSurroundings {
  readonly files: readonly string[];
  /** An excerpt of a text that claims to approve or to order; null for none. */
  readonly claims: (text: string) => string | null;
}

/**
 * Everything an author should mend. What makes a skill unreadable stops it from running anywhere; the rest (a tool nobody
 * uses, a help page that is missing) is for the author alone.
 */
export function checkSkill(texts: SkillTexts, beside: SkillSurroundings): readonly SkillProblem[] {
  const read = readSkill(texts);
  const claims = [[SKILL_FILE, texts.skill] as const, ...(texts.playbook === null ? [] : [[PLAYBOOK_FILE, texts.playbook] as const]), ...(texts.pages ?? []).filter(([file]) => file.endsWith('.md'))].flatMap(([file, text]) => claimsIn(file, text, beside.claims));
  if (!read.ok) return [...read.problems, ...claims];
  const { skill, lines } = read;
  const { playbook, frontMatter } = skill;
  const problems: SkillProblem[] = [...claims];
  const say = (code: SkillProblem['code'], file: string, line: number, name: string): void => { problems.push({ code, file, line, name }); };
  for (const language of ['en', 'de']) if (!beside.files.includes(`help.${language}.md`)) say('help-missing', SKILL_FILE, 1, `help.${language}.md`);
  if (playbook === null) return problems;
  const used = new Set(toolsNamed(playbook).map(({ tool }) => tool));
  for (const tool of frontMatter.allowedTools) if (!used.has(tool)) say('tool-unused', SKILL_FILE, lines.skill(['allowed-tools']), tool);
  for (const tool of Object.keys(playbook.tools)) if (!used.has(tool)) say('tool-unused', PLAYBOOK_FILE, lines.playbook(['tools', tool]), tool);
  if (used.size > MANY_TOOLS) say('not-narrow', PLAYBOOK_FILE, lines.playbook(['tools']), `${used.size} > ${MANY_TOOLS}`);
  for (const [at, step] of playbook.steps.entries()) {
    if (!isRowStep(step) || step.remove === undefined) continue;
    const asks = readExpression(step.remove.when).paths.some(([first, second]) => (first === 'answer' && Object.hasOwn(playbook.questions, second ?? '')) || first === 'input');
    if (!asks) say(Object.keys(playbook.questions).length === 0 ? 'question-missing' : 'removes-unasked', PLAYBOOK_FILE, lines.playbook(['steps', at, 'remove']), step.id);
  }
  for (const [name, { file }] of Object.entries(playbook.data)) {
    const form = new RegExp(`^${file.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^{}]*\}/g, '[a-z0-9-]+')}$`);
    if (!beside.files.some((path) => form.test(path))) say('data-missing', PLAYBOOK_FILE, lines.playbook(['data', name]), file);
  }
  if (!beside.files.some((path) => /^cases\/[^/]+\.yaml$/.test(path))) say('case-missing', PLAYBOOK_FILE, 1, '');
  return problems;
}

/** Problems that are for the author alone: the skill runs all the same. */
export const ADVICE: ReadonlySet<SkillProblem['code']> = new Set(['case-missing', 'help-missing']);

function claimsIn(file: string, text: string, claims: SkillSurroundings['claims']): readonly SkillProblem[] {
  return text.split('\n').flatMap((line, at): SkillProblem[] => {
    const found = claims(line);
    return found === null ? [] : [{ code: 'speaks-for-others', file, line: at + 1, name: found }];
  }).slice(0, 10);
}
