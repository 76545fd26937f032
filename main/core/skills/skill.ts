import { readFrontMatter, SKILL_FILE, type FrontMatter } from './front-matter.ts';
import { PLAYBOOK_FILE, type Playbook } from './playbook.ts';
import type { SkillProblem } from './problem.ts';
import { readPlaybook } from './read-playbook.ts';
import { toolsNamed } from './tools-named.ts';

/** A skill that was read: what it says of itself, and what of it runs. Without a playbook it is instructions only. */
export interface Skill {
  readonly frontMatter: FrontMatter;
  readonly playbook: Playbook | null;
}

export type SkillRead = { readonly ok: true; readonly skill: Skill; readonly lines: SkillLines } | { readonly ok: false; readonly problems: readonly SkillProblem[] };

/** From a place in one of the two files to its line. */
export interface SkillLines {
  readonly skill: (path: readonly PropertyKey[]) => number;
  readonly playbook: (path: readonly PropertyKey[]) => number;
}

/** The texts a skill is read from; null where the pack has no playbook. `folder`: the name it is installed under. */
export interface SkillTexts {
  readonly folder: string;
  readonly skill: string;
  readonly playbook: string | null;
  /** Further texts of the pack that people read (help, cases, mappings), each with its path. */
  readonly pages?: readonly (readonly [file: string, text: string])[];
}

/**
 * Reads a skill whole. Total; a skill with any problem holds not at all. The two files must agree: a playbook uses no tool
 * that SKILL.md does not allow. What is read still grants nothing: every call goes through the gate.
 */
export function readSkill(texts: SkillTexts): SkillRead {
  const front = readFrontMatter(texts.skill);
  const book = texts.playbook === null ? null : readPlaybook(texts.playbook);
  const problems: SkillProblem[] = [
    ...hidden(texts.skill, SKILL_FILE), ...(texts.playbook === null ? [] : hidden(texts.playbook, PLAYBOOK_FILE)), ...(texts.pages ?? []).flatMap(([file, text]) => hidden(text, file)),
    ...(front.ok ? [] : front.problems), ...(book === null || book.ok ? [] : book.problems),
  ];
  if (!front.ok || (book !== null && !book.ok)) return { ok: false, problems };
  if (front.frontMatter.name !== texts.folder) problems.push({ code: 'name-differs', file: SKILL_FILE, line: front.lineAt(['name']), name: front.frontMatter.name });
  const allowed = new Set(front.frontMatter.allowedTools);
  for (const { tool, path } of book === null ? [] : toolsNamed(book.playbook)) {
    // SECURITY: the list in SKILL.md is what a person read before installing; a step beyond it does not run.
    if (!allowed.has(tool)) problems.push({ code: 'tool-not-allowed', file: PLAYBOOK_FILE, line: book?.lineAt(path) ?? 1, name: tool });
  }
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true, skill: { frontMatter: front.frontMatter, playbook: book?.playbook ?? null },
    lines: { skill: front.lineAt, playbook: book?.lineAt ?? (() => 1) },
  };
}

/** Characters nobody sees, or that turn the direction of a line: in a skill they have no use but to mislead. */
const HIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E0FFF}]|[\u{1BCA0}-\u{1BCA3}]/u;

function hidden(text: string, file: string): readonly SkillProblem[] {
  return text.split('\n').flatMap((line, at) => {
    const found = HIDDEN.exec(line);
    return found === null ? [] : [{ code: 'hidden-characters' as const, file, line: at + 1, name: `U+${(found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}` }];
  }).slice(0, 10);
}
