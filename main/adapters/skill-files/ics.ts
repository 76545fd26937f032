import ICAL from 'ical.js';
import { FILE_LIMITS, fileProblem, type FileProblem, type FileProblemCode, type TableFound, type TableOptions, type TableRead } from '../../core/skills/files.ts';
import type { Cell, CellProblem, TableRow } from '../../core/skills/plan/table.ts';
import { decodeText } from './decode.ts';
import { datesOf, isCancelled, type Occurrence } from './ics-dates.ts';
import { misread } from './ics-judge.ts';
import { sameDateBy, writtenOf, zoneOf, type SameDate } from './ics-moments.ts';
import { joinedLetters, mendedText } from './ics-text.ts';
import { createZoneTurner, ianaName, type ZoneTurner } from './zones.ts';

/** The columns of a calendar. */
export const ICS_HEADER = ['Title', 'Day', 'Start', 'End', 'End day', 'All day', 'Location', 'Description', 'Categories', 'Organizer', 'URL', 'UID'] as const;
const FIRST_DATE_COLUMN = 1;

/**
 * Reads a calendar: each date of each event is a row, in the zone asked for (else the calendar's own, else as written). Rules
 * that come to an end are followed to it; one without an end needs `until`. An event that cannot be read right is a row with its
 * reason and without values; a text that is no calendar is refused whole.
 */
export function readIcs(bytes: Uint8Array, file: string, options: TableOptions): TableRead {
  const decoded = decodeText(joinedLetters(bytes), options.encoding);
  const found: TableFound = { format: 'ics', encoding: decoded.encoding, delimiter: null, decimal: null, sheet: null, sheets: [], headerRow: null, zone: null, ignored: 0 };
  const refused = (problem: FileProblem): TableRead => ({ ok: false, problems: [problem], found });
  if (!decoded.ok) return refused(decoded.problem);
  let calendar: ICAL.Component;
  try {
    const found = calendarIn(ICAL.parse(mendedText(decoded.text)));
    if (found === null) return refused(fileProblem('not-a-calendar'));
    calendar = found;
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    return refused(fileProblem('not-a-calendar', lineNamed(decoded.text, said), null, said));
  }
  if (calendar.name !== 'vcalendar') return refused(fileProblem('not-a-calendar'));
  const own = calendar.getFirstPropertyValue('x-wr-timezone');
  const events = calendar.getAllSubcomponents('vevent');
  const named = zonesNamed(events);
  // Without a zone to turn them into, times of one zone stay as written; times of several would lie about one another.
  const zone = options.zone ?? (typeof own === 'string' ? ianaName(own) : null) ?? (named.length === 1 ? ianaName(named[0] ?? '') : null);
  const mixed = zone === null && (named.length > 1 || named[0] === 'UTC');
  const reader = new CalendarReader(calendar, createZoneTurner(zone === 'UTC' && options.zone === undefined ? null : zone), options.until ?? null, mixed || (zone === 'UTC' && options.zone === undefined));
  if (events.length === 0) return refused(fileProblem('no-events'));
  const problem = reader.read(events);
  if (problem !== null) return refused(problem);
  const ignored = calendar.getAllSubcomponents().filter(({ name }) => name !== 'vevent' && name !== 'vtimezone').length;
  return {
    ok: true, table: { file, sheet: null, header: ICS_HEADER, rows: reader.rows, problems: reader.problems },
    found: { ...found, zone, ignored },
  };
}

/** The calendars of a file as one: some programs write several after one another. */
function calendarIn(parsed: unknown): ICAL.Component | null {
  if (!Array.isArray(parsed)) return null;
  const all = (Array.isArray(parsed[0]) ? parsed : [parsed]).map((one) => new ICAL.Component(one as [string, unknown[], unknown[]]));
  const [first, ...others] = all;
  for (const other of others) for (const part of [...other.getAllSubcomponents()]) first?.addSubcomponent(part);
  return all.every(({ name }) => name === 'vcalendar') ? first ?? null : null;
}

class CalendarReader {
  readonly rows: TableRow[] = [];
  readonly problems: CellProblem[] = [];
  readonly #turn: ZoneTurner;
  readonly #until: string | null;
  readonly #zones = new Map<string, ICAL.Timezone>();
  readonly #zoneNeeded: boolean;
  readonly #same: SameDate;

