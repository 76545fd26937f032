import { z } from 'zod';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import type { Actor } from '../../core/audit/event.ts';
import { DamagedDocument, type AuditLog, type DocumentStore } from '../../core/ports.ts';
import { asksOf, comparePacks, packDigest, type PackAsks, type PackChange, type PackProblem } from '../../core/skills/pack.ts';
import type { PackContent, PackRead, PackStore } from '../../core/skills/ports.ts';
import { PLAYBOOK_FILE } from '../../core/skills/playbook.ts';
import type { SkillProblem } from '../../core/skills/problem.ts';
import { readFrontMatter, SKILL_FILE, SKILL_NAME } from '../../core/skills/front-matter.ts';
import { readSkill, type Skill } from '../../core/skills/skill.ts';
import { EFFECTS } from '../../core/words/index.ts';

/** A skill as it lies here. `changed`: its files are not the ones that were installed; it does not run. */
export interface SkillEntry {
  readonly name: string;
  readonly from: 'shipped' | 'installed';
  readonly state: 'ready' | 'changed' | 'broken';
  readonly digest: string;
  readonly skill: Skill | null;
  readonly asks: PackAsks | null;
  readonly problems: readonly SkillProblem[];
}

/** A pack that somebody wants to install: what it asks for, and what is new in it. */
export interface PackInspection {
  readonly digest: string;
  readonly asks: PackAsks;
  readonly signature: ReturnType<PackStore['signature']>;
  /** Against the one that is installed; null where none is. */
  readonly change: PackChange | null;
}

export type Inspected = { readonly ok: true; readonly inspection: PackInspection } | { readonly ok: false; readonly pack: readonly PackProblem[]; readonly skill: readonly SkillProblem[] };

/** What policy says of skills at this moment. */
export interface SkillRules {
  /** Where installing is locked; null where it is not. */
  readonly lockedBy: () => readonly string[] | null;
  readonly requireSignature: () => boolean;
  readonly keys: () => readonly string[];
}

/** What the library works with. */
export interface LibraryParts {
  readonly packs: PackStore;
  readonly documents: DocumentStore;
  readonly audit: AuditLog;
  readonly actor: Actor;
  readonly sha256: Sha256;
  readonly rules: SkillRules;
  readonly onDamaged?: (damage: DamagedDocument) => void;
}

const fileSchema = z.object({ path: z.string(), size: z.number(), sha256: z.string() });
const asksSchema: z.ZodType<PackAsks> = z.object({
  name: z.string(), description: z.string(), license: z.string().nullable(), runs: z.boolean(),
  tools: z.array(z.object({ tool: z.string(), effect: z.enum(EFFECTS).nullable() })), effect: z.enum(EFFECTS).nullable(), files: z.array(z.string()),
  limits: z.object({ rows: z.number(), calls: z.number() }).nullable(),
});
const pinsSchema = z.record(z.string(), z.object({ digest: z.string(), files: z.array(fileSchema), asks: asksSchema }));
type Pins = z.output<typeof pinsSchema>;

const DOCUMENT = 'skills';

/** The skills of a home: those of the program, and those installed with the digest they had then. */
export interface SkillLibrary {
  list(): Promise<readonly SkillEntry[]>;
  /** A skill with its pack; null for one nobody knows. */
  open(name: string): Promise<{ readonly entry: SkillEntry; readonly pack: PackContent } | null>;
  /** Reads a folder or archive without installing anything. */
  inspect(path: string): Promise<Inspected>;
  /** Installs exactly what was inspected: another digest is `changed`. */
  install(path: string, digest: string): Promise<Inspected>;
  /** False: there is no installed skill of this name. */
  remove(name: string): Promise<boolean>;
  /** Writes a skill as an archive. False: there is none. Rejects where the file is there already. */
  export(name: string, path: string): Promise<boolean>;
}

