import { SKILL_FILE } from '../../core/skills/front-matter.ts';
import type { PackContent } from '../../core/skills/ports.ts';
import { PLAYBOOK_FILE } from '../../core/skills/playbook.ts';
import { readSkill } from '../../core/skills/skill.ts';

/** Reads the two files of a skill out of a pack. */
export function skillOf(pack: PackContent, folder: string): ReturnType<typeof readSkill> {
  const skill = pack.text(SKILL_FILE);
  if (skill === null) return { ok: false, problems: [{ code: pack.files.some(({ path }) => path === SKILL_FILE) ? 'not-utf8' : 'no-skill-file', file: SKILL_FILE, line: 1, name: '' }] };
  const hasPlaybook = pack.files.some(({ path }) => path === PLAYBOOK_FILE);
  const playbook = hasPlaybook ? pack.text(PLAYBOOK_FILE) : null;
  if (hasPlaybook && playbook === null) return { ok: false, problems: [{ code: 'not-utf8', file: PLAYBOOK_FILE, line: 1, name: '' }] };
  return readSkill({ folder, skill, playbook });
}
