import { Temporal } from 'temporal-polyfill';
import type { DayOrder } from '../../words/index.ts';

/** Which of two numbers is the day. `asked`: both readings are possible for every value, so a person must say. */
export type FoundOrder = DayOrder | 'asked' | 'not-needed' | 'contradictory';

const MONTHS: Readonly<Record<string, number>> = Object.fromEntries([
  ['jan', 'january', 'januar', 'jän', 'jänner'], ['feb', 'february', 'februar', 'feber'], ['mar', 'march', 'märz', 'mär', 'maerz', 'mrz'], ['apr', 'april'],
  ['may', 'mai'], ['jun', 'june', 'juni'], ['jul', 'july', 'juli'], ['aug', 'august'], ['sep', 'sept', 'september'], ['oct', 'october', 'okt', 'oktober'],
  ['nov', 'november'], ['dec', 'december', 'dez', 'dezember'],
].flatMap((names, at) => names.map((name) => [name, at + 1] as const)));

const NUMBERS = /^(?:\p{L}{2,12}\.?,?\s+)?(\d{1,2})\s*([./-])\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})(?:[\sT,]+(.*))?$/u;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](.*))?$/;
const YEAR_FIRST = /^(\d{4})[./](\d{1,2})[./](\d{1,2})$/;
const DAY_NAME = /^(?:\p{L}{2,12}\.?,?\s+)?(\d{1,2})(?:\.|st|nd|rd|th)?[\s-]+(\p{L}{3,9})\.?,?[\s-]+(\d{4}|\d{2})(?:[\s,]+(.*))?$/u;
const NAME_DAY = /^(?:\p{L}{2,12}\.?,?\s+)?(\p{L}{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:[\s,]+(.*))?$/u;

/**
 * Reads a day as people and programs write it: 2026-12-31, 31.12.2026, 31. Dezember 2026, 31-Dec-26, Dec 31, 2026, 12/31/2026; a time of day
 * may follow. Gives ISO 8601, or null for what is no day, several days included. With points the day stands first, as nobody writes the other; with strokes `order` says.
 */
export function readDay(text: string, order: DayOrder): string | null {
  const value = text.trim();
  const iso = ISO.exec(value) ?? YEAR_FIRST.exec(value);
  if (iso !== null) return isTimeOrNothing(iso[4]) ? dayOf(iso[1], iso[2], iso[3]) : null;
  const named = DAY_NAME.exec(value);
  if (named !== null) return !isTimeOrNothing(named[4]) ? null : dayOf(named[3], String(MONTHS[(named[2] ?? '').toLowerCase()] ?? 0), named[1]);
  const american = NAME_DAY.exec(value);
  if (american !== null) return !isTimeOrNothing(american[4]) ? null : dayOf(american[3], String(MONTHS[(american[1] ?? '').toLowerCase()] ?? 0), american[2]);
  const numbers = NUMBERS.exec(value);
  if (numbers === null) return null;
  const [, first, sign, second, year, tail] = numbers;
  if (!isTimeOrNothing(tail)) return null;
  return sign === '.' || order === 'day-first' ? dayOf(year, second, first) : dayOf(year, first, second);
}

/** What may stand behind a day: a time of day, with its zone or without, or the name of the day. Of two days neither is the one meant. */
function isTimeOrNothing(tail: string | undefined): boolean {
  const text = (tail ?? '').trim();
  return text === '' || /^\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/.test(text) || /^\(?\p{L}{2,12}\.?\)?$/u.test(text) || readTime(text) !== null;
}

/** What the days of one column say about their order. Only dates with strokes or hyphens leave a doubt. */
export function orderOf(texts: Iterable<string>): FoundOrder {
  let dayFirst = false;
  let monthFirst = false;
  let open = false;
  for (const text of texts) {
    const numbers = NUMBERS.exec(text.trim());
    if (numbers === null || numbers[2] === '.') continue;
    const [first, second] = [Number(numbers[1]), Number(numbers[3])];
    if (first > 12) dayFirst = true;
    else if (second > 12) monthFirst = true;
    else if (first !== second) open = true;
  }
  if (dayFirst && monthFirst) return 'contradictory';
  if (dayFirst) return 'day-first';
  if (monthFirst) return 'month-first';
  return open ? 'asked' : 'not-needed';
}

function dayOf(year: string | undefined, month: string | undefined, day: string | undefined): string | null {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  // Two digits mean this century: nobody imports an agenda of 1998.
  const full = y < 100 ? 2000 + y : y;
  if (!(full >= 1900 && full <= 2200 && m >= 1 && m <= 12 && d >= 1 && d <= lastDay(full, m))) return null;
  return `${full}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}

function lastDay(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const CLOCK = /^(?:(.*?)[T\s]+)?(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*(?:(a\.?m\.?|p\.?m\.?)|(?:uhr|h))?$/i;
const LONGEST_TIME = 200;
const NO_DAY = /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^\d{4}-\d{2}-\d{2}$/;

/** Reads a time of day: 9:30, 9.30 Uhr, 14h30, 2:30 PM, 2026-12-31T09:30. Gives HH:MM, or null for what is none or two. */
export function readTime(text: string): string | null {
  const value = text.trim();
  // SECURITY: white space without end would be tried at each of its places; a day and a time are short.
  if (value.length > LONGEST_TIME || NO_DAY.test(value)) return null;
  const found = CLOCK.exec(value);
  if (found === null) return null;
  const [, before = '', hourText, minuteText, half] = found;
  // "9:00 - 10:00" is two times; only a day or a word such as "Di." or "ab" may stand before one.
  if (before !== '' && !/^\p{L}{2,12}\.?,?$/u.test(before) && readDay(before.replace(/,$/, ''), 'day-first') === null && readDay(before.replace(/,$/, ''), 'month-first') === null) return null;
  // A bare number is a time only with a word beside it.
  if (minuteText === undefined && half === undefined && !/uhr|h$/i.test(value)) return null;
  let hour = Number(hourText);
  const minute = Number(minuteText ?? 0);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
  }
  return hour <= 23 && minute <= 59 ? `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` : null;
}

/** Reads a number; `decimal` is the sign the file uses before fractions, the other one groups thousands. */
export function readNumber(text: string, decimal: '.' | ','): number | null {
  const group = decimal === '.' ? ',' : '.';
  const value = text.trim().replaceAll('\u00A0', ' ').replaceAll('\u202F', ' ').replaceAll(' ', '').replaceAll("'", '');
  const form = decimal === '.' ? /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$/ : /^[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$/;
  if (!form.test(value)) return null;
  const number = Number(value.replaceAll(group, '').replace(decimal, '.'));
  return Number.isFinite(number) ? number : null;
}

/** Whether a zone's name is known here. */
export function isZone(zone: string): boolean {
  try {
    Temporal.PlainDate.from('2026-01-01').toZonedDateTime(zone);
    return true;
  } catch {
    return false;
  }
}

/** Tells for one zone which local times do not exist or exist twice, because the clocks change. Days are remembered. */
export function clockChanges(zone: string): (day: string, time: string) => boolean {
  const odd = new Map<string, boolean>();
  const changes = (day: string): boolean => {
    const known = odd.get(day);
    if (known !== undefined) return known;
    const hours = Temporal.PlainDate.from(day).toZonedDateTime(zone).hoursInDay;
    odd.set(day, hours !== 24);
    return hours !== 24;
  };
  return (day, time) => {
    if (!changes(day)) return false;
    try {
      Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone, { disambiguation: 'reject' });
      return false;
    } catch {
      return true;
    }
  };
}