export function createSkillLibrary(parts: LibraryParts): SkillLibrary {
  const { packs, sha256 } = parts;
  const pins = (): Pins => {
    try {
      return pinsSchema.catch({}).parse(parts.documents.read(DOCUMENT) ?? {});
    } catch (error) {
      // SECURITY: without the digests nothing installed counts as what was installed.
      if (error instanceof DamagedDocument) parts.onDamaged?.(error);
      return {};
    }
  };
  const keep = (next: Pins): void => { parts.documents.write(DOCUMENT, JSON.parse(JSON.stringify(next))); };
  const note = (what: 'skill-installed' | 'skill-removed', name: string, digest: string): Promise<void> =>
    parts.audit.append({ type: 'event', what, actor: parts.actor, server: null, detail: { skill: name, digest } });

  const entryOf = (name: string, from: SkillEntry['from'], read: PackRead): SkillEntry => {
    if (!read.ok) return { name, from, state: 'broken', digest: '', skill: null, asks: null, problems: [] };
    const digest = packDigest(read.pack.files, sha256);
    const skill = skillOf(read.pack, name);
    const state = !skill.ok ? 'broken' : from === 'installed' && pins()[name]?.digest !== digest ? 'changed' : 'ready';
    return { name, from, state, digest, skill: skill.ok ? skill.skill : null, asks: skill.ok ? asksOf(skill.skill) : null, problems: skill.ok ? [] : skill.problems };
  };
  const find = async (name: string): Promise<{ readonly entry: SkillEntry; readonly pack: PackContent } | null> => {
    if (!SKILL_NAME.test(name)) return null;
    // What came with the program is not replaced by what was installed under its name.
    const from = (await packs.shipped()).includes(name) ? 'shipped' : (await packs.installed()).includes(name) ? 'installed' : null;
    if (from === null) return null;
    const read = await packs.open(from, name);
    return read.ok ? { entry: entryOf(name, from, read), pack: read.pack } : null;
  };
  const inspect = async (path: string): Promise<Inspected & { readonly pack?: unknown; readonly content?: PackContent }> => {
    const refused = (pack: readonly PackProblem[], skill: readonly SkillProblem[] = []): Inspected => ({ ok: false, pack, skill });
    const locked = parts.rules.lockedBy();
    if (locked !== null) return refused([{ code: 'locked', path: locked[0] ?? '' }]);
    const read = await packs.openFrom(path);
    if (!read.ok) return refused(read.problems);
    const front = readFrontMatter(read.pack.text(SKILL_FILE) ?? '');
    const name = front.ok ? front.frontMatter.name : read.pack.folder;
    const skill = skillOf(read.pack, name);
    if (!skill.ok) return refused([{ code: 'skill-wrong', path: SKILL_FILE }], skill.problems);
    if ((await packs.shipped()).includes(name)) return refused([{ code: 'already-there', path: name }]);
    const signature = packs.signature(read.pack, parts.rules.keys());
    const unsigned = signatureProblem(signature, parts.rules.requireSignature());
    if (unsigned !== null) return refused([{ code: unsigned, path: '' }]);
    const asks = asksOf(skill.skill);
    const before = pins()[name];
    const change = before === undefined ? null : comparePacks(before, { files: read.pack.files, asks });
    return { ok: true, inspection: { digest: packDigest(read.pack.files, sha256), asks, signature, change }, content: read.pack };
  };

  return {
    async list() {
      const shipped = await packs.shipped();
      const installed = (await packs.installed()).filter((name) => !shipped.includes(name));
      return Promise.all([
        ...shipped.map(async (name) => entryOf(name, 'shipped', await packs.open('shipped', name))),
        ...installed.map(async (name) => entryOf(name, 'installed', await packs.open('installed', name))),
      ]);
    },
    open: find,
    inspect,
    async install(path, digest) {
      const inspected = await inspect(path);
      if (!inspected.ok || inspected.content === undefined) return inspected;
      const { inspection, content } = inspected;
      // SECURITY: what is written is what was shown, not what lies at the path now.
      if (inspection.digest !== digest) return { ok: false, pack: [{ code: 'changed', path: '' }], skill: [] };
      const { name } = inspection.asks;
      await note('skill-installed', name, digest);
      await packs.write(name, content);
      keep({ ...pins(), [name]: JSON.parse(JSON.stringify({ digest, files: content.files, asks: inspection.asks })) as Pins[string] });
      return { ok: true, inspection };
    },
    async remove(name) {
      if (!(await packs.installed()).includes(name)) return false;
      await note('skill-removed', name, pins()[name]?.digest ?? '');
      await packs.remove(name);
      keep(Object.fromEntries(Object.entries(pins()).filter(([other]) => other !== name)));
      return true;
    },
    async export(name, path) {
      const found = await find(name);
      if (found === null) return false;
      await packs.export({ ...found.pack, folder: name }, path);
      return true;
    },
  };
}

/** Reads the two files of a skill out of a pack. */
export function skillOf(pack: PackContent, folder: string): ReturnType<typeof readSkill> {
  const skill = pack.text(SKILL_FILE);
  if (skill === null) return { ok: false, problems: [{ code: pack.files.some(({ path }) => path === SKILL_FILE) ? 'not-utf8' : 'no-skill-file', file: SKILL_FILE, line: 1, name: '' }] };
  const hasPlaybook = pack.files.some(({ path }) => path === PLAYBOOK_FILE);
  const playbook = hasPlaybook ? pack.text(PLAYBOOK_FILE) : null;
  if (hasPlaybook && playbook === null) return { ok: false, problems: [{ code: 'not-utf8', file: PLAYBOOK_FILE, line: 1, name: '' }] };
  return readSkill({ folder, skill, playbook });
}

function signatureProblem(signature: ReturnType<PackStore['signature']>, required: boolean): 'signature-missing' | 'signature-wrong' | 'signer-unknown' | null {
  switch (signature) {
    case 'valid': return null;
    // A signature that does not fit is worse than none, whatever policy asks for.
    case 'wrong': return 'signature-wrong';
    case 'none': return required ? 'signature-missing' : null;
    case 'unknown-signer': return required ? 'signer-unknown' : null;
  }
}

