import type { Json } from '../../words/index.ts';
import { readExpression } from '../expression.ts';
import type { Playbook, PlaybookInput } from '../playbook.ts';
import { isZone, readDay } from './days.ts';

/** One input that is not as it must be. */
export interface InputProblem {
  readonly input: string;
  readonly code: 'missing' | 'wrong-type' | 'unknown-value' | 'out-of-range' | 'unknown-input';
}

/**
 * Checks what a person gave for a playbook's inputs, tables and folders aside, and puts in the defaults. An input whose `when`
 * is false is not asked for and is null. Total: whatever is wrong is a problem, and then nothing runs.
 */
export function checkInputs(playbook: Playbook, given: Readonly<Record<string, Json>>): { readonly inputs: Readonly<Record<string, Json>>; readonly problems: readonly InputProblem[] } {
  const problems: InputProblem[] = Object.keys(given).filter((name) => !Object.hasOwn(playbook.inputs, name)).map((input) => ({ input, code: 'unknown-input' }));
  const inputs: Record<string, Json> = {};
  for (const [name, input] of Object.entries(playbook.inputs)) {
    if (input.type === 'table' || input.type === 'folder') continue;
    if (input.when !== undefined && !applies(input.when, inputs)) { inputs[name] = null; continue; }
    const value = given[name] ?? input.default ?? null;
    if (value === null || value === '') {
      if (input.required) problems.push({ input: name, code: 'missing' });
      inputs[name] = null;
      continue;
    }
    const checked = checkInput(input, value);
    if (typeof checked === 'object') problems.push({ input: name, code: checked.wrong });
    else inputs[name] = checked;
  }
  return { inputs, problems };
}

/** The inputs that are asked for, with what was given so far; files and folders too. Total. */
export function askedInputs(playbook: Playbook, given: Readonly<Record<string, Json>>): readonly string[] {
  const { inputs } = checkInputs(playbook, given);
  return Object.entries(playbook.inputs).flatMap(([name, { when }]) => (when === undefined || applies(when, inputs) ? [name] : []));
}

/** Whether an input is asked for, with what is known so far. What fails to say counts as yes. */
export function applies(when: string, inputs: Readonly<Record<string, Json>>): boolean {
  try {
    // A copy: expressions remember an object as they first saw it, and this one is still being filled.
    return readExpression(when).evaluate({ input: { ...inputs } }) !== false;
  } catch {
    return true;
  }
}

function checkInput(input: PlaybookInput, value: Json): string | number | boolean | { readonly wrong: InputProblem['code'] } {
  switch (input.type) {
    case 'text': return typeof value !== 'string' ? { wrong: 'wrong-type' } : value.length > input.max ? { wrong: 'out-of-range' } : value;
    case 'choice': return typeof value === 'string' && input.options.some((option) => option.value === value) ? value : { wrong: 'unknown-value' };
    case 'boolean': return typeof value === 'boolean' ? value : { wrong: 'wrong-type' };
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return { wrong: 'wrong-type' };
      return value < (input.min ?? -Infinity) || value > (input.max ?? Infinity) ? { wrong: 'out-of-range' } : value;
    case 'day': return (typeof value === 'string' ? readDay(value, 'day-first') : null) ?? { wrong: 'wrong-type' };
    case 'zone': return typeof value === 'string' && isZone(value) ? value : { wrong: 'unknown-value' };
    case 'object': return typeof value === 'string' && value.length <= 200 ? value : { wrong: 'wrong-type' };
    case 'table': case 'folder': return { wrong: 'wrong-type' };
  }
}
