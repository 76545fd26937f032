import type ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { findIana } from 'windows-iana';

/** A moment as a calendar writes it: the fields of a clock, and the zone that clock is in. */
export interface Written {
  readonly day: string;
  /** HH:MM, or null for a whole day. */
  readonly time: string | null;
  /** The zone's name as written; null: no zone is said. `UTC` for a time in UTC. */
  readonly zone: string | null;
}

/** Turns written moments into the wanted zone. Gives null where the zone is not known, which is never guessed. */
export type ZoneTurner = (written: Written, definition: ICAL.Timezone | null, later?: Later) => Pick<Written, 'day' | 'time'> | null;

/** How much later: days as a calendar counts them, then seconds as a clock does that is never changed. */
export interface Later {
  readonly days: number;
  readonly seconds: number;
}

/** Makes a turner for one zone; null leaves every time as it is written. */
export function createZoneTurner(wanted: string | null): ZoneTurner {
  const known = new Map<string, string | null>();
  const nameOf = (zone: string): string | null => {
    const found = known.has(zone) ? known.get(zone) ?? null : ianaName(zone);
    known.set(zone, found);
    return found;
  };
  return (written, definition, later = { days: 0, seconds: 0 }) => {
    if (written.time === null) return written;
    if (written.zone === null) return fieldsOf(Temporal.PlainDateTime.from(`${written.day}T${written.time}`).add(later));
    const name = nameOf(written.zone);
    if (wanted === null && name === null && definition === null) return null;
    const local = Temporal.PlainDateTime.from(`${written.day}T${written.time}`).add({ days: later.days });
    if (wanted === null && later.seconds === 0) return fieldsOf(local);
    // Where a clock shows a time twice, calendars mean the first; where it skips one, the moment that follows.
    const moment = name !== null ? local.toZonedDateTime(name, { disambiguation: 'compatible' }).toInstant() : momentBy(local, definition);
    if (moment === null) return null;
    // As written means on its own clock; where only the file defines that clock, it is taken to go on as it does.
    const there = wanted ?? name;
    if (there === null) return fieldsOf(local.add({ seconds: later.seconds }));
    return fieldsOf(moment.add({ seconds: later.seconds }).toZonedDateTimeISO(there).toPlainDateTime());
  };
}

function fieldsOf(local: Temporal.PlainDateTime): Pick<Written, 'day' | 'time'> {
  return { day: local.toPlainDate().toString(), time: local.toPlainTime().toString({ smallestUnit: 'minute' }) };
}

/** By the rules the file itself brings along. */
function momentBy(local: Temporal.PlainDateTime, definition: ICAL.Timezone | null): Temporal.Instant | null {
  if (definition === null) return null;
  const offset = definition.utcOffset({ year: local.year, month: local.month, day: local.day, hour: local.hour, minute: local.minute, second: 0, isDate: false } as ICAL.Time);
  return Number.isFinite(offset) ? local.toZonedDateTime('UTC').subtract({ seconds: offset }).toInstant() : null;
}

/** The IANA name of a zone as programs write it: itself, with a vendor's path before it, or a Windows name. */
export function ianaName(zone: string): string | null {
  const plain = zone.trim().replace(/^"|"$/g, '');
  const candidates = [plain, plain.split('/').slice(-2).join('/'), plain.split('/').slice(-3).join('/'), findIana(plain)[0] ?? ''];
  for (const candidate of candidates) {
    // Bare abbreviations mean different zones in different countries.
    if (!/^UTC$|^(Etc\/)?(UTC|GMT)$|\//.test(candidate)) continue;
    try {
      Temporal.PlainDate.from('2026-01-01').toZonedDateTime(candidate);
      return candidate;
    } catch { /* not this one */ }
  }
  return null;
}
