import type { Json } from '../words/index.ts';

/** A date, time or both, as a number that orders it among those of its kind. */
export interface Moment {
  readonly kind: 'date' | 'time' | 'local' | 'zoned';
  readonly at: number;
}

const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * The moment an ISO 8601 text names; null for anything else and for a day that no calendar has. A text without a
 * zone is compared only with texts without one: which moment it is, nobody here knows.
 */
export function momentOf(value: Json | undefined): Moment | null {
  if (typeof value !== 'string') return null;
  const time = TIME.exec(value);
  if (time !== null) return { kind: 'time', at: Number(time[1]) * 3600 + Number(time[2]) * 60 + Number(time[3] ?? 0) };
  const date = DATE.exec(value);
  if (date === null) return null;
  const [year, month, day] = [Number(date[1]), Number(date[2]), Number(date[3])];
  if (!isDay(year, month, day)) return null;
  const days = daysBefore(year, month) + day;
  if (date[4] === undefined) return { kind: 'date', at: days };
  const seconds = days * 86_400 + Number(date[4]) * 3600 + Number(date[5]) * 60 + Number(date[6] ?? 0);
  const zone = date[7];
  return zone === undefined ? { kind: 'local', at: seconds } : { kind: 'zoned', at: seconds - offset(zone) };
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function lengthOf(year: number, month: number): number {
  return month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= lengthOf(year, month);
}

/** Days before a month, on a scale that only has to rise. */
function daysBefore(year: number, month: number): number {
  const past = year - 1;
  let days = past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  for (let earlier = 1; earlier < month; earlier += 1) days += lengthOf(year, earlier);
  return days;
}

function offset(zone: string): number {
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60);
}
