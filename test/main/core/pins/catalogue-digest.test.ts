import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCatalogues, digestCatalogue } from '../../../../main/core/pins/catalogue-digest.ts';
import { differingPointers } from '../../../../main/core/pins/compare.ts';
import { currentPin, pinState } from '../../../../main/core/pins/pin-state.ts';
import type { Json } from '../../../../main/core/words/index.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const catalogue = {
  instructions: 'Be kind',
  tools: [
    { name: 'a', description: 'A', annotations: { readOnlyHint: true, unheard: 1 }, inputSchema: { type: 'object' } },
    { name: 'b', _meta: { x: [1, { y: 2 }] } },
  ],
  prompts: [{ name: 'p' }],
  resources: [{ uri: 'file:///x', name: 'x' }],
};

describe('digest of a catalogue', () => {
  it('covers tools, prompts, resources and instructions', () => {
    expect(digestCatalogue(catalogue, sha256).items.map(({ kind, name }) => [kind, name])).toEqual([
      ['tool', 'a'], ['tool', 'b'], ['prompt', 'p'], ['resource', 'file:///x'], ['instructions', ''],
    ]);
  });

  it('does not move with key order or the order of the list', () => {
    const turned = { ...catalogue, tools: [catalogue.tools[1], { inputSchema: { type: 'object' }, annotations: { unheard: 1, readOnlyHint: true }, description: 'A', name: 'a' }] };
    expect(digestCatalogue(turned as never, sha256).digest).toBe(digestCatalogue(catalogue, sha256).digest);
    expect(compareCatalogues(catalogue, turned as never, sha256).same).toBe(true);
  });

  it('gives an item without canonical form no digest, and never calls it the same', () => {
    const odd = { tools: [{ name: 'a', description: '\ud800' }] };
    expect(digestCatalogue(odd, sha256).items[0]?.digest).toBeNull();
    expect(compareCatalogues(odd, odd, sha256).same).toBe(false);
  });

  it('names what changed, came and went', () => {
    const now = { ...catalogue, tools: [{ ...catalogue.tools[0], annotations: { readOnlyHint: false, unheard: 1 } }, { name: 'c' }] };
    expect(compareCatalogues(catalogue, now as never, sha256)).toEqual({
      same: false, changed: [{ kind: 'tool', name: 'a', pointers: ['/annotations/readOnlyHint'] }],
      added: [{ kind: 'tool', name: 'c' }], removed: [{ kind: 'tool', name: 'b' }],
    });
  });

  it('sees every change of every value', () => {
    const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
    fc.assert(fc.property(json, json, (a, b) => {
      fc.pre(JSON.stringify([a, b]).isWellFormed() && !/\\ud[89a-f]/i.test(JSON.stringify([a, b])));
      const one = { tools: [{ name: 't', x: a }] };
      const other = { tools: [{ name: 't', x: b }] };
      const same = digestCatalogue(one, sha256).digest === digestCatalogue(other, sha256).digest;
      expect(compareCatalogues(one, other, sha256).same).toBe(same);
      expect(differingPointers(a, b).length === 0).toBe(same);
    }), { numRuns: 1000, seed: 20261122 });
  });
});

describe('the state of a pin', () => {
  const pin = (digest: string, decision: 'accepted' | 'blocked') => ({
    kind: 'tool' as const, name: 't', digest, decision, effect: null, value: {}, reviewedAt: '', reason: null, serverId: null, reviewedBy: '',
  });

  it('is the last decision on that very definition', () => {
    expect(pinState(null, 'x')).toBe('new');
    expect(pinState(pin('x', 'accepted'), 'x')).toBe('same');
    expect(pinState(pin('x', 'blocked'), 'x')).toBe('blocked');
    expect(pinState(pin('x', 'accepted'), 'y')).toBe('changed');
    expect(currentPin([pin('x', 'accepted'), pin('y', 'blocked')], 'tool', 't')?.digest).toBe('y');
  });
});
