import { digestOf } from '../../main/core/canonical/canonical.ts';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import type { AuditFile } from '../../main/adapters/audit-file/audit-log.ts';
import type { Afterwards, Decision, Json, JsonObject, Outcome } from '../../main/core/words/index.ts';
import type { Plan } from '../../main/gate/planned-call.ts';
import type { Question } from '../../main/gate/ports.ts';
import type { Receipt } from '../../main/gate/receipt.ts';
import { choose, gateWorld, run } from '../main/gate/gate-world.ts';
import { below, type Random } from '../verifier/sample-logs.ts';

export const pick = <T>(random: Random, from: readonly [T, ...T[]]): T => from[below(random, from.length)] ?? from[0];

/** How a call ended, as the planner was told. */
export interface Told {
  readonly decision: Decision;
  readonly outcome: Outcome;
  readonly failure: string | null;
  readonly afterwards: Afterwards;
  readonly answer: 'result' | 'error' | 'no result' | 'none';
  /** What policy said, where the planner was told: a set tells it for what was refused alone. */
  readonly policy: { readonly because: string; readonly rules: readonly string[] } | null;
}

/** What a receipt tells. */
export function toldBy({ decision, outcome, failure, afterwards, answer, because, sources }: Receipt): Told {
  const said = answer === null ? 'none' : answer.kind !== 'result' ? 'no result' : answer.isError ? 'error' : 'result';
  return { decision, outcome, failure, afterwards, answer: said, policy: { because, rules: sources } };
}

/** What really happened, as the script and everybody beside the log saw it. */
export interface Truth {
  readonly id: string;
  readonly plan: Plan;
  readonly person: string;
  readonly role: string;
  readonly server: { readonly name: string; readonly identity: string };
  /** The arguments that were judged last. */
  readonly args: JsonObject;
  readonly from: string;
  readonly until: string;
  /** The question that was answered, and how long it stood there. */
  readonly answered: { readonly question: Pick<Question, 'painted'> & { readonly card: { readonly preview: { readonly kind: string } } }; readonly afterMs: number } | null;
  readonly told: Told | null;
  readonly sent: boolean;
  /** The state before, as it was read for the preview; null where none was. */
  readonly base: Json;
  /** The call that this one takes back, and the request it was planned from. */
  readonly undoes: string | null;
  readonly request: { readonly digest: string; readonly requestedBy: string; readonly intact: boolean } | null;
}

/** The log and its clock, which all incidents share. */
export interface Stage {
  readonly log: AuditFile;
  readonly at: { ms: number };
  readonly random: Random;
}

/** What a preview reads before these arguments are written to the file of a fresh world. */
export async function baseOf(args: JsonObject): Promise<Json> {
  const world = gateWorld();
  world.onQuestion = (question) => { choose(world, question, { choice: 'deny' }); };
  const { preview } = await run(world, 'write_file', args);
  return preview?.base ?? null;
}

export const digestOfBase = (base: Json): string | null => (base === null ? null : digestOf(base, sha256));
