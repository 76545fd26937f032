import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AnchoredHead } from '../../../../main/core/audit/anchors.ts';
import { Places } from '../../../../main/core/audit/places.ts';

const hash = fc.constantFrom('0', '9', 'a', 'f').map((digit) => `${digit}${'0123456789abcdef'.repeat(3)}${digit.repeat(15)}`);
const anchor: fc.Arbitrary<AnchoredHead> = fc.record({
  chain: fc.constantFrom('one', 'two'), seq: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constant(Number.MAX_SAFE_INTEGER)), hash, file: fc.constantFrom('a.jsonl', 'b.log'),
});

it('holds what it was given, in its order, and finds by number what differs and what passed by', () => {
  fc.assert(fc.property(fc.array(anchor, { maxLength: 200 }), anchor, (given, record) => {
    const places = Places.of(given);
    const kept = given.filter((one, at) => JSON.stringify(one) !== JSON.stringify(given[at - 1]));
    expect([...places]).toEqual(kept);
    const there = kept.filter(({ seq }) => seq === record.seq);
    expect(places.differing(record)).toEqual(there.find((one) => one.chain === record.chain && one.hash !== record.hash));
    expect([...places.passedBy(record)].map((place) => places.get(place))).toEqual(there.filter(({ chain }) => chain !== record.chain));
  }), { seed: 29, numRuns: 500 });
});

it('keeps who told a place, and takes more after it was asked', () => {
  const told = { chain: 'c', seq: 2, hash: 'ab'.repeat(32), file: 'w', by: 'witness' } as const;
  const places = Places.of([told]);
  expect(places.differing({ chain: 'c', seq: 2, hash: 'cd'.repeat(32) })).toEqual(told);
  places.add({ ...told, seq: 1 });
  expect(places.differing({ chain: 'c', seq: 1, hash: 'cd'.repeat(32) })).toEqual({ ...told, seq: 1 });
});
