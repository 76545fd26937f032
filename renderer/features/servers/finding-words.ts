import type { Translate } from '../../../preload/contract/language/index.ts';
import { SEVERITIES } from '../../../preload/contract/words.ts';

/** How many findings of each severity there are, gravest first; a severity nothing has is not named. */
export function severityWords(counts: Readonly<Record<(typeof SEVERITIES)[number], number>>, t: Translate): string {
  return SEVERITIES.toReversed().filter((one) => counts[one] > 0).map((one) => t(`findings.count.${one}`, { count: counts[one] })).join(', ');
}
