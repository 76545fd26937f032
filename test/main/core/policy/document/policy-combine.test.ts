import { describe, expect, it } from 'vitest';
import { combine, meet, type EffectivePolicy } from '../../../../../main/core/policy/document/combine.ts';
import { closedSource, type PolicySource } from '../../../../../main/core/policy/document/open.ts';
import { LIMITS } from '../../../../../main/core/policy/limits.ts';
import { TRUST_LEVELS } from '../../../../../main/core/words/index.ts';
import { good, managed } from './documents.ts';
import { NAMES, randomPolicy } from './random-policy.ts';
import { grown, ranks, RUNS, seeded, universe } from './universe.ts';

const SETS = RUNS(200, 100_000);
const random = seeded(20_260_601);
const asked = universe(NAMES);

/** A pool of documents, so that opening is not what the time goes into; sets are drawn from it. */
const SCOPES = ['managed', 'managed', 'narrowing', 'project', 'user'] as const;
const pool: readonly PolicySource[] = [
  ...Array.from({ length: RUNS(150, 2_000) }, (_, index) => good(randomPolicy(random, SCOPES[index % SCOPES.length] ?? 'managed'), `${index}.json`)),
  closedSource('closed.json', []), closedSource('closed-p.json', [], 'p'),
];
const managedPool = pool.filter((source) => source.state === 'good' && source.document.scope === 'managed');
const one = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
const set = (): PolicySource[] => [one(managedPool), ...Array.from({ length: Math.floor(random() * 3) }, () => one(pool))];

/** Everything a combined policy says in one place, as one text. */
function said(policy: EffectivePolicy, run: number): string {
  const bounds = [[null, 'p', 'q'][run % 3] ?? null].map((project) => ({ ...policy.boundsIn(project), locks: [...policy.boundsIn(project).locks], mayGrant: [...policy.boundsIn(project).mayGrant] }));
  return JSON.stringify([policy.sources.map(({ file, digest }) => [file, digest]), policy.closed, policy.managed, bounds]);
}

describe('combining policies', () => {
  it(`is commutative, associative and idempotent over ${SETS} random sets`, () => {
    for (let run = 0; run < SETS; run += 1) {
      const [a, b, c] = [combine(set()), combine(set()), combine(set())];
      const all = said(combine([...a.sources, ...a.closed, ...b.sources, ...b.closed, ...c.sources, ...c.closed]), run);
      if (said(meet(a, b), run) !== said(meet(b, a), run)) expect.fail(`not commutative in run ${run}`);
      if (said(meet(meet(a, b), c), run) !== all || said(meet(a, meet(b, c)), run) !== all) expect.fail(`not associative in run ${run}`);
      if (said(meet(a, a), run) !== said(a, run)) expect.fail(`not idempotent in run ${run}`);
    }
  }, 1_200_000);

  it(`never lets one source loosen another over ${SETS} random sets`, () => {
    const step = RUNS(3, 17);
    for (let run = 0; run < SETS; run += 1) {
      const before = set();
      const questions = asked.filter((_, index) => index % step === run % step);
      const more = grown(ranks(before, questions), ranks([...before, one(pool)], questions));
      if (more.length > 0) expect.fail(`run ${run}: ${JSON.stringify(questions[more[0] ?? 0])}`);
    }
  }, 1_200_000);

  it('takes the lower limit and trust, any lock, the longer retention, and what every managed source would let a grant cover', () => {
    for (let run = 0; run < Math.min(SETS, 5_000); run += 1) {
      const [a, b] = [combine(set()), combine(set())];
      const [x, y, both] = [a.boundsIn(null), b.boundsIn(null), meet(a, b).boundsIn(null)];
      for (const limit of LIMITS) expect(both.limits[limit].value).toBe(Math.min(x.limits[limit].value, y.limits[limit].value));
      const level = (bounds: typeof x, key: 'highest' | 'external') => TRUST_LEVELS.indexOf(bounds.trust[key].value);
      for (const key of ['highest', 'external'] as const) expect(level(both, key)).toBe(Math.min(level(x, key), level(y, key)));
      expect([...both.locks.keys()].sort()).toEqual([...new Set([...x.locks.keys(), ...y.locks.keys()])].sort());
      expect(both.retainDays.value).toBe(Math.max(x.retainDays.value, y.retainDays.value));
      expect(both.gateway.value).toBe(x.gateway.value && y.gateway.value);
      expect(both.skillSignature.value).toBe(x.skillSignature.value || y.skillSignature.value);
      expect([...both.mayGrant]).toEqual([...x.mayGrant].filter((one_) => y.mayGrant.has(one_)));
    }
  });

  it('asks questions that some random policy allows, some asks and some denies', () => {
    const seen = new Set(pool.slice(0, 100).flatMap((source) => ranks([source], asked)));
    expect([...seen].sort()).toEqual([0, 1, 2]);
  });

  it('keeps an empty list apart from one that is not there', () => {
    const open = good(managed());
    const owner = universe({ roles: ['owner'], servers: ['a'], tools: ['t'], projects: [] });
    expect(ranks([open], owner)).toContain(2);
    for (const empty of [{ allow: [] }, { servers: [] }, { roles: {} }]) expect(ranks([good(managed(empty))], owner), JSON.stringify(empty)).not.toContain(2);
  });

  it('names every source that set what holds', () => {
    const bounds = combine([good(managed({ limits: { perCall: 3 } }), 'b.json'), good(managed({ limits: { perCall: 3 }, id: 'other' }), 'a.json'), good(managed({ limits: { perCall: 4 } }), 'c.json')]).boundsIn(null);
    expect(bounds.limits.perCall).toMatchObject({ value: 3, from: ['a.json#/limits/perCall', 'b.json#/limits/perCall'] });
  });
});
