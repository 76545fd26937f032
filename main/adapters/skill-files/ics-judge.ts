import ICAL from 'ical.js';
import type { FileProblemCode } from '../../core/skills/files.ts';

const DATES = new Set(['dtstart', 'dtend', 'recurrence-id', 'exdate', 'rdate']);
const TEXTS = new Set(['summary', 'location', 'description', 'categories']);

/**
 * What the library would read as something else than it says: dates that do not exist it takes for others, rules that exclude and second
 * rules it leaves out, and texts in an old encoding it takes as they stand. Such an event is not imported.
 */
export function misread(component: ICAL.Component): FileProblemCode | null {
  const properties = component.jCal[1] as readonly (readonly [name: string, params: Readonly<Record<string, unknown>>, type: string, ...values: unknown[]])[];
  for (const [name, params, type, ...values] of properties) {
    if (DATES.has(name) && values.some((value) => typeof value === 'string' && !exists(value, type))) return 'bad-date';
    if (TEXTS.has(name) && typeof params['encoding'] === 'string') return 'bad-event';
  }
  if (properties.some(([name]) => name === 'exrule') || properties.filter(([name]) => name === 'rrule').length > 1) return 'bad-rule';
  return null;
}

/** Whether there is such a day and time. What has another form is the parser's to judge. */
function exists(value: string, type: string): boolean {
  const form = type === 'date' ? /^(\d{4})-(\d\d)-(\d\d)()()()$/ : /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z?$/;
  const [, year, month, day, hour, minute, second] = (form.exec(value) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined || hour === undefined || minute === undefined || second === undefined) return true;
  // The end of a day is written as 24:00 by some; it is the beginning of the next.
  const time = (hour === 24 && minute === 0 && second === 0) || (hour <= 23 && minute <= 59 && second <= 60);
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate() && time;
}

/** Whether a date is one that its rule can give: the library goes on to the next month for a 30th of February. */
export function canBe(rule: ICAL.Recur, date: ICAL.Time): boolean {
  const { BYMONTH: months, BYMONTHDAY: days, BYDAY: weekdays } = rule.parts as Readonly<Record<string, readonly (string | number)[] | undefined>>;
  const fromEnd = date.day - ICAL.Time.daysInMonth(date.month, date.year) - 1;
  const name = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][date.dayOfWeek() - 1] ?? '';
  return (months === undefined || months.map(Number).includes(date.month))
    && (days === undefined || days.map(Number).includes(date.day) || days.map(Number).includes(fromEnd))
    && (weekdays === undefined || weekdays.some((one) => String(one).endsWith(name)));
}
