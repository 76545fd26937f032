import { DEFAULT_LIMITS, LIMITS, type LimitName } from '../limits.ts';
import { lowerTrust, TRUST_LEVELS, type ServerClass, type TrustLevel } from '../../words/index.ts';
import type { GoodSource } from './open.ts';
import { LOCKS, SITUATIONS, type Lock, type Situation } from './schema.ts';

/** A value and the places that set it: where several set the same, all are named. */
export interface Bound<T> {
  readonly value: T;
  readonly from: readonly string[];
  /** What other places would have set: it lost to the stricter. */
  readonly lost: readonly { readonly value: T; readonly from: string }[];
}

/** The bounds of several sources taken together: each the strictest of them. */
export interface Bounds {
  readonly limits: Readonly<Record<LimitName, Bound<number>>>;
  readonly trust: Readonly<Record<'highest' | ServerClass, Bound<TrustLevel>>>;
  readonly locks: ReadonlyMap<Lock, readonly string[]>;
  /** What is asked even so unless every managed source names it. */
  readonly mayGrant: ReadonlySet<Situation>;
  readonly gateway: Bound<boolean>;
  readonly skillSignature: Bound<boolean>;
  readonly retainDays: Bound<number>;
}

const BUILT_IN = 'built-in#';

/** Records are kept half a year where nobody asks for longer. */
const RETAIN_DAYS = 183;

type Offer<T> = readonly [value: T, from: string];

/**
 * The meet: limits and trust the lower, locks or, retention the longer. A managed document that is silent on a limit
 * stands for the default one, so that no other document can raise it; the narrowing ones are silent about what they do not name.
 */
export function boundsOf(sources: readonly GoodSource[]): Bounds {
  const managed = sources.filter(({ document }) => document.scope === 'managed');
  return {
    limits: {
      perCall: limitOf('perCall', sources), perPlan: limitOf('perPlan', sources), perHour: limitOf('perHour', sources),
      perDay: limitOf('perDay', sources), callsPerMinute: limitOf('callsPerMinute', sources),
    },
    trust: { highest: capOf('highest', sources), local: capOf('local', sources), corporate: capOf('corporate', sources), external: capOf('external', sources) },
    locks: locksOf(sources),
    mayGrant: new Set(SITUATIONS.filter((situation) => managed.length > 0 && managed.every(({ document }) => document.scope === 'managed' && document.mayGrant?.includes(situation) === true))),
    gateway: strictest(true, offers(sources, (d) => d.gateway?.enabled, '/gateway/enabled'), (a, b) => a && b),
    skillSignature: strictest(false, offers(sources, (d) => d.skills?.requireSignature, '/skills/requireSignature'), (a, b) => a || b),
    retainDays: strictest(RETAIN_DAYS, offers(sources, (d) => d.audit?.retainDays, '/audit/retainDays'), Math.max),
  };
}

function limitOf(name: LimitName, sources: readonly GoodSource[]): Bound<number> {
  const given = sources.flatMap(({ file, document }): Offer<number>[] => {
    const value = document.limits?.[name];
    if (value !== undefined) return [[value, `${file}#/limits/${name}`]];
    return document.scope === 'managed' ? [[DEFAULT_LIMITS[name], `${BUILT_IN}/limits/${name}`]] : [];
  });
  const base: Offer<number>[] = sources.some(({ document }) => document.scope === 'managed') ? [] : [[DEFAULT_LIMITS[name], `${BUILT_IN}/limits/${name}`]];
  return fold([...base, ...given], Math.min);
}

function capOf(name: 'highest' | ServerClass, sources: readonly GoodSource[]): Bound<TrustLevel> {
  const given = sources.flatMap(({ file, document }): Offer<TrustLevel>[] => {
    const value = document.trust?.[name];
    return value === undefined ? [] : [[value, `${file}#/trust/${name}`]];
  });
  return fold([[TRUST_LEVELS[TRUST_LEVELS.length - 1] ?? 'blocked', BUILT_IN], ...given], lowerTrust);
}

function locksOf(sources: readonly GoodSource[]): ReadonlyMap<Lock, readonly string[]> {
  return new Map(LOCKS.flatMap((lock): [Lock, readonly string[]][] => {
    const from = sources.filter(({ document }) => document.scope === 'managed' && document.locks?.includes(lock) === true).map(({ file }) => `${file}#/locks`);
    return from.length === 0 ? [] : [[lock, from]];
  }));
}

type Managed = Extract<GoodSource['document'], { scope: 'managed' }>;

function offers<T>(sources: readonly GoodSource[], pick: (document: Managed) => T | undefined, pointer: string): Offer<T>[] {
  return sources.flatMap(({ file, document }): Offer<T>[] => {
    const value = document.scope === 'managed' ? pick(document) : undefined;
    return value === undefined ? [] : [[value, `${file}#${pointer}`]];
  });
}

function strictest<T>(base: T, given: readonly Offer<T>[], stricter: (a: T, b: T) => T): Bound<T> {
  return fold([[base, BUILT_IN], ...given], stricter);
}

function fold<T>(given: readonly Offer<T>[], stricter: (a: T, b: T) => T): Bound<T> {
  const [first, ...rest] = given;
  if (first === undefined) throw new RangeError('no bound');
  const value = rest.reduce((so, [next]) => stricter(so, next), first[0]);
  const lost = given.filter(([one]) => one !== value).map(([one, from]) => ({ value: one, from })).sort((a, b) => (a.from < b.from ? -1 : 1));
  return { value, from: [...new Set(given.filter(([one]) => one === value).map(([, from]) => from))].sort(), lost };
}

/** The bare numbers of the limits. */
export function limitValues(bounds: Bounds): Record<LimitName, number> {
  const entries = LIMITS.map((name) => [name, bounds.limits[name].value] as const);
  return Object.fromEntries(entries) as Record<LimitName, number>;
}
