import { combine } from '../../../../../main/core/policy/document/combine.ts';
import type { PolicySource } from '../../../../../main/core/policy/document/open.ts';
import { evaluateWithPolicy } from '../../../../../main/core/policy/evaluate-with-policy.ts';
import type { CallFacts } from '../../../../../main/core/policy/evaluate.ts';
import { NO_USAGE } from '../../../../../main/core/policy/limits.ts';
import type { PolicyCall } from '../../../../../main/core/policy/policy-call.ts';
import { EFFECTS, type JsonObject } from '../../../../../main/core/words/index.ts';
import { DIGEST, readFacts, serverFacts, writeFacts } from '../policy-calls.ts';

/** A question with its facts. */
export interface Asked {
  readonly call: PolicyCall;
  readonly facts: CallFacts;
}

/** How many times as often the long run asks: `npm run prove` sets it. */
export const RUNS = (short: number, long: number): number => (process.env['COUNTERSIGN_PROOF'] === 'full' ? long : short);

/** A generator of numbers in [0, 1) that gives the same ones for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const base = (more: Partial<PolicyCall>): PolicyCall => ({
  role: 'owner', server: { by: 'entry', id: 'a' }, tool: 't', project: { state: 'none' }, ownProjects: ['p'], skill: null, client: null,
  labelled: [], usage: NO_USAGE, grant: null, ...more,
});

/** Calls of every kind over the given names. */
export function universe(names: { readonly roles: readonly string[]; readonly servers: readonly string[]; readonly tools: readonly string[]; readonly projects: readonly string[] }): Asked[] {
  const asked: Asked[] = [];
  for (const role of names.roles) for (const id of names.servers) for (const tool of names.tools) for (const project of [null, ...names.projects]) {
    const index = asked.length;
    const effect = EFFECTS[index % EFFECTS.length] ?? 'read';
    const call = base({
      role, server: { by: 'entry', id }, tool, project: project === null ? { state: 'none' } : { state: 'verified', project },
      grant: index % 3 === 0 ? 'g' : null, skill: index % 5 === 0 ? 's' : null, client: index % 7 === 0 ? 'c' : null,
      usage: index % 4 === 0 ? { plan: 3, hour: 3, day: 3, callsInMinute: 3 } : NO_USAGE,
    });
    const objects = [1, 2, 4, null][index % 4] ?? null;
    const server = { ...serverFacts, id, class: (['local', 'corporate', 'external'] as const)[index % 3] ?? 'local', environment: index % 2 === 0 ? 'demo' as const : 'live' as const };
    asked.push({ call, facts: { ...readFacts, server } }, { call, facts: { ...writeFacts, effect: effect === 'read' ? 'write' : effect, objects, server, tool: { ...toolOf(tool), digest: DIGEST } } }, { call: { ...call, grant: 'g', usage: NO_USAGE }, facts: { ...writeFacts, objects: 1, server } });
  }
  return asked;
}

const toolOf = (name: string) => ({ name, definition: {} as JsonObject, digest: DIGEST, pin: 'same' as const, acceptedEffect: null, ambiguous: false });

const RANK = { deny: 0, ask: 1, allow: 2 } as const;

/** How far each call gets under these sources: 0 denied, 1 asked, 2 allowed. */
export function ranks(sources: readonly PolicySource[], asked: readonly Asked[]): number[] {
  const policy = combine(sources);
  return asked.map(({ call, facts }) => RANK[evaluateWithPolicy(call, facts, policy).verdict]);
}

/** Calls that get further in `now` than in `before`. */
export const grown = (before: readonly number[], now: readonly number[]): number[] => now.flatMap((rank, index) => (rank > (before[index] ?? 0) ? [index] : []));
