import type { EffectCheck } from './effect-check.ts';
import type { FileProblem, TableFound, TableOptions } from '../../core/skills/files.ts';
import { ExpressionFailed } from '../../core/skills/expression.ts';
import { checkInputs } from '../../core/skills/plan/inputs.ts';
import type { GivenTable, RunPlan, TableReading } from '../../core/skills/plan/run-plan.ts';
import type { Mapping, Table } from '../../core/skills/plan/table.ts';
import type { Playbook } from '../../core/skills/playbook.ts';
import type { SkillProblem } from '../../core/skills/problem.ts';
import type { PackContent, SkillFiles, SkillWork } from '../../core/skills/ports.ts';
import type { Json } from '../../core/words/index.ts';
import { mappedPlaybook, mappedState } from './mapped-calls.ts';
import type { SystemMapping } from './mapping-file.ts';
import { columnsByName, withEdits } from './corrections.ts';
import type { MappingBook } from './mappings.ts';
import { readState, type CallForSkill, type ReadRefused } from './state-reads.ts';

/** What a person gives a skill: values, files, corrections, answers. */
export interface RunRequest {
  readonly skill: string;
  readonly serverId: string;
  readonly inputs: Readonly<Record<string, Json>>;
  /** By the name of a table or folder input: the path a person chose. */
  readonly paths: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, TableOptions>>;
  /** Columns chosen by hand; what is absent is proposed. */
  readonly mappings: Readonly<Record<string, Mapping>>;
  readonly answers: Readonly<Record<string, string>>;
  /** Columns chosen by their header's text; '' for none. They go before those chosen by position. */
  readonly columns?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  /** Cells a person corrected: the row as its file numbers it, the playbook's column, and the value instead. */
  readonly edits?: Readonly<Record<string, readonly CellEdit[]>> | undefined;
  /** Name of a file under `mappings/` of the pack, for another system than the one the skill is made for. */
  readonly mapping: string | null;
  /** Such a file's text, where a person brings one along. */
  readonly mappingText?: string | undefined;
}

/** One corrected cell. */
export interface CellEdit { readonly row: number; readonly column: string; readonly value: string }

/** A file of the run as it was read, for the person to see and correct. */
export interface ReadFile {
  readonly table: Table;
  readonly found: TableFound;
  readonly mapping: Mapping;
  /** How its texts were read; null where it did not come to that. */
  readonly reading: TableReading | null;
}

/** A run that can be looked at and answered. Nothing was sent but reads. */
export type Prepared =
  | { readonly kind: 'plan'; readonly files: Readonly<Record<string, ReadFile>>; readonly plan: Extract<RunPlan, { kind: 'plan' }> }
  | { readonly kind: 'questions'; readonly files: Readonly<Record<string, ReadFile>>; readonly questions: Extract<RunPlan, { kind: 'questions' }>['questions'] }
  | { readonly kind: 'refused'; readonly files: Readonly<Record<string, ReadFile>>; readonly because: PrepareRefused };

export type PrepareRefused =
  | Extract<RunPlan, { kind: 'refused' }>['because']
  | { readonly code: 'file'; readonly name: string; readonly problems: readonly FileProblem[]; readonly found: TableFound | null }
  | { readonly code: 'data'; readonly name: string }
  /** A correction names a header, row or column that is not there. */
  | { readonly code: 'no-place'; readonly name: string; readonly columns: readonly string[] }
  | { readonly code: 'read'; readonly refused: ReadRefused }
  | { readonly code: 'mapping-wrong'; readonly problems: readonly SkillProblem[] }
  | { readonly code: 'too-slow' | 'no-playbook' | 'not-ready' };

/** What preparing needs from outside. */
export interface PrepareParts {
  readonly files: SkillFiles;
  readonly work: SkillWork;
  readonly mappings: MappingBook;
  readonly call: CallForSkill;
  readonly effects: EffectCheck;
}