  constructor(calendar: ICAL.Component, turn: ZoneTurner, until: string | null, zoneNeeded: boolean) {
    this.#zoneNeeded = zoneNeeded;
    this.#turn = turn;
    this.#until = until;
    this.#same = sameDateBy(this.#zones, turn);
    for (const component of calendar.getAllSubcomponents('vtimezone')) {
      const id = component.getFirstPropertyValue('tzid');
      if (typeof id === 'string') this.#zones.set(id, new ICAL.Timezone({ component, tzid: id }));
    }
  }

  /** Reads every event; a problem that concerns the file as a whole ends it. */
  read(components: readonly ICAL.Component[]): FileProblem | null {
    for (const { master, changes } of byUid(components)) {
      if (this.rows.length > FILE_LIMITS.dates) return fileProblem('too-many-dates', null, null, String(FILE_LIMITS.dates));
      try {
        const event = new ICAL.Event(master);
        const why = this.#unfit(event, master);
        const odd = changes.map(misread).find((code) => code !== null) ?? null;
        if (why !== null || odd !== null) this.#refuse(event, why ?? odd ?? 'bad-event');
        else this.#add(event, changes);
      } catch (error) {
        this.#refuse(new ICAL.Event(master), 'bad-event', error instanceof Error ? error.message : '');
      }
    }
    return null;
  }

  #unfit(event: ICAL.Event, component: ICAL.Component): FileProblemCode | null {
    if (isCancelled(component)) return 'cancelled';
    if (component.getAllProperties('dtstart').length > 1 || component.getAllProperties('dtend').length > 1) return 'given-twice';
    const odd = misread(component);
    if (odd !== null) return odd;
    const start: unknown = component.getFirstPropertyValue('dtstart');
    if (!(start instanceof ICAL.Time) || Number.isNaN(start.toJSDate().getTime())) return 'no-start';
    if (this.#zoneNeeded && zoneOf(start, component) !== null) return 'zone-needed';
    for (const rule of component.getAllProperties('rrule').map((property) => property.getFirstValue())) {
      if (!(rule instanceof ICAL.Recur) || !rule.freq) return 'bad-rule';
      if (!rule.isFinite() && this.#until === null) return 'endless';
    }
    return event.isRecurring() && component.getFirstPropertyValue('recurrence-id') !== null ? 'bad-rule' : null;
  }

  #add(event: ICAL.Event, changes: readonly ICAL.Component[]): void {
    const { occurrences, why, unmatched } = datesOf(event.component, changes, this.#same, this.#until, this.#zones);
    // Neither dropped nor taken for a date of its own: what it was to change is not known.
    for (const change of unmatched) this.#refuse(change, isCancelled(change.component) ? 'cancelled' : 'change-unmatched');
    if (why !== null || occurrences.length === 0) return this.#refuse(event, why ?? 'bad-rule');
    const made: TableRow[] = [];
    for (const one of occurrences) {
      const cells = this.#cellsOf(one);
      // One date in a zone nobody knows, and the event is not imported in part.
      if (cells === null) return this.#refuse(event, 'unknown-zone', zoneOf(one.start, one.event.component) ?? '');
      if (one.end !== null && one.end.compare(one.start) < 0) return this.#refuse(event, 'ends-before-start');
      made.push({ at: this.rows.length + made.length + 1, cells });
    }
    this.rows.push(...made);
  }

  #cellsOf({ event, start, end }: Occurrence): readonly Cell[] | null {
    const { component } = event;
    const own = zoneOf(start, component);
    const from = this.#turn(writtenOf(start, own), this.#zones.get(own ?? '') ?? null);
    const until = end === null ? null : this.#endOf(component, start, end);
    if (from === null || (end !== null && until === null)) return null;
    const text = (name: string): string | null => textOf(component.getFirstPropertyValue(name));
    const lastDay = until === null ? from.day : start.isDate ? dayBefore(until.day, from.day) : until.day;
    const categories = component.getAllProperties('categories').flatMap((property) => property.getValues().map(String));
    return [
      text('summary'), from.day, from.time, until?.time ?? null, lastDay, start.isDate, text('location'), text('description'),
      categories.length === 0 ? null : categories, text('organizer'), text('url'), text('uid'),
    ];
  }

