import type { TableOptions, TableRead } from './files.ts';
import type { PackFile, PackProblem } from './pack.ts';
import type { RunInput, RunPlan } from './plan/run-plan.ts';
import type { Playbook } from './playbook.ts';

/** What skills let work off the main thread. Never rejects: what crashes or takes too long is refused. */
export interface SkillWork {
  readTable(bytes: Uint8Array, file: string, options: TableOptions): Promise<TableRead>;
  /** Null where it crashed or took too long: the file is not taken then. */
  lookAt(bytes: Uint8Array): Promise<MediaLook | null>;
  /** Null where it crashed or took too long: there is no plan then. */
  planRun(playbook: Playbook, run: RunInput): Promise<RunPlan | null>;
}

/** What a file is by its content; null for what no skill takes. `active`: it would run or fetch something where it is shown. */
export interface MediaLook {
  readonly mimeType: string | null;
  readonly active: boolean;
}

/** What of a folder a skill takes. */
export interface MediaLimits {
  readonly mimeTypes: readonly string[];
  readonly maxBytes: number;
  readonly maxFiles: number;
}

/** Files that a person chose for a run. Links are not followed; nothing else is opened. */
export interface SkillFiles {
  readTable(path: string, options: TableOptions): Promise<TableRead>;
  /** Every file right inside the folder as a row; what is not taken is a row with its reason. */
  readMedia(path: string, limits: MediaLimits): Promise<TableRead>;
  /** A small text, such as a mapping; of a longer one `most` characters and one more, so that it is seen to be too long. Null: there is none, it is a link, or no UTF-8. */
  readText(path: string, most: number): Promise<string | null>;
}

/** A pack in memory: every file of it was counted, named and measured before it got here. */
export interface PackContent {
  /** The folder's or archive's own name; says nothing of who made it. */
  readonly folder: string;
  readonly files: readonly PackFile[];
  /** UTF-8 text of a file; null where there is none or it is no text. */
  text(path: string): string | null;
}
export type PackRead = { readonly ok: true; readonly pack: PackContent } | { readonly ok: false; readonly problems: readonly PackProblem[] };

/** Where packs lie: those that came with the program, and those a person installed. */
export interface PackStore {
  /** Names of the folders there are; what is in them is not looked at. */
  shipped(): Promise<readonly string[]>;
  installed(): Promise<readonly string[]>;
  open(from: 'shipped' | 'installed', name: string): Promise<PackRead>;
  /** A folder or an archive that a person chose. */
  openFrom(path: string): Promise<PackRead>;
  /** Writes a pack whole or not at all, and a copy of it beside; one of this name is replaced. */
  write(name: string, pack: PackContent): Promise<void>;
  /** The copy of the pack that was written last under this name. */
  kept(name: string): Promise<PackRead>;
  remove(name: string): Promise<void>;
  /** Writes the pack as an archive. Rejects where the file is there already, unless it is to be replaced. */
  export(pack: PackContent, path: string, replace: boolean): Promise<void>;
  /** `keys`: minisign's public keys. */
  signature(pack: PackContent, keys: readonly string[]): 'valid' | 'none' | 'wrong' | 'unknown-signer';
}
