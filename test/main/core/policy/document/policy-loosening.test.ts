import { describe, expect, it } from 'vitest';
import { comparePolicies } from '../../../../../main/core/policy/document/compare.ts';
import type { GoodSource } from '../../../../../main/core/policy/document/open.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../../../main/core/words/index.ts';
import { damages } from './damage.ts';
import { managed, opened, SAMPLES, sampleValue } from './documents.ts';
import { PROBED, reach } from './probe.ts';
import { randomPolicy } from './random-policy.ts';
import { RUNS, seeded } from './universe.ts';

/** Pairs of edits that are tried; each is also tried one by one. */
const PAIRS = RUNS(60, 3_000);
const SEED = 20_261_129;
const random = seeded(SEED);
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;

/** One server recognised by three entries, and people who fit several roles: what forbids may stand in another place than what allows. */
const CROSSED = managed({
  roles: {
    reader: { effects: ['read'], users: ['press'], rank: 1 }, editor: { effects: ['read', 'write'], groups: ['editors'], rank: 2 },
    service: { effects: ['read', 'write', 'publish'], groups: ['service'], rank: 3 }, admin: { effects: ['read', 'write', 'send', 'publish', 'delete'], groups: ['countersign-admins'] },
  },
  servers: [
    { id: 'by-bundle', match: { by: 'bundle', bundle: PROBED.BUNDLE }, tools: { t: 'allow', write_file: 'deny' }, otherTools: 'allow' },
    { id: 'by-publisher', match: { by: 'publisher', key: PROBED.KEY }, trust: 'restricted', otherTools: 'ask' },
    { id: 'by-url', match: { by: 'url', url: 'https://a.example.org/' } },
    { id: 'cms', match: { by: 'bundle', bundle: 'demo-cms' }, project: { arguments: ['project'], state: '/project' } },
  ],
  deny: [{ servers: ['by-bundle'], effects: ['delete'] }], allow: [{ projects: ['town'] }, { servers: ['by-bundle', 'by-url'] }],
});

/** Other values for whole keys, as somebody would write them: taken from all documents there are. */
const DOCUMENTS: readonly JsonObject[] = [...SAMPLES.map(sampleValue), CROSSED, ...Array.from({ length: 12 }, () => randomPolicy(random, 'managed'))];
const FIXED = new Set(['$schema', 'schema', 'scope', 'id', 'issuedAt', 'contact', 'seal']);

function exchanged(value: JsonObject): JsonObject {
  const other = pick(DOCUMENTS);
  const key = pick(Object.keys(other).filter((name) => !FIXED.has(name)));
  const given = other[key];
  return random() < 0.25 || given === undefined ? Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) : { ...value, [key]: random() < 0.5 ? mixed(value[key], given) : given };
}

/** A part of the one in the other: a member, an item, or all of it. */
function mixed(here: Json | undefined, given: Json): Json {
  if (Array.isArray(here) && Array.isArray(given) && given.length > 0) return [...(here as readonly Json[]), pick(given as readonly Json[])];
  if (!isJsonObject(here) || !isJsonObject(given)) return given;
  const names = Object.keys(given);
  const name = names.length === 0 ? null : pick(names);
  return name === null ? given : { ...here, [name]: given[name] ?? null };
}

function edited(value: JsonObject): JsonObject {
  if (random() < 0.5) return exchanged(value);
  const ways = damages(value).filter(({ kind }) => kind === 'dropped' || kind === 'altered');
  return ways.length === 0 ? value : pick(ways).value;
}

const holds = (value: JsonObject): GoodSource | null => {
  const source = opened(value);
  return source.state === 'good' ? source : null;
};
const known = new WeakMap<GoodSource, readonly number[]>();
const far = (source: GoodSource): readonly number[] => {
  const found = known.get(source) ?? reach(source);
  known.set(source, found);
  return found;
};
const moreIn = (before: readonly number[], now: readonly number[]): number => now.findIndex((far, at) => far > (before[at] ?? 0));
const loosens = (before: GoodSource, after: GoodSource): readonly string[] => comparePolicies(before.document, after.document).loosens.map(({ pointer }) => pointer);

let [tried, grew] = [0, 0];
function hold(before: GoodSource, after: GoodSource, told: readonly JsonObject[]): void {
  tried += 1;
  if (moreIn(far(before), far(after)) < 0) return;
  grew += 1;
  if (loosens(before, after).length === 0) expect.fail(`allows more and is not listed: ${JSON.stringify(told)}`);
}

describe('policy diff', () => {
  it(`lists every edit, and every two edits, after which anything gets further (${PAIRS} pairs)`, () => {
    for (let pair = 0; pair < PAIRS;) {
      const start = pick(DOCUMENTS);
      const [first, once] = [holds(start), holds(edited(start))];
      const twice = once === null ? null : holds(edited(JSON.parse(JSON.stringify(once.document)) as JsonObject));
      if (first === null || once === null || twice === null || first.document.scope !== 'managed' || twice.document.scope !== 'managed') continue;
      pair += 1;
      const told = [first, once, twice].map(({ document }) => document as unknown as JsonObject);
      hold(first, once, told.slice(0, 2));
      hold(once, twice, told.slice(1));
      hold(first, twice, told);
      // And back: what tightened one way loosens the other.
      hold(twice, first, [...told].reverse());
    }
    expect(tried).toBe(PAIRS * 4);
    expect(grew).toBeGreaterThan(PAIRS / 2);
  }, 1_200_000);

  it('says nothing of an edit that changes nothing', () => {
    for (const value of DOCUMENTS) {
      const source = holds(value);
      if (source !== null) expect(loosens(source, source)).toEqual([]);
    }
  });

  it('needs no list for another order of keys: it is the same policy to everybody', () => {
    const reversed = (value: Json): Json => (isJsonObject(value) ? Object.fromEntries(Object.entries(value).toReversed().map(([key, inner]) => [key, reversed(inner)])) : Array.isArray(value) ? (value as readonly Json[]).map(reversed) : value);
    for (const value of DOCUMENTS) {
      const [source, other] = [holds(value), holds(reversed(value) as JsonObject)];
      if (source === null || other === null) continue;
      expect(other.digest).toBe(source.digest);
      expect(far(other)).toEqual(far(source));
    }
  });
});
