import type { Bound } from '../../core/policy/document/bounds.ts';
import { SITUATIONS } from '../../core/policy/document/schema.ts';
import type { EffectivePolicy } from '../../core/policy/document/combine.ts';
import { LIMITS } from '../../core/policy/limits.ts';
import { SERVER_CLASSES } from '../../core/words/index.ts';

/** One key of what holds, who set it, and what lost to it. */
export interface EffectiveKey {
  readonly key: string;
  readonly value: string | number | boolean;
  readonly from: readonly string[];
  readonly lost: readonly { readonly value: string | number | boolean; readonly from: string }[];
}

/** Every key that is one value for all, in the order of the format. Rules, roles and servers stand in the documents themselves. */
export function effectiveKeys(policy: EffectivePolicy): readonly EffectiveKey[] {
  const { limits, trust, gateway, skillSignature, retainDays, mayGrant } = policy.boundsIn(null);
  const of = (key: string, { value, from, lost }: Bound<string | number | boolean>): EffectiveKey => ({ key, value, from, lost });
  const managed = policy.sources.filter(({ document }) => document.scope === 'managed');
  return [
    ...LIMITS.map((name) => of(`limits/${name}`, limits[name])),
    ...(['highest', ...SERVER_CLASSES] as const).map((name) => of(`trust/${name}`, trust[name])),
    of('gateway/enabled', gateway),
    of('skills/requireSignature', skillSignature),
    of('audit/retainDays', retainDays),
    ...SITUATIONS.map((situation): EffectiveKey => {
      const naming = managed.filter(({ document }) => document.scope === 'managed' && document.mayGrant?.includes(situation) === true).map(({ file }) => `${file}#/mayGrant`);
      const value = mayGrant.has(situation);
      // Every managed source must name it: one that does not is what decides.
      const silent = managed.map(({ file }) => `${file}#/mayGrant`).filter((at) => !naming.includes(at));
      return { key: `mayGrant/${situation}`, value, from: value ? naming : silent.length > 0 ? silent : ['built-in#/mayGrant'], lost: value ? [] : naming.map((from) => ({ value: true, from })) };
    }),
  ];
}
