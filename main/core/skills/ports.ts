import type { TableOptions, TableRead } from './files.ts';
import type { RunInput, RunPlan } from './plan/run-plan.ts';
import type { Playbook } from './playbook.ts';

/** What skills let work off the main thread. Never rejects: what crashes or takes too long is refused. */
export interface SkillWork {
  readTable(bytes: Uint8Array, file: string, options: TableOptions): Promise<TableRead>;
  /** Null where it crashed or took too long: there is no plan then. */
  planRun(playbook: Playbook, run: RunInput): Promise<RunPlan | null>;
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
}
