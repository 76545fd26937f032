import { describe, expect, it } from 'vitest';
import type { ToolFacts } from '../../../../main/core/pins/tool-facts.ts';
import { columnsOf, titlesOf } from '../../../../main/host/plans/titled-columns.ts';
import type { PlanInput } from '../../../../main/host/plans/plan-input.ts';
import { rowsOf } from '../../../../main/host/plans/plan-rows.ts';

const definition = {
  inputSchema: {
    type: 'object',
    properties: {
      title: { type: 'string', title: 'Headline' }, day: { type: 'string' },
      items: { type: 'array', items: { type: 'object', properties: { end: { type: 'string', title: 'Ends at' } } } },
    },
  },
};
const servers = { tool: (_server: string, tool: string) => (tool === 'gone' ? null : ({ definition } as unknown as ToolFacts)) };
const set = (tool: string, items: Partial<PlanInput['items'][number]>[]): PlanInput => ({
  title: 'set', planner: { kind: 'person', name: 'p' }, client: 'window', items: items.map((item, at) => ({ key: String(at), serverId: 's', tool, args: {}, ...item })),
});
const columns = (plan: PlanInput) => columnsOf(rowsOf(plan), titlesOf(plan, servers));

describe('the columns of a set', () => {
  it('bear the titles of the tool, and the names where it has none', () => {
    expect(columns(set('create', [{ args: { title: 'a', day: 'b' } }]))).toEqual([{ name: 'title', title: 'Headline' }, { name: 'day', title: 'day' }]);
  });

  it('bear the titles of the entries where a call holds many', () => {
    expect(columns(set('import', [{ args: { items: [{ end: 'x' }] }, rows: '/items' }]))).toEqual([{ name: 'end', title: 'Ends at' }]);
  });

  it('bear names where the tool is not there any more', () => {
    expect(columns(set('gone', [{ args: { title: 'a' } }]))).toEqual([{ name: 'title', title: 'title' }]);
  });
});
