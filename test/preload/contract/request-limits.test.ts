import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MOST } from '../../../preload/contract/bounded.ts';
import { schemas } from '../../../preload/contract/schemas.ts';

const channels = Object.entries(schemas) as readonly (readonly [string, { readonly request: z.ZodType }])[];

/** Every place of a schema that takes as much as one likes. */
function unbounded(schema: z.ZodType, path: string): string[] {
  // What is held to a limit as a whole says so itself; that it keeps to it is tried below.
  if (typeof schema.meta()?.['atMost'] === 'number') return [];
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return (schema as z.ZodString).maxLength === null && !hasLength(schema) ? [path] : [];
  if (schema instanceof z.ZodArray) return [...(schema.def.checks?.some((check) => check._zod.def.check === 'max_length') === true ? [] : [path]), ...unbounded(schema.element as z.ZodType, `${path}[]`)];
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, inner]) => unbounded(inner, `${path}.${name}`));
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option, at) => unbounded(option as z.ZodType, `${path}|${at}`));
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) return unbounded(schema.unwrap() as z.ZodType, path);
  return schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral || schema instanceof z.ZodBoolean || schema instanceof z.ZodNumber ? [] : [`${path} (${schema.constructor.name})`];
}

/** A pattern that says how long it is. */
function hasLength(schema: z.ZodType): boolean {
  return schema.def.checks?.some((check) => 'pattern' in check._zod.def && /^\^\[[^\]]+\]\{\d+\}\$$/.test(String((check._zod.def.pattern as RegExp).source))) === true;
}

describe('what the window may send', () => {
  it.each(channels)('has an end in every text, list and record of %s', (channel, { request }) => {
    expect(unbounded(request, channel)).toEqual([]);
  });

  it('is told from what has none', () => {
    const open = z.strictObject({ a: z.string(), b: z.array(z.string().max(3)), c: z.record(z.string(), z.json()), d: z.iso.datetime().nullable(), e: z.string().regex(/^a+$/), f: z.string().regex(/^[0-9a-f]{64}$/) });
    expect(unbounded(open, 'x').map((path) => path.replace(/ .*/, ''))).toEqual(['x.a', 'x.b', 'x.c', 'x.d', 'x.e']);
  });

  const takes = (channel: keyof typeof schemas, request: unknown): boolean => schemas[channel].request.safeParse(request).success;
  it('is refused beyond it', () => {
    const plan = (args: object): unknown => ({ serverId: 's', tool: 't', args });
    expect(takes('calls:plan', plan({ text: 'x'.repeat(20_000_000) }))).toBe(true);
    expect(takes('calls:plan', plan({ text: 'x'.repeat(MOST.argumentCharacters + 1) }))).toBe(false);
    expect(takes('calls:plan', plan({ list: Array.from({ length: 40 }, () => Array.from({ length: 100_001 }, () => 0)) }))).toBe(false);
    const set = (args: readonly object[]): unknown => ({ title: '', serverId: 's', tool: 't', list: null, args });
    expect(takes('plans:plan', set(Array.from({ length: 10_000 }, (_, n) => ({ n }))))).toBe(true);
    expect(takes('plans:plan', set(Array.from({ length: 10_001 }, (_, n) => ({ n }))))).toBe(false);
    // Together, not one by one.
    const half = 'x'.repeat(MOST.argumentCharacters / 2);
    expect([takes('plans:plan', set([{ half }])), takes('plans:plan', set([{ half }, { half }, {}]))]).toEqual([true, false]);
    expect(takes('calls:receipt', { callId: 'x'.repeat(MOST.id + 1) })).toBe(false);
    expect(takes('tools:read', { serverId: 's', tool: 'x'.repeat(MOST.name + 1) })).toBe(false);
    const answers = (count: number): unknown => ({ skill: 's', serverId: 's', inputs: {}, files: {}, mappings: {}, options: {}, answers: Object.fromEntries(Array.from({ length: count }, (_, n) => [`a${n}`, 'b'])) });
    expect([takes('skills:prepare', answers(1_001))]).toEqual([false]);
  });
});
