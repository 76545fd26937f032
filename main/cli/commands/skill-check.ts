import { readPackArchive } from '../../adapters/packs/read-archive.ts';
import { readPackFolder } from '../../adapters/packs/read-folder.ts';
import { scanResult } from '../../core/scan/scan.ts';
import { ADVICE, checkSkill } from '../../core/skills/check-skill.ts';
import { readFrontMatter, SKILL_FILE } from '../../core/skills/front-matter.ts';
import type { PackProblem } from '../../core/skills/pack.ts';
import type { SkillProblem } from '../../core/skills/problem.ts';
import type { Json } from '../../core/words/index.ts';
import { textsOf } from '../../host/skills/skill-of.ts';
import { visible, type Translate } from '../../../preload/contract/language/index.ts';
import { WrongCall, type Command } from '../command.ts';

/** Words that claim what no text can give. */
const CLAIMS: ReadonlySet<string> = new Set(['authority', 'no-confirmation', 'secrecy', 'override']);
const APPROVED = /\b(approved|authori[sz]ed|cleared|vetted|verified|signed off)\s+(in advance\s+)?by\b|\bpre-?approved\b|\b(genehmigt|freigegeben|autorisiert|geprüft)\s+(durch|von)\b/i;

/** `skill check DIR`: everything an author should mend, with file and line. 0 where the skill can run. */
export const skillCheck: Command = async ({ rest, terminal, path }) => {
  const [given] = rest;
  if (given === undefined || rest.length > 1) throw new WrongCall('cli.needs-arguments', { usage: 'skill check DIR' });
  const place = path(given);
  const read = /\.(zip|skill)$/i.test(place) ? await readPackArchive(place) : await readPackFolder(place);
  if (!read.ok) {
    terminal.answer({ ok: false, problems: read.problems.map((problem) => packProblemJson(problem, terminal.t)) });
    return 1;
  }
  const { pack } = read;
  const front = readFrontMatter(pack.text(SKILL_FILE) ?? '');
  const folder = /\.(zip|skill)$/i.test(place) && front.ok ? front.frontMatter.name : pack.folder;
  const texts = textsOf(pack, folder);
  const problems = texts.ok ? checkSkill(texts.texts, { files: pack.files.map((file) => file.path), claims: claimOf }) : texts.problems;
  const ok = problems.every(({ code }) => ADVICE.has(code));
  for (const { code, file, line, name } of problems) terminal.say(`${file}:${line}: ${terminal.t(`skill-problem.${code}`, { name: visible(name, 120) })}`);
  terminal.answer({ ok, problems: problems.map((problem) => problemJson(problem, terminal.t)) });
  return ok ? 0 : 1;
};

function claimOf(line: string): string | null {
  const said = APPROVED.exec(line)?.[0];
  return said ?? scanResult(line).find(({ rule, severity }) => CLAIMS.has(rule) && severity !== 'info')?.excerpt ?? null;
}

export function problemJson({ code, file, line, name }: SkillProblem, t: Translate): Json {
  return { file, line, message: t(`skill-problem.${code}`, { name: visible(name, 120) }) };
}

export function packProblemJson({ code, path }: PackProblem, t: Translate): Json {
  return { file: visible(path, 200), line: 1, message: t(`pack-problem.${code}`, { path: visible(path, 200) }) };
}
