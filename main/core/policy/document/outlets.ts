import type { EffectivePolicy } from './combine.ts';
import type { CollectorTarget, NamedTokenShape, WitnessTarget } from './schema.ts';

/** Where policy sends evidence. */
export interface EvidenceTargets {
  readonly collectors: readonly CollectorTarget[];
  readonly witnesses: readonly WitnessTarget[];
}

/** Every place that any managed source names, once each: no source can take away what another wants to know. */
export function evidenceTargets(policy: EffectivePolicy): EvidenceTargets {
  const audits = policy.sources.flatMap(({ document }) => (document.scope === 'managed' && document.audit !== undefined ? [document.audit] : []));
  return { collectors: once(audits.flatMap(({ collectors }) => collectors ?? [])), witnesses: once(audits.flatMap(({ witnesses }) => witnesses ?? [])) };
}

/** The shapes of tokens that any managed source names. */
export function namedTokens(policy: EffectivePolicy): readonly NamedTokenShape[] {
  return once(policy.sources.flatMap(({ document }) => (document.scope === 'managed' ? document.audit?.tokens ?? [] : [])));
}

function once<T>(targets: readonly T[]): T[] {
  return [...new Map(targets.map((target) => [JSON.stringify(target), target])).values()];
}
