/**
 * What a call can do, in rising order of consequence. `write` creates or changes a draft;
 * `send` lets data leave to a third party or another trust class.
 */
export const EFFECTS = ['read', 'write', 'send', 'publish', 'delete', 'configure', 'permission'] as const;
export type Effect = (typeof EFFECTS)[number];

/** The graver of two effects. */
export function graver(a: Effect, b: Effect): Effect {
  return EFFECTS.indexOf(a) >= EFFECTS.indexOf(b) ? a : b;
}

/** True for `send` and above: these are asked at every trust level and for every role. */
export function alwaysAsks(effect: Effect): boolean {
  return EFFECTS.indexOf(effect) >= EFFECTS.indexOf('send');
}
