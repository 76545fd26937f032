import { boundsOf, limitValues, type Bounds } from './bounds.ts';
import type { LimitName } from '../limits.ts';
import type { ClosedSource, GoodSource, PolicySource } from './open.ts';

/** All sources together. Each keeps its own rules, and a call must pass every one: so no source can loosen another. */
export interface EffectivePolicy {
  /** Each once, in an order that does not depend on the order they came in. */
  readonly sources: readonly GoodSource[];
  readonly closed: readonly ClosedSource[];
  /** Whether any source defines; where none does, the built-in defaults hold. */
  readonly managed: boolean;
  /** What holds in a project, or with null outside of all. */
  boundsIn(project: string | null): Bounds;
  limitsIn(project: string | null): Readonly<Record<LimitName, number>>;
  sourcesIn(project: string | null): readonly GoodSource[];
}

/** Combines sources, in whatever order and however often they are given. */
export function combine(sources: readonly PolicySource[]): EffectivePolicy {
  const good = once(sources.filter((source) => source.state === 'good'), (source) => `${source.file}\n${source.digest}`);
  const closed = once(sources.filter((source) => source.state === 'closed'), (source) => JSON.stringify([source.file, source.project, source.problems]));
  const places = new Map<string | null, Place>();
  const placeOf = (project: string | null): Place => {
    // Projects without a document of their own are all alike: what is kept does not grow with what is asked.
    const own = project !== null && good.some(({ document }) => document.scope === 'project' && document.project === project) ? project : null;
    const known = places.get(own);
    if (known !== undefined) return known;
    const there = good.filter(({ document }) => document.scope !== 'project' || document.project === own);
    const bounds = boundsOf(there);
    const place = { sources: there, bounds, limits: limitValues(bounds) };
    places.set(own, place);
    return place;
  };
  return {
    sources: good, closed,
    managed: good.some(({ document }) => document.scope === 'managed'),
    boundsIn: (project) => placeOf(project).bounds,
    limitsIn: (project) => placeOf(project).limits,
    sourcesIn: (project) => placeOf(project).sources,
  };
}

interface Place {
  readonly sources: readonly GoodSource[];
  readonly bounds: Bounds;
  readonly limits: Readonly<Record<LimitName, number>>;
}

/** Two combined policies together: the same as combining all their sources at once. */
export function meet(a: EffectivePolicy, b: EffectivePolicy): EffectivePolicy {
  return combine([...a.sources, ...a.closed, ...b.sources, ...b.closed]);
}

function once<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item]))].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item);
}
