import type { JsonObject } from '../../../../../main/core/words/index.ts';
import { proposeMapping } from '../../../../../main/core/skills/plan/mapping.ts';
import { planRun, type LookAtTexts } from '../../../../../main/core/skills/plan/plan.ts';
import type { RunInput, RunPlan } from '../../../../../main/core/skills/plan/run-plan.ts';
import type { Cell, Table } from '../../../../../main/core/skills/plan/table.ts';
import type { Playbook } from '../../../../../main/core/skills/playbook.ts';
import { playbookFrom, SAMPLE_PLAYBOOK } from '../sample-playbook.ts';

export const PLAYBOOK = playbookFrom(SAMPLE_PLAYBOOK);

export const HEADER = ['Titel', 'Datum', 'Beginn', 'Ende', 'Raum'];

/** A table as a file gives it: row 1 is the header. */
export function tableOf(rows: readonly (readonly Cell[])[], header: readonly string[] = HEADER): Table {
  return { file: 'agenda.csv', sheet: null, header, rows: rows.map((cells, at) => ({ at: at + 2, cells })) };
}

/** Sessions one after the other, day by day, in rooms enough. */
export function sessions(count: number): readonly (readonly Cell[])[] {
  return Array.from({ length: count }, (_, at) => {
    const hour = 8 + (at % 8);
    const day = new Date(Date.UTC(2027, 2, 16 + Math.floor(at / 80) % 28)).toISOString().slice(0, 10).split('-').toReversed().join('.');
    return [`Vortrag ${at + 1}`, day, `${hour}:00`, `${hour}:45`, `Saal ${Math.floor(at / 8) % 10 + 10 * Math.floor(at / 2_240)}`];
  });
}

export function runOf(table: Table, more: Partial<RunInput> = {}, playbook: Playbook = PLAYBOOK): RunInput {
  const file = playbook.inputs['file'];
  const mapping = file?.type === 'table' ? proposeMapping(file.columns, table.header) : {};
  return { inputs: { project: 'demo' }, tables: { file: { table, mapping } }, data: {}, state: { present: [] }, answers: {}, ...more };
}

export function plan(table: Table, more: Partial<RunInput> = {}, playbook: Playbook = PLAYBOOK, look?: LookAtTexts): RunPlan {
  return planRun(playbook, runOf(table, more, playbook), look);
}

/** The plan, or a failed test where there is none. */
export function planned(table: Table, more: Partial<RunInput> = {}, playbook: Playbook = PLAYBOOK): Extract<RunPlan, { kind: 'plan' }> {
  const found = plan(table, more, playbook);
  if (found.kind !== 'plan') throw new Error(JSON.stringify(found));
  return found;
}

/** What the system holds once a plan was carried out. */
export function afterwards(found: Extract<RunPlan, { kind: 'plan' }>, before: readonly JsonObject[] = []): readonly JsonObject[] {
  let next = 1_000 + before.length;
  return found.items.filter(({ out }) => !out).reduce<readonly JsonObject[]>((objects, { action, args }) => {
    if (action === 'create') return [...objects, { ...args, id: `a-${next += 1}` }];
    if (action === 'remove') return objects.filter(({ id }) => id !== args['id']);
    return objects.map((object) => (object['id'] === args['id'] ? { ...object, ...args } : object));
  }, before);
}
