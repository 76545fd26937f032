import type { Json } from '../words/index.ts';

/**
 * What can be odd about one row of many, gravest first; each has a sentence. `true`: a row with this mark is left
 * out until a person takes it in.
 */
export const MARKS = {
  'missing': true,
  'duplicate': true,
  'bad-date': true,
  'bad-value': true,
  'end-before-start': true,
  'unknown-reference': true,
  'check': true,
  'maybe-there': true,
  'clash': false,
  'same-key': false,
  'clock-change': false,
  'check-mark': false,
  'odd-text': false,
  'maybe-renamed': false,
  'unusual': false,
} as const satisfies Record<string, boolean>;
export type MarkCode = keyof typeof MARKS;
export const MARK_CODES = Object.keys(MARKS) as readonly MarkCode[];

/** One mark on a row. `pointer` leads into the row (RFC 6901), '' for the row as a whole. */
export interface Mark {
  readonly code: MarkCode;
  readonly pointer: string;
  /** The value it is about, or null; hostile text where it is text. */
  readonly value: Json;
}

/** True where the marks of a row leave it out until a person chooses. */
export function leavesOut(marks: readonly Mark[]): boolean {
  return marks.some((mark) => MARKS[mark.code]);
}

/** How odd a row is, for the order in which rows are shown: higher comes first, and no marks is 0. */
export function oddness(marks: readonly Mark[]): number {
  return marks.reduce((most, mark) => Math.max(most, MARK_CODES.length - MARK_CODES.indexOf(mark.code)), 0);
}
