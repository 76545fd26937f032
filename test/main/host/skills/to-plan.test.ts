import { expect, it } from 'vitest';
import { planItemsOf } from '../../../../main/host/skills/to-plan.ts';
import type { PlannedItem } from '../../../../main/core/skills/plan/run-plan.ts';

const item = (more: Partial<PlannedItem>): PlannedItem => ({
  key: 'one', step: 'add', title: 'One', tool: 'create', effect: 'create', args: {}, labels: {}, row: null, marks: [], out: false, ...more,
} as PlannedItem);

it('says each mark by its own name, and leaves out exactly what the skill leaves out', () => {
  for (const code of ['same-key', 'unknown-reference', 'check', 'check-mark', 'clock-change', 'clash', 'odd-text'] as const) {
    const [planned] = planItemsOf([item({ marks: [{ code, column: 'title', value: 'x' }] })], 'cms', null);
    expect(planned).toMatchObject({ marks: [{ code, pointer: '/title', value: 'x' }], leftOut: false });
  }
  expect(planItemsOf([item({ out: true })], 'cms', null)[0]!.leftOut).toBe(true);
});

it('foresees what an object will be called where its own call says so, and nothing on another system', () => {
  const made = item({ key: 'pictures:hero', tool: 'create_media', args: { id: 'm-hero', name: 'hero.svg' } });
  const unnamed = item({ key: 'pictures:plan', tool: 'create_media', args: { name: 'plan.svg' } });
  const uses = (key: string): PlannedItem => item({ key: `uses ${key}`, args: { image: { $from: key, pointer: '/id' } } });
  const planned = planItemsOf([made, unnamed, uses('pictures:hero'), uses('pictures:plan')], 'cms', null);
  expect(planned[2]!.references).toEqual([{ pointer: '/image', item: 'pictures:hero', result: '/id', foreseen: 'm-hero' }]);
  expect(planned[3]!.references).toEqual([{ pointer: '/image', item: 'pictures:plan', result: '/id' }]);
  const elsewhere = planItemsOf([made, uses('pictures:hero')], 'cms', { mapping: 1, system: { package: 'other' }, tools: {}, reads: {} });
  expect(elsewhere[1]!.references).toEqual([{ pointer: '/image', item: 'pictures:hero', result: '/id' }]);
});
