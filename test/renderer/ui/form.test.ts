import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOf, type Draft } from '../../../renderer/ui/form/form-draft.ts';
import { formModel, type FormField } from '../../../renderer/ui/form/form-model.ts';
import { formResult } from '../../../renderer/ui/form/form-result.ts';
import { parseJsonText } from '../../../renderer/ui/form/json-text.ts';
import { valueRows } from '../../../renderer/ui/form/value-rows.ts';
import type { Json, JsonObject } from '../../../renderer/ui/json.ts';

const schema: Json = {
  type: 'object', required: ['id', 'when'],
  properties: {
    id: { type: 'string', title: 'Id', description: 'Which one' }, when: { type: 'string', format: 'date' }, count: { type: 'integer', minimum: 0, maximum: 10 },
    live: { type: 'boolean' }, status: { enum: ['draft', 'published'] }, tags: { type: 'array', items: { type: 'string' } },
    seo: { type: 'object', properties: { slug: { type: 'string' } } }, blocks: { type: 'array', items: { type: 'object' } }, any: true,
  },
};
const fields = formModel(schema) as readonly FormField[];
const group = (draft: Draft) => draft as Extract<Draft, { kind: 'group' }>;
const typed = (values: Record<string, Draft>): Draft => {
  const draft = group(draftOf(fields, {}));
  return { ...draft, fields: new Map([...draft.fields, ...Object.entries(values)]) };
};
const text = (value: string): Draft => ({ kind: 'scalar', text: value, given: value !== '' });

describe('the form of a schema', () => {
  it('has a control for each kind of value, and JSON for anything else', () => {
    expect(fields.map((field) => [field.name, field.control.kind])).toEqual([
      ['id', 'text'], ['when', 'text'], ['count', 'number'], ['live', 'boolean'], ['status', 'choice'], ['tags', 'list'], ['seo', 'group'], ['blocks', 'json'], ['any', 'json'],
    ]);
    expect(fields.filter((field) => field.required).map((field) => field.name)).toEqual(['id', 'when']);
  });
  it('is not made where there is no plain object schema', () => {
    expect([null, true, {}, { type: 'string' }, { type: 'object' }, { properties: {}, oneOf: [] }].map((one) => formModel(one as Json))).toEqual([null, null, null, null, null, null]);
    expect(formModel({ type: 'object', properties: {} })).toEqual([]);
  });
  it('is made for any JSON without a throw', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => { formModel(value as Json); formModel({ type: 'object', properties: { a: value as Json } }); }));
  });
  it('takes names of the prototype as names', () => {
    const strange = JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"}}}') as Json;
    const made = formModel(strange) as readonly FormField[];
    const result = formResult(made, draftOf(made, JSON.parse('{"__proto__":"x","constructor":"y"}') as JsonObject));
    expect(result.ok && JSON.stringify(result.args)).toBe('{"__proto__":"x","constructor":"y"}');
  });
});

describe('arguments from the form', () => {
  it('leave out what was left blank, and ask for what is required', () => {
    const result = formResult(fields, typed({ id: text('n-1') }));
    expect(result.ok ? [] : [...result.faults]).toEqual([['/when', { key: 'form.required', values: {} }]]);
    expect(formResult(fields, typed({ id: text('n-1'), when: text('2026-01-31') }))).toEqual({ ok: true, args: { id: 'n-1', when: '2026-01-31' } });
  });
  it('hold an empty text only when that was said', () => {
    const result = formResult(fields, typed({ id: { kind: 'scalar', text: '', given: true }, when: text('x') }));
    expect(result).toEqual({ ok: true, args: { id: '', when: 'x' } });
  });
  it('come back unchanged from editing, members the schema does not name included', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (extra) => {
      // `-0` is the one number JSON text cannot keep.
      const args = JSON.parse(JSON.stringify({ id: 'n-1', when: 'w', tags: ['a', ''], seo: { slug: 's', more: 1 }, status: 'draft', live: false, count: 3, ...extra })) as JsonObject;
      const result = formResult(fields, draftOf(fields, args));
      if (Object.hasOwn(args, 'id') && typeof args['count'] === 'number' && args['count'] === 3) expect(result).toEqual({ ok: true, args });
    }));
  });
  it('refuse numbers that are none, not whole, out of range, or not exact', () => {
    const fault = (value: string) => { const result = formResult(fields, typed({ id: text('a'), when: text('b'), count: text(value) })); return result.ok ? null : result.faults.get('/count')?.key; };
    expect(['x', '1.5', '-1', '11', '9007199254740993', '0x10', '1e400', '3'].map(fault)).toEqual(['form.not-number', 'form.not-integer', 'form.too-small', 'form.too-large', 'form.not-exact', 'form.not-number', 'form.not-number', null]);
  });
  it('name line and column of broken JSON, and never let JSON overrule a field', () => {
    const broken = formResult(fields, typed({ id: text('a'), when: text('b'), any: { kind: 'json', text: '{\n  "a": ,\n}', given: true } }));
    expect(broken.ok ? null : broken.faults.get('/any')).toEqual({ key: 'form.not-json', values: { line: 2, column: 8 } });
    const draft = { ...group(typed({ id: text('a'), when: text('b') })), rest: '{"id":"other"}' };
    const clash = formResult(fields, draft);
    expect(clash.ok ? null : clash.faults.get('/+')?.key).toBe('form.clash');
  });
  it('ask for a blank entry of a list instead of sending null', () => {
    const list: Draft = { kind: 'list', given: true, items: [{ kind: 'scalar', text: '', given: false }] };
    const result = formResult(fields, typed({ id: text('a'), when: text('b'), tags: list }));
    expect(result.ok ? null : result.faults.get('/tags/0')?.key).toBe('form.required');
  });
  it('are an object, whatever was typed as JSON', () => {
    expect(formResult([], { kind: 'json', text: '{"a":1}', given: true })).toEqual({ ok: true, args: { a: 1 } });
    expect(formResult([], { kind: 'json', text: '[1]', given: true }).ok).toBe(false);
  });
});

describe('JSON as typed', () => {
  it('is strict about comments, commas and the end', () => {
    expect(['{"a":1,}', '// x\n{}', '', '{'].map((one) => parseJsonText(one).ok)).toEqual([false, false, false, false]);
    expect(parseJsonText('{\n"a" 1}')).toMatchObject({ ok: false, line: 2 });
  });
});

describe('a value for reading', () => {
  it('shows every character of a long text, line by line', () => {
    const long = `${'x'.repeat(5000)}\nsecond\r\n\nlast`;
    const rows = valueRows({ content: long }, { properties: { content: { title: 'Content' } } });
    expect(rows[0]).toMatchObject({ kind: 'value', name: 'content', title: 'Content', type: 'text', count: long.length });
    expect(rows.flatMap((row) => (row.kind === 'line' ? [row.text] : [])).join('')).toBe(long);
  });
  it('names each nested value with its type and leaves none out', () => {
    const rows = valueRows({ a: { b: [1, null] }, when: '2026-01-01' }, { properties: { when: { format: 'date' } } });
    expect(rows.map((row) => (row.kind === 'value' ? [row.depth, row.name, row.type] : null))).toEqual([[0, 'a', 'object'], [1, 'b', 'list'], [2, '1', 'number'], [2, '2', 'nothing'], [0, 'when', 'date']]);
  });
});
