import { hasMessage, visible, type Translate } from '../../../preload/contract/language/index.ts';
import type { PolicyProblemView } from '../../../preload/contract/views.ts';

/** What is wrong, in words; a code the catalogue does not know is shown as itself. */
export function spokenPolicyProblem({ code, name }: PolicyProblemView, t: Translate): string {
  const key = `policy-problem.${code}`;
  return hasMessage(key) ? t(key, { name: visible(name, 80) }) : visible(code, 80);
}
