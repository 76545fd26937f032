import type { Sha256 } from '../../core/canonical/canonical.ts';
import type { Actor } from '../../core/audit/event.ts';
import type { AuditLog, DamagedDocument, DocumentStore } from '../../core/ports.ts';
import { asksOf, packDigest, type PackAsks } from '../../core/skills/pack.ts';
import type { PackContent, PackRead, PackStore } from '../../core/skills/ports.ts';
import type { SkillProblem } from '../../core/skills/problem.ts';
import { SKILL_NAME } from '../../core/skills/front-matter.ts';
import type { Skill } from '../../core/skills/skill.ts';
import { createInstalling, type Installing, type SkillRules } from './installing.ts';
import { createPackPins } from './pack-pins.ts';
import { skillOf } from './skill-of.ts';

/** A skill as it lies here. `changed`: its files are not the ones that were installed; it does not run. */
export interface SkillEntry {
  readonly name: string;
  readonly from: 'shipped' | 'installed';
  readonly state: 'ready' | 'changed' | 'broken';
  readonly digest: string;
  readonly skill: Skill | null;
  /** Null where it cannot be read. */
  readonly asks: PackAsks | null;
  readonly problems: readonly SkillProblem[];
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
  readonly onChange?: () => void;
}

/** The skills of a home: those of the program, and those installed with the digest they had then. */
export interface SkillLibrary extends Installing {
  /** What policy says of packs here and now. */
  readonly rules: SkillRules;
  list(): Promise<readonly SkillEntry[]>;
  /** A skill with its pack; null for one nobody knows. */
  open(name: string): Promise<{ readonly entry: SkillEntry; readonly pack: PackContent } | null>;
  /** Writes a skill as an archive. False: there is none. Rejects where the file is there already, unless it is to be replaced. */
  export(name: string, path: string, replace?: boolean): Promise<boolean>;
}

export function createSkillLibrary(parts: LibraryParts): SkillLibrary {
  const { packs, sha256 } = parts;
  const pins = createPackPins(parts.documents, parts.onDamaged);
  const note = (what: 'skill-installed' | 'skill-removed', name: string, digest: string): Promise<void> =>
    parts.audit.append({ type: 'event', what, actor: parts.actor, server: null, detail: { skill: name, digest } });

  const entryOf = (name: string, from: SkillEntry['from'], read: PackRead): SkillEntry => {
    if (!read.ok) return { name, from, state: 'broken', digest: '', skill: null, asks: null, problems: [] };
    const digest = packDigest(read.pack.files, sha256);
    const skill = skillOf(read.pack, name);
    const moved = from === 'installed' && pins.of(name)?.digest !== digest;
    const state = moved ? 'changed' : skill.ok ? 'ready' : 'broken';
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

  return {
    ...createInstalling({ packs, pins, sha256, rules: parts.rules, note, onChange: parts.onChange }),
    rules: parts.rules,
    async list() {
      const shipped = await packs.shipped();
      const installed = (await packs.installed()).filter((name) => !shipped.includes(name));
      return Promise.all([
        ...shipped.map(async (name) => entryOf(name, 'shipped', await packs.open('shipped', name))),
        ...installed.map(async (name) => entryOf(name, 'installed', await packs.open('installed', name))),
      ]);
    },
    open: find,
    async export(name, path, replace = false) {
      const found = await find(name);
      if (found === null) return false;
      await packs.export({ ...found.pack, folder: name }, path, replace);
      return true;
    },
  };
}
