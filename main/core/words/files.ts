/** Encodings a person may choose from for a text file. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1250', 'iso-8859-15', 'macintosh', 'windows-1251', 'shift_jis', 'gb18030'] as const;

/** Signs that may stand between two values of a row. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Signs that may stand before a fraction. */
export const DECIMALS = ['.', ','] as const;
export type Decimal = (typeof DECIMALS)[number];

/** Which of two numbers of a date is the day. */
export const DAY_ORDERS = ['day-first', 'month-first'] as const;
export type DayOrder = (typeof DAY_ORDERS)[number];
