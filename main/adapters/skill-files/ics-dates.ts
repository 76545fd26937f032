import ICAL from 'ical.js';
import type { FileProblemCode } from '../../core/skills/files.ts';
import { canBe } from './ics-judge.ts';
import { dayOf, writtenOf, zoneOf, type SameDate } from './ics-moments.ts';
import { createZoneTurner, ianaName, type Written } from './zones.ts';

/** One event may come so often. */
const MOST_DATES_OF_ONE = 1_000;

/** One date of one event. */
export interface Occurrence {
  readonly event: ICAL.Event;
  readonly start: ICAL.Time;
  readonly end: ICAL.Time | null;
}

/** Every date of an event, or why there are none; and changes to dates that the event does not have. */
export interface DatesOfEvent {
  readonly occurrences: readonly Occurrence[];
  readonly why: FileProblemCode | null;
  readonly unmatched: readonly ICAL.Event[];
}

/** Follows the rule of an event with the changes made to single dates. `until`: the last day to which rules are followed. */
export function datesOf(master: ICAL.Component, changes: readonly ICAL.Component[], same: SameDate, until: string | null, zones: ReadonlyMap<string, ICAL.Timezone>): DatesOfEvent {
  // Changes of a date and all after it are the library's to apply; single ones are matched here, as it knows no zones by name.
  const ranges = changes.filter((change) => change.getFirstProperty('recurrence-id')?.getFirstParameter('range') !== undefined);
  const left = new Map(changes.filter((change) => !ranges.includes(change)).map((change) => [change, writtenId(change)]));
  const excluded = excludedDates(master);
  master.removeAllProperties('exdate');
  const event = new ICAL.Event(master, { strictExceptions: true, exceptions: ranges });
  const zone = zoneOf(event.startDate, master);
  if (!event.isRecurring()) {
    const only: Occurrence = { event, start: event.startDate, end: endOf(event) };
    const change = changeFor(writtenOf(event.startDate, zone), left, same);
    return { occurrences: change === null ? [only] : occurrenceOf(change), why: null, unmatched: rest(left, until) };
  }
  const rules = rulesOf(master);
  for (const rule of rules) endInZone(rule, event.startDate, zone, zones);
  // With further dates and no rule the first date is one of them all the same.
  if (rules.length === 0) addStart(master, event.startDate, same);
  const ruled = !master.hasProperty('rdate');
  const found: Occurrence[] = [];
  const iterator = event.iterator();
  for (let next = iterator.next() as ICAL.Time | null; next !== null && next !== undefined; next = iterator.next() as ICAL.Time | null) {
    if (until !== null && dayOf(next) > until) break;
    if (ruled && rules.some((rule) => !canBe(rule, next as ICAL.Time))) return { occurrences: [], why: 'bad-rule', unmatched: [] };
    if (found.length >= MOST_DATES_OF_ONE) return { occurrences: [], why: 'too-many-dates', unmatched: [] };
    const written = writtenOf(next, zoneOf(next, master));
    if (excluded.some((one) => same(one, written))) continue;
    const change = changeFor(written, left, same);
    if (change !== null) {
      found.push(...occurrenceOf(change));
      continue;
    }
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    if (!isCancelled(item.component)) found.push({ event: item, start: startDate, end: endOf(item) === null ? null : endDate });
  }
  return { occurrences: found, why: null, unmatched: rest(left, until) };
}

/** Puts the start among the further dates of an event, unless it is one of them. */
function addStart(master: ICAL.Component, start: ICAL.Time, same: SameDate): void {
  const zone = zoneOf(start, master);
  const there = master.getAllProperties('rdate').flatMap((property) => property.getValues()).some((value: unknown) => value instanceof ICAL.Time && same(writtenOf(value, zoneOf(value, master, 'rdate')), writtenOf(start, zone)));
  if (there) return;
  const property = new ICAL.Property('rdate', master);
  property.resetType(start.isDate ? 'date' : 'date-time');
  const named = master.getFirstProperty('dtstart')?.getFirstParameter('tzid');
  if (named !== undefined) property.setParameter('tzid', named);
  property.setValue(start.clone());
  master.addProperty(property);
}

