import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTable } from '../../../../main/adapters/skill-files/read-table.ts';
import type { TableOptions } from '../../../../main/core/skills/files.ts';
import type { RunInput } from '../../../../main/core/skills/plan/run-plan.ts';
import { plan } from '../../core/skills/plan/agenda.ts';

/** What a file gives: each row as it is planned, or left out with why; or the file's refusal. */
export async function rowsIn(folder: string, file: string, options: TableOptions = {}, more: Partial<RunInput> = {}): Promise<readonly string[]> {
  const found = await readTable(readFileSync(join(folder, file)), file, options);
  if (!found.ok) return found.problems.map(({ code, row }) => `refused: ${code}${row === null ? '' : ` in row ${row}`}`);
  const made = plan(found.table, more);
  if (made.kind === 'refused') return [`refused: ${made.because.code} ${'columns' in made.because ? made.because.columns.join(', ') : ''}`];
  if (made.kind === 'questions') return made.questions.map(({ kind }) => `asked: ${kind}`);
  return made.items.map(({ args, out, marks, row }) => (out
    ? `out: row ${row?.at ?? '?'}, ${marks.map(({ code, column, value }) => `${code} ${column}${code === 'bad-cell' ? ` ${String(value)}` : ''}`.trim().replace('  ', ' ')).join(', ')}`
    : `${String(args['title'])} · ${String(args['day'])} ${String(args['start'])}–${String(args['end'])} · ${String(args['room'])}`));
}
