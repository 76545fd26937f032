import type { Sha256 } from '../../core/canonical/canonical.ts';
import { readFrontMatter, SKILL_FILE } from '../../core/skills/front-matter.ts';
import { asksOf, comparePacks, packDigest, type PackAsks, type PackChange, type PackFile, type PackProblem, type PackProblemCode } from '../../core/skills/pack.ts';
import { textChanges, type TextChange } from '../../core/skills/pack-texts.ts';
import type { PackContent, PackRead, PackStore } from '../../core/skills/ports.ts';
import type { SkillProblem } from '../../core/skills/problem.ts';
import type { Skill } from '../../core/skills/skill.ts';
import type { PackPins } from './pack-pins.ts';
import { skillOf } from './skill-of.ts';

/** A pack that somebody wants to install: what it asks for, and what is new in it. */
export interface PackInspection {
  readonly digest: string;
  readonly asks: PackAsks;
  readonly skill: Skill;
  readonly files: readonly PackFile[];
  readonly signature: ReturnType<PackStore['signature']>;
  /** Against the one that was agreed to; null where none was. */
  readonly change: PackChange | null;
  /** The texts that differ, old beside new. Empty without a change, or where the old ones are gone. */
  readonly texts: readonly TextChange[];
}

export type Inspected = { readonly ok: true; readonly inspection: PackInspection } | { readonly ok: false; readonly pack: readonly PackProblem[]; readonly skill: readonly SkillProblem[] };

/** What policy says of skills at this moment. */
export interface SkillRules {
  /** Where installing is locked; null where it is not. */
  readonly lockedBy: () => readonly string[] | null;
  readonly requireSignature: () => boolean;
  readonly keys: () => readonly string[];
}

/** Taking packs in. What is installed is always exactly what was shown: its digest is given back. */
export interface Installing {
  /** Reads a folder or archive without installing anything. */
  inspect(path: string): Promise<Inspected>;
  /** Installs exactly what was inspected: another digest is `changed`. */
  install(path: string, digest: string): Promise<Inspected>;
  /** What lies in the place of an installed skill now, against what was agreed to. */
  review(name: string): Promise<Inspected>;
  /** Agrees to what lies there, which must be what was reviewed. */
  accept(name: string, digest: string): Promise<Inspected>;
  /** Puts back what was agreed to. False: it is not there any more. */
  restore(name: string): Promise<boolean>;
  /** False: there is no installed skill of this name. */
  remove(name: string): Promise<boolean>;
}

/** What installing works with. */
export interface InstallingParts {
  readonly packs: PackStore;
  readonly pins: PackPins;
  readonly sha256: Sha256;
  readonly rules: SkillRules;
  readonly onChange?: (() => void) | undefined;
  /** Rejects where nothing can be recorded: then nothing is installed. */
  readonly note: (what: 'skill-installed' | 'skill-removed', name: string, digest: string) => Promise<void>;
}

type Opened = { readonly inspected: Inspected; readonly content: PackContent | null };

export function createInstalling({ packs, pins, sha256, rules, note, onChange }: InstallingParts): Installing {
  const refused = (pack: readonly PackProblem[], skill: readonly SkillProblem[] = []): Opened => ({ inspected: { ok: false, pack, skill }, content: null });
  const lock = (): PackProblem | null => {
    const locked = rules.lockedBy();
    return locked === null ? null : { code: 'locked', path: locked[0] ?? '' };
  };

  /** Judges what was read under its own name, or under the one it is installed as. */
  const judge = async (read: PackRead, installedAs: string | null): Promise<Opened> => {
    if (!read.ok) return refused(read.problems);
    const front = readFrontMatter(read.pack.text(SKILL_FILE) ?? '');
    const name = installedAs ?? (front.ok ? front.frontMatter.name : read.pack.folder);
    const skill = skillOf(read.pack, name);
    if (!skill.ok) return refused([{ code: 'skill-wrong', path: SKILL_FILE }], skill.problems);
    if ((await packs.shipped()).includes(name)) return refused([{ code: 'already-there', path: name }]);
    const signature = packs.signature(read.pack, rules.keys());
    const unsigned = signatureProblem(signature, rules.requireSignature());
    if (unsigned !== null) return refused([{ code: unsigned, path: '' }]);
    const { files } = read.pack;
    const asks = asksOf(skill.skill);
    const before = pins.of(name);
    const change = before === null ? null : comparePacks(before, { files, asks });
    const texts = change === null ? [] : textChanges(change, await agreedTo(name), read.pack);
    return { inspected: { ok: true, inspection: { digest: packDigest(files, sha256), asks, skill: skill.skill, files, signature, change, texts } }, content: read.pack };
  };
  /** The copy of what was agreed to, if it still is that. */
  const agreedTo = async (name: string): Promise<PackContent | null> => {
    const kept = await packs.kept(name);
    return kept.ok && packDigest(kept.pack.files, sha256) === pins.of(name)?.digest ? kept.pack : null;
  };
  const open = async (path: string): Promise<Opened> => {
    const locked = lock();
    return locked === null ? judge(await packs.openFrom(path), null) : refused([locked]);
  };
  const openInstalled = async (name: string): Promise<Opened> => {
    const locked = lock();
    if (locked !== null) return refused([locked]);
    return (await packs.installed()).includes(name) ? judge(await packs.open('installed', name), name) : refused([{ code: 'not-found', path: name }]);
  };
  const take = async ({ inspected, content }: Opened, digest: string): Promise<Inspected> => {
    if (!inspected.ok || content === null) return inspected;
    const { inspection } = inspected;
    // SECURITY: what is written is what was shown, not what lies at the path now.
    if (inspection.digest !== digest) return { ok: false, pack: [{ code: 'changed', path: '' }], skill: [] };
    const { name } = inspection.asks;
    const before = pins.of(name);
    pins.put(name, { digest, files: content.files, asks: inspection.asks });
    try {
      await note('skill-installed', name, digest);
      await packs.write(name, content);
    } catch (error) {
      pins.put(name, before);
      throw error;
    }
    onChange?.();
    return inspected;
  };

  return {
    inspect: async (path) => (await open(path)).inspected,
    install: async (path, digest) => take(await open(path), digest),
    review: async (name) => (await openInstalled(name)).inspected,
    accept: async (name, digest) => take(await openInstalled(name), digest),
    async restore(name) {
      const pack = await agreedTo(name);
      if (pack === null || lock() !== null) return false;
      await note('skill-installed', name, pins.of(name)?.digest ?? '');
      await packs.write(name, pack);
      onChange?.();
      return true;
    },
    async remove(name) {
      if (!(await packs.installed()).includes(name)) return false;
      await note('skill-removed', name, pins.of(name)?.digest ?? '');
      await packs.remove(name);
      pins.put(name, null);
      onChange?.();
      return true;
    },
  };
}

function signatureProblem(signature: ReturnType<PackStore['signature']>, required: boolean): Extract<PackProblemCode, 'signature-missing' | 'signature-wrong' | 'signer-unknown'> | null {
  switch (signature) {
    case 'valid': return null;
    // A signature that does not fit is worse than none, whatever policy asks for.
    case 'wrong': return 'signature-wrong';
    case 'none': return required ? 'signature-missing' : null;
    case 'unknown-signer': return required ? 'signer-unknown' : null;
  }
}
