import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../../main/core/canonical/canonical.ts';
import { valueAt } from '../../../../main/core/canonical/pointer.ts';
import { differingFields } from '../../../../main/core/preview/fields.ts';
import type { Json, JsonObject } from '../../../../main/core/words/index.ts';

const differ = (before: JsonObject, after: JsonObject) => differingFields(before, after, [], () => '');

describe('the fields that differ', () => {
  it('are none exactly where both records have the same canonical form, and each has its values on both sides', () => {
    const record = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 3 })) as fc.Arbitrary<JsonObject>;
    fc.assert(fc.property(record, record, fc.boolean(), (before, other, same) => {
      const after = same ? structuredClone(before) : other;
      const fields = differ(before, after);
      // A member that is an empty object or list says nothing by its place; it is compared as a value.
      if (canonical(before) === canonical(after)) expect(fields).toEqual([]);
      for (const { pointer, before: was, after: now } of fields) {
        expect(valueAt(before, pointer)).toEqual(was);
        expect(valueAt(after, pointer)).toEqual(now);
        expect(canonical([was ?? null]) === canonical([now ?? null]) && (was === undefined) === (now === undefined)).toBe(false);
      }
      if (fields.length === 0) expect(canonical(after)).toBe(canonical(before));
    }), { seed: 8, numRuns: 500 });
  });

  it('hold what has no canonical form to be a difference', () => {
    expect(differ({ a: '\ud800' }, { a: '\ud800' })).toHaveLength(1);
  });

  it('are one table where many plain records come or go, and single entries where they stay', () => {
    const rows = Array.from({ length: 30 }, (_, id): Json => ({ id, title: `Row ${id}` }));
    expect(differ({ rows }, { rows: [{ id: 9, title: 'New' }, ...rows] }).map(({ pointer }) => pointer)).toEqual(['/rows']);
    expect(differ({ rows }, { rows: rows.with(3, { id: 3, title: 'Other' }) }).map(({ pointer }) => pointer)).toEqual(['/rows/3/title']);
  });
});