/** Reads, checks and plans a run: files, the pack's content, the system's state, then the pure planning off the main thread. */
export async function prepareRun(request: RunRequest, playbook: Playbook, pack: PackContent, system: SystemMapping | null, parts: PrepareParts): Promise<Prepared> {
  const { inputs, problems } = checkInputs(playbook, request.inputs);
  const refused = (because: PrepareRefused, files: Readonly<Record<string, ReadFile>> = {}): Prepared => ({ kind: 'refused', files, because });
  if (problems.length > 0) return refused({ code: 'inputs', problems });
  const read = await readFiles(request, playbook, inputs, parts);
  if ('because' in read) return refused(read.because, read.files);
  const { files } = read;
  const data = dataOf(playbook, inputs, pack);
  if (typeof data === 'string') return refused({ code: 'data', name: data }, files);
  const mapped = mappedPlaybook(playbook, system);
  const state = await readState(mapped, { ...inputs }, parts.call);
  if (!state.ok) return refused({ code: 'read', refused: state.refused }, files);
  const tables = Object.fromEntries(Object.entries(files).map(([name, { table, mapping }]): [string, GivenTable] => {
    const decimal = request.options[name]?.decimal;
    return [name, { table, mapping, ...(decimal === undefined ? {} : { decimal }) }];
  }));
  const present = orNull(() => mappedState(state.state, system));
  if (present === null) return refused(doesNotFit, files);
  const plan = await parts.work.planRun(playbook, { inputs, tables, data, state: present, answers: request.answers });
  if (plan === null) return refused({ code: 'too-slow' }, files);
  if (plan.kind === 'refused') return refused(plan.because, files);
  const asRead = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, { ...file, reading: plan.readings[name] ?? null }]));
  if (plan.kind === 'questions') return { kind: 'questions', files: asRead, questions: plan.questions };
  const judged = orNull(() => parts.effects(playbook, plan, system));
  return judged === null ? refused(doesNotFit, asRead) : { kind: 'plan', files: asRead, plan: judged };
}

/** A mapping that was read and does not fit the values of the system: no line of it is known to be wrong. */
const doesNotFit: PrepareRefused = { code: 'mapping-wrong', problems: [] };

/** A mapping that does not fit the values is the mapping's fault. */
function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionFailed) return null;
    throw error;
  }
}

type FilesRead = { readonly files: Readonly<Record<string, ReadFile>> } | { readonly files: Readonly<Record<string, ReadFile>>; readonly because: PrepareRefused };

async function readFiles(request: RunRequest, playbook: Playbook, inputs: Readonly<Record<string, Json>>, parts: PrepareParts): Promise<FilesRead> {
  const files: Record<string, ReadFile> = {};
  const zone = Object.entries(playbook.inputs).find(([, { type }]) => type === 'zone')?.[0];
  for (const [name, input] of Object.entries(playbook.inputs)) {
    const path = request.paths[name];
    if ((input.type !== 'table' && input.type !== 'folder') || path === undefined) continue;
    const chosen = request.options[name] ?? {};
    const inZone = zone === undefined ? null : inputs[zone];
    const until = input.type === 'table' && input.until !== undefined ? inputs[input.until] : null;
    const read = input.type === 'folder' ? await parts.files.readMedia(path, input)
      : await parts.files.readTable(path, { formats: input.formats, ...(typeof inZone === 'string' ? { zone: inZone } : {}), ...(typeof until === 'string' ? { until } : {}), ...chosen });
    if (!read.ok) return { files, because: { code: 'file', name, problems: read.problems, found: read.found ?? null } };
    const chosenByName = columnsByName(request.columns?.[name] ?? {}, read.table.header);
    if (typeof chosenByName === 'string') return { files, because: { code: 'no-place', name, columns: [chosenByName] } };
    const given = request.mappings[name] === undefined && Object.keys(chosenByName).length === 0 ? undefined : { ...request.mappings[name], ...chosenByName };
    const mapping = input.type === 'folder' ? {} : { ...parts.mappings.of(request.skill, name, input.columns, read.table), ...given };
    if (given !== undefined) parts.mappings.remember(request.skill, name, read.table, mapping);
    const edited = withEdits(read.table, mapping, request.edits?.[name] ?? []);
    if (typeof edited === 'string') return { files, because: { code: 'no-place', name, columns: [edited] } };
    files[name] = { ...edited, found: read.found, reading: null };
  }
  return { files };
}

/** The content files of a pack that this run needs, or the name of one that is not there. */
function dataOf(playbook: Playbook, inputs: Readonly<Record<string, Json>>, pack: PackContent): Readonly<Record<string, Json>> | string {
  const data: Record<string, Json> = {};
  for (const [name, { file }] of Object.entries(playbook.data)) {
    // A choice is one of a closed list of words, so the path is one of a closed list of paths.
    const path = file.replace(/\{([^{}]*)\}/g, (_, input: string) => String(inputs[input] ?? ''));
    const text = pack.text(path);
    if (text === null) return path;
    try {
      data[name] = JSON.parse(text);
    } catch {
      return path;
    }
  }
  return data;
}
