import { SKILL_FILE } from '../../core/skills/front-matter.ts';
import type { PackContent } from '../../core/skills/ports.ts';
import { PLAYBOOK_FILE } from '../../core/skills/playbook.ts';
import type { SkillProblem } from '../../core/skills/problem.ts';
import { readSkill, type SkillRead, type SkillTexts } from '../../core/skills/skill.ts';

/** Texts of a pack that people read beside the two files: what hides there misleads as well. */
const PAGE = /\.(md|ya?ml)$/i;

/** Reads a skill out of a pack. */
export function skillOf(pack: PackContent, folder: string): SkillRead {
  const read = textsOf(pack, folder);
  return read.ok ? readSkill(read.texts) : read;
}

/** The texts of a skill in a pack. All of them are UTF-8, or the pack holds no skill: what nobody can read nobody can agree to. */
export function textsOf(pack: PackContent, folder: string): { readonly ok: true; readonly texts: SkillTexts } | { readonly ok: false; readonly problems: readonly SkillProblem[] } {
  const paths = pack.files.map(({ path }) => path).filter((path) => path === SKILL_FILE || path === PLAYBOOK_FILE || PAGE.test(path));
  const texts = new Map(paths.map((path) => [path, pack.text(path)]));
  const skill = texts.get(SKILL_FILE);
  if (skill === undefined) return { ok: false, problems: [{ code: 'no-skill-file', file: SKILL_FILE, line: 1, name: '' }] };
  const pages: (readonly [string, string])[] = [];
  const problems: SkillProblem[] = [];
  for (const [file, text] of texts) {
    if (text === null) problems.push({ code: 'not-utf8', file, line: 1, name: '' });
    else if (file !== SKILL_FILE && file !== PLAYBOOK_FILE) pages.push([file, text]);
  }
  return skill === null || problems.length > 0 ? { ok: false, problems } : { ok: true, texts: { folder, skill, playbook: texts.get(PLAYBOOK_FILE) ?? null, pages } };
}
