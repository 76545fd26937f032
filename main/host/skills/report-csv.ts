import { csvCell } from '../../core/audit/record-csv.ts';
import type { RowWhy, SkillReceipt } from './receipt.ts';

/** How a row ended that did not become what it was to become. */
export type ReportEnd = 'left-out' | 'skipped' | 'failed' | 'unknown';

/** The words of a report's file, in the person's language. */
export interface SkillReportWords {
  readonly head: { readonly row: string; readonly title: string; readonly end: string; readonly why: string; readonly said: string };
  readonly end: (end: ReportEnd) => string;
  readonly why: (why: string) => string;
}

/** Every row that did not become what it was to become, the gravest ends first. */
export function reportRows(receipt: SkillReceipt): readonly (RowWhy & { readonly end: ReportEnd })[] {
  const of = (rows: readonly RowWhy[], end: ReportEnd) => rows.map((row) => ({ ...row, end }));
  return [...of(receipt.failed, 'failed'), ...of(receipt.unknown, 'unknown'), ...of(receipt.skipped, 'skipped'), ...of(receipt.leftOut, 'left-out')];
}

/** A run's error report as comma separated values, one line a row. Cells are made harmless for spreadsheets. */
export function reportCsv(receipt: SkillReceipt, words: SkillReportWords): string {
  const { row, title, end, why, said } = words.head;
  const lines = reportRows(receipt).map((one) => [one.row === null ? '' : String(one.row), one.title, words.end(one.end), words.why(one.why), one.said ?? '']);
  return [[row, title, end, why, said], ...lines].map((line) => `${line.map((text) => csvCell(text.toWellFormed())).join(',')}\r\n`).join('');
}
