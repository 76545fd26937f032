import ICAL from 'ical.js';
import { createZoneTurner, type Written, type ZoneTurner } from './zones.ts';

/** Which property of an event a time comes from: its zone stands there. */
export type TimeProperty = 'dtstart' | 'dtend' | 'recurrence-id' | 'rdate';

/** A time as the calendar writes it. */
export function writtenOf(time: ICAL.Time, zone: string | null): Written {
  const part = (number: number): string => String(number).padStart(2, '0');
  return { day: dayOf(time), time: time.isDate ? null : `${part(time.hour)}:${part(time.minute)}`, zone: time.isDate ? null : zone };
}

/** The zone of a time of an event; null where none is said. */
export function zoneOf(time: ICAL.Time, component: ICAL.Component, which: TimeProperty = 'dtstart'): string | null {
  if (time.isDate) return null;
  if (time.zone === ICAL.Timezone.utcTimezone) return 'UTC';
  const named = component.getFirstProperty(which)?.getFirstParameter('tzid') ?? component.getFirstProperty('dtstart')?.getFirstParameter('tzid');
  return named === undefined || named === '' || named === 'floating' ? null : named;
}

export function dayOf(time: ICAL.Time): string {
  return `${String(time.year).padStart(4, '0')}-${String(time.month).padStart(2, '0')}-${String(time.day).padStart(2, '0')}`;
}

/** Whether two written times mean the same date of one event. Programs write the same moment in another zone, or as a day alone. */
export type SameDate = (one: Written, other: Written) => boolean;

const inUtc: ZoneTurner = createZoneTurner('UTC');

/** `definitions`: the zones that the file brings along. `turn`: into the zone of the reading, for a day that is written as a moment. */
export function sameDateBy(definitions: ReadonlyMap<string, ICAL.Timezone>, turn: ZoneTurner): SameDate {
  const definition = (written: Written): ICAL.Timezone | null => definitions.get(written.zone ?? '') ?? null;
  const local = (written: Written): string => `${written.day} ${written.time ?? ''}`;
  return (one, other) => {
    if (one.time === null && other.time === null) return one.day === other.day;
    if (one.time === null || other.time === null) {
      const timed = one.time === null ? other : one;
      const turned = timed.zone === 'UTC' ? turn(timed, null) : timed;
      return (turned ?? timed).day === (one.time === null ? one : other).day;
    }
    if (one.zone === other.zone || one.zone === null || other.zone === null) return local(one) === local(other);
    const [a, b] = [inUtc(one, definition(one)), inUtc(other, definition(other))];
    return a !== null && b !== null && a.day === b.day && a.time === b.time;
  };
}
