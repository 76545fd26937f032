import { describe, expect, test } from 'vitest';
import { oddText } from '../../../../../main/workers/serve-skill-jobs.ts';
import { PLAYBOOK, runOf, tableOf } from './agenda.ts';
import { ORDERS } from './orders.ts';
import { planRun } from '../../../../../main/core/skills/plan/plan.ts';

describe('one hundred rows whose text gives orders, in eight languages', () => {
  const rows = Array.from({ length: 100 }, (_, at) => [`${ORDERS[at % 8]} (${at})`, '16.03.2027', `${8 + (at % 10)}:00`, `${8 + (at % 10)}:45`, `Saal ${Math.floor(at / 10)}`]);
  const plan = planRun(PLAYBOOK, runOf(tableOf(rows)), oddText);
  if (plan.kind !== 'plan') throw new Error(plan.kind);

  test('are planned as text, each in the one tool of its step', () => {
    expect(plan.items).toHaveLength(100);
    expect(new Set(plan.items.map(({ tool, out }) => `${tool} ${out}`))).toEqual(new Set(['create_agenda_item false']));
    expect(plan.items.map(({ args }) => args['title'])).toEqual(rows.map(([title]) => title));
  });

  test('are marked, every one', () => {
    expect(plan.items.filter(({ marks }) => !marks.some(({ code }) => code === 'odd-text')).map(({ title }) => title)).toEqual([]);
  });
});