/** The end of an event; null where it says none and is no whole day: that is missing, not an hour that we invent. */
function endOf(event: ICAL.Event): ICAL.Time | null {
  const { component, startDate } = event;
  const said = component.hasProperty('dtend') || component.hasProperty('duration');
  return said || startDate.isDate ? event.endDate : null;
}

export function isCancelled(component: ICAL.Component): boolean {
  return String(component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED';
}

/** What repeats an event, as far as it is a rule that can be read. */
export function rulesOf(master: ICAL.Component): readonly ICAL.Recur[] {
  return master.getAllProperties('rrule').map((property): unknown => property.getFirstValue()).filter((rule) => rule instanceof ICAL.Recur);
}

/** A rule's end as the event's own clock shows it: the library compares clocks, and takes one in UTC for one of the event's zone. */
function endInZone(rule: ICAL.Recur, start: ICAL.Time, zone: string | null, zones: ReadonlyMap<string, ICAL.Timezone>): void {
  const { until } = rule;
  if (until === null || until === undefined || start.isDate) return;
  let end = until.clone();
  // A day includes the whole of it.
  if (end.isDate) end = new ICAL.Time({ year: end.year, month: end.month, day: end.day, hour: 23, minute: 59, second: 59, isDate: false }, start.zone);
  else if (end.zone === ICAL.Timezone.utcTimezone && zone !== null && zone !== 'UTC') end = fromUtc(end, zone, start.zone, zones) ?? end;
  end.zone = start.zone;
  rule.until = end;
}

function fromUtc(time: ICAL.Time, zone: string, own: ICAL.Timezone, zones: ReadonlyMap<string, ICAL.Timezone>): ICAL.Time | null {
  const name = ianaName(zone);
  const turned = name === null ? null : createZoneTurner(name)(writtenOf(time, 'UTC'), null);
  if (turned === null || turned.time === null) return zones.has(zone) ? time.convertToZone(zones.get(zone) as ICAL.Timezone) : null;
  const [year, month, day] = turned.day.split('-').map(Number);
  const [hour, minute] = turned.time.split(':').map(Number);
  return new ICAL.Time({ year: year ?? 0, month: month ?? 1, day: day ?? 1, hour: hour ?? 0, minute: minute ?? 0, second: time.second, isDate: false }, own);
}

function excludedDates(master: ICAL.Component): readonly Written[] {
  return master.getAllProperties('exdate').flatMap((property) => property.getValues().flatMap((value: unknown): Written[] => {
    if (!(value instanceof ICAL.Time)) return [];
    const zone = value.zone === ICAL.Timezone.utcTimezone ? 'UTC' : property.getFirstParameter('tzid') ?? null;
    return [writtenOf(value, zone)];
  }));
}

function writtenId(change: ICAL.Component): Written | null {
  const value: unknown = change.getFirstPropertyValue('recurrence-id');
  return value instanceof ICAL.Time ? writtenOf(value, zoneOf(value, change, 'recurrence-id')) : null;
}

/** Takes the change of a date out of those that are left. */
function changeFor(written: Written, left: Map<ICAL.Component, Written | null>, same: SameDate): ICAL.Event | null {
  for (const [change, id] of left) {
    if (id === null || !same(id, written)) continue;
    left.delete(change);
    return new ICAL.Event(change);
  }
  return null;
}

function occurrenceOf(event: ICAL.Event): readonly Occurrence[] {
  return isCancelled(event.component) ? [] : [{ event, start: event.startDate, end: endOf(event) }];
}

/** Changes that belong to no date; those beyond the last day that was asked for are not looked for. */
function rest(left: ReadonlyMap<ICAL.Component, Written | null>, until: string | null): readonly ICAL.Event[] {
  return [...left].filter(([, id]) => until === null || id === null || id.day <= until).map(([change]) => new ICAL.Event(change));
}
