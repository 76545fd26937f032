import type { TableOptions, TableRead } from '../core/skills/files.ts';
import type { MediaLook } from '../core/skills/ports.ts';
import type { RunInput, RunPlan } from '../core/skills/plan/run-plan.ts';
import type { Playbook } from '../core/skills/playbook.ts';

/** A job for the thread of the skills. */
export type SkillJob =
  | { readonly kind: 'table'; readonly bytes: Uint8Array; readonly file: string; readonly options: TableOptions }
  | { readonly kind: 'media'; readonly bytes: Uint8Array }
  | { readonly kind: 'plan-run'; readonly playbook: Playbook; readonly run: RunInput };

/** Its answer. */
export type SkillDone =
  | { readonly kind: 'table'; readonly read: TableRead }
  | { readonly kind: 'media'; readonly look: MediaLook }
  | { readonly kind: 'plan-run'; readonly plan: RunPlan };
