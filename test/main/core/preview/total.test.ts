import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asLeft, compareAfter, inverseOf, planReads, planReadsAfter, renderPreview, stateFromAnswer } from '../../../../main/core/preview/index.ts';
import type { StateRead } from '../../../../main/core/preview/preview.ts';
import type { ToolAnswer } from '../../../../main/core/ports.ts';
import { RECIPES } from '../../../../main/core/recipes/match.ts';
import type { ToolRecipe } from '../../../../main/core/recipes/recipe.ts';
import type { Json, JsonObject } from '../../../../main/core/words/index.ts';

const TOOLS: readonly (ToolRecipe | null)[] = [
  null, ...RECIPES.flatMap((recipe) => Object.values(recipe.tools)).flatMap((tool) => [tool, ...Object.values(tool.variants?.of ?? {})]).filter((tool) => tool.change !== undefined),
];

const TEXT = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '/a', 'n-1', 'demo', '__proto__', 'isDirectory: true'));
const { json: JSON_VALUE } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, depthSize: 'small' }, TEXT, fc.integer(), fc.boolean(), fc.constant(null),
    fc.array(tie('json'), { maxLength: 3 }), fc.dictionary(TEXT, tie('json'), { maxKeys: 3 }),
  ),
}));
const NAMED = fc.constantFrom('id', 'path', 'content', 'source', 'destination', 'edits', 'project', 'items', 'title', 'oldText', 'newText', 'inputSchema', 'properties');
const RECORD: fc.Arbitrary<JsonObject> = fc.dictionary(fc.oneof(NAMED, TEXT), fc.oneof(TEXT, JSON_VALUE), { maxKeys: 6 });
const ANSWER: fc.Arbitrary<ToolAnswer> = fc.oneof(
  fc.record({
    kind: fc.constant('result' as const), isError: fc.boolean(), structured: fc.oneof(JSON_VALUE, RECORD),
    parts: fc.array(fc.oneof(
      TEXT.map((text) => ({ type: 'text' as const, text })), JSON_VALUE.map((value) => ({ type: 'other' as const, value })),
    ), { maxLength: 2 }),
  }),
  fc.constant<ToolAnswer>({ kind: 'input-required', methods: [] }),
  fc.constant<ToolAnswer>({ kind: 'failed', why: 'timeout', sent: true, detail: '' }),
);

describe('previews of hostile data', () => {
  it('never throw, and claim an effect only where the states were read or are absent', () => {
    let effects = 0;
    fc.assert(fc.property(fc.constantFrom(...TOOLS), RECORD, RECORD, fc.array(ANSWER, { minLength: 3, maxLength: 3 }), ANSWER,
      (recipe, args, definition, answers, final) => {
        const reads = planReads(recipe, args);
        const states = reads.map((read, index): StateRead => stateFromAnswer(read, answers[index] ?? final));
        const preview = renderPreview({ recipe, effect: 'write', tool: 'tool', args, definition, states });
        const after = planReadsAfter(recipe, args, final).map((read) => stateFromAnswer(read, final));
        compareAfter(recipe, preview, after);
        const inverse = inverseOf(recipe, args, preview, final);
        if (inverse !== null) asLeft(recipe, inverse.onlyIf, after);
        const known = preview.kind === 'effect';
        if (known) effects += 1;
        const needed = states.filter((state) => !['place', 'references', 'account'].includes(state.key));
        expect(!known || needed.every((state) => state.state === 'read' || state.state === 'absent')).toBe(true);
        expect(preview.changes).toHaveLength(known ? 1 : 0);
      }), { seed: 20261122, numRuns: 3000 });
    expect(effects).toBeGreaterThan(100);
  });
});
