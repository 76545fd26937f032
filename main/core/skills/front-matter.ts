import { z } from 'zod';
import type { SkillProblem } from './problem.ts';
import { RESERVED } from './reserved-names.ts';
import { readYaml, type YamlText } from './yaml-text.ts';
import { problemsOf } from './misfit.ts';

/** The file every skill has, as the open Agent Skills layout names it. */
export const SKILL_FILE = 'SKILL.md';

/** A skill's name is its folder's name: small letters, digits, single hyphens. */
export const SKILL_NAME = /^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){0,63}$/;

const tools = z.union([
  z.string().max(2_000).transform((text) => text.split(/[\s,]+/).filter((word) => word !== '')),
  z.array(z.string().min(1).max(128)).max(100),
]);

const frontMatterSchema = z.strictObject({
  // SECURITY: a name becomes a folder, and some names are devices on another system.
  name: z.string().regex(SKILL_NAME).refine((name) => !RESERVED.test(name)),
  description: z.string().min(1).max(1_024),
  license: z.string().max(500).optional(),
  compatibility: z.string().max(500).optional(),
  'allowed-tools': tools.optional(),
  metadata: z.record(z.string().max(64), z.union([z.string().max(1_024), z.number(), z.boolean()])).optional(),
});

/** The front matter of a SKILL.md. `allowedTools` is an upper bound: a skill can only ask, and for nothing that is not named here. */
export interface FrontMatter {
  readonly name: string;
  readonly description: string;
  readonly license: string | null;
  readonly allowedTools: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  /** The instructions below the front matter: for models and people; the runner reads nothing in it. */
  readonly body: string;
}

export type FrontMatterRead =
  | { readonly ok: true; readonly frontMatter: FrontMatter; readonly lineAt: YamlText['lineAt'] }
  | { readonly ok: false; readonly problems: readonly SkillProblem[] };

/** Reads a SKILL.md from its text. Total: whatever is wrong is a problem with its line. */
export function readFrontMatter(text: string): FrontMatterRead {
  const found = /^---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text);
  if (found === null) return { ok: false, problems: [{ code: 'no-front-matter', file: SKILL_FILE, line: 1, name: '' }] };
  const read = readYaml(found[1] ?? '', SKILL_FILE, 2);
  if (!read.ok) return read;
  const parsed = frontMatterSchema.safeParse(read.yaml.value);
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error.issues, SKILL_FILE, read.yaml.lineAt) };
  const { name, description, license, metadata } = parsed.data;
  const frontMatter: FrontMatter = {
    name, description, license: license ?? null, allowedTools: parsed.data['allowed-tools'] ?? [],
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, String(value)])),
    body: text.slice(found[0].length),
  };
  return { ok: true, frontMatter, lineAt: read.yaml.lineAt };
}
