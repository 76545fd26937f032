import { expect, it } from 'vitest';
import { planItemOf } from '../../../../main/host/skills/to-plan.ts';
import type { PlannedItem } from '../../../../main/core/skills/plan/run-plan.ts';

const item = (more: Partial<PlannedItem>): PlannedItem => ({
  key: 'one', step: 'add', title: 'One', tool: 'create', effect: 'create', args: {}, labels: {}, row: null, marks: [], out: false, ...more,
} as PlannedItem);

it('says each mark by its own name, and leaves out exactly what the skill leaves out', () => {
  for (const code of ['same-key', 'unknown-reference', 'check', 'check-mark', 'clock-change', 'clash', 'odd-text'] as const) {
    const planned = planItemOf(item({ marks: [{ code, column: 'title', value: 'x' }] }), 'cms', null);
    expect(planned).toMatchObject({ marks: [{ code, pointer: '/title', value: 'x' }], leftOut: false });
  }
  expect(planItemOf(item({ out: true }), 'cms', null).leftOut).toBe(true);
});
