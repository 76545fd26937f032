import { describe, expect, it } from 'vitest';
import { argumentProblems } from '../../../../main/core/policy/arguments.ts';

const schema = {
  type: 'object', required: ['title'], additionalProperties: false,
  properties: { title: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
};

describe('arguments against a schema', () => {
  it('fit, or are named by pointer and keyword', () => {
    expect(argumentProblems(schema, { title: 'x', tags: ['a'] })).toEqual([]);
    expect(argumentProblems(schema, {}).map((p) => p.keyword)).toContain('required');
    expect(argumentProblems(schema, { title: 'x', tags: ['a', 1] })).toContainEqual({ pointer: '/tags/1', keyword: 'type' });
  });

  it('of a tool without a schema are any object', () => {
    expect(argumentProblems(undefined, { anything: 1 })).toEqual([]);
  });

  it('fit no schema that cannot be used', () => {
    expect(argumentProblems('nonsense', {})).not.toEqual([]);
    expect(argumentProblems({ $ref: 'https://example.org/schema.json' }, {})).not.toEqual([]);
    expect(argumentProblems({ properties: { a: { pattern: '(' } } }, { a: 'x' })).not.toEqual([]);
  });

  it('are refused where they cannot be sent as UTF-8', () => {
    expect(argumentProblems(undefined, { title: '\ud800' })).toEqual([{ pointer: '', keyword: 'encoding' }]);
  });
});
