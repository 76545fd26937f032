import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointerOf, pointerParts, valueAt, withMember, withValueAt } from '../../../../main/core/canonical/pointer.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';

const DOCUMENT: JsonObject = JSON.parse('{"a":{"b":[1,2]},"m~n":8,"x/y":1,"":0,"__proto__":{"own":true}}');

describe('JSON pointers', () => {
  it('find what RFC 6901 says', () => {
    expect(valueAt(DOCUMENT, '')).toEqual(DOCUMENT);
    expect(valueAt(DOCUMENT, '/a/b/1')).toBe(2);
    expect(valueAt(DOCUMENT, '/m~0n')).toBe(8);
    expect(valueAt(DOCUMENT, '/x~1y')).toBe(1);
    expect(valueAt(DOCUMENT, '/')).toBe(0);
  });

  it('find nothing where nothing is, and never a prototype', () => {
    for (const pointer of ['/a/b/2', '/a/b/01', '/a/b/-', '/a/c/d', '/constructor', '/a/toString', '/a/b/length', 'a', '/m~n', '/a/b/__proto__']) {
      expect(valueAt(DOCUMENT, pointer), pointer).toBeUndefined();
    }
    expect(valueAt(DOCUMENT, '/__proto__/own')).toBe(true);
    expect(valueAt({}, '/__proto__')).toBeUndefined();
  });

  it('set a value in a copy and leave the original as it was', () => {
    const before = structuredClone(DOCUMENT);
    expect(valueAt(withValueAt(DOCUMENT, '/a/b/0', 'new') ?? {}, '/a/b/0')).toBe('new');
    expect(valueAt(withValueAt(DOCUMENT, '/a/b/-', 3) ?? {}, '/a/b/2')).toBe(3);
    expect(valueAt(withValueAt({}, '/p/q', null) ?? {}, '/p/q')).toBeNull();
    expect(DOCUMENT).toEqual(before);
  });

  it('set nothing through a value that has no members, or beyond the end of a list', () => {
    expect(withValueAt(DOCUMENT, '/a/b/5', 1)).toBeNull();
    expect(withValueAt({ a: 1 }, '/a/b', 1)).toBeNull();
    expect(withValueAt({}, 'no-pointer', 1)).toBeNull();
  });

  it('make __proto__ an ordinary member', () => {
    const set = withValueAt({}, '/__proto__/polluted', true);
    expect(JSON.stringify(set)).toBe('{"__proto__":{"polluted":true}}');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Object.getPrototypeOf(withMember({}, '__proto__', 1))).toBe(Object.prototype);
  });

  it('survive escaping and back, whatever the names are', () => {
    fc.assert(fc.property(fc.array(fc.string()), (parts) => {
      expect(pointerParts(pointerOf(parts))).toEqual(parts);
    }), { seed: 20261122 });
  });
});
