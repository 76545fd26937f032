import { SKILL_FILE } from '../../core/skills/front-matter.ts';
import type { PackContent } from '../../core/skills/ports.ts';
import { PLAYBOOK_FILE } from '../../core/skills/playbook.ts';
import { readSkill } from '../../core/skills/skill.ts';

/** Texts of a pack that people read beside the two files: what hides there misleads as well. */
const PAGE = /\.(md|ya?ml)$/i;

/** Reads a skill out of a pack. */
export function skillOf(pack: PackContent, folder: string): ReturnType<typeof readSkill> {
  const skill = pack.text(SKILL_FILE);
  if (skill === null) return { ok: false, problems: [{ code: pack.files.some(({ path }) => path === SKILL_FILE) ? 'not-utf8' : 'no-skill-file', file: SKILL_FILE, line: 1, name: '' }] };
  const hasPlaybook = pack.files.some(({ path }) => path === PLAYBOOK_FILE);
  const playbook = hasPlaybook ? pack.text(PLAYBOOK_FILE) : null;
  if (hasPlaybook && playbook === null) return { ok: false, problems: [{ code: 'not-utf8', file: PLAYBOOK_FILE, line: 1, name: '' }] };
  const pages = pagesOf(pack);
  const unreadable = pages.find(([, text]) => text === null);
  if (unreadable !== undefined) return { ok: false, problems: [{ code: 'not-utf8', file: unreadable[0], line: 1, name: '' }] };
  return readSkill({ folder, skill, playbook, pages: pages.map(([file, text]) => [file, text ?? ''] as const) });
}

/** Help pages, cases and mappings of a pack; a text is null where it is no UTF-8. */
export function pagesOf(pack: PackContent): readonly (readonly [file: string, text: string | null])[] {
  return pack.files.filter(({ path }) => PAGE.test(path) && path !== SKILL_FILE && path !== PLAYBOOK_FILE).map(({ path }) => [path, pack.text(path)] as const);
}
