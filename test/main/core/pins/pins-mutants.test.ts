import { describe, expect, it } from 'vitest';
import type { ReviewItem } from '../../../../main/host/review/review-items.ts';
import { mutated, MUTATIONS, nodesOf, respelled, seeded } from './mutants.ts';
import { realCatalogues, textOf, type RealItem } from './real-catalogues.ts';
import { Reviewed } from './real-path.ts';

// The whole of it runs as `npm run prove -- pins`; every other run takes a seeded slice.
const WHOLE = process.env['COUNTERSIGN_PROOF'] === 'full';
const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20261123);
const SLICE = 0.01;
const LONG = 3_600_000;
const catalogues = realCatalogues('catalogues');
const plain = (item: RealItem): string => JSON.stringify(item.value);

/** Tells, in a full run, how far it is: each catalogue takes a while. */
function progress(what: string, done: number, of: number): void {
  if (WHOLE) process.stdout.write(`pins: ${what}, ${done} of ${of}\n`);
}

/** An item with its two neighbours: enough to see that what happens to one leaves others alone. */
function neighbourhood(items: readonly RealItem[], at: number): readonly RealItem[] {
  const from = Math.max(0, Math.min(at - 1, items.length - 3));
  return items.slice(from, from + 3);
}

/** `kind/name` of everything that is as it was accepted and may be used. */
function usable(items: readonly ReviewItem[]): string[] {
  return items.filter((item) => item.state === 'same' && item.refused === null).map((item) => `${item.kind}/${item.name}`).toSorted();
}
const key = (item: RealItem): string => `${item.kind}/${item.name}`;

describe('pins over the real catalogues', () => {
  it('block every mutant of every node, and only that', { timeout: WHOLE ? LONG : 60_000 }, async () => {
    const random = seeded(SEED);
    const counts: Record<string, number> = {};
    const wrong: string[] = [];
    let nodes = 0;
    for (const [turn, { slug, items }] of catalogues.entries()) {
      progress(`mutants, ${nodes} nodes so far, catalogue ${slug}`, turn + 1, catalogues.length);
      for (const [at, item] of items.entries()) {
        const paths = nodesOf(item.value).filter(() => WHOLE || random() < SLICE);
        if (paths.length === 0) continue;
        const near = neighbourhood(items, at);
        const others = near.filter((one) => one !== item).map(key).toSorted();
        const reviewed = new Reviewed();
        reviewed.sends(textOf(near, null, plain));
        await reviewed.acceptAll();
        for (const path of paths) {
          nodes += 1;
          const first = Math.floor(random() * MUTATIONS.length);
          // The next mutation that says something about this node.
          for (let next = 0; next < MUTATIONS.length; next += 1) {
            const mutation = MUTATIONS[(first + next) % MUTATIONS.length] ?? 'change';
            const mutant = mutated(item.value, path, mutation, random);
            if (mutant === null) continue;
            counts[mutation] = (counts[mutation] ?? 0) + 1;
            reviewed.sends(textOf(near, null, (one) => JSON.stringify(one === item ? mutant : one.value)));
            const shown = reviewed.items();
            const left = usable(shown);
            if (JSON.stringify(left) !== JSON.stringify(others)) wrong.push(`${slug} ${key(item)} ${mutation} /${path.join('/')}: ${left.join(' ')}`);
            const changed = shown.filter(({ state, old }) => state === 'changed' && old !== null);
            if (changed.some(({ pointers, changes }) => pointers.length === 0 || changes.length === 0)) wrong.push(`${slug} ${key(item)} ${mutation} /${path.join('/')}: not shown`);
            break;
          }
        }
      }
    }
    const mutants = Object.values(counts).reduce((a, b) => a + b, 0);
    console.log(`pins: seed ${SEED}, ${catalogues.length} catalogues, ${nodes} nodes, ${mutants} mutants, ${wrong.length} not blocked or too much blocked ${JSON.stringify(counts)}`);
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(mutants).toBeGreaterThan(WHOLE ? 20_000 : 300);
    expect(Object.keys(counts).toSorted()).toEqual(MUTATIONS.toSorted());
  });

  it('block the mutant alone in a whole catalogue', { timeout: WHOLE ? LONG : 60_000 }, async () => {
    const random = seeded(SEED + 1);
    for (const [turn, { slug, items, instructions }] of catalogues.entries()) {
      progress(`whole catalogues, ${slug}`, turn + 1, catalogues.length);
      const reviewed = new Reviewed();
      reviewed.sends(textOf(items, instructions, plain));
      await reviewed.acceptAll();
      for (let i = 0; i < (WHOLE ? 40 : 1) && items.length > 0; i += 1) {
        const item = items[Math.floor(random() * items.length)];
        const mutant = item === undefined ? null : mutated(item.value, [], 'add', random);
        reviewed.sends(textOf(items, instructions, (one) => JSON.stringify(one === item ? mutant : one.value)));
        const left = new Set(usable(reviewed.items()));
        const lost = [...items.map(key), ...(instructions === null || instructions === '' ? [] : ['instructions/'])].filter((one) => !left.has(one));
        expect(lost, slug).toEqual(item === undefined ? [] : [key(item)]);
      }
      if (instructions === null || instructions === '') continue;
      reviewed.sends(textOf(items, `${instructions}\u200b`, plain));
      expect(usable(reviewed.items()), slug).toEqual(items.map(key).toSorted());
    }
  });

  it('block no other spelling of the same values', { timeout: WHOLE ? LONG : 60_000 }, async () => {
    const random = seeded(SEED + 2);
    const all = catalogues.flatMap(({ slug, items }) => items.map((item, at) => ({ slug, items, item, at })));
    const wanted = WHOLE ? 5000 : 250;
    let variants = 0;
    const blocked: string[] = [];
    for (; variants < wanted; variants += 1) {
      if (variants % 500 === 0) progress('other spellings', variants, wanted);
      const { slug, items, item, at } = all[variants % all.length] ?? { slug: '', items: [], item: undefined, at: 0 };
      const near = neighbourhood(items, at);
      const reviewed = new Reviewed();
      reviewed.sends(textOf(near, null, plain));
      await reviewed.acceptAll();
      reviewed.sends(textOf(near.toReversed(), null, (one) => respelled(one.value, random)));
      if (usable(reviewed.items()).length !== near.length) blocked.push(`${slug} ${item === undefined ? '' : key(item)}`);
    }
    console.log(`pins: seed ${SEED + 2}, ${variants} harmless variants, ${blocked.length} blocked`);
    expect(blocked).toEqual([]);
  });
});
