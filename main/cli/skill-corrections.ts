import { z } from 'zod';
import type { TableOptions } from '../core/skills/files.ts';
import type { PlaybookInput } from '../core/skills/playbook.ts';
import { DECIMALS, DELIMITERS, ENCODINGS } from '../core/words/index.ts';
import type { CellEdit, RunRequest } from '../host/skills/prepare.ts';
import { WrongCall, type CommandContext } from './command.ts';

/** How a file is to be read, as a person says it; `tab` stands for the sign that nobody types. */
const HOW = {
  encoding: z.enum(ENCODINGS), decimal: z.enum(DECIMALS), sheet: z.string().min(1).max(200), headerRow: z.coerce.number<string>().int().min(1).max(20_000),
  delimiter: z.preprocess((sign) => (sign === 'tab' ? '\t' : sign), z.enum(DELIMITERS)),
} as const;

/**
 * What a person corrects about the files of a run, as the window does: which header a column is taken from, the value of single cells, how
 * a file is read. Each may begin with `INPUT:` where a skill takes several files; the first one is meant else.
 */
export function correctionsOf({ options }: CommandContext, inputs: Readonly<Record<string, PlaybookInput>>, usage: string): Pick<RunRequest, 'columns' | 'edits' | 'options'> {
  const tables = Object.entries(inputs).flatMap(([name, input]) => (input.type === 'table' ? [[name, input] as const] : []));
  const wrong = (): never => { throw new WrongCall('cli.needs-arguments', { usage }); };
  const split = (given: string): readonly [table: (typeof tables)[number], key: string, value: string] => {
    const found = /^(?:([a-z][A-Za-z0-9_]*):)?([^=]+)=([\s\S]*)$/.exec(given);
    const table = found?.[1] === undefined ? tables[0] : tables.find(([name]) => name === found[1]);
    return table === undefined || found === null ? wrong() : [table, found[2] ?? '', found[3] ?? ''];
  };
  const columns: Record<string, Record<string, string>> = {};
  for (const given of options.map ?? []) {
    const [[name, input], column, header] = split(given);
    if (!Object.hasOwn(input.columns, column)) wrong();
    columns[name] = { ...columns[name], [column]: header };
  }
  const edits: Record<string, readonly CellEdit[]> = {};
  for (const given of options.set ?? []) {
    const [[name, input], place, value] = split(given);
    const [, row, column = ''] = /^(\d{1,6})\.([a-z][A-Za-z0-9_]*)$/.exec(place) ?? wrong();
    if (!Object.hasOwn(input.columns, column)) wrong();
    edits[name] = [...edits[name] ?? [], { row: Number(row), column, value }];
  }
  const reading: Record<string, TableOptions> = {};
  for (const given of options.read ?? []) {
    const [[name], how, value] = split(given);
    const known = Object.hasOwn(HOW, how) ? HOW[how as keyof typeof HOW].safeParse(value) : null;
    if (known?.success !== true) return wrong();
    reading[name] = { ...reading[name], [how]: known.data };
  }
  return { options: reading, ...(Object.keys(columns).length === 0 ? {} : { columns }), ...(Object.keys(edits).length === 0 ? {} : { edits }) };
}