  /** Where an event says how long it takes, hours are hours, also over a change of the clocks. */
  #endOf(component: ICAL.Component, start: ICAL.Time, end: ICAL.Time): ReturnType<ZoneTurner> {
    const duration: unknown = component.getFirstPropertyValue('duration');
    const which = duration instanceof ICAL.Duration && !start.isDate ? 'dtstart' : 'dtend';
    const zone = zoneOf(which === 'dtstart' ? start : end, component, which);
    const definition = this.#zones.get(zone ?? '') ?? null;
    if (!(duration instanceof ICAL.Duration) || start.isDate) return this.#turn(writtenOf(end, zone), definition);
    const sign = duration.isNegative ? -1 : 1;
    return this.#turn(writtenOf(start, zone), definition, {
      days: sign * (duration.weeks * 7 + duration.days), seconds: sign * (duration.hours * 3_600 + duration.minutes * 60 + duration.seconds),
    });
  }

  #refuse(event: ICAL.Event, code: FileProblemCode, text = ''): void {
    const at = this.rows.length + 1;
    const title = textOf(event.component.getFirstPropertyValue('summary'));
    this.rows.push({ at, cells: ICS_HEADER.map((_, column) => (column === 0 ? title : null)) });
    this.problems.push({ at, column: FIRST_DATE_COLUMN, code, text: text.slice(0, 120) });
  }
}

/** The zones that the times of events are written in. */
function zonesNamed(events: readonly ICAL.Component[]): readonly string[] {
  const named = events.flatMap((component) => ['dtstart', 'dtend'].flatMap((name) => component.getAllProperties(name).map((property) => {
    let value: unknown;
    try {
      value = property.getFirstValue();
    } catch { /* its event will say so */ }
    if (!(value instanceof ICAL.Time) || value.isDate) return null;
    return value.zone === ICAL.Timezone.utcTimezone ? 'UTC' : property.getFirstParameter('tzid') ?? null;
  })));
  return [...new Set(named.filter((name) => name !== null && name !== ''))] as string[];
}

/** Events with the changes to single dates of theirs. Of two versions of one event the later counts. */
function byUid(components: readonly ICAL.Component[]): readonly { readonly master: ICAL.Component; readonly changes: readonly ICAL.Component[] }[] {
  const groups = new Map<string, ICAL.Component[]>();
  for (const [at, component] of components.entries()) {
    const uid = component.getFirstPropertyValue('uid');
    const key = typeof uid === 'string' ? uid : ` ${at}`;
    groups.set(key, [...(groups.get(key) ?? []), component]);
  }
  return [...groups.values()].flatMap((group) => {
    const masters = group.filter((component) => component.getFirstPropertyValue('recurrence-id') === null);
    const changes = latest(group.filter((component) => component.getFirstPropertyValue('recurrence-id') !== null));
    const master = latest(masters)[0];
    // Changes without the event they change stand for themselves.
    return master === undefined ? changes.map((change) => ({ master: change, changes: [] })) : [{ master, changes }];
  });
}

function latest(components: readonly ICAL.Component[]): readonly ICAL.Component[] {
  const byDate = new Map<string, ICAL.Component>();
  for (const component of components) {
    const key = String(component.getFirstPropertyValue('recurrence-id') ?? '');
    const there = byDate.get(key);
    if (there === undefined || Number(component.getFirstPropertyValue('sequence') ?? 0) >= Number(there.getFirstPropertyValue('sequence') ?? 0)) byDate.set(key, component);
  }
  return [...byDate.values()];
}

/** Whole days end on the day after their last one. */
function dayBefore(day: string, first: string): string {
  const before = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  return before < first ? first : before;
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = (typeof value === 'string' ? value : String(value)).trim();
  return text === '' ? null : text.slice(0, FILE_LIMITS.cell);
}

/** The line a parser complains about, where it quotes it. */
function lineNamed(text: string, said: string): number | null {
  const quoted = /"([^"]{3,})"/.exec(said)?.[1];
  const at = quoted === undefined ? -1 : text.indexOf(quoted);
  return at === -1 ? null : text.slice(0, at).split('\n').length;
}
