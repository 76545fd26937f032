import { csvCell } from '../../core/audit/record-csv.ts';
import type { Json } from '../../core/words/index.ts';
import type { PlanReceipt, RowReceipt } from './plan-receipt.ts';

/** Words for the ends and reasons of rows, in the person's language. */
export interface ReceiptWords {
  readonly end: (end: RowReceipt['end']) => string;
  readonly why: (row: RowReceipt) => string;
  readonly head: { readonly row: string; readonly end: string; readonly why: string; readonly said: string; readonly call: string };
}

/** A receipt as comma separated values: one line a row, its values in columns of their own after what became of it. */
export function receiptCsv(receipt: PlanReceipt, words: ReceiptWords): string {
  const names = [...new Set(receipt.rows.flatMap((row) => Object.keys(row.values)))];
  const { row: place, end, why, said, call } = words.head;
  const head = [place, end, why, said, call, ...names];
  const lines = receipt.rows.map((row, at) => [
    String(at + 1), words.end(row.end), words.why(row), row.said ?? '', row.callId ?? '', ...names.map((name) => textOf(row.values[name])),
  ]);
  return [head, ...lines].map((line) => `${line.map((text) => csvCell(text.toWellFormed())).join(',')}\r\n`).join('');
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
