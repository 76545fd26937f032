import type { Problem } from '../problem.ts';
import { hasMessage, type Translate } from './translator.ts';
import { visible } from './visible.ts';

/** A code of a closed list in words; a code the catalogue does not know is shown as itself, in quotes. */
export function spokenCode(prefix: string, code: string, t: Translate): string {
  const key = `${prefix}.${code}`;
  return hasMessage(key) ? t(key) : t('common.quoted', { text: visible(code, 200) });
}

/** What happened, what it means and what to do, for a problem that crossed the border. Never throws. */
export function spokenProblem(problem: Problem, t: Translate): string {
  const values: Record<string, string | number> = { line: 'none', column: '?', where: 'none', name: '?' };
  for (const [name, fact] of Object.entries(problem.facts)) {
    values[name] = typeof fact === 'string' ? visible(fact, 200) : fact;
  }
  return t(`problem.${problem.code}`, values);
}
