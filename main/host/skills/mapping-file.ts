import { z } from 'zod';
import { ExpressionFailed } from '../../core/skills/expression.ts';
import { problemsOf } from '../../core/skills/misfit.ts';
import type { Playbook } from '../../core/skills/playbook.ts';
import type { SkillProblem } from '../../core/skills/problem.ts';
import { readTemplate } from '../../core/skills/template.ts';
import { toolsNamed } from '../../core/skills/tools-named.ts';
import { readYaml, type YamlText } from '../../core/skills/yaml-text.ts';
import type { Json } from '../../core/words/index.ts';

const template = z.custom<Json>((value) => value !== undefined);
const arguments_ = z.record(z.string().max(128), template);
const pointer = z.string().max(200).regex(/^(\/([^~/]|~[01])*)*$/);
const schema = z.strictObject({
  mapping: z.literal(1),
  /** The package of the server it is for. */
  system: z.strictObject({ package: z.string().min(1).max(214) }),
  /** For each tool of the playbook that writes: the tool there, and its arguments made of `args`. */
  tools: z.record(z.string().max(128), z.strictObject({ tool: z.string().min(1).max(128), with: arguments_ })),
  /** For each read: how it is made there, where its list stands, and what each object is called here, made of `item`. */
  reads: z.record(z.string().max(40), z.strictObject({
    tool: z.string().min(1).max(128), with: arguments_.default({}), items: pointer.optional(),
    page: z.strictObject({ size: z.int().min(1).max(1_000), total: pointer.optional() }).optional(),
    item: arguments_.optional(),
  })).default({}),
});

/** How a skill's tools are called on another system. It renames and rearranges; it cannot add a call. */
export type SystemMapping = z.output<typeof schema>;

/** Longer than this is no mapping. */
export const MAPPING_CHARACTERS = 100_000;

export type MappingRead = { readonly ok: true; readonly mapping: SystemMapping } | { readonly ok: false; readonly problems: readonly SkillProblem[] };

/**
 * Reads a mapping for a playbook from its text. Total: whatever is wrong is a problem with its line, and then none of it holds. `file`: what
 * the person calls it. `isThere`: whether the system has a tool of this name.
 */
export function readMapping(text: string, file: string, playbook: Playbook, isThere: (tool: string) => boolean): MappingRead {
  if (text.length > MAPPING_CHARACTERS) return { ok: false, problems: [{ code: 'too-large', file, line: 1, name: '' }] };
  const read = readYaml(text, file);
  if (!read.ok) return read;
  const { value, lineAt } = read.yaml;
  const parsed = schema.safeParse(value);
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error.issues, file, lineAt) };
  const problems = [...expressionProblems(parsed.data, file, lineAt), ...gaps(parsed.data, playbook, file, lineAt), ...strangers(parsed.data, isThere, file, lineAt)];
  return problems.length > 0 ? { ok: false, problems: problems.toSorted((a, b) => a.line - b.line) } : { ok: true, mapping: parsed.data };
}

function expressionProblems({ tools, reads }: SystemMapping, file: string, lineAt: YamlText['lineAt']): readonly SkillProblem[] {
  const templates: readonly (readonly [readonly string[], Json])[] = [
    ...Object.entries(tools).map(([name, one]) => [['tools', name, 'with'], one.with] as const),
    ...Object.entries(reads).flatMap(([name, one]) => [[['reads', name, 'with'], one.with] as const, ...(one.item === undefined ? [] : [[['reads', name, 'item'], one.item] as const])]),
  ];
  return templates.flatMap(([path, given]): SkillProblem[] => {
    try {
      // SECURITY: filled for each object on the main thread: a loop in a loop could hold it up for minutes.
      const deep = readTemplate(given).expressions.find(({ expression }) => expression.loops > 1);
      return deep === undefined ? [] : [{ code: 'expression-too-large', file, line: lineAt(path), name: deep.expression.text.slice(0, 60) }];
    } catch (error) {
      if (!(error instanceof ExpressionFailed)) throw error;
      return [{ code: error.code, file, line: lineAt(path), name: error.message }];
    }
  });
}

/** Every tool that writes and every read must be named: in part it would call tools by names that are not theirs. */
function gaps(mapping: SystemMapping, playbook: Playbook, file: string, lineAt: YamlText['lineAt']): readonly SkillProblem[] {
  const called = new Set(toolsNamed(playbook).filter(({ use }) => use !== 'read').map(({ tool }) => tool));
  const of = (names: Iterable<string>, there: object, place: string): SkillProblem[] =>
    [...names].filter((name) => !Object.hasOwn(there, name)).map((name) => ({ code: 'mapping-incomplete', file, line: lineAt([place]), name }));
  return [...of(called, mapping.tools, 'tools'), ...of(Object.keys(playbook.reads), mapping.reads, 'reads')];
}

function strangers(mapping: SystemMapping, isThere: (tool: string) => boolean, file: string, lineAt: YamlText['lineAt']): readonly SkillProblem[] {
  return (['tools', 'reads'] as const).flatMap((place) => Object.entries(mapping[place]).filter(([, { tool }]) => !isThere(tool))
    .map(([name, { tool }]): SkillProblem => ({ code: 'tool-not-there', file, line: lineAt([place, name, 'tool']), name: tool })));
}
