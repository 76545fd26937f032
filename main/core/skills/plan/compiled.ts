import type { Json } from '../../words/index.ts';
import { readExpression, type Expression, type Scope } from '../expression.ts';
import { isRowStep, type Playbook, type Step } from '../playbook.ts';
import { readTemplate, type Template } from '../template.ts';

/** A call of a step with its expressions read. */
export interface CompiledCall {
  readonly tool: string;
  readonly with: Template;
}

/** A step with its expressions read once, however many rows follow. */
export interface CompiledStep {
  readonly step: Step;
  readonly when: Expression | null;
  readonly key: readonly Expression[];
  readonly title: Template | null;
  readonly fields: Template | null;
  readonly matchKey: readonly Expression[];
  /** Pairs of keys by which a row and an object are probably the same. */
  readonly alike: readonly { readonly row: readonly Expression[]; readonly item: readonly Expression[] }[];
  readonly create: CompiledCall;
  readonly update: CompiledCall | null;
  readonly remove: (CompiledCall & { readonly when: Expression }) | null;
  readonly clash: { readonly at: readonly Expression[]; readonly from: Expression; readonly until: Expression } | null;
}

/** Reads every expression of a playbook's steps. A playbook that was read has none that fails here. */
export function compileSteps(playbook: Playbook): readonly CompiledStep[] {
  const call = (one: { readonly tool: string; readonly with: Readonly<Record<string, Json>> }): CompiledCall => ({ tool: one.tool, with: readTemplate(one.with) });
  return playbook.steps.map((step): CompiledStep => {
    const rows = isRowStep(step) ? step : null;
    return {
      step,
      when: step.when === undefined ? null : readExpression(step.when),
      key: (step.key ?? []).map(readExpression),
      title: step.title === undefined ? null : readTemplate(step.title),
      fields: rows === null ? null : readTemplate(rows.fields),
      matchKey: (rows?.match?.key ?? []).map(readExpression),
      alike: (rows?.match?.alike ?? []).map(({ row, item }) => ({ row: row.map(readExpression), item: item.map(readExpression) })),
      create: isRowStep(step) ? call(step.create) : call({ tool: step.call, with: step.with }),
      update: rows?.update === undefined ? null : call(rows.update),
      remove: rows?.remove === undefined ? null : { ...call(rows.remove), when: readExpression(rows.remove.when) },
      clash: rows?.clash === undefined ? null : { at: rows.clash.at.map(readExpression), from: readExpression(rows.clash.from), until: readExpression(rows.clash.until) },
    };
  });
}

/** The key of a row or an object: its parts as one text. */
export function keyOf(parts: readonly Expression[], scope: Scope): string {
  return parts.map((part) => spelled(part.evaluate(scope))).join('|');
}

export function spelled(value: Json): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Labels by pointer into the arguments: those of every value an expression rests on. */
export function labelsOf(
  template: Template, sources: (path: readonly string[]) => readonly string[], labels: Record<string, readonly string[]>,
): void {
  for (const { pointer, expression } of template.expressions) {
    const found = expression.paths.flatMap((path) => sources(path));
    if (found.length > 0) labels[pointer] = labels[pointer] === undefined ? [...new Set(found)] : [...new Set([...labels[pointer], ...found])];
  }
}
