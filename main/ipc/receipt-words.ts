import { spokenCode, hasMessage, type Translate } from '../../preload/contract/language/index.ts';
import type { ReceiptWords } from '../host/plans/receipt-csv.ts';
import type { SkillReportWords } from '../host/skills/report-csv.ts';

/** The words of a receipt's file, in the person's language. */
export function receiptWords(t: Translate): ReceiptWords {
  return {
    end: (end) => t(`row.${end}`),
    why: ({ why }) => (why === null ? '' : whyWords(why, t)),
    head: { row: t('plan.csv.row'), end: t('plan.csv.end'), why: t('plan.csv.why'), said: t('plan.csv.said'), call: t('plan.csv.call') },
  };
}

/** The words of a skill's report, in the person's language. */
export function skillReportWords(t: Translate): SkillReportWords {
  return {
    head: { row: t('plan.csv.row'), title: t('skill.report.title'), end: t('plan.csv.end'), why: t('plan.csv.why'), said: t('plan.csv.said') },
    end: (end) => t(`row.${end}`),
    why: (why) => (why === '' ? '' : whyWords(why, t)),
  };
}

/** The sentence of a code that may be a skip, a reason of policy or a failure. */
function whyWords(why: string, t: Translate): string {
  const room = ['row-mark', 'skip', 'reason', 'failure', 'problem'].find((name) => hasMessage(`${name}.${why}`)) ?? 'failure';
  return spokenCode(room, why, t);
}
