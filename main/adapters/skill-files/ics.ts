import ICAL from 'ical.js';
import { FILE_LIMITS, fileProblem, type FileProblem, type FileProblemCode, type TableFound, type TableOptions, type TableRead } from '../../core/skills/files.ts';
import type { Cell, CellProblem, TableRow } from '../../core/skills/plan/table.ts';
import { decodeText } from './decode.ts';
import { createZoneTurner, ianaName, type Written, type ZoneTurner } from './zones.ts';

/** The columns of a calendar. */
export const ICS_HEADER = ['Title', 'Day', 'Start', 'End', 'End day', 'All day', 'Location', 'Description', 'Categories', 'Organizer', 'URL', 'UID'] as const;
const FIRST_DATE_COLUMN = 1;

/** One event may come so often. */
const MOST_DATES_OF_ONE = 1_000;

/** One date of one event, or why there is none. */
type Occurrence = { readonly event: ICAL.Event; readonly start: ICAL.Time; readonly end: ICAL.Time | null };

/**
 * Reads a calendar: each date of each event is a row, in the zone asked for (else the calendar's own, else as written). Rules
 * that come to an end are followed to it; one without an end needs `until`. An event that cannot be read right is a row with its
 * reason and without values; a text that is no calendar is refused whole.
 */
export function readIcs(bytes: Uint8Array, file: string, options: TableOptions): TableRead {
  const decoded = decodeText(bytes, options.encoding);
  const found: TableFound = { format: 'ics', encoding: decoded.encoding, delimiter: null, decimal: null, sheet: null, sheets: [], headerRow: null, zone: null, ignored: 0 };
  const refused = (problem: FileProblem): TableRead => ({ ok: false, problems: [problem], found });
  if (!decoded.ok) return refused(decoded.problem);
  let calendar: ICAL.Component;
  try {
    const parsed: unknown = ICAL.parse(decoded.text);
    const first: unknown = Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed[0] : parsed;
    if (!Array.isArray(first)) return refused(fileProblem('not-a-calendar'));
    calendar = new ICAL.Component(first as [string, unknown[], unknown[]]);
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

class CalendarReader {
  readonly rows: TableRow[] = [];
  readonly problems: CellProblem[] = [];
  readonly #turn: ZoneTurner;
  readonly #until: string | null;
  readonly #zones = new Map<string, ICAL.Timezone>();

  readonly #zoneNeeded: boolean;

  constructor(calendar: ICAL.Component, turn: ZoneTurner, until: string | null, zoneNeeded: boolean) {
    this.#zoneNeeded = zoneNeeded;
    this.#turn = turn;
    this.#until = until;
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
        const event = new ICAL.Event(master, { strictExceptions: true, exceptions: [...changes] });
        const why = this.#unfit(event, master);
        if (why !== null) this.#refuse(event, why);
        else this.#add(event);
      } catch (error) {
        this.#refuse(new ICAL.Event(master), 'bad-event', error instanceof Error ? error.message : '');
      }
    }
    return null;
  }

  #unfit(event: ICAL.Event, component: ICAL.Component): FileProblemCode | null {
    if (String(component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED') return 'cancelled';
    if (component.getAllProperties('dtstart').length > 1 || component.getAllProperties('dtend').length > 1) return 'given-twice';
    const start: unknown = component.getFirstPropertyValue('dtstart');
    if (!(start instanceof ICAL.Time) || Number.isNaN(start.toJSDate().getTime())) return 'no-start';
    if (this.#zoneNeeded && zoneOf(start, event) !== null) return 'zone-needed';
    for (const rule of component.getAllProperties('rrule').map((property) => property.getFirstValue())) {
      if (!(rule instanceof ICAL.Recur)) return 'bad-rule';
      if (!rule.isFinite() && this.#until === null) return 'endless';
    }
    return event.isRecurring() && component.getFirstPropertyValue('recurrence-id') !== null ? 'bad-rule' : null;
  }

  #add(event: ICAL.Event): void {
    const { occurrences, why } = this.#occurrences(event);
    if (why !== null || occurrences.length === 0) return this.#refuse(event, why ?? 'bad-rule');
    const made: TableRow[] = [];
    for (const one of occurrences) {
      const cells = this.#cellsOf(one);
      // One date in a zone nobody knows, and the event is not imported in part.
      if (cells === null) return this.#refuse(event, 'unknown-zone', zoneOf(one.start, one.event) ?? '');
      if (one.end !== null && one.end.compare(one.start) < 0) return this.#refuse(event, 'ends-before-start');
      made.push({ at: this.rows.length + made.length + 1, cells });
    }
    this.rows.push(...made);
  }

  #occurrences(event: ICAL.Event): { readonly occurrences: readonly Occurrence[]; readonly why: FileProblemCode | null } {
    if (!event.isRecurring()) return { occurrences: [{ event, start: event.startDate, end: endOf(event) }], why: null };
    const found: Occurrence[] = [];
    const iterator = event.iterator();
    for (let next = iterator.next() as ICAL.Time | null; next !== null && next !== undefined; next = iterator.next() as ICAL.Time | null) {
      if (this.#until !== null && dayOf(next) > this.#until) break;
      if (found.length >= MOST_DATES_OF_ONE) return { occurrences: [], why: 'too-many-dates' };
      const { item, startDate, endDate } = event.getOccurrenceDetails(next);
      if (String(item.component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED') continue;
      found.push({ event: item, start: startDate, end: endOf(item) === null ? null : endDate });
    }
    return { occurrences: found, why: null };
  }

  #cellsOf({ event, start, end }: Occurrence): readonly Cell[] | null {
    const from = this.#turn(writtenOf(start, event, 'dtstart'), this.#zones.get(zoneOf(start, event) ?? '') ?? null);
    const until = end === null ? null : this.#turn(writtenOf(end, event, 'dtend'), this.#zones.get(zoneOf(end, event, 'dtend') ?? '') ?? null);
    if (from === null || (end !== null && until === null)) return null;
    const { component } = event;
    const text = (name: string): string | null => textOf(component.getFirstPropertyValue(name));
    const lastDay = until === null ? from.day : start.isDate ? dayBefore(until.day, from.day) : until.day;
    const categories = component.getAllProperties('categories').flatMap((property) => property.getValues().map(String));
    return [
      text('summary'), from.day, from.time, until?.time ?? null, lastDay, start.isDate, text('location'), text('description'),
      categories.length === 0 ? null : categories, text('organizer'), text('url'), text('uid'),
    ];
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

/** The end of an event; null where it says none and is no whole day: that is missing, not an hour that we invent. */
function endOf(event: ICAL.Event): ICAL.Time | null {
  const { component, startDate } = event;
  const said = component.hasProperty('dtend') || component.hasProperty('duration');
  return said || startDate.isDate ? event.endDate : null;
}

function writtenOf(time: ICAL.Time, event: ICAL.Event, which: 'dtstart' | 'dtend'): Written {
  const part = (number: number): string => String(number).padStart(2, '0');
  return { day: dayOf(time), time: time.isDate ? null : `${part(time.hour)}:${part(time.minute)}`, zone: zoneOf(time, event, which) };
}

function zoneOf(time: ICAL.Time, event: ICAL.Event, which: 'dtstart' | 'dtend' = 'dtstart'): string | null {
  if (time.isDate) return null;
  if (time.zone === ICAL.Timezone.utcTimezone) return 'UTC';
  const named = event.component.getFirstProperty(which)?.getFirstParameter('tzid') ?? event.component.getFirstProperty('dtstart')?.getFirstParameter('tzid');
  return named === undefined || named === '' || named === 'floating' ? null : named;
}

function dayOf(time: ICAL.Time): string {
  return `${String(time.year).padStart(4, '0')}-${String(time.month).padStart(2, '0')}-${String(time.day).padStart(2, '0')}`;
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
